"""Short lines among what rules cut before and after the text."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.finders.leftovers import find_leftovers
from cleaner.model import Finding
from cleaner.views import shrink, view_of

PROSE = (
    "The harbour board voted on Tuesday night to close the inner basin for dredging, a decision that moves all boats. "
    "Skippers asked for lights."
)


def leftovers(lines: Sequence[tuple[str, str]]) -> list[str]:
    """The lines found, where lines with a category were cut by a rule of that category."""
    view = view_of("\n".join(text for text, _ in lines))
    cut = {i: Finding("drop", *view.bounds[i], "xx.a.b", category) for i, (_, category) in enumerate(lines) if category}
    rest = shrink(view, cut.keys(), {}, view.context)
    found = find_leftovers(rest, [(finding.start, finding.end, finding) for finding in cut.values()])
    return [view.text[finding.start : finding.end] for finding in found]


OTHER = (
    "Engineers found in August that sand had raised the floor of the basin by almost two metres since the last survey, "
    "leaving deeper boats aground."
)
TEXT = [(PROSE, ""), (PROSE.upper(), "")]


def test_titles_behind_a_cue() -> None:
    tail = [("Read next", "related_links"), ("Ferry timetable changes", ""), ("Who pays for the water?", "")]
    assert leftovers([*TEXT, *tail]) == ["Ferry timetable changes", "Who pays for the water?"]


def test_text_behind_the_cue_holds_what_stands_before_it() -> None:
    tail = [("Read next", "related_links"), ("Ferry timetable changes", ""), (PROSE.lower(), "")]
    assert leftovers([*TEXT, *tail]) == []


def test_one_line_of_chrome_is_no_company() -> None:
    assert leftovers([*TEXT, ("Share this", "share_prompt"), ("The end of the pier", "")]) == []


def test_a_line_among_three() -> None:
    tail = [("Share this", "share_prompt"), ("More", ""), ("Log in", "login_account"), ("© 2025 Courier", "copyright")]
    assert leftovers([*TEXT, *tail]) == ["More"]


def test_a_list_goes_on_behind_a_cue_in_its_midst() -> None:
    tail = [("27. Iceland", ""), ("28. Austria", ""), ("Read next", "related_links"), ("29. Uruguay", "")]
    assert leftovers([*TEXT, *tail]) == []
    tail = [("Trending", "trending_list"), ("1. Ferry timetable changes", ""), ("2. Who pays for the water?", "")]
    assert leftovers([*TEXT, *tail]) == ["1. Ferry timetable changes", "2. Who pays for the water?"]


def test_a_signature_before_the_chrome_stays() -> None:
    tail = [("Ann Doyle, Harbour", ""), *[(text, "related_links") for text in ("Read next", "Trending", "More")]]
    assert leftovers([*TEXT, *tail]) == []


def test_sections_between_entries_of_a_menu() -> None:
    menu = [("Skip to content", "skip_link"), ("Harbour", ""), ("Log in", "login_account")]
    assert leftovers([*menu, ("Basin to close for dredging", ""), *TEXT]) == ["Harbour"]
    assert leftovers([*menu, *TEXT]) == [], "the only line that can be the headline"


def test_a_date_among_boilerplate() -> None:
    cut = [("By Ann Doyle", "byline"), ("Share this", "share_prompt")]
    headline = ("Basin to close for dredging", "")
    assert leftovers([headline, ("Harlow - 12 February 2025 - 10:35", ""), *cut, *TEXT]) == [
        "Harlow - 12 February 2025 - 10:35"
    ]
    assert leftovers([headline, ("12 February 2025", ""), cut[0], *TEXT]) == []
    assert leftovers([headline, ("On 12 February 2025 the quay was shut", ""), *cut, *TEXT]) == []


def test_a_date_above_the_headline_is_the_day_of_the_visit() -> None:
    head = ["Harlow, Sunday, 24 May 2026", "Skip to content", "Search", "Basin to close for dredging"]
    article = cleaner.clean("\n".join([*head, PROSE, OTHER]))
    assert (article.date_published, article.source.retrieved_at) == (None, "2026-05-24")


def test_without_prose_or_cuts_nothing() -> None:
    assert leftovers([("One", ""), ("Read next", "related_links"), ("Two", "")]) == []
    assert leftovers([*TEXT, ("One", ""), ("Two", "")]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from([PROSE, "More", "Harbour", "A line that ends as a sentence does, and is wide enough."]),
            st.sampled_from(["", "related_links", "nav_menu", "copyright", "repeat"]),
        ),
        max_size=12,
    )
)
def test_only_short_lines_beside_the_text(lines: list[tuple[str, str]]) -> None:
    kept = [text for text, category in lines if not category]
    found = leftovers(lines)
    assert PROSE not in found
    if kept.count(PROSE) < 2:
        assert found == []


def test_from_end_to_end() -> None:
    head = ["Skip to content", "Harbour", "Search", "Basin to close for dredging", PROSE, OTHER]
    tail = [
        "Read next",
        "Ferry timetable changes",
        "Market moves to the square",
        "© 2025 Courier. All rights reserved.",
    ]
    text = "\n".join([*head, *tail])
    article = cleaner.clean(text)
    assert article.title == "Basin to close for dredging"
    assert article.text == f"{PROSE}\n\n{OTHER}"
    assert article.restore() == text
    assert cleaner.clean(article.render()).text == article.text
