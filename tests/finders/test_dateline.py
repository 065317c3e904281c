from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.finders import dateline
from cleaner.finders.dateline import find_dateline, read_dateline
from cleaner.views import view_of

PROSE = (
    "The ministers met on Wednesday to speak about the budget of the next year, and agreed to meet again in spring. "
    * 2
)


@pytest.mark.parametrize(
    ("dateline", "place", "agency", "when"),
    [
        ("WASHINGTON (AP) —", "WASHINGTON", "AP", None),
        ("LONDON, Jan 29 (Reuters) -", "LONDON", "Reuters", "Jan 29"),
        ("PARIS/LONDON (Reuters) -", "PARIS/LONDON", "Reuters", None),
        ("San Francisco, California, Jan 29 (Reuters) -", "San Francisco, California", "Reuters", "Jan 29"),
        ("BERLIN (dpa) -", "BERLIN", "dpa", None),
        ("Berlin/München (dpa/lby) -", "Berlin/München", "dpa/lby", None),
        ("Paris (AFP) –", "Paris", "AFP", None),
        ("Madrid, 29 ene (EFE).-", "Madrid", "EFE", "29 ene"),
        ("Lisboa, 29 jan 2025 (Lusa) –", "Lisboa", "Lusa", "29 jan 2025"),
        ("(ANSA) - ROMA, 29 GEN -", "ROMA", "ANSA", "29 GEN"),
        ("(Reuters) -", None, "Reuters", None),
        ("Dhaka, Jan 29, 2025 (BSS) -", "Dhaka", "BSS", "Jan 29, 2025"),
        ("ঢাকা, ২৯ জানুয়ারি (বাসস) :", "ঢাকা", "বাসস", "২৯ জানুয়ারি"),
        ("ঢাকা, ২৯ জানুয়ারি ২০২৫ (বাসস) :", "ঢাকা", "বাসস", "২৯ জানুয়ারি ২০২৫"),
        ("नई दिल्ली, 29 जनवरी (भाषा)", "नई दिल्ली", "भाषा", "29 जनवरी"),
        ("МОСКВА, 29 янв — РИА Новости.", "МОСКВА", "РИА Новости", "29 янв"),
        ("МОСКВА, 29 января. /ТАСС/.", "МОСКВА", "ТАСС", "29 января"),
        ("Москва. 29 января. INTERFAX.RU -", "Москва", "INTERFAX.RU", "29 января"),
        ("القاهرة (رويترز) -", "القاهرة", "رويترز", None),
        ("واشنطن - أ ف ب -", "واشنطن", "أ ف ب", None),
        ("ANKARA (AA) -", "ANKARA", "AA", None),
        ("Jakarta (ANTARA) -", "Jakarta", "ANTARA", None),
        ("新华社北京1月29日电", "北京", "新华社", "1月29日"),
        ("(서울=연합뉴스)", "서울", "연합뉴스", None),
        ("［ワシントン 29日 ロイター］", "ワシントン", "ロイター", "29日"),
        ("NEW DELHI:", "NEW DELHI", None, None),
        ("DUBLIN —", "DUBLIN", None, None),
        ("HAVERHILL, Mass. —", "HAVERHILL, Mass", None, None),
        ("KYIV, Jan 29 -", "KYIV", None, "Jan 29"),
        ("【ワシントン=渡辺洋介】", "ワシントン", None, None),
    ],
)
def test_datelines(dateline: str, place: str | None, agency: str | None, when: str | None) -> None:
    line = f"{dateline} {PROSE}"
    found = read_dateline(line)
    assert found is not None
    assert line[: found.end] == dateline
    pieces = [line[slice(*span)] if span else None for span in (found.place, found.agency, found.when)]
    assert pieces == [place, agency, when]


@pytest.mark.parametrize(
    "line",
    [
        "The president (left) - who spoke on Friday - said nothing.",
        "Microsoft (MSFT) - the company - rose.",
        "In 2024 (the year) - we met.",
        "BREAKING — The news of the day.",
        "Update: this story has changed.",
        "On Monday, Jan 29 - the day of the vote.",
        "Berlin (Germany) - is a city.",
        "By Jane Doe - the story.",
        "JANE DOE, HOST: Welcome to the show.",
        "One thing is clear: we must act.",
        "Yes - and no - is the answer.",
        "",
    ],
)
def test_other_beginnings_are_no_datelines(line: str) -> None:
    assert read_dateline(line) is None


def test_the_finding_keeps_the_text_and_captures_the_parts() -> None:
    text = f"A village after the flood\n\nLONDON, Jan 29, 2025 (Reuters) - {PROSE}"
    (finding,) = find_dateline(view_of(text))
    assert (finding.action, finding.by, finding.category) == ("keep", "dateline.agency", "dateline")
    assert text[finding.start : finding.end] == "LONDON, Jan 29, 2025 (Reuters) -"
    fields = {capture.field: capture for capture in finding.captures}
    assert set(fields) == {"dateline", "agency", "place", "mentioned"}
    for capture in finding.captures:
        assert text[capture.start : capture.end] == capture.raw
    stamp = fields["mentioned"].value
    assert stamp is not None
    assert getattr(stamp, "value", None) == "2025-01-29"


def test_a_day_without_a_year_is_captured_without_a_value() -> None:
    (finding,) = find_dateline(view_of(f"LONDON, Jan 29 (Reuters) - {PROSE}"))
    assert next(capture for capture in finding.captures if capture.field == "mentioned").value is None


def test_only_the_first_two_prose_lines_are_read() -> None:
    text = "\n".join([PROSE, PROSE, f"LONDON (Reuters) - {PROSE}"])
    assert find_dateline(view_of(text)) == []
    assert find_dateline(view_of("\n".join([PROSE, f"LONDON (Reuters) - {PROSE}"]))) != []


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["LONDON", ", ", "Jan 29", " (", "AP", ") ", "- ", "A"])).map("".join),
    )
)
def test_any_line_is_read(line: str) -> None:
    found = read_dateline(line)
    assert found is None or 0 < found.end <= len(line)


@pytest.mark.parametrize("piece", ["A", "A ", "A, ", "LONDON, ", "(A", "A 1", "A. 1", "A-", "1", "A/"])
def test_the_cost_does_not_grow_with_the_line(piece: str) -> None:
    line = piece * 100_000
    start = time.perf_counter()
    read_dateline(line)
    assert time.perf_counter() - start < 0.5


@given(st.text(alphabet="LONDAONparis ,.-–()（[=:|/।29(Reuters)APтасс\n"))
def test_what_a_pattern_needs_is_in_all_that_it_matches(line: str) -> None:
    for needed, pattern in dateline._PATTERNS:
        if pattern.match(line):
            assert needed.search(line)
