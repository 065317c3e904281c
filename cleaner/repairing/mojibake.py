"""Mojibake: text that was decoded from the wrong encoding, repaired line by line.

Strict evidence comes first: a line that is exactly UTF-8 read in one wrong encoding; legacy text that two detectors
recognise; words that are UTF-8 read in one wrong encoding. Then known strings for punctuation; last ftfy, which also
repairs what has lost bytes.
"""

from __future__ import annotations

from cleaner.decoding.plausible import anomalies
from cleaner.model import Edit
from cleaner.repairing import align, bijoy, ftfy_door, gate, mixups, punctuation, roundtrip


def line(start: int, text: str, *, is_gated: bool) -> list[Edit]:
    """The edits of one round for one line, which stands at `start`; none when it is sound."""
    may_be_utf8 = not is_gated or gate.may_be_utf8(text)
    for repair, reason, is_of_utf8 in _STRICT:
        after = repair(text) if may_be_utf8 or not is_of_utf8 else None
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
    (roundtrip.line, "mojibake.line", True),
    (mixups.line, "mojibake.charset", False),
    (roundtrip.words, "mojibake.word", True),
)


# Longer lines are looked at in pieces, cut after a space where there is one: time and memory stay in proportion.
_PIECE = 20_000


def edits(text: str, *, is_gated: bool) -> list[Edit]:
    """The edits of one round for a text of one or more lines."""
    out: list[Edit] = []
    at = 0
    for each in text.split("\n"):
        if not each.isascii() and not bijoy.is_line(each):
            start = 0
            while len(each) - start > _PIECE:
                end = each.rfind(" ", start, start + _PIECE) + 1 or start + _PIECE
                out += line(at + start, each[start:end], is_gated=is_gated)
                start = end
            out += line(at + start, each[start:], is_gated=is_gated)
        at += len(each) + 1
    return out
