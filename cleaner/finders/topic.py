"""Hold a label that is what the text is about: "Advertisement" as a heading in an essay on advertising.

A label of one to three words is boilerplate in any article but one that talks of it. There the same line is a heading,
and nothing in the line tells. So a text whose running sentences use the label's main word again and again keeps it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex
from msgspec.structs import replace

from cleaner.finders.blocks import BEHIND
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.subheads import WIDEST, heads_text, is_text, subheads
from cleaner.model import Finding, View

MENTIONS: Final = 3
"""Sentences that use the label's word from which it is the topic. The evidence: fixtures/negatives, essays on
advertising, sharing and commenting in ten languages, of which each uses the word three times and more."""
LONGEST_LABEL: Final = 30
NOTE_WIDTH: Final = 70
"""A sentence no wider than this under a label is its note; paragraphs of news are wider."""
_ENDING: Final = 2
"""Letters at a word's end that inflection may change (Anzeige, Anzeigen; reklama, reklamy)."""
_LEAST: Final = 5
"""Letters of a word that stay: "shar" stands in "sharp"."""
_SHORTEST: Final = 4
"""Width of the shortest word that names a topic."""
_COMPOUND: Final = 6
"""Letters from which a stem is counted inside words too (Werbeanzeige)."""
_PEOPLE: Final = frozenset(("byline", "byline_placeholder"))
"""A name alone over a paragraph is no heading of it."""
_COUNTS: Final = frozenset(("share_counts", "view_count", "comment_count"))
_CONTACT: Final = frozenset(("feedback_error", "tip_contact", "legal_footer", "nav_menu"))
_MENU: Final = frozenset(("nav_menu", "related_links", "trending_list", "read_more"))
"""Labels whose words (news, home, more) stand in paragraphs of any kind."""
_LINKS: Final = frozenset(("read_more", "back_to_top", "pagination"))
"""Links whose words (more, back, next) any text uses three times."""
_NO_HEADS: Final = frozenset(("ad_marker", "back_to_top", "skip_link", "pagination"))
_RUNS_ON: Final = (":", "：", "…", "...", "»", "|")
_ADDRESS = regex.compile(r"\S@\S+\.\p{L}{2}|\d[\d ()/.-]{5,}\d")
_ENTRY = regex.compile(r"(\d{1,3})[.)]? \p{L}")
_TAG = regex.compile(r"<[!/]?\p{L}[^<>]*>.*")
_INSIDE = regex.compile(r"[\p{L}\p{M}]")
_ENTRY_LINES: Final = 4
"""Lines from one author of a list of works to the next: title, author, two notes on the work."""
_LISTING: Final = 8
"""Lines of a listing that are looked at on either side."""
_LABELS: Final = frozenset(
    (
        "ad_marker",
        "share_prompt",
        "share_buttons",
        "comments_section",
        "reply_form",
        "cookie_consent",
        "related_links",
        "newsletter_signup",
        "print_email_tools",
        "pagination",
        "read_more",
        "nav_menu",
        "tags_topics",
        "legal_footer",
        "follow_channel",
        "trending_list",
        "login_account",
        "search_box",
        "app_download",
        "skip_link",
        "comment_count",
        "breadcrumb",
        "nav_section_label",
        "copyright",
        "author_bio",
        "publish_timestamp",
        "image_caption",
        "photo_credit",
        "media_player",
        "language_switch",
        "ui_control",
        "js_notice",
        "support_prompt",
        "poll_widget",
        "paywall_subscription",
        "tip_contact",
        "summary_box",
        "back_to_top",
    )
)
_TOPICS: Final = _LABELS - _LINKS


def hold_topics(view: View, findings: Sequence[Finding]) -> list[Finding]:
    r"""The findings, those over a label of the topic or over a subheading as hints, with the run of lines behind it.

    >>> from cleaner.views import view_of
    >>> view = view_of("Ads\nAds pay for news.\nAds annoy.\nFew like ads.")
    >>> finding = Finding("drop", *view.bounds[0], "en.ads.marker", "ad_marker")
    >>> [found.certainty for found in hold_topics(view, [finding])]
    ['hint']
    """
    asked = [finding for finding in findings if _is_label(view, finding)]
    works = _works(view, findings)
    if not asked and not works:
        return list(findings)
    taken = {
        finding.start
        for finding in findings
        if finding.action != "keep" and finding.certainty != "hint" and not finding.note.startswith(BEHIND)
    }
    labels = [_label(view, finding, taken) for finding in asked]
    notes = {label.start for label in labels if label.category in _LABELS and _heads_a_note(view, label)}
    others = taken - notes
    # In a menu no label stands over text, and nothing else of the view need be looked at.
    may_head = any(heads_text(view, label.line, others) for label in labels)
    heads = {view.bounds[i][0] for i in subheads(view, others)} if may_head else frozenset[int]()
    people = [_line(view, finding) for finding in findings if finding.category in _PEOPLE]
    firsts = Counter(view.lines[i].split()[0] for i in set(people))
    named = {label.text.casefold() for label in labels if _names_paragraph(label)}
    tags = [i for i, line in enumerate(view.lines) if line[0] == "<" and _TAG.fullmatch(line)]
    sentences = _sentences(view)
    known: dict[str, bool] = {}
    held = {
        label.start
        for label in labels
        if label.start in notes
        or (label.start in heads and not _heads_nothing(label))
        or (label.below is not None and label.text.casefold() in named)
        or (label.category in _TOPICS and _is_topic(_topic(label), sentences, known))
        or _names_a_work(view, label, firsts)
        or _leads_contact(view, label, taken)
        or _is_numbered(view, label, taken)
        or _is_code(label, tags)
    }
    cues = {(label.by, f"{BEHIND} {view.numbers[label.line] + 1}") for label in labels if label.start in held}
    return [
        replace(finding, certainty="hint", note="the author of an entry")
        if finding.start in works and finding.category in _PEOPLE
        else replace(finding, certainty="hint", note="a heading of the text")
        if (finding.start in held and _is_label(view, finding)) or (finding.by, finding.note) in cues
        else finding
        for finding in findings
    ]


def _is_label(view: View, finding: Finding) -> bool:
    if finding.certainty == "hint" or finding.action in ("keep", "strip"):
        return False
    if finding.captures and finding.category not in _COUNTS:
        return False
    if finding.category in _PEOPLE or finding.note.startswith(BEHIND):
        return False
    label = _text(view, finding)
    return len(label) <= LONGEST_LABEL and len(label.split()) <= 3


class _Label(NamedTuple):
    """A label that a rule would take."""

    start: int
    line: int
    text: str
    by: str
    category: str
    below: str | None
    """The line below the label when it is text that no rule takes."""


def _label(view: View, finding: Finding, taken: Container[int]) -> _Label:
    i = _line(view, finding)
    is_over = i + 1 < len(view.lines) and view.bounds[i + 1][0] not in taken and is_text(view.lines, i + 1)
    below = view.lines[i + 1] if is_over else None
    return _Label(finding.start, i, _text(view, finding), finding.by, finding.category, below)


def _heads_nothing(label: _Label) -> bool:
    """Whether no part of a text is called so: a link, or a label that asks for a list or for patience."""
    return label.category in _NO_HEADS or label.text.endswith(_RUNS_ON)


def _text(view: View, finding: Finding) -> str:
    return view.text[finding.start : finding.end].strip()


def _line(view: View, finding: Finding) -> int:
    """Number of the finding's line in the view."""
    return bisect_right(view.bounds, (finding.start, len(view.text))) - 1


def _heads_a_note(view: View, label: _Label) -> bool:
    """Whether a label stands over a short sentence that no rule takes: a glossary, a verse, a question of an interview.

    A label that is no question has one or two words. Under a paragraph of running text, unless that has a heading of
    its own, it is chrome between paragraphs.
    """
    if label.below is None or not ends_sentence(label.below) or width(label.below) > NOTE_WIDTH:
        return False
    i = label.line
    if i > 0 and is_prose(view.lines[i - 1]) and (i == 1 or width(view.lines[i - 2]) > WIDEST):
        return False
    return len(label.text.split()) <= 2 or label.text.endswith("?")


def _names_paragraph(label: _Label) -> bool:
    """Whether the paragraph below a label of one or two words speaks of what it names."""
    if label.below is None or label.category not in _LABELS or label.category in _MENU:
        return False
    stem = _stem(label.text) if len(label.text.split()) <= 2 else ""
    return bool(stem) and _mentions(stem, label.below.casefold()) > 0


def _leads_contact(view: View, label: _Label, taken: Container[int]) -> bool:
    """Whether the label stands between the text and a line with a telephone number or an address: a press release."""
    i = label.line
    if label.category not in _CONTACT or not 0 < i < len(view.lines) - 1 or view.bounds[i + 1][0] in taken:
        return False
    above = view.lines[i - 1]
    return (is_prose(above) or ends_sentence(above)) and _ADDRESS.search(view.lines[i + 1]) is not None


def _names_a_work(view: View, label: _Label, firsts: Counter[str]) -> bool:
    """Whether the label is an entry of a list of works: above a line that begins as two bylines of the text do.

    firsts: how many bylines begin with each word.
    """
    after = label.line + 1
    return len(firsts) > 0 and after < len(view.lines) and firsts[view.lines[after].split()[0]] > 1


def _works(view: View, findings: Sequence[Finding]) -> frozenset[int]:
    """Starts of the bylines that belong to entries of a list: books and plays, each with its author under its title.

    Two lines that begin alike, each under a short line of its own and at most _ENTRY_LINES apart, name two people.
    """
    lines = view.lines
    people = sorted({_line(view, finding) for finding in findings if finding.category in _PEOPLE})
    entries = [
        i
        for i in people
        if i > 0 and i - 1 not in people and not ends_sentence(lines[i - 1]) and not is_prose(lines[i - 1])
    ]
    out: set[int] = set()
    for one, two in pairwise(entries):
        alike = lines[one].split()[0] == lines[two].split()[0] and lines[one] != lines[two]
        if alike and 1 < two - one <= _ENTRY_LINES and all(width(line) <= NOTE_WIDTH for line in lines[one + 1 : two]):
            out |= {view.bounds[one][0], view.bounds[two][0]}
    return frozenset(out)


def _is_numbered(view: View, label: _Label, taken: Container[int]) -> bool:
    """Whether the label is an entry of a list with rising numbers: clues of a crossword, a ranking."""
    lines, i = view.lines, label.line
    if not _ENTRY.match(lines[i]):
        return False
    low = high = i
    while low > 0 and _ENTRY.match(lines[low - 1]):
        low -= 1
    while high < len(lines) - 1 and _ENTRY.match(lines[high + 1]):
        high += 1
    numbers = [int(found[1]) for line in lines[low : high + 1] if (found := _ENTRY.match(line))]
    others = any(view.bounds[j][0] not in taken for j in range(low, high + 1))
    return others and len(numbers) > 2 and all(a < b for a, b in pairwise(numbers))


def _is_code(label: _Label, tags: Sequence[int]) -> bool:
    """Whether the label stands in a listing: between two lines that are tags of a page, or next to one."""
    i = label.line
    near = tags[bisect_left(tags, i - _LISTING) : bisect_right(tags, i + _LISTING)]
    return bool(near) and (near[0] < i < near[-1] or not {i - 1, i + 1}.isdisjoint(near))


def _topic(label: _Label) -> str:
    """The words that a text on the label's matter would use: "skip" of "Skip to content"."""
    return label.text.split()[0] if label.category == "skip_link" else label.text


def _sentences(view: View) -> str:
    """The first line and all running text, folded."""
    lines = view.lines
    said = [line for i, line in enumerate(lines) if i == 0 or is_prose(line) or ends_sentence(line)]
    return "\n".join(said).casefold()


def _is_topic(label: str, sentences: str, known: dict[str, bool]) -> bool:
    stem = _stem(label)
    if not stem:
        return False
    if stem not in known:
        known[stem] = _mentions(stem, sentences) >= MENTIONS
    return known[stem]


def _mentions(stem: str, folded: str) -> int:
    """How often a folded text speaks of it. A short stem begins a word: "une" stands in "commune"."""
    if len(stem) >= _COMPOUND or width(stem) > len(stem):
        return folded.count(stem)
    count = 0
    at = folded.find(stem)
    while at >= 0:
        begins = at == 0 or not _INSIDE.match(folded, at - 1)
        count += begins
        at = folded.find(stem, at + (len(stem) if begins else 1))
    return count


@lru_cache(maxsize=1024)
def _stem(label: str) -> str:
    """The longest word of a label without the letters that inflection may change; empty where that is no word to tell.

    >>> _stem("Anzeige:"), _stem("À la une")
    ('anzei', '')
    """
    word = max((part.strip(".,:;!?-–—|()[]\"'").casefold() for part in label.split()), key=len, default="")
    if width(word) < _SHORTEST:
        return ""
    return word[: max(_LEAST, len(word) - _ENDING)] if len(word) > _LEAST else word
