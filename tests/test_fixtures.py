"""Each fixture: what its case.toml expects, and a snapshot of the annotated input and the record."""

from __future__ import annotations

from typing import Any

import pytest
from annotate import annotated
from cases import Case, cases
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

import cleaner
from cleaner.article import Article

ALL = list(cases())
PROFILES = {"balanced": cleaner.Cleaner()}


def run(case: Case) -> Article:
    profile = case.settings.get("profile", "balanced")
    if profile not in PROFILES:
        PROFILES[profile] = cleaner.Cleaner(profile=profile)
    return PROFILES[profile].clean(case.data, **case.arguments)


class TextFile(SingleFileSnapshotExtension):
    """One `.txt` per case under tests/__snapshots__, never beside the input."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def texts(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name.replace("/", "-"))
def test_snapshot(case: Case, texts: SnapshotAssertion) -> None:
    assert annotated(run(case)) == texts


def expectations() -> list[Any]:
    out: list[Any] = []
    for case in ALL:
        if "expect" in case.settings:
            # Of a case of which nothing may be cut, the known failure is that something is: see test_do_no_harm.
            reason = None if case.settings.get("nothing_cut") else case.settings.get("known_failure")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            out.append(pytest.param(case, id=case.name, marks=marks))
    return out


@pytest.mark.parametrize("case", expectations())
def test_expectations(case: Case) -> None:
    article = run(case)
    expect = dict(case.settings["expect"])
    wrong: list[str] = []

    def compare(key: str, found: object) -> None:
        wanted = expect.pop(key, found)
        if found != wanted:
            wrong.append(f"{key}: {found!r}, expected {wanted!r}")

    compare("title", article.title or "")
    compare("date_published", article.date_published or "")
    compare("date_modified", article.date_modified or "")
    compare("authors", article.authors)
    compare("language", article.language)
    compare("paragraphs", article.paragraph_count)
    counted = {counter.type: counter.count for counter in article.counters}
    for kind, count in expect.pop("counters", {}).items():
        if counted.get(kind) != count:
            wrong.append(f"counter {kind}: {counted.get(kind)}, expected {count}")
    wrong.extend(f"flag {flag} is missing" for flag in expect.pop("flags", []) if flag not in article.flags)
    wrong.extend(f"text lacks {part!r}" for part in expect.pop("contains", []) if part not in article.text)
    wrong.extend(f"text holds {part!r}" for part in expect.pop("lacks", []) if part in article.text)
    assert not expect, f"unknown keys in [expect]: {sorted(expect)}"
    assert not wrong, "\n".join(wrong)


def test_seed_000_is_what_the_design_says() -> None:
    article = run(next(case for case in ALL if case.name == "seed-000"))
    assert article.title == "DeepSeek-linked group accused of OpenAI data theft, Microsoft investigates"
    assert (article.paragraph_count, article.char_count) == (5, 1681)
    assert article.date_modified == "2025-01-29T08:00:44"
    assert (article.date_published, article.date_kind) == (None, "modified")
    assert [(counter.type, counter.count, counter.raw) for counter in article.counters] == [
        ("view", 470, "/ 470 Time View")
    ]
    assert (article.timezone, article.timezone_source) == ("Asia/Dhaka", "site-clock")
    assert [entry.value for entry in article.dates if entry.kind == "retrieved"] == ["2026-05-24T09:02"]
    assert (article.authors, article.byline_raw) == ([], "Reporter Name")
    assert article.flags == ["doubled_body", "placeholder_byline"]
    assert (article.cleaning.chars_in, article.cleaning.chars_removed) == (3772, 1966)
    cuts = [edit for edit in article.journal.edits if edit.category not in ("layout", "title")]
    assert len(cuts) == 12
    assert sum(edit.category == "repeat" for edit in cuts) == 6


def test_seed_001_has_its_first_line_as_title_and_no_cut() -> None:
    article = run(next(case for case in ALL if case.name == "seed-001"))
    assert article.title is not None
    assert article.title.startswith("Microsoft Investigates Possible")
    assert article.paragraph_count == 4
    assert {edit.category for edit in article.journal.edits} == {"layout", "title"}


def test_seed_003_has_no_title_and_keeps_everything() -> None:
    case = next(case for case in ALL if case.name == "seed-003")
    article = run(case)
    assert article.title is None
    lines = [line for line in case.data.decode().split("\n") if line.strip()]
    assert article.text == "\n\n".join(lines)
    assert {edit.category for edit in article.journal.edits} == {"layout"}
