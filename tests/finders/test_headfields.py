"""Date and byline around the headline, where no rule reads them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.finders.headfields import find_fields
from cleaner.model import Finding
from cleaner.views import shrink, view_of

PROSE = (
    "The harbour board voted on Tuesday night to close the inner basin for dredging, a decision that moves all boats. "
    "Skippers asked for lights."
)
OTHER = (
    "Engineers found in August that sand had raised the floor of the basin by almost two metres since the last survey, "
    "leaving deeper boats aground."
)
TITLE = "Board closes the inner basin until spring"


def fields(lines: Sequence[tuple[str, str]], goes: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(line, reason) of each finding, where lines with a category were cut, and the body finder takes `goes`."""
    view = view_of("\n".join(text for text, _ in lines))
    cut = {i: Finding("drop", *view.bounds[i], "xx.a.b", category) for i, (_, category) in enumerate(lines) if category}
    rest = shrink(view, cut.keys(), {}, view.context)
    cuts = [(finding.start, finding.end, finding) for finding in cut.values()]
    going = [
        Finding("drop", *bounds, "body.before", "page_chrome")
        for bounds, line in zip(rest.bounds, rest.lines, strict=True)
        if line in goes
    ]
    return [(view.text[found.start : found.end], found.by) for found in find_fields(rest, cuts, going)]


def test_a_name_beside_the_date() -> None:
    head = [(TITLE, ""), ("Jane Doe", ""), ("3 March 2025, 10:22", "")]
    expected = [("Jane Doe", "head.name"), ("3 March 2025, 10:22", "head.date")]
    assert fields([*head, (PROSE, ""), (OTHER, "")]) == expected


def test_a_name_beside_a_date_that_a_rule_cut() -> None:
    head = [(TITLE, ""), ("Jane Doe", ""), ("Published: 3 March 2025", "publish_timestamp")]
    assert fields([*head, (PROSE, ""), (OTHER, "")]) == [("Jane Doe", "head.name")]


def test_office_and_address_below_the_name() -> None:
    head = [(TITLE, ""), ("Jane Doe", ""), ("Reporter", ""), ("3 March 2025, 10:22", ""), ("@janedoe", "")]
    found = dict(fields([*head, (PROSE, ""), (OTHER, "")]))
    assert found == {"Jane Doe": "head.name", "Reporter": "head.role", "3 March 2025, 10:22": "head.date"}


@pytest.mark.parametrize(
    "head",
    [
        [(TITLE, ""), ("Jane Doe", "")],  # no date
        [("Jane Doe", ""), ("3 March 1931", "")],  # a name is the headline: an obituary
        [(TITLE, ""), ("Inner Basin", ""), ("Published: 3 March 2025", "publish_timestamp")],  # the text tells of it
        [("Harbour News", "nav_menu"), (TITLE, ""), ("Harbour News", ""), ("Published: today", "publish_timestamp")],
        [(TITLE, ""), ("Jane Doe", ""), ("March 1931 to May 1934", "")],  # a period
    ],
)
def test_what_is_no_byline_stays(head: list[tuple[str, str]]) -> None:
    names = [line for line, by in fields([*head, (PROSE, ""), (OTHER, "")]) if by in ("head.name", "head.byline")]
    assert names == []


def test_name_and_date_below_a_stand_first() -> None:
    lines = [(TITLE, ""), (PROSE, ""), ("Jane Doe", ""), ("3 March 2025", ""), (OTHER, ""), (PROSE.upper(), "")]
    assert fields(lines) == [("Jane Doe", "head.name"), ("3 March 2025", "head.date")]


def test_dates_between_paragraphs_are_headings() -> None:
    lines = [(TITLE, ""), (PROSE, ""), ("3 March 2025", ""), (OTHER, ""), ("4 March 2025", ""), (PROSE.upper(), "")]
    assert fields(lines) == []


def test_what_goes_is_read_freely() -> None:
    row = "By Jane Doe, Chief of Things 3.3.2025, 10:22"
    lines = [("News", ""), (TITLE, ""), (row, ""), (PROSE, ""), (OTHER, "")]
    assert fields(lines, goes=("News", row)) == [(row, "head.byline")]
    assert fields(lines) == []


def test_the_date_of_the_visit_is_not_the_date_of_the_article() -> None:
    page = "Friday, March 14, 2025\nLog in\nSubscribe\nAdvertisement\n{}\nPublished: 12 March 2025\nShare\n{}\n{}"
    article = cleaner.clean(page.format(TITLE, PROSE, OTHER))
    assert article.title == TITLE
    assert article.date_published == "2025-03-12"


@given(st.lists(st.sampled_from(["Jane Doe", "3 March 2025", "Sport", TITLE, PROSE, OTHER, "Log in", "By Ann Lee"])))
def test_cleaning_twice_is_cleaning_once(lines: list[str]) -> None:
    once = cleaner.clean("\n".join(["Log in", "Subscribe", *lines, "© 2025 Courier", "Terms of use"])).render()
    assert cleaner.clean(once).render() == once
