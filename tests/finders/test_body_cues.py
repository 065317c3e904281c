"""Labels of chrome and titles of pages as evidence: found as whole lines and at the beginning of longer ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.finders.body.chars import measure
from cleaner.finders.body.cues import COMMENTS, LONGEST, NO_CUES, NONE, OTHER, RELATED, Cues, find_cues, keys_of
from cleaner.finders.body.headline import headline
from cleaner.finders.body.model import load


def cues_of(phrases: dict[str, int]) -> Cues:
    keys = {int(keys_of(measure([phrase]))[1][0]): kind for phrase, kind in phrases.items()}
    ordered = sorted(keys)
    return Cues(np.array(ordered, np.uint32), np.array([keys[key] for key in ordered], np.uint8))


CUES = cues_of({"Comments": COMMENTS, "Leave a reply": COMMENTS, "相关新闻": RELATED, "Home": OTHER})


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
    ],
)
def test_a_label_is_known_with_its_numbers_and_marks(line: str, whole: int, opening: int) -> None:
    found = find_cues(measure([line]), CUES)
    assert (int(found[0][0]), int(found[1][0])) == (whole, opening)


def test_without_labels_nothing_is_announced() -> None:
    assert [row.tolist() for row in find_cues(measure(["Comments", "x"]), NO_CUES)] == [[0, 0], [0, 0]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=60), min_size=1, max_size=8))
def test_a_line_is_the_same_label_wherever_it_stands(lines: list[str]) -> None:
    cues = cues_of({line: OTHER for line in lines if len(keys_of(measure([line]))[1])})
    together = find_cues(measure(lines), cues)[0]
    for i, line in enumerate(lines):
        found = measure([line])
        size = int((~found.numeral).sum())
        assert bool(together[i]) == (0 < size <= LONGEST and int(found.words[0]) <= 2 * LONGEST)
        assert together[i] == find_cues(found, cues)[0][0]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Комментарии (8)", COMMENTS),
        ("Материалы по теме:", RELATED),
        ("相关新闻", RELATED),
        ("Comments", COMMENTS),
        ("The house was sold.", NONE),
        ("Он вышел из дома рано утром.", NONE),
    ],
)
def test_the_model_knows_labels_in_languages_that_it_was_not_trained_in(line: str, kind: int) -> None:
    assert int(find_cues(measure([line]), load().cues)[0][0]) == kind


def test_the_headline_below_the_title_repeats_it() -> None:
    found = headline(
        measure(
            [
                "Council approves plan for the old quay | The Gazette",
                "Home",
                "Council approves plan for the old quay",
                "The council said on Tuesday that work on the quay will begin in July.",
            ]
        )
    )
    assert found.like.tolist() == [False, False, True, False]
    assert found.topic.tolist()[1] == 0
    assert found.share.tolist()[2] == 1.0


def test_a_first_line_that_is_no_title_says_nothing() -> None:
    found = headline(measure(["Home", "Home again"]))
    assert not found.like.any()
    assert not found.share.any()
