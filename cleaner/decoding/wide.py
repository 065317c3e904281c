"""UTF-16 and UTF-32: byte order marks, and the patterns that they leave without one."""

from __future__ import annotations

import unicodedata

# Longest first: the mark of UTF-32LE begins with that of UTF-16LE.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_PYTHON = {"utf-32le": "utf-32-le", "utf-32be": "utf-32-be", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}

_SAMPLE = 8192  # bytes looked at: more than enough for a pattern, and a multiple of four


def mark(data: bytes) -> tuple[str, int] | None:
    r"""The encoding named by a byte order mark and the length of the mark, or None.

    >>> mark(b"\xff\xfeh\x00i\x00")
    ('utf-16le', 2)
    """
    for sign, encoding in _MARKS:
        if data.startswith(sign):
            if encoding == "utf-32le" and _badness(data[4 : 4 + _SAMPLE], encoding) is None:
                continue  # UTF-16 whose first character is NUL
            return encoding, len(sign)
    return None


def sign(encoding: str) -> bytes:
    """The byte order mark of `encoding`."""
    return next(sign for sign, name in _MARKS if name == encoding)


def guess(data: bytes, *, is_utf8: bool) -> str | None:
    """The wide encoding that `data` without a mark is in, or None when it does not look like one.

    In UTF-16 and UTF-32 the high byte of each unit is below 20 for all alphabets (0 for ASCII, 4 for Cyrillic, E for
    Thai); in no other text are half of the bytes at even or at odd offsets like that. East Asian text has no such
    pattern and must decode into common characters; it never looks like UTF-8, as ASCII bytes do like Han.
    """
    sample = data[:_SAMPLE]
    found: list[tuple[float, str]] = []
    for encoding in ("utf-32le", "utf-32be", "utf-16le", "utf-16be"):
        if is_utf8 and not _has_low_high_bytes(sample, encoding):
            continue
        badness = _badness(sample, encoding)
        if badness is not None:
            found.append((badness, encoding))
    return min(found)[1] if found else None


_LOW = bytes(set(range(0x20)) - set(b"\t\n\r"))
"""High bytes of alphabets; the white space among them may be that of a UTF-8 file of little else."""


def _has_low_high_bytes(sample: bytes, encoding: str) -> bool:
    width = 4 if encoding.startswith("utf-32") else 2
    high = sample[width - (1 if width == 2 else 2) if encoding.endswith("le") else (0 if width == 2 else 1) :: width]
    units = len(sample) // width
    low = len(high) - len(high.translate(None, _LOW))
    return units >= 2 and low * 2 >= units


def _badness(sample: bytes, encoding: str) -> float | None:
    """0 for text that is all common characters, None for text that cannot be meant."""
    width = 4 if encoding.startswith("utf-32") else 2
    sample = sample[: len(sample) - len(sample) % width]
    if not sample:
        return None
    text = str(sample, _PYTHON[encoding], "ignore" if len(sample) == _SAMPLE else "replace")
    wrong = 0
    rare = 0
    for char in text:
        code = ord(char)
        if 0x20 <= code < 0x7F or char in "\n\r\t\ufeff":
            continue
        category = unicodedata.category(char)
        if category in ("Cc", "Cn", "Co", "Cs") or char == "\ufffd":
            wrong += 1
        elif code >= 0x2000 and not _is_common(code):
            rare += 1
    size = len(text)
    # A wrong byte order or width turns most text into unassigned, private or rare characters; damage leaves few.
    if size == 0 or wrong * 50 > size or rare * 5 > size:
        return None
    spread = len({ord(char) >> 8 for char in text}) / size
    return wrong / size + rare / size + spread / 10


def _is_common(code: int) -> bool:
    """Punctuation, currency, kana, hangul, Han of daily use (its first block), wide forms, emoji."""
    return (
        0x2000 <= code < 0x2070
        or 0x20A0 <= code < 0x20D0
        or 0x3000 <= code < 0x3100
        or 0x4E00 <= code < 0x9FB0
        or 0xAC00 <= code < 0xD7A4
        or 0xFF00 <= code < 0xFFEF
        or 0x1F300 <= code < 0x1FB00
    )
