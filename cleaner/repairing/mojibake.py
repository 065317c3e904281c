"""Mojibake: text that was decoded from the wrong encoding, repaired line by line.

Strict evidence comes first: a line that is exactly UTF-8 read in one wrong encoding; legacy text that two detectors
recognise; words that are UTF-8 read in one wrong encoding. Then known strings for punctuation; last ftfy, which also
repairs what has lost bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.decoding.plausible import anomalies
from cleaner.model import Edit
from cleaner.repairing import align, bijoy, ftfy_door, mixups, punctuation, roundtrip


def line(start: int, text: str) -> list[Edit]:
    """The edits of one round for one line, which stands at `start`; none when it is sound."""
    for repair, reason in _STRICT:
        after = repair(text)
        if after is not None and after != text:
            return align.edits(start, text, after, reason)
    found = punctuation.edits(start, text)
    if found:
        return found
    if not ftfy_door.is_bad(text):
        return []
    after = ftfy_door.fix_encoding(text)
    # ftfy also changes a few characters of lines that it cannot read, such as legacy text in a wrong encoding.
    if after == text or anomalies(after) * 2 > anomalies(text):
        return []
    return align.edits(start, text, after, "mojibake.encoding")


_STRICT = (
    (roundtrip.line, "mojibake.line"),
    (mixups.line, "mojibake.charset"),
    (roundtrip.words, "mojibake.word"),
)


# Longer lines are looked at in pieces, cut after a space: memory stays in proportion. A word is never cut, so that a
# piece holds no word that the line does not hold.
_PIECE = 20_000


def edits(text: str) -> list[Edit]:
    """The edits of one round for a text of one or more lines."""
    out: list[Edit] = []
    at = 0
    for each in text.split("\n"):
        if not each.isascii() and not bijoy.is_line(each):
            start = 0
            for end in _ends(each):
                out += line(at + start, each[start:end])
                start = end
        at += len(each) + 1
    return out


def _ends(text: str) -> Iterator[int]:
    """Where the pieces of a line end."""
    at = 0
    while len(text) - at > _PIECE:
        space = text.rfind(" ", at, at + _PIECE)
        if space < 0:
            space = text.find(" ", at + _PIECE)
            if space < 0:
                break
        at = space + 1
        yield at
    yield len(text)
