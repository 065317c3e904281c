"""Unicode normalisation form C, as edits no larger than a character and its marks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import regex

from cleaner.model import Edit
from cleaner.repairing import align
from cleaner.repairing.composition import marks

_CLUSTER = regex.compile(r"\X")

# Unicode's stream-safe format (UAX 15, 13): at most 30 marks in a row, then a joiner that joins nothing. Normalising
# longer runs takes the square of their length.
_MAX = 30
_JOINER = "\u034f"


@cache
def _too_many() -> re.Pattern[str]:
    return re.compile(f"{marks()}{{{_MAX}}}(?={marks()})")


def stream_safe(text: str) -> list[Edit]:
    """Edits that break runs of more than 30 combining marks."""
    return [
        align.edit(match.end(), "", _JOINER, "form.stream-safe")
        for match in (_too_many().finditer(text) if len(text) > _MAX else ())
    ]


def edits(text: str, *, nukta_composed: bool = False) -> list[Edit]:
    """Edits that bring `text` into NFC; with `nukta_composed`, য়, ড়, ঢ় stay one character each."""
    if unicodedata.is_normalized("NFC", text):
        return []
    out: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            out += _line(at, line, nukta_composed)
        at += len(line) + 1
    return out


def normal(text: str, nukta_composed: bool) -> str:
    """NFC of `text`, or NFC but for the three Bengali letters."""
    text = unicodedata.normalize("NFC", text)
    if nukta_composed:
        text = (
            text.replace("\u09a1\u09bc", "\u09dc").replace("\u09a2\u09bc", "\u09dd").replace("\u09af\u09bc", "\u09df")
        )
    return text


def _line(start: int, line: str, nukta_composed: bool) -> list[Edit]:
    whole = normal(line, nukta_composed)
    out: list[Edit] = []
    pieces: list[str] = []
    for match in _CLUSTER.finditer(line):
        before = match[0]
        after = normal(before, nukta_composed)
        pieces.append(after)
        if after != before:
            out.append(align.edit(start + match.start(), before, after, "form.nfc"))
    if "".join(pieces) != whole:  # characters that compose across clusters
        return align.edits(start, line, whole, "form.nfc")
    return out
