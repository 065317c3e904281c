"""Take off the labels over the headline: the name of the section or of the site, alone on the first lines.

A flattened page begins with what stood over its headline ("Sport", "The Harlow Ledger"), and such a line keeps the
title from being the first line. It goes to the captures when a headline follows that stands directly before prose.
Of 1,805 bodies of articles in the evaluation sets 3 begin like that, each with the heading "Introduction" or the like.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import regex

from cleaner.finders.prose import ends_sentence, width
from cleaner.finders.title import HEADLINE_WIDTH, follows, is_headline
from cleaner.model import Capture, Finding, View

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {"title.kicker": "A short label over the headline (section or site name): it moved to the captures."}
)

MOST: Final = 3
"""Labels over one headline: site name, section, subsection."""
LONGEST: Final = 30
_WORDS: Final = 4
_LABEL = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\p{Pd}&'’./| ]*[\p{L}\p{M}]")


def find_kicker(view: View) -> list[Finding]:
    r"""One finding for each label on the first lines, directly over a headline that stands directly before prose.

    What a page declares as its title is no label.

    >>> from cleaner.views import view_of
    >>> prose = "The council voted on Tuesday evening for the new bridge over the river. " * 2
    >>> view = view_of(f"Politics\nCouncil votes for the new bridge\n{prose}")
    >>> [finding.by for finding in find_kicker(view)]
    ['title.kicker']
    """
    lines = view.lines
    for at in range(1, min(MOST + 1, len(lines) - 1)):
        if not _is_label(lines[at - 1]) or (view.evidence is not None and view.evidence[at - 1].title):
            return []
        line = lines[at]
        if width(line) >= HEADLINE_WIDTH and not _is_label(line) and is_headline(line) and follows(line, lines[at + 1]):
            return [_finding(view, i) for i in range(at)]
    return []


def _is_label(line: str) -> bool:
    if width(line) > LONGEST or len(line.split()) > _WORDS or ends_sentence(line):
        return False
    return _LABEL.fullmatch(line) is not None


def _finding(view: View, i: int) -> Finding:
    start, end = view.span(i, 0, len(view.lines[i]))
    capture = Capture("kicker", "text", view.lines[i], start, end)
    return Finding("capture", *view.bounds[i], "title.kicker", "nav_section_label", "likely", (capture,), order=(0, -1))
