"""Punctuation marks of UTF-8 that were read in the wrong encoding: `â€™`, `ÔÇÖ`, `鈥檚`.

They stand alone in text that is otherwise ASCII, where there is too little for any other evidence. None of the strings
occurs in clean text (6.6 MB looked at), so that one is enough.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.decoding import codec
from cleaner.model import Edit
from cleaner.repairing import align
from cleaner.repairing.roundtrip import alphabet

_MARKS = "‘’“”–—…•™‹›"
_ENCODINGS = (
    *("windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1256"),
    *("windows-1257", "macintosh", "cp437", "cp850", "ibm866", "koi8-r"),
)


@cache
def table() -> dict[str, str]:
    """What each mark looks like in each wrong encoding → the mark. Where two look the same, neither is here."""
    out: dict[str, str] = {}
    double: set[str] = set()
    for mark in _MARKS:
        for encoding in _ENCODINGS:
            seen = "".join(alphabet(encoding)[value] for value in mark.encode())
            if out.setdefault(seen, mark) != mark:
                double.add(seen)
    return {seen: mark for seen, mark in out.items() if seen not in double and "\ufffe" not in seen}


# In double-byte encodings the last byte of a mark takes the next character with it. `E2 80` alone gives one of these
# two characters, which no one writes.
_FIRST = {"鈥": "gb18030", "窶": "shift_jis"}


@cache
def double_byte() -> dict[str, str]:
    """Two characters, of which the second may hold the ASCII character after the mark → the mark and that character."""
    out: dict[str, str] = {}
    for first, encoding in _FIRST.items():
        for mark in _MARKS:
            for after in ("", *map(chr, range(0x20, 0x7F))):
                try:
                    seen = codec.decode_strict((mark + after).encode(), encoding)
                except UnicodeDecodeError:
                    continue
                if seen[0] == first and len(seen) == 2:
                    out.setdefault(seen, mark + after)
    return out


@cache
def _both() -> dict[str, str]:
    return table() | double_byte()


@cache
def pattern() -> str:
    """What may begin one of the strings, as a pattern."""
    every = sorted(table(), key=lambda seen: (-len(seen), seen))
    return "|".join(map(re.escape, every)) + f"|[{''.join(_FIRST)}]."


@cache
def _compiled() -> re.Pattern[str]:
    firsts = {re.escape(seen[0]) for seen in (*table(), *_FIRST)}
    return re.compile(f"(?=[{''.join(sorted(firsts))}])(?:{pattern()})")


def edits(start: int, line: str) -> list[Edit]:
    """Edits for `line`, which stands at `start`.

    >>> [e.after for e in edits(0, "itâ€™s")]
    ['’']
    """
    return [
        align.edit(start + match.start(), match[0], _both()[match[0]], "mojibake.punctuation")
        for match in _compiled().finditer(line)
        if match[0] in _both()
    ]
