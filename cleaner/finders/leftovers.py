"""Take off the short lines that rules left standing among the boilerplate around the text.

Half of a page's chrome fits no phrase: titles of other articles under "Read next", names of sections between "Log in"
and "Search". They are told by their company: rules have cut chrome on their side of the text, and nothing that reads
like text stands between. So this finder looks at the lines that remain and at what was cut between them. On a text from
which nothing was cut it finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import regex

from cleaner.dates import WITH_DAY, find_stamps
from cleaner.finders.blocks import is_numbered_on
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.title import HEADLINE_WIDTH
from cleaner.model import Capture, Finding, View

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leftover.teaser": "A short line after the text, behind a heading of links to other articles.",
        "leftover.tail": "A short line after the text, among boilerplate.",
        "leftover.head": "A short line before the text, among entries of a menu.",
        "leftover.date": "A date on a line of its own before the text, among boilerplate: it moved to the dates.",
    }
)

TEASER: Final = 110.0
"""Width of the longest line that is taken for a title of another article. Rules for runs of titles take 100."""
SENTENCE: Final = 20.0
"""A line that ends as a sentence does and is at least this wide is text."""
QUESTION: Final = 50.0
"""The same for questions and exclamations: titles of articles end in them, never in a full stop."""
_ASKS = regex.compile(r"[?!？！؟…][\"'”’»)\]]*$")
LABEL: Final = 35.0
_DATE: Final = 60
_PLACE: Final = 2
"""Words beside a date: a place or a weekday."""
_WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
_CUES: Final = frozenset(("related_links", "trending_list"))
_MENU: Final = frozenset(
    ("skip_link", "nav_menu", "nav_section_label", "login_account", "search_box", "language_switch")
)
# fmt: off
_HEAD: Final = frozenset(
    (
        "site_clock", "breadcrumb", "byline", "byline_placeholder", "publish_timestamp", "update_timestamp", "reltime",
        "reading_time", "view_count", "photo_credit", "media_player", "ad_marker",
    )
)
_AFTER: Final = _CUES | _MENU | frozenset(
    (
        "share_prompt", "share_buttons", "share_counts", "newsletter_signup", "follow_channel", "app_download",
        "paywall_subscription", "read_more", "tags_topics", "comments_section", "reply_form", "comment_count",
        "pagination", "print_email_tools", "back_to_top", "ui_control", "cookie_consent", "copyright",
        "legal_footer", "facebook_box", "support_prompt", "poll_widget", "feedback_error", "tip_contact",
    )
)
# fmt: on
_FRAME: Final = _AFTER | _HEAD


def find_leftovers(view: View, cuts: Sequence[tuple[int, int, Finding]]) -> list[Finding]:
    r"""One finding for each short line among what was cut before or after the text; none where fewer than two
    lines are text.

    cuts: spans of `view.text` that were cut so far, with the finding that cut each.

    Of 3,907 gold bodies given as text it finds lines in 12: menus, lists of links and one date line.

    >>> from cleaner.views import view_of
    >>> prose = "The council voted on Tuesday evening for the new bridge over the river. " * 2
    >>> view = view_of(f"{prose}\n{prose}\nRead next\nMarket moves to the square")
    >>> cue = Finding("drop", *view.bounds[2], "en.related.cue", "related_links")
    >>> found = find_leftovers(view, [(*view.bounds[2], cue)])
    >>> [view.text[finding.start : finding.end] for finding in found]
    ['Market moves to the square']
    """
    lines = view.lines
    prose = [i for i, line in enumerate(lines) if is_prose(line)]
    if not cuts or not prose or sum(map(_is_text, lines)) < 2:
        return []
    marks = sorted((start, finding.category) for start, _, finding in cuts if finding.category in _FRAME)
    starts = [start for start, _ in marks]
    out = [*find_dates(view, cuts), *_before(view, prose[0], marks, starts)]
    marks = [(start, category) for start, category in marks if category in _AFTER]
    return [*out, *_after(view, prose[-1], marks, [start for start, _ in marks])]


def shows_page(cuts: Sequence[tuple[int, int, Finding]]) -> bool:
    """Whether what was cut stands around articles on pages. A byline, a date or a credit stands in any text."""
    return any(finding.category in _AFTER for _, _, finding in cuts)


def frame_of(cuts: Sequence[tuple[int, int, Finding]]) -> list[int]:
    """Where the lines of boilerplate began that were cut, in order. Titles and what the body finder cut are none."""
    return sorted({start for start, _, finding in cuts if finding.category in _FRAME})


def _after(view: View, last: int, marks: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[Finding]:
    lines = view.lines
    end = next((i for i in range(len(lines) - 1, last, -1) if _is_text(lines[i])), last)
    low = bisect_left(starts, view.bounds[end][1])
    tail = bisect_left(view.bounds, (starts[low], 0)) if low < len(starts) else len(lines)
    out = []
    for i in range(end + 1, len(lines)):
        if width(lines[i]) > TEASER or is_numbered_on(lines, i, tail):
            continue
        at = bisect_left(starts, view.bounds[i][0])
        before = {category for _, category in marks[low:at]}
        if before & _CUES:
            out.append(_finding(view, i, "leftover.teaser", "related_links"))
        elif at - low >= 1 and len(marks) - at >= 1 and len(marks) - low >= 3:
            out.append(_finding(view, i, "leftover.tail", "page_chrome"))
    return out


def find_dates(view: View, cuts: Sequence[tuple[int, int, Finding]]) -> list[Finding]:
    """Lines before the text that are a date, with a place or a weekday at most, where two other lines were cut there.

    Above the headline it is the day of the visit.
    """
    first = next((i for i, line in enumerate(view.lines) if is_prose(line)), None)
    if first is None or bisect_left(frame_of(cuts), view.bounds[first][0]) < 2:
        return []
    out = []
    for i in range(first):
        line = view.lines[i]
        if len(line) > _DATE or sum(map(str.isdigit, line)) < 2:
            continue
        stamps = find_stamps(line, language=view.context.language)
        if len(stamps) != 1 or stamps[0][2].precision not in WITH_DAY:
            continue
        start, end, stamp = stamps[0]
        if len(_WORD.findall(f"{line[:start]} {line[end:]}")) > _PLACE:
            continue
        headline = next((j for j in range(first) if j != i and width(view.lines[j]) >= HEADLINE_WIDTH), -1)
        is_visit = headline > i
        field, category = ("retrieved", "site_clock") if is_visit else ("published", "publish_timestamp")
        capture = Capture(field, "datetime", line[start:end], *view.span(i, start, end), stamp)
        out.append(Finding("capture", *view.bounds[i], "leftover.date", category, "likely", (capture,), order=(0, -1)))
    return out


def _before(view: View, first: int, marks: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[Finding]:
    lines = view.lines
    high = bisect_left(starts, view.bounds[first][0])
    menu = [start for start, category in marks[:high] if category in _MENU]
    if len(menu) < 2:
        return []
    inside = [i for i in range(first) if menu[0] < view.bounds[i][0] < menu[-1]]
    behind = inside[-1] + 1 if inside else first
    if not any(width(line) >= HEADLINE_WIDTH for line in lines[behind:first]):
        return []
    return [
        _finding(view, i, "leftover.head", "nav_section_label")
        for i in inside
        if width(lines[i]) <= LABEL and not ends_sentence(lines[i])
    ]


def _is_text(line: str) -> bool:
    return is_prose(line) or (ends_sentence(line) and width(line) >= (QUESTION if _ASKS.search(line) else SENTENCE))


def _finding(view: View, i: int, by: str, category: str) -> Finding:
    return Finding("drop", *view.bounds[i], by, category, "likely", order=(0, -1))
