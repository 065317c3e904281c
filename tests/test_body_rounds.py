"""What counts of the scores that the untouched text gives its lines."""

import textwrap

import pytest

import cleaner
from cleaner.body_rounds import PAGE_FRAME, BodyRounds, behind
from cleaner.model import Finding
from cleaner.views import view_of

PROSE = "The council voted on Tuesday evening for the new bridge over the river, after a debate of nearly four hours."
LINES = ["Menu of the day", PROSE, "A subheading", PROSE, "Ann", "I drove past it every day and never saw it green."]


@pytest.mark.parametrize(
    ("cut_before", "goes"),
    [
        ((), []),
        ((4,), ["Ann", LINES[5]]),  # the heading of the comments stood there
        ((5,), [LINES[5]]),
        ((1,), ["Menu of the day"]),
        ((2,), []),
    ],
)
def test_only_what_boilerplate_parts_from_the_text_goes(cut_before: tuple[int, ...], goes: list[str]) -> None:
    view = view_of("\n".join(LINES))
    proposed = [Finding("body", *view.bounds[i], "body.after", "page_chrome") for i in (0, 2, 4, 5)]
    frame = [view.bounds[i][0] - 1 for i in cut_before]
    assert [view.text[found.start : found.end] for found in behind(view, proposed, frame)] == goes


def test_in_a_large_frame_all_goes_that_stands_before_and_after_the_text() -> None:
    view = view_of("\n".join(LINES))
    proposed = [Finding("body", *view.bounds[i], "body.after", "page_chrome") for i in (0, 2, 4, 5)]
    left = behind(view, proposed, [len(view.text)] * PAGE_FRAME)
    assert [view.text[found.start : found.end] for found in left] == ["Menu of the day", "Ann", LINES[5]]
    assert behind(view, proposed, [len(view.text)] * (PAGE_FRAME - 1)) == []


def test_nothing_goes_where_no_text_would_be_left() -> None:
    view = view_of("\n".join(LINES))
    proposed = [Finding("body", *bounds, "body.after", "page_chrome") for bounds in view.bounds]
    assert behind(view, proposed, [0]) == []


STORY = [
    "The harbour board voted on Tuesday night to close the inner basin for dredging, a decision that will move forty "
    "fishing boats to temporary berths on the north quay until the spring.",
    "Members spoke for three hours before the vote. The chairman said that the mud had risen by a metre since the last "
    "survey, and that two trawlers had touched the bottom at low tide in the past month alone.",
    'Skippers fear for the winter season. "The north quay has no ice plant and no shelter from the wind," said one of '
    "them, who has landed his catch in the basin for thirty years and whose father did so before him.",
    "Work is to begin in the second week of November. The board has asked three firms for offers and expects the bill "
    "to come to about two million, half of it paid by the county.",
]
MENU = [
    "Home",
    "News",
    "Sport",
    "Business",
    "Weather",
    "Tides and times",
    "Obituaries",
    "Letters",
    "Classifieds",
    "Log in",
]
FOOT = [
    "Most read",
    "Council to vote on parking",
    "New baker for Quay Street",
    "Three held after break-in",
    "Ferry late again",
]
FOOT += [
    "About us",
    "Contact",
    "Privacy policy",
    "Terms of use",
    "Subscribe to our newsletter",
    "Follow us on Facebook",
]


def test_a_page_whose_lines_were_wrapped_is_judged_by_its_paragraphs() -> None:
    body = [line for paragraph in STORY for line in textwrap.wrap(paragraph, 72)]
    page = "\n".join([*MENU, *body, *FOOT])
    for text, is_judged in ((page, True), ("\n".join(body), False)):
        view = view_of(text)
        rounds = BodyRounds(view)
        rounds(view, [])
        assert (rounds.verdict is not None) == is_judged
        assert [line for line in cleaner.clean(text).text.split("\n") if line] == body
    article = cleaner.clean(page)
    assert cleaner.clean(article.render()).render() == article.render()
