"""Labels of chrome and titles of pages as evidence: found as whole lines and at the beginning of longer ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.compiled import list_of
from cleaner.finders.body.engine import FIRST_LOOK, READ, engine

NONE, OTHER, RELATED, COMMENTS = range(4)


def announced(*lines: str) -> list[tuple[int, int]]:
    """Per line what it announces as a whole, and what the label announces that it begins with."""
    look = engine().look(lines, None, READ)
    found = (look.column("B", name) for name in ("CUES", "OPENINGS"))
    return list(zip(*found, strict=True))


def row(name: str, lines: list[str]) -> list[float]:
    return list_of("f", engine().look(lines, None, FIRST_LOOK).rows("TITLE")[name])


@pytest.mark.parametrize(
    ("line", "whole", "opening"),
    [
        ("Comments (3)", COMMENTS, NONE),
        ("• COMMENTS:", COMMENTS, NONE),
        ("12 comments", COMMENTS, NONE),
        ("Leave a reply to Anna", NONE, COMMENTS),
        ("Comments were closed on Tuesday.", NONE, NONE),
        ("相关新闻", RELATED, NONE),
        ("Home", OTHER, NONE),
        ("2024", NONE, NONE),
        ("…", NONE, NONE),
        ("The house was sold.", NONE, NONE),
        ("Он вышел из дома рано утром.", NONE, NONE),
    ],
)
def test_a_label_is_known_with_its_numbers_and_marks(line: str, whole: int, opening: int) -> None:
    assert announced(line) == [(whole, opening)]


@pytest.mark.parametrize(
    ("line", "kind"), [("Комментарии (8)", COMMENTS), ("Материалы по теме:", RELATED), ("Comments", COMMENTS)]
)
def test_the_model_knows_labels_in_languages_that_it_was_not_trained_in(line: str, kind: int) -> None:
    assert announced(line)[0][0] == kind


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=60), min_size=1, max_size=8))
def test_a_line_is_the_same_label_wherever_it_stands(lines: list[str]) -> None:
    lines = [*lines, "Comments", "Leave a reply to Anna"]
    assert announced(*lines) == [announced(line)[0] for line in lines]


def test_the_headline_below_the_title_repeats_it() -> None:
    lines = [
        "Council approves plan for the old quay | The Gazette",
        "Home",
        "Council approves plan for the old quay",
        "The council said on Tuesday that work on the quay will begin in July.",
    ]
    assert row("headline_like", lines) == [0, 0, 1, 0]
    assert row("topic", lines)[1] == 0
    assert row("headline_share", lines)[2] == 1


def test_a_first_line_that_is_no_title_says_nothing() -> None:
    lines = ["Home", "Home again"]
    assert row("headline_like", lines) == row("headline_share", lines) == [0, 0]
