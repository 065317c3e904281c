"""Direction marks where there is nothing to direct, and embeddings, overrides and isolates that were never closed."""

from __future__ import annotations

import regex

from cleaner.model import Edit
from cleaner.repairing import align

CONTROLS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"

_ANY = regex.compile(f"[{CONTROLS}]")
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


def _line(start: int, line: str) -> list[Edit]:
    keeps_marks = _RIGHT_TO_LEFT.search(line) is not None
    unpaired: set[int] = set()
    stack: list[tuple[int, str]] = []
    for match in _ANY.finditer(line):
        char = match[0]
        if char in _OPENERS:
            stack.append((match.start(), _OPENERS[char]))
            unpaired.add(match.start())
        elif char in "\u202c\u2069":
            if stack and stack[-1][1] == char:
                unpaired.discard(stack.pop()[0])
            else:
                unpaired.add(match.start())
        elif not keeps_marks:
            unpaired.add(match.start())
    return [align.edit(start + i, line[i], "", "invisible.bidi") for i in sorted(unpaired)]
