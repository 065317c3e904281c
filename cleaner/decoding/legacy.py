"""Bytes that are no UTF-8, no UTF-16 and no seven-bit encoding: which legacy encoding are they in?"""

from __future__ import annotations

from typing import Literal, NamedTuple

from cleaner.decoding import codec, detectors
from cleaner.model import Media

# Detectors see this much, from the first line with a byte that is not ASCII. A short window (10-15 kB) fools them with
# a page's head in another language; beyond this size nothing changes any more.
_WINDOW = 1 << 20

# Below this many bytes that are not ASCII there is nothing to count: the declared charset or windows-1252 it is.
_FEW = 3

_WEAK = 0.05
"""chardet's confidence below which its guess says nothing."""


class Choice(NamedTuple):
    encoding: str
    how: Literal["declared", "detected", "fallback"]
    confidence: float


def choose(data: bytes, declared: str | None, media: Media) -> Choice:
    """The encoding of `data`, by its bytes and by what was declared (an encoding name, or None)."""
    if declared == "utf-8" or (declared is not None and declared.startswith("utf-")):
        declared = None  # what brought us here is that it is not true
    if declared is not None and not _decodes(data, declared):
        declared = None
    high = len(data) - len(data.translate(None, _HIGH))
    if high <= _FEW and declared is not None:
        return Choice(declared, "declared", 0.9)
    sample = _sample(data)
    by_chardetng = detectors.chardetng(sample)
    by_chardet = detectors.chardet_guess(sample)
    agreed = by_chardet is not None and by_chardet[0] == by_chardetng
    if declared is not None:
        other = by_chardetng if agreed and _decodes(data, by_chardetng) else declared
        if other in (declared, *_SAME.get(declared, ())):
            return Choice(declared, "declared", 0.99 if agreed else 0.9)
        return Choice(other, "detected", 0.9)
    if high <= _FEW and _decodes(data, "windows-1252"):
        return Choice("windows-1252", "fallback", 0.5)
    if media == "text" and by_chardet is not None and by_chardet[1] > _WEAK:
        order = [by_chardet[0], by_chardetng]
    else:
        order = [by_chardetng] + ([by_chardet[0]] if by_chardet is not None else [])
    for guess in order:
        if _decodes(data, guess):
            return Choice(guess, "detected", 0.95 if agreed else 0.7)
    for guess in order:
        if _decodes(sample, guess):
            return Choice(guess, "detected", 0.4)
    return Choice("windows-1252", "fallback", 0.1)


_HIGH = bytes(range(0x80, 0x100))

# Encodings whose common bytes mean the same: a detector that names the one does not contradict the other.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("gbk", "gb18030"),
    ("koi8-r", "koi8-u"),
    ("iso-8859-8", "iso-8859-8-i", "windows-1255"),
    ("windows-1252", "iso-8859-15", "windows-1254"),
)
_SAME = {name: family for family in _FAMILIES for name in family}


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether `data` decodes without a byte that the encoding lacks and without C1 controls."""
    try:
        text = codec.decode_strict(data, encoding)
    except UnicodeDecodeError:
        return False
    chars = codec.table(encoding)
    if chars is None:
        return True
    return not any(char in text for char in {c for c in chars[0x80:] if "\x80" <= c <= "\x9f"})


def _sample(data: bytes) -> bytes:
    if len(data) <= _WINDOW:
        return data
    ascii_part = len(data) - len(data.lstrip(bytes(range(0x80))))
    start = data.rfind(b"\n", 0, ascii_part) + 1
    return data[max(start, ascii_part - 4096) :][:_WINDOW]
