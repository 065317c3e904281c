"""Short texts of pages: what goes when boilerplate was cut around it, and what stays."""

import pytest

import cleaner
from cleaner.finders.body.engine import SCALE
from cleaner.finders.body.frame import FEW, keep_in_frame
from cleaner.views import view_of

STORY = [
    "The review, commissioned by the county, said that 12 of 31 flood gates had not been looked at for two years and "
    "that nobody had been told.",
    '"People were let down," said the author of the report, an engineer. "The gates that failed were the gates nobody '
    'had looked at."',
    "More than 400 homes were under water in October when the river burst its banks twice in a single week, the county "
    "says.",
]
MENU = ["Skip to content", "Home", "News", "Sport", "Log in", "Subscribe"]
FOOT = ["Share this article", "Most read", "Terms of use", "Privacy policy", "© 2026 The Example. All rights reserved."]
LIST = ["Elsewhere on the site", "The village that moved uphill", "Why your tea tastes different in the rain"]


def text_of(*blocks: list[str]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)


def kept(lines: list[str], scores: list[float], cut_before: list[int]) -> list[str]:
    """The lines that stay; `cut_before`: before which line how many times boilerplate was cut."""
    view = view_of("\n".join(lines))
    frame = sorted(max(0, view.bounds[i][0] - 1) for i in cut_before)
    keep = keep_in_frame(view, [int(score * SCALE) for score in scores], frame)
    return [line for line, stays in zip(lines, keep, strict=True) if stays]


@pytest.mark.parametrize(("times", "left"), [(FEW, STORY), (FEW - 1, [*STORY, *LIST])])
def test_loose_lines_with_boilerplate_between_them_and_the_text_go_by_their_sign(times: int, left: list[str]) -> None:
    assert kept([*STORY, *LIST], [3, 3, 3, -0.4, -0.2, -1.6], [3] * times) == left


def test_loose_lines_next_to_the_text_stay_whatever_their_score() -> None:
    assert kept([*STORY, *LIST], [3, 3, 3, -5.5, -5.1, -4.9], [0] * 9) == [*STORY, *LIST]


def test_sentences_and_the_last_headline_before_the_text_stay() -> None:
    head = ["Flood gates failed in three towns"]
    note = ["Nobody had been told, she said."]
    lines = [*head, *STORY, *note]
    assert kept(lines, [-5, 3, 3, 3, -6], [1] * FEW) == lines


def test_a_short_text_of_a_page_comes_back_alone() -> None:
    article = cleaner.clean(text_of(MENU, STORY, FOOT[:1], LIST, FOOT[1:]))
    assert article.text == "\n\n".join(STORY)
    assert cleaner.clean(article.text).text == article.text


def test_the_same_lines_stay_where_no_boilerplate_shows_a_page() -> None:
    article = cleaner.clean(text_of(STORY, LIST))
    assert all(line in article.text for line in [*STORY, *LIST])


def test_a_list_that_belongs_to_the_text_stays_within_a_frame() -> None:
    facts = ["What you need", "200 g flour", "2 eggs", "A pinch of salt", "Half a litre of milk"]
    article = cleaner.clean(text_of(MENU, STORY[:1], facts, STORY[1:], FOOT))
    assert all(line in article.text for line in [*STORY, *facts])


def test_a_page_whose_text_is_two_short_sentences_loses_nothing_to_the_body_finder() -> None:
    menu = ["Skip to content", "Sign in", "Search", "Home", "News", "Sport", "Subscribe"]
    recipe = ["Buckwheat cake", "250 g buckwheat flour", "2 eggs", "Buttermilk", "Treacle", "Share"]
    steps = ["The first cake goes to the neighbours, quarrel or no quarrel.", "Store", "Impossible."]
    foot = ["Share this article", "Related articles", "Fire at the old mill", "Post a comment", "Terms of Use"]
    article = cleaner.clean(text_of(menu, recipe[:1], recipe[1:], steps, foot))
    assert [edit.before for edit in article.journal.edits if edit.before.strip() in [*recipe, *steps]] == []


def test_the_date_of_a_framed_text_is_not_lost() -> None:
    article = cleaner.clean(text_of(MENU, ["Flood gates failed in three towns", "14 November 2026"], STORY, FOOT))
    assert article.title == "Flood gates failed in three towns"
    assert article.date_published == "2026-11-14"
