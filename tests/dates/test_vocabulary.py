"""Every month and weekday of the tables is read in its language, in a date of the language's own order."""

from __future__ import annotations

from importlib.resources import files

import pytest

from cleaner.dates import find_stamps, parse_stamp
from cleaner.dates.vocabulary import fold, look_up

NAMES = [
    line.split("\t")
    for line in files("cleaner.dates").joinpath("names.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
USAGE = [
    line.split("\t")
    for line in files("cleaner.dates").joinpath("usage.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", [row for row in NAMES if row[1] == "month"], ids=lambda row: row[0])
def test_every_month_name_is_read_in_its_language(row: list[str]) -> None:
    language, _, *cells = row
    wrong = []
    for month, cell in enumerate(cells, 1):
        for name in filter(None, cell.split("; ")):
            stamp = parse_stamp(f"15 {name} 2024", language=language)
            if stamp is None or stamp.value != f"2024-{month:02d}-15":
                wrong.append((name, stamp and stamp.value))
    assert not wrong


@pytest.mark.parametrize("row", [row for row in NAMES if row[1] == "weekday"], ids=lambda row: row[0])
def test_every_long_weekday_name_is_held_against_the_date(row: list[str]) -> None:
    language, _, *cells = row
    wrong = []
    for day, cell in enumerate(cells, 1):
        name = cell.split("; ")[0]
        if len(name) < 2:
            continue
        # 1 January 2024 was a Monday.
        right = parse_stamp(f"{name}, 2024-01-{day:02d}", language=language)
        other = parse_stamp(f"{name}, 2024-01-{day + 1:02d}", language=language)
        if right is None or other is None or right.weekday_ok is not True or other.weekday_ok is not False:
            wrong.append((name, right and right.weekday_ok, other and other.weekday_ok))
    assert not wrong


@pytest.mark.parametrize("row", [row for row in USAGE if row[1] == "month"], ids=lambda row: f"{row[0]}-{row[2]}")
def test_every_other_spelling_is_read_in_its_language(row: list[str]) -> None:
    language, _, month, cell = row
    for name in cell.split("; "):
        stamp = parse_stamp(f"15 {name} 2024", language=language)
        assert stamp is not None, name
        assert stamp.value == f"2024-{int(month):02d}-15", name


def test_sixty_languages_and_more_have_months() -> None:
    assert len({row[0] for row in NAMES if row[1] == "month"}) >= 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Août", "AOUT"),
        ("ΙΑΝΟΥΑΡΙΟΥ", "Ιανουαρίου"),
        ("ارديبهشت", "اردیبهشت"),
        ("أكتوبر", "اكتوبر"),
        ("ফেব্রুয়ারি", "ফেব্রু\u09dfারি"),
        ("KASIM", "kasım"),
        ("يناير", "ينـاير"),
        ("سه‌شنبه", "سهشنبه"),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("language", "raw", "value"),
    [
        ("hr", "12. listopada 2024.", "2024-10-12"),
        ("pl", "12 listopada 2024", "2024-11-12"),
        ("cs", "12. listopadu 2024", "2024-11-12"),
        ("es", "mar 3 mar 2020", "2020-03-03"),
        ("fr", "mer. 5 juin 2024", "2024-06-05"),
    ],
)
def test_the_language_settles_a_word_with_two_meanings(language: str, raw: str, value: str) -> None:
    stamp = parse_stamp(raw, language=language)
    assert stamp is not None
    assert (stamp.value, stamp.weekday_ok) in ((value, None), (value, True))


def test_without_a_language_a_word_for_two_months_is_not_guessed() -> None:
    assert parse_stamp("12 listopada 2024") is None


def test_a_zone_is_a_zone_only_in_capitals() -> None:
    assert look_up("est", "EST", "fr") is not None
    token = look_up("est", "est", "fr")
    assert token is None or token.letter != "Z"


def test_short_words_of_other_languages_do_not_make_a_date_of_prose() -> None:
    assert find_stamps("I set 2 of them on the table in 1999 and sat 3 hours.", language="en") == []
