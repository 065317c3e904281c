"""Mojibake: text that was decoded from the wrong encoding, repaired line by line."""

from __future__ import annotations

from cleaner.model import Edit
from cleaner.repairing import align, ftfy_door


def edits(text: str) -> list[Edit]:
    """The edits that undo wrong decodings."""
    if text.isascii() or not ftfy_door.is_bad(text):
        return []
    out: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if not line.isascii() and ftfy_door.is_bad(line):
            out += align.edits(at, line, ftfy_door.fix_encoding(line), "mojibake.encoding")
        at += len(line) + 1
    return out
