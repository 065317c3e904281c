"""Texts of which nothing may be cut: topics that talk about chrome words, and forms made of short lines.

`fixtures/negatives/LANGUAGE.toml` holds one plain report (`article`) and the texts. Each text is cleaned alone, behind
the report, and in its middle, where short lines stand between prose as chrome does. White space and the move of a title
into its field are no cuts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from cases import FIXTURES
from msgspec import Struct

import cleaner
from cleaner.article import Article

CLEANER = cleaner.Cleaner()
HARMLESS = ("layout", "title")


class Negative(Struct, frozen=True):
    """One text, what it is about, and the report of its language, by paragraphs."""

    name: str
    about: str
    text: str
    report: tuple[str, ...]


def negatives() -> Iterator[Negative]:
    for path in sorted((FIXTURES / "negatives").glob("*.toml")):
        document = tomllib.loads(path.read_text("utf-8"))
        if unknown := document.keys() - {"article", "text"}:
            raise ValueError(f"fixtures/negatives/{path.name}: unknown keys {sorted(unknown)}")
        report = tuple(document["article"].strip("\n").split("\n\n"))
        for number, entry in enumerate(document["text"], 1):
            if entry.keys() != {"about", "text"}:
                raise ValueError(f"fixtures/negatives/{path.name}: text {number} has the keys {sorted(entry)}")
            yield Negative(f"{path.stem}-{number:02}", entry["about"], entry["text"], report)


ALL = list(negatives())
KNOWN = tomllib.loads((FIXTURES / "known-negatives.toml").read_text("utf-8"))
"""Known failures by the way the text is cleaned (alone, behind, inside): name -> what is cut that should stay."""


def each(way: str) -> list[object]:
    """All texts, the known failures of this way of cleaning them marked: mending one turns the suite red."""
    known: dict[str, str] = KNOWN.get(way, {})
    if unknown := known.keys() - {negative.name for negative in ALL}:
        raise ValueError(f"fixtures/known-negatives.toml [{way}]: no such texts {sorted(unknown)}")
    return [
        pytest.param(
            negative,
            id=negative.name,
            marks=[pytest.mark.xfail(reason=known[negative.name], strict=True)] if negative.name in known else [],
        )
        for negative in ALL
    ]


REPORTS = sorted({negative.report for negative in ALL})


def cuts(article: Article) -> list[str]:
    return [
        f"{edit.by} ({edit.category}) cut {edit.before!r}"
        for edit in article.journal.edits
        if edit.category not in HARMLESS
    ]


def check(negative: Negative, text: str) -> None:
    cut = cuts(CLEANER.clean(text))
    assert not cut, f"{negative.about}: {'; '.join(cut)}"


def test_the_corpus_is_as_large_as_it_must_be() -> None:
    assert len(ALL) >= 160
    assert len(REPORTS) >= 14


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
def test_nothing_of_the_plain_report_is_cut(report: tuple[str, ...]) -> None:
    assert not cuts(CLEANER.clean("\n\n".join(report)))


@pytest.mark.parametrize("negative", each("alone"))
def test_nothing_is_cut(negative: Negative) -> None:
    check(negative, negative.text)


@pytest.mark.parametrize("negative", each("behind"))
def test_nothing_is_cut_behind_an_article(negative: Negative) -> None:
    check(negative, "\n\n".join((*negative.report, negative.text)))


@pytest.mark.parametrize("negative", each("inside"))
def test_nothing_is_cut_inside_an_article(negative: Negative) -> None:
    half = len(negative.report) // 2 + 1
    text = "\n\n".join((*negative.report[:half], negative.text.strip("\n"), *negative.report[half:]))
    check(negative, text)
