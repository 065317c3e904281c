"""What a line must look like for `roundtrip` to change it: a necessary condition, written for an automaton.

`roundtrip` changes a line only where a word, or the line, is nothing but ASCII and characters of UTF-8 that were read
in one wrong encoding. So each pattern runs from the beginning of a word to the end of a word. Three such characters
are enough; one or two only where they stand for what `roundtrip` takes on less evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from cleaner.decoding import codec
from cleaner.decoding.plausible import script_of
from cleaner.repairing.composition import char_class
from cleaner.repairing.roundtrip import MARK, MULTI_BYTE, PUNCTUATION, alphabet

# Encodings whose tables are alike share one pattern: the pattern grows little, and hits hardly more clean text.
FAMILIES = (
    (
        *("windows-1252", "iso-8859-1", "iso-8859-15", "windows-1254", "iso-8859-9", "windows-1258", "iso-8859-3"),
        *("windows-1250", "iso-8859-2", "windows-1257", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-16"),
    ),
    ("macintosh", "mac_latin2"),
    ("cp437", "cp850", "cp852", "cp858", "cp857"),
    ("ibm866", "cp1125"),
    ("koi8-r", "koi8-u"),
    ("windows-1253", "iso-8859-7"),
    *(("windows-1251",), ("x-mac-cyrillic",), ("iso-8859-5",), ("windows-1255",), ("windows-1256",), ("windows-874",)),
)

_START = r"(?:^|[\x00-\x09\x0b-\x20])"
_END = r"(?:[\x00-\x09\x0b-\x20]|$)"
_IN_WORD = rf"[\x21-\x7f{MARK}]*"
_IN_LINE = rf"[\x00-\x09\x0b-\x7f{MARK}]*"
# What, beside a character, may make it an anomaly: a letter, or a mark that stands between letters.
_BESIDE = "[A-Za-z“”„«»]"

_FOLLOW = range(0x80, 0xC0)
_LEADS = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))

Values = tuple[int, ...] | range
Forms = tuple[tuple[Values, ...], ...]
"""Forms of characters in UTF-8: for each byte the values that it may have."""

PUNCTUATION_FORMS: Forms = (
    ((0xC2,), tuple(char.encode()[1] for char in PUNCTUATION if char < "\u0100")),
    ((0xE2,), (0x80, 0x82, 0x84), _FOLLOW),
)
# One character must be a Latin letter of Europe, or punctuation, to count.
LATIN: Forms = (((0xC3, 0xC4, 0xC5, 0xC8), _FOLLOW), *PUNCTUATION_FORMS)
# Two must be letters of one of these alphabets (Latin, Greek, Cyrillic, Hebrew, Arabic), or punctuation.
ALPHABETS: tuple[Forms, ...] = (
    (((0xC3, 0xC4, 0xC5, 0xC6, 0xC8), _FOLLOW), ((0xE1,), (0xBA, 0xBB), _FOLLOW)),
    (((0xCE, 0xCF), _FOLLOW), ((0xE1,), range(0xBC, 0xC0), _FOLLOW)),
    (((0xD0, 0xD1, 0xD2), _FOLLOW),),
    (((0xD6, 0xD7), _FOLLOW),),
    ((range(0xD8, 0xDC), _FOLLOW),),
)


@cache
def pattern() -> str:
    """Every line that `roundtrip.line` or `roundtrip.words` changes holds a match; few others do."""
    tables = [tuple(alphabet(name) for name in family) for family in FAMILIES]
    words = "|".join(part for family in tables for part in _of_family(family))
    lines = "|".join(map(_of_line, tables))
    pairs = "|".join(part for encoding in MULTI_BYTE for part in _of_pairs(encoding))
    return f"{_START}{_IN_WORD}(?:(?:{words}){_IN_WORD}{_END}|{pairs})|^{_IN_LINE}(?:{lines})$"


@cache
def _some(tables: tuple[str, ...], values: Values) -> str:
    """The characters that such bytes stand for, as a class."""
    return char_class({ord(char) for table in tables for value in values if (char := table[value]) != "\ufffe"})


def _of_line(tables: tuple[str, ...]) -> str:
    """Two and more characters, with which all words of a line are damaged."""
    return f"(?:{_some(tables, range(0xC2, 0xF5))}{_some(tables, _FOLLOW)}+{_IN_LINE}){{2,}}"


def _of_family(tables: tuple[str, ...]) -> Iterator[str]:
    """What stands between the ASCII characters at both ends of a damaged word."""
    follow = _some(tables, _FOLLOW)
    every = "|".join(_some(tables, leads) + follow * number for number, leads in enumerate(_LEADS, 1))
    yield f"(?:{every})(?:{_IN_WORD}(?:{every})){{2,}}"

    def like(forms: Forms) -> str:
        return "|".join("".join(_some(tables, values) for values in form) for form in forms)

    plain = like(tuple(form for forms in ALPHABETS for form in forms))
    for forms in ALPHABETS:
        some = like((*forms, *PUNCTUATION_FORMS))
        yield f"(?:{some}){_IN_WORD}(?:{some})"
    # A mark is a second character.
    yield f"[{MARK}]{_IN_WORD}(?:{plain})|(?:{plain}){_IN_WORD}[{MARK}]"
    latin = like(LATIN)
    yield f"{_BESIDE}(?:{latin})|(?:{latin}){_BESIDE}"
    yield like(tuple(form for form in LATIN if len(form) > 2))
    for form in LATIN:
        if len(form) == 2:
            yield from _odd_pairs(tables, *form)


def _odd_pairs(tables: tuple[str, ...], firsts: Values, lasts: Values) -> Iterator[str]:
    """Two characters that may look wrong alone; not two letters of one alphabet that have no case or the usual one."""
    seconds: dict[frozenset[str], set[int]] = defaultdict(set)
    last = {char for table in tables for value in lasts if (char := table[value]) != "\ufffe"}
    for first in {table[value] for table in tables for value in firsts}:
        script = script_of(first)
        odd = (
            char for char in last if script is None or script_of(char) != script or (first.islower() and char.isupper())
        )
        seconds[frozenset(odd)].add(ord(first))
    for those, with_them in seconds.items():
        if those:
            yield char_class(with_them) + char_class(set(map(ord, those)))


def _of_pairs(encoding: str) -> Iterator[str]:
    """The beginning of a word in a double-byte encoding, after its ASCII characters.

    A two-byte character of UTF-8 is one character there. Of a three-byte character, the first holds two bytes, and the
    second the third byte and the byte after it. What more `roundtrip` asks of East Asian characters is asked here too:
    hangul, half-width katakana or one of three kanji where it was Korean or Japanese; else Latin letters on both sides.
    """

    def some(leads: Iterable[int], trails: Iterable[int]) -> str:
        return char_class(set(map(ord, codec.characters(encoding, leads, trails))))

    three = some((*_LEADS[1], *_LEADS[2]), _FOLLOW)
    third_of = codec.characters(encoding, _FOLLOW, range(0x40, 0xFF))
    third = char_class(set(map(ord, third_of)))
    if encoding == "shift_jis":
        half = "[｡-ｿ\x80\uf8f0]"  # bytes A1 to BF, 80 and A0 are characters alone
        marks = char_class(
            set(map(ord, "縺繧繝")) | set(map(ord, codec.characters(encoding, [0xE2], [0x80, 0x82, 0x84])))
        )
        yield f"(?:[ﾂ-ﾟ]|{marks})(?:{half}|{third})"
        yield f"{three}(?:{half}|{third}[^\\n]*[｡-ﾟ縺繧繝])"
        return
    two = some(_LEADS[0], _FOLLOW)
    latin = some((0xC2, 0xC3, 0xC4, 0xC5, 0xC8), _FOLLOW)
    more = f"(?:{_IN_WORD}{latin})*{_IN_WORD}"
    yield f"{two}(?:{_IN_WORD}{two}){{2,}}{_IN_WORD}{_END}|{two}{_IN_LINE}(?:{two}{_IN_LINE})+$"
    yield f"[a-z]{_IN_WORD}{latin}{more}{_END}|{latin}{more}[a-z]{more}{_END}"
    if encoding == "euc-kr":
        hangul = "[\uac00-\ud7a3]"
        third_hangul = char_class({ord(char) for char in third_of if "\uac00" <= char <= "\ud7a3"})
        yield f"{three}(?:{third_hangul}|{third}[^\\n]*{hangul})"
        yield f"{two}(?:{_IN_LINE}{two})*{_IN_LINE}{three}{third}"
    else:
        yield f"(?:{two}{_IN_WORD})*{three}{third}"
