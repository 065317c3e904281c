"""Text that was wrapped at a fixed width is judged by its paragraphs; other text never is."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from cleaner.finders.body import judge_body
from cleaner.finders.body.wrapped import unwrap
from cleaner.html import flatten
from cleaner.views import view_of

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
PARAGRAPHS = [
    "The council of the small town at the mouth of the river has approved the plan for the old quay, which was closed "
    "three years ago after a storm had torn away most of the planks and two of the iron lamps.",
    "Work will begin in July, said the mayor, and the quay should be open again for the regatta in the autumn of next "
    "year, though the café at its end will stay closed until a new tenant has been found.",
    "Nobody spoke against the plan in the meeting on Tuesday evening, but some fishermen asked where their boats "
    "were to lie while the piles are being driven, and were told that the northern basin has room for all of them",
]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_paragraphs_come_back(width: int) -> None:
    lines = [
        "Quay to be repaired",
        *(line for text in PARAGRAPHS for line in textwrap.wrap(text, width)),
        "Home",
        "Contact",
    ]
    found = unwrap(lines)
    assert found is not None
    texts, group = found
    assert " ".join(texts).split() == " ".join(lines).split()
    assert len(group) == len(lines)
    assert [texts[i] for i in group] == sorted((texts[i] for i in group), key=texts.index)
    assert len(texts) < len(lines) / 1.5


def test_characters_of_east_asia_are_joined_without_a_space() -> None:
    text = "市议会星期二批准了修复旧码头的计划工程将于七月开始预计明年年底完工" * 12
    found = unwrap(["标题", *textwrap.wrap(text, 60), "首页"])
    assert found is not None
    assert text in found[0]


@pytest.mark.parametrize(
    "lines",
    [
        ["One line."],
        PARAGRAPHS,
        ["Home", "News", "Sport", "Weather", "Contact", "About us", "Privacy"],
        ["Roses are red,", "Violets are blue,", "Sugar is sweet,", "And so are you."] * 4,
        [f"{n}. A short entry of a list of things to do today" for n in range(1, 20)],
    ],
)
def test_text_that_was_not_wrapped_stays_as_it_is(lines: list[str]) -> None:
    assert unwrap(lines) is None


def test_findings_on_wrapped_pages_are_whole_lines() -> None:
    folders = sorted(path for path in PAGES.iterdir() if path.is_dir())
    assert folders
    met = 0
    for folder in folders:
        page = flatten((folder / "input.html").read_text("utf-8"))
        wrapped = "\n".join(part for line in page.text.split("\n") for part in textwrap.wrap(line, 80) or [""])
        view = view_of(wrapped)
        verdict = judge_body(view)
        assert len(verdict.scores) == len(view.lines)
        assert {(f.start, f.end) for f in verdict.findings} <= set(view.bounds)
        met += verdict.is_page
    assert met >= 1
