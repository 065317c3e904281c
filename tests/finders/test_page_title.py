"""The headline of a flattened page, told by the page's first line."""

import pytest

import cleaner
from cleaner.finders.page_title import Titles, find_titles
from cleaner.model import Finding
from cleaner.views import shrink, view_of

HEADLINE = "Ainsley's only traffic light is switched off for good"
PROSE = (
    "The traffic light at the top of Bank Street, the only one in Ainsley, was switched off at noon on Friday, eleven "
    "years after the quarry lorries for which it was put up stopped running."
)
OTHER = (
    "A crowd of about sixty counted down from ten. At zero nothing could be seen to happen, because the light had been "
    "red, and everyone had been standing in front of it."
)
MENU = ["Home", "News", "Sport", "Letters"]


def titles(lines: list[str], cut: list[int], by: str = "body.before") -> Titles:
    """What the titles are taken from, where the lines with these numbers were cut."""
    text = "\n".join(lines)
    view = view_of(text)
    cuts = [(*view.bounds[i], Finding("body", *view.bounds[i], by, "page_chrome")) for i in cut]
    return find_titles(text, shrink(view, set(cut), {}, view.context), cuts)


def title_of(lines: list[str], cut: list[int], by: str = "body.before") -> str | None:
    headline = titles(lines, cut, by).headline
    return None if headline is None else headline.captures[0].raw


@pytest.mark.parametrize(
    "first", [f"{HEADLINE} | The Ainsley Herald", f"The Ainsley Herald - {HEADLINE.upper()}", HEADLINE]
)
def test_the_line_that_the_first_one_repeats_is_the_headline(first: str) -> None:
    lines = [first, *MENU, HEADLINE, "By Hollis Greer", PROSE, PROSE]
    assert title_of(lines, [0, 1, 2, 3, 4, 5, 6]) == HEADLINE


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        # The name of the paper stands in the first line, too.
        ([f"{HEADLINE} | The Ainsley Herald", "The Ainsley Herald", PROSE, PROSE], [0, 1]),
        # Another headline.
        ([f"{HEADLINE} | The Ainsley Herald", "The bowls club gets its bench back", PROSE, PROSE], [0, 1]),
        # It stands below the text: a link to the page itself.
        ([f"{HEADLINE} | The Ainsley Herald", PROSE, PROSE, HEADLINE], [0, 3]),
        # What remains does not begin with text: cleaning again would not lift it.
        ([f"{HEADLINE} | The Ainsley Herald", HEADLINE, "1. A list", "2. Of things", PROSE], [0, 1]),
        # Rules took it.
        ([f"{HEADLINE} | The Ainsley Herald", *MENU, PROSE, PROSE], [0, 1, 2, 3, 4]),
    ],
)
def test_other_lines_are_not(lines: list[str], cut: list[int]) -> None:
    assert title_of(lines, cut) is None


def test_lines_that_rules_took_are_no_headlines() -> None:
    lines = [f"{HEADLINE} | The Ainsley Herald", HEADLINE, PROSE, PROSE]
    assert title_of(lines, [0, 1], "en.related.cue") is None


def test_the_line_between_headline_and_text_is_the_stand_first() -> None:
    below = "Eleven years after the last lorry nobody waits any more"
    found = titles([f"{HEADLINE} | The Ainsley Herald", *MENU, HEADLINE, below, PROSE, OTHER], [0, 1, 2, 3, 4, 5])
    assert [(finding.by, finding.captures[0].field) for finding in found.lines.values()] == [
        ("title.stand-first", "subtitle")
    ]


def test_of_title_and_headline_in_the_text_one_goes() -> None:
    found = titles([f"{HEADLINE} | The Ainsley Herald", HEADLINE, PROSE, OTHER], [])
    assert [found.lines[i].by for i in (0, 1)] == ["repeat.title", "title.lift"]


def test_a_page_gives_its_headline_and_the_line_below_it_stays() -> None:
    sections = ["Weather", "Jobs", "Obituaries", "Events", "Gardening", "Cars", "Puzzles", "Log in", "Subscribe"]
    more = [
        "Bench returns to bowls club",
        "Bakery closes on Mondays",
        "Bridge to be painted green",
        "Boat found in barn",
    ]
    foot = ["Share this article", "Related articles", *more, "Newsletter", "Privacy Policy", "Terms of Use", "Imprint"]
    stand_first = "Eleven years after the last lorry nobody waits any more"
    body = [
        stand_first,
        PROSE,
        OTHER,
        PROSE.replace("light", "lamp"),
        OTHER.replace("sixty", "ninety, some with dogs,"),
    ]
    text = "\n".join([f"{HEADLINE} | The Ainsley Herald", "Skip to content", *MENU, *sections, HEADLINE, *body, *foot])
    article = cleaner.clean(text)
    assert article.title == HEADLINE
    again = cleaner.clean(f"{article.title}\n\n{article.text}")
    assert (again.title, again.text) == (article.title, article.text)
