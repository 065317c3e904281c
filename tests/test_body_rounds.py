"""What counts of the scores that the untouched text gives its lines."""

import pytest

from cleaner.body_rounds import behind
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


def test_nothing_goes_where_no_text_would_be_left() -> None:
    view = view_of("\n".join(LINES))
    proposed = [Finding("body", *bounds, "body.after", "page_chrome") for bounds in view.bounds]
    assert behind(view, proposed, [0]) == []
