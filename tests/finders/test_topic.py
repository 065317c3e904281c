"""Labels that are headings of the text: what the text is about, subheadings, entries of lists and listings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaner.finders.subheads import subheads
from cleaner.finders.topic import hold_topics
from cleaner.model import Finding
from cleaner.views import view_of

TITLE = "The bin app of the council, on trial for three weeks"
PROSE = (
    "For three weeks the council's application told us which bin to put out on which night, and twice it was right "
    "about the bin and the night."
)
OTHER = (
    "The third time we stood in the rain beside the wrong one, while the neighbours waved from a window above the "
    "street and the lorry went by."
)


def held(lines: Sequence[str], labels: dict[str, str]) -> list[str]:
    """The lines that stay, of those that rules of these categories take."""
    view = view_of("\n".join(lines))
    findings = [
        Finding("drop", *view.bounds[i], "xx.a.b", labels[line]) for i, line in enumerate(view.lines) if line in labels
    ]
    return [view.text[found.start : found.end] for found in hold_topics(view, findings) if found.certainty == "hint"]


SHARE = {"Share": "share_prompt"}


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([TITLE, PROSE, "Share", OTHER, "Verdict", PROSE], ["Share"]),
        ([TITLE, PROSE, "Price", PROSE, OTHER, "Share", OTHER, PROSE, "Verdict", PROSE], ["Share"]),
        ([TITLE, PROSE, "Share", OTHER, PROSE], []),
        ([TITLE, "Share", PROSE, "Verdict", OTHER], []),
        ([TITLE, PROSE, "Share", "Tweet", OTHER, "Verdict", PROSE], []),
        ([TITLE, PROSE, OTHER, "Verdict", PROSE, "Share"], []),
        ([TITLE, PROSE, "Share", "We do not know who asked for it.", OTHER], []),
        ([TITLE, PROSE, "It is green.", "Share", "We do not know who asked for it.", OTHER], ["Share"]),
        ([TITLE, "Price", PROSE, "Share", "We do not know who asked for it.", OTHER, PROSE], ["Share"]),
        ([TITLE, PROSE, "Share", OTHER + " It was shared.", PROSE], ["Share"]),
        (
            [
                TITLE,
                OTHER,
                "Price",
                PROSE,
                "Share",
                "It announces to the whole street of ours that",
                "the bin is full.",
            ],
            ["Share"],
        ),
    ],
)
def test_a_label_over_a_paragraph(lines: list[str], kept: list[str]) -> None:
    assert held(lines, SHARE) == kept


def test_a_marker_of_advertising_stands_between_any_paragraphs() -> None:
    lines = [TITLE, PROSE, "Price", OTHER, "Advertisement", PROSE, "Verdict", OTHER]
    assert held(lines, {"Advertisement": "ad_marker"}) == []


def test_labels_in_turn_are_subheadings_though_rules_take_all_of_them() -> None:
    labels = {"Download": "app_download", "Log in": "login_account", "Share": "share_prompt"}
    assert held([TITLE, PROSE, "Download", OTHER, "Log in", PROSE, "Share", OTHER], labels) == list(labels)
    assert held([TITLE, PROSE, "Download", OTHER, "Log in", PROSE], labels) == []


def test_an_entry_of_a_list_with_rising_numbers() -> None:
    labels = {"7 Share": "share_counts"}
    assert held([PROSE, "1 Archive", "5 Tag", "7 Share"], labels) == ["7 Share"]
    assert held([PROSE, "12 Likes", "5 Tag", "7 Share"], labels) == []


def test_a_label_in_a_listing() -> None:
    assert held([PROSE, "<nav>", "Home", "</nav>"], {"Home": "nav_menu"}) == ["Home"]


def test_a_contact_of_a_press_release() -> None:
    labels = {"Contact": "feedback_error"}
    assert held([PROSE, OTHER, "Contact", "Jane Orr, 01632 960155"], labels) == ["Contact"]
    assert held([PROSE, "Privacy", "Contact", "Jane Orr, 01632 960155"], labels) == []


def test_a_title_in_a_list_of_works() -> None:
    view = view_of(f"{PROSE}\nThe salt book\nBy Ines Corrigan\nComments\nBy nobody\nA gate\nBy Ellen Rae")
    names = [Finding("capture", *view.bounds[i], "en.byline.by", "byline", "hint") for i in (2, 6)]
    label = Finding("drop", *view.bounds[3], "en.comments.heading", "comments_section")
    assert [found.certainty for found in hold_topics(view, [*names, label])] == ["hint"] * 3


def test_the_run_of_a_cue_that_is_held_is_held_too() -> None:
    view = view_of("\n".join([TITLE, PROSE, "A line.", "Related", "A sentence.", "A title of another article here"]))
    cue = Finding("drop-block", *view.bounds[3], "en.related.cue", "related_links")
    run = Finding(
        "drop-block", *view.bounds[5], "en.related.cue", "related_links", "likely", note="after the cue in line 4"
    )
    assert [found.certainty for found in hold_topics(view, [cue, run])] == ["hint", "hint"]


def test_no_line_of_a_menu_is_a_subheading() -> None:
    view = view_of("\n".join(["Home", "News", "Sport", TITLE, PROSE, OTHER]))
    assert subheads(view, {start for start, _ in view.bounds[:3]}) == frozenset()


BYLINES = {"By Ann Lee": "byline", "By Bo Cray": "byline", "By Di Fox": "byline"}


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([TITLE, "The Weir", "By Ann Lee", "A Gate in Fife", "By Bo Cray", PROSE], ["By Ann Lee", "By Bo Cray"]),
        (
            [TITLE, "The Weir", "By Ann Lee", "A Gate", "By Bo Cray", PROSE, OTHER, PROSE, "By Di Fox"],
            ["By Ann Lee", "By Bo Cray"],
        ),
        ([TITLE, "By Ann Lee", "By Bo Cray", PROSE], []),
        ([TITLE, "By Ann Lee", PROSE, "A Gate in Fife", "By Bo Cray", OTHER], []),
        ([TITLE, "By Ann Lee", PROSE, OTHER, PROSE, "A Gate in Fife", "By Bo Cray"], []),
        ([TITLE, "The Weir", "By Ann Lee", "The Weir", "By Ann Lee", PROSE], []),
    ],
)
def test_the_authors_of_a_list_of_works_stay(lines: list[str], kept: list[str]) -> None:
    assert held(lines, BYLINES) == kept
