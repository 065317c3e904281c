"""Texts of which nothing may be cut: topics that talk about chrome words, and forms made of short lines.

`fixtures/negatives/LANGUAGE.toml` holds one plain report (`article`) and the texts. Each text is cleaned alone, behind
the report, and in its middle, where short lines stand between prose as chrome does; under another title, in other
layouts, and with the chrome of a page around it. White space and the move of a title into its field are no cuts.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Callable, Iterator

import pytest
from cases import FIXTURES
from msgspec import Struct

import cleaner
from cleaner.article import Article

CLEANER = cleaner.Cleaner()
HARMLESS = ("layout", "title")
HEAD = "Skip to the article\nSign in to the Daily\nSubscribe to the Daily\nJump to navigation\n\n"
TAIL = """

Share this article
Related articles
Post a comment below
Privacy Policy
Terms of Use
© 2025 The Daily Example. All rights reserved."""
"""Chrome of an English page, which texts in every language carry; no line of it stands in a text of the corpus."""
PAGE = frozenset((HEAD + TAIL).split("\n"))


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
        if edit.category not in HARMLESS and edit.before.strip() not in PAGE
    ]


def unwrapped(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 72, break_long_words=False, break_on_hyphens=False) if line else ""
        for line in text.split("\n")
    )


LAYOUTS: dict[str, Callable[[str], str]] = {"lines": unwrapped, "wrapped": wrapped}
"""One line for each paragraph; lines of 72 columns."""


def check(negative: Negative, text: str) -> None:
    cut = cuts(CLEANER.clean(text))
    assert not cut, f"{negative.about}: {'; '.join(cut)}"


def test_the_corpus_is_as_large_as_it_must_be() -> None:
    assert len(ALL) >= 340
    assert len(REPORTS) >= 30


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


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_cut_in_another_layout(layout: str) -> None:
    lost = {
        negative.name: cut
        for negative in ALL
        if (text := LAYOUTS[layout](negative.text.strip("\n"))) and (cut := cuts(CLEANER.clean(text)))
    }
    assert lost.keys() == KNOWN.get(layout, {}).keys(), lost


@pytest.mark.parametrize("negative", each("around"))
def test_nothing_is_cut_among_the_chrome_of_a_page(negative: Negative) -> None:
    check(negative, HEAD + negative.text.strip("\n") + TAIL)


MENU = "Skip to content\nSign in\nSearch\nHome\nNews\nSport\nSubscribe\n\n"
FOOT = """

Share this article
Related articles
Fire at the old mill
Post a comment
Privacy Policy
Terms of Use
© 2025 The Daily Example. All rights reserved."""
"""Enough loose lines for the body finder to take the text for a page; some stand in texts of the corpus, too."""


@pytest.mark.parametrize("way", ["page", "page-behind"])
def test_nothing_is_cut_of_a_whole_page(way: str) -> None:
    lost = {}
    for negative in ALL:
        before = negative.report if way == "page-behind" else ()
        inner = "\n\n".join((*before, negative.text.strip("\n")))
        inside = range(len(MENU), len(MENU) + len(inner))
        edits = CLEANER.clean(MENU + inner + FOOT).journal.edits
        cut = [
            f"{edit.by} cut {edit.before!r}" for edit in edits if edit.category not in HARMLESS and edit.start in inside
        ]
        if cut:
            lost[negative.name] = cut
    assert lost.keys() == KNOWN.get(way, {}).keys(), lost


SENTENCES: dict[str, list[str]] = tomllib.loads((FIXTURES / "negative-sentences.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", SENTENCES)
def test_no_sentence_of_an_article_is_cut_between_its_paragraphs(language: str) -> None:
    report = next(negative.report for negative in ALL if negative.name.startswith(f"{language}-"))
    lost = {
        sentence: cut
        for sentence in SENTENCES[language]
        if (cut := cuts(CLEANER.clean("\n\n".join((*report[:2], sentence, *report[2:])))))
    }
    assert not lost
