"""Direction marks where there is nothing to direct, and embeddings, overrides and isolates that were never closed."""

from __future__ import annotations

import regex

from cleaner.model import Edit
from cleaner.repairing import align

CONTROLS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"

_ANY = regex.compile(f"[{CONTROLS}]+")
_PAIRED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_EMBEDDING = regex.compile(f"[{_PAIRED}]")
_RIGHT_TO_LEFT = regex.compile(r"[\p{bc=R}\p{bc=AL}--[\u200f\u061c]]", regex.V1)
_OPENERS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def edits(text: str) -> list[Edit]:
    """The edits, line by line: marks stay in lines with right-to-left letters, pairs stay everywhere."""
    if _ANY.search(text) is None:
        return []
    out: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if _ANY.search(line) is not None:
            out += _line(at, line)
        at += len(line) + 1
    return out


# UAX 9 stops at a depth of 125; a line with more embeddings than this holds junk.
_MAX = 1000


def _line(start: int, line: str) -> list[Edit]:
    keeps_marks = _RIGHT_TO_LEFT.search(line) is not None
    paired: set[int] = set()
    if sum(line.count(char) for char in _PAIRED) <= _MAX:
        stack: list[tuple[int, str]] = []
        for match in _EMBEDDING.finditer(line):
            char = match[0]
            if char in _OPENERS:
                stack.append((match.start(), _OPENERS[char]))
            elif stack and stack[-1][1] == char:
                paired.update((stack.pop()[0], match.start()))
    out: list[Edit] = []
    for match in _ANY.finditer(line):
        run, at = match[0], match.start()
        kept = "".join(char for i, char in enumerate(run) if (keeps_marks if char not in _PAIRED else at + i in paired))
        if kept != run:
            out.append(align.edit(start + at, run, kept, "invisible.bidi"))
    return out
