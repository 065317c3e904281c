"""Legacy text of other than Latin letters that was read as Latin-1 or windows-1252: `Ïðèâåò` for `Привет`.

There is no UTF-8 to prove it. Two detectors must name the same encoding for the bytes, and what comes out must be free
of anomalies. (ftfy issue 18, open since 2014, asks for this.)
"""

from __future__ import annotations

import regex

from cleaner.decoding import codec, detectors
from cleaner.decoding.plausible import anomalies_of_reading
from cleaner.repairing.roundtrip import alphabet

# Where both detectors say one of these, it is no language of Latin letters.
_OTHERS = frozenset(
    {
        *("windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866", "x-mac-cyrillic", "windows-1253", "iso-8859-7"),
        *("windows-1255", "iso-8859-8", "windows-1256", "iso-8859-6", "windows-874"),
        *("gbk", "gb18030", "big5", "euc-kr", "shift_jis", "euc-jp"),
    }
)
_ALIKE = {"koi8-u": "koi8-r", "gb18030": "gbk", "iso-8859-8": "windows-1255", "iso-8859-7": "windows-1253"}

RUN = "[\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{4}"
"""Four characters that bytes 80 to FF of Latin-1 and windows-1252 stand for: what a line must hold to be looked at."""

_RUN = regex.compile(RUN)
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_MAX = 4000
_ASCII = frozenset(map(chr, range(0x80)))
_MIN_LETTERS = 4
"""Different characters other than ASCII below which there is no word of another script to recognise."""


def line(text: str) -> str | None:
    """The line in the encoding that both detectors name, or None.

    >>> line("Ñåãîäíÿ õîðîøàÿ ïîãîäà, è ìû èäåì ãóëÿòü")
    'Сегодня хорошая погода, и мы идем гулять'
    """
    if _RUN.search(text) is None:
        return None
    data = _bytes(text) if len(set(text[:_MAX]) - _ASCII) >= _MIN_LETTERS else None
    if data is None:
        return None
    sample = data[:_MAX]
    first = detectors.chardetng(sample)
    if first not in _OTHERS:
        return None
    second = next(iter(detectors.chardet_ranking(sample)), "")
    if _ALIKE.get(first, first) != _ALIKE.get(second, second):
        return None
    for encoding in dict.fromkeys((second, first)):
        try:
            after = codec.decode_strict(data, encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(after):
            return after
    return None


def _bytes(text: str) -> bytes | None:
    """The bytes that were read as `text`: windows-1252, or Latin-1 with its controls, or a mixture of both."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    table = alphabet("windows-1252")
    values = {char: value for value, char in enumerate(table)} | {chr(value): value for value in range(0x80, 0xA0)}
    try:
        return bytes([values[char] if char > "\x7f" else ord(char) for char in text])
    except (KeyError, ValueError):
        return None


def _is_text(after: str) -> bool:
    """Whether nearly all that is not ASCII is letters, and nothing looks like a wrong reading."""
    wide = [char for char in after if char > "\x7f"]
    letters = sum(_LETTER.match(char) is not None or "\u3000" <= char <= "\u30ff" for char in wide)
    return letters * 10 >= len(wide) * 8 and anomalies_of_reading(after) * 20 <= letters
