"""Hold a label that is what the text is about: "Advertisement" as a heading in an essay on advertising.

A label of one to three words is boilerplate in any article but one that talks of it. There the same line is a heading,
and nothing in the line tells. So a text whose running sentences use the label's main word again and again keeps it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Sequence
from typing import Final

from msgspec.structs import replace

from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.model import Finding, View

MENTIONS: Final = 3
"""Sentences that use the label's word from which it is the topic. The evidence: fixtures/negatives, essays on
advertising, sharing and commenting in ten languages, of which each uses the word three times and more."""
LONGEST_LABEL: Final = 30
NOTE_WIDTH: Final = 70
"""A sentence no wider than this under a label is its note; paragraphs of news are wider."""
_ENDING: Final = 2
"""Letters at a word's end that inflection may change (Anzeige, Anzeigen; reklama, reklamy)."""
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
    )
)


def hold_topics(view: View, findings: Sequence[Finding]) -> list[Finding]:
    r"""The findings, those over a label of the topic as hints.

    >>> from cleaner.views import view_of
    >>> view = view_of("Ads\nAds pay for news.\nAds annoy.\nFew like ads.")
    >>> finding = Finding("drop", *view.bounds[0], "en.ads.marker", "ad_marker")
    >>> [found.certainty for found in hold_topics(view, [finding])]
    ['hint']
    """
    known: dict[str, bool] = {}
    found = {finding.start for finding in findings}
    return [
        replace(finding, certainty="hint", note="a heading of the text")
        if _is_label(view, finding) and (_is_topic(view, finding, known) or _heads_a_note(view, finding, found))
        else finding
        for finding in findings
    ]


def _is_label(view: View, finding: Finding) -> bool:
    if finding.category not in _LABELS or finding.certainty == "hint" or finding.action == "keep" or finding.captures:
        return False
    label = view.text[finding.start : finding.end].strip()
    return len(label) <= LONGEST_LABEL and len(label.split()) <= 3


def _heads_a_note(view: View, finding: Finding, found: Container[int]) -> bool:
    """Whether a label of one or two words stands over a short sentence that no rule takes: a glossary, a verse."""
    if len(view.text[finding.start : finding.end].split()) > 2:
        return False
    after = bisect_right(view.bounds, (finding.start, len(view.text)))
    if after >= len(view.lines) or view.bounds[after][0] in found:
        return False
    return ends_sentence(view.lines[after]) and width(view.lines[after]) <= NOTE_WIDTH


def _is_topic(view: View, finding: Finding, known: dict[str, bool]) -> bool:
    label = view.text[finding.start : finding.end].strip()
    word = max((part.strip(".,:;!?-–—|()[]\"'").casefold() for part in label.split()), key=len, default="")
    if len(word) < 2:
        return False
    stem = word[: max(4, len(word) - _ENDING)] if word.isascii() or len(word) > 4 else word
    if stem not in known:
        mentions = 0
        for line in view.lines:
            if (is_prose(line) or ends_sentence(line)) and stem in (folded := line.casefold()):
                mentions += folded.count(stem)
        known[stem] = mentions >= MENTIONS
    return known[stem]
