"""Find the headline of a flattened page: the line before the text that the first line of the page repeats.

Dumps of whole pages begin with the title of the page, "Headline | Name of the paper", and what stands between menu and
text is read worst. Where the body finder cut a line whose words stand in that first line, it is the headline, and a
line in the form of a headline that remains under it is the stand-first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

import regex
from msgspec.structs import replace

from cleaner.finders.prose import is_prose, width
from cleaner.finders.title import begins_with_title, find_title, is_headline
from cleaner.model import Capture, Finding, View

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {"title.stand-first": "The line between headline and prose: it moved to the field subtitle."}
)

Cut = tuple[int, int, Finding]

NARROWEST: Final = 20
"""Width of the shortest line that is taken for a headline: names of papers and sections are in the first line, too."""
WORDS: Final = 3
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_BY: Final = ("body.before", "body.inside", "body.title", "repeat.copy", "repeat.title")


class Titles(NamedTuple):
    """What the title of a text is taken from, once nothing more is cut of it."""

    lines: Mapping[int, Finding]
    """Number of a line that remains -> the finding that moves it to a field, or cuts it."""
    cut: int | None = None
    """Number of a cut that was the headline."""
    headline: Finding | None = None
    """Stands for the finding of that cut."""


def find_titles(text: str, view: View, cuts: Sequence[Cut], *, is_page: bool = False) -> Titles:
    """The headline of a flattened page, or the title that the first line is; no lines where there is none.

    text: the repaired text. view: what remains of it. cuts: spans of it with the finding that cut each, in order.
    is_page: whether HTML declares the title.
    Clean text that begins with the title must have it lifted again, so what remains must read like the text under it.
    """
    lifted = find_title(view)
    first = text.lstrip().split("\n", 1)[0].strip()
    lines = view.lines
    if is_page:
        return Titles({0: lifted[0]} if lifted else {})
    if len(lines) > 2 and _repeats(lines[0], lines[1]) and begins_with_title(lines[1:4]):
        # The page's title and the headline both remain.
        again = Finding("repeat", *view.bounds[0], "repeat.title", "repeat", dup_of=view.bounds[1])
        return Titles({0: again, 1: _finding(view, 1, "title.lift", "title")})
    number = _headline(text, first, view, cuts)
    if number is not None:
        start, end, finding = cuts[number]
        line = text[start:end].strip()
        low = text.index(line, start, end)
        capture = Capture("title", "text", line, low, low + len(line))
        headline = replace(finding, by="body.title", category="title", captures=(capture,), dup_of=None)
        if not lifted and begins_with_title([line, *lines[:3]]):
            return Titles({}, number, headline)
        if lifted and begins_with_title([line, *lines[1:4]]):
            below = lifted[0] if lines[0] == first else _finding(view, 0, "title.stand-first", "subtitle")
            return Titles({0: below}, number, headline)
    return Titles({0: lifted[0]} if lifted else {})


def _headline(text: str, first: str, view: View, cuts: Sequence[Cut]) -> int | None:
    """The number of the cut before the text that the first line of the page repeats: the longest, and the last such."""
    prose = next((bounds[0] for bounds, line in zip(view.bounds, view.lines, strict=True) if is_prose(line)), 0)
    behind = len(text) - len(text.lstrip()) + len(first)
    found = []
    for number, (start, end, finding) in enumerate(cuts):
        if start >= prose:
            break
        line = text[start:end].strip()
        if start >= behind and finding.by in _BY and _repeats(first, line):
            found.append((len(_words(line)), number))
    return max(found)[1] if found else None


def _repeats(first: str, line: str) -> bool:
    """Whether the title of a page holds the words of a headline as they are."""
    if width(line) < NARROWEST or len(line) > len(first):
        return False
    words, page = _words(line), _words(first)
    size = len(words)
    if size < WORDS and width(line) == len(line):
        return False
    # The form of a headline is asked for last: few lines hold words of the first one, and it costs the most.
    return any(page[i : i + size] == words for i in range(len(page) - size + 1)) and is_headline(line)


def _words(line: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(line)]


def _finding(view: View, i: int, by: str, field: str) -> Finding:
    start, end = view.span(i, 0, len(view.lines[i]))
    return Finding("title", *view.bounds[i], by, "title", captures=(Capture(field, "text", view.lines[i], start, end),))
