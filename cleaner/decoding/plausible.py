"""How unlikely a decoded text looks, judged by what no writing system does; knows no language.

Used to choose between readings of the same characters: the one with fewer anomalies is the likelier. `ANOMALY` is
written without look-around, so that it means the same to every engine that is asked for it.
"""

from __future__ import annotations

import re
from functools import cache

import regex


def _some(test: str, *ranges: tuple[int, int]) -> str:
    """The characters of `ranges` for which the method of `str` named `test` is true, as part of a class."""
    chars = [char for first, last in ranges for char in map(chr, range(first, last + 1)) if getattr(char, test)()]
    return "".join(chars)


# The alphabets that legacy encodings and their victims hold: Latin, Greek, Cyrillic, Armenian (all with two cases).
_CASED = ((0xC0, 0x24F), (0x370, 0x58F), (0x1E00, 0x1FFF))
LOWER = _some("islower", *_CASED)
UPPER = _some("isupper", *_CASED)
_UPPER_LATIN = _some("isupper", (0xC0, 0x24F))

# Alphabets that do not meet inside a word. Han, kana and hangul do stand beside Latin letters.
ALPHABETS = {
    "latin": "A-Za-z" + _some("isalpha", (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "greek": _some("isalpha", (0x370, 0x3FF)),
    "cyrillic": "\u0400-\u0481\u048a-\u052f",
    "hebrew": "\u05d0-\u05ea",
    "arabic": "\u0620-\u063f\u0641-\u064a\u066e-\u06d3",
    "thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
}
_LETTER = "".join(ALPHABETS.values())

# Signs that mojibake puts between letters and writers do not: not the apostrophes, hyphens, middle dots and the sign
# of a registered name, which they do.
_SIGN = "¡¢£¤¥¦§¨©ª«¬¯±²³´¶¸¹º»¼½¾¿×÷ƒˆˇ˘˙˚˛˜˝΄΅‚“”„†‡•‰‹›€₧₪∂∆∏∑√∞∫≈≠≤≥◊№⌐⌠⌡°µ∙\u2320-\u2321"
BOX = "\u2500-\u259f■"

_MEETINGS = "|".join(
    f"[{ALPHABETS[one]}][{''.join(letters for name, letters in ALPHABETS.items() if name != one)}]" for one in ALPHABETS
)

ANOMALY = (
    "[\x80-\x9f\ue000-\uf8ff\ufffd]"
    f"|[{LOWER}][A-Z{UPPER}]|[a-z][{UPPER}]"
    f"|[{_UPPER_LATIN}][{_UPPER_LATIN}][a-z{LOWER}]"
    f"|[{_LETTER}][{_SIGN}{BOX}][{_LETTER}{_SIGN}{BOX}©®™]"
    f"|[{BOX}][{_LETTER}{_SIGN}©®™]"
    "|[A-Za-z][\uff61-\uff9f]"
    f"|{_MEETINGS}"
)
"""One alternative for each kind of anomaly: no character at all; a capital after a small letter, or two accented ones
before it; a sign or box drawing between letters; box drawing before a letter; half-width katakana after a Latin letter;
two alphabets in one word."""


# `re`, because it searches classes of hundreds of characters ten times faster than `regex`.


@cache
def _core() -> re.Pattern[str]:
    """Matches nothing wherever an anomaly begins: they may overlap."""
    return re.compile(f"(?={ANOMALY})")


@cache
def _scripts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in ALPHABETS.items()))


def script_of(char: str) -> str | None:
    """The alphabet of those that do not meet inside a word to which `char` belongs.

    >>> script_of("ж"), script_of("漢")
    ('cyrillic', None)
    """
    found = _scripts().match(char)
    return None if found is None else found.lastgroup


# Only of use where a choice of encodings is open, and not found in text that was decoded once.
_MORE = r"""
      (?<![\p{L}\p{M}\u200c\u200d\u25cc])\p{M}                          # a mark without its base
    | [\uff61-\uff9f](?![\uff61-\uff9f])|(?<=\p{Han})[\uff61-\uff9f]    # half-width katakana that makes no word
    | (?<=[\p{L}--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]])       # any other sign between letters
      [\p{S}\p{No}\p{Pi}\p{Ps}¡¿·…•--[\x00-\x7f’‑]](?=\p{L})
    | (?<=[ØÙÐÑÃÂ])[\p{Lu}\p{S}\p{P}\p{No}--[\x00-\x7f]]              # lead bytes of UTF-8 as Latin letters
    | [\p{Cn}\p{Co}]
"""


@cache
def _more() -> regex.Pattern[str]:
    return regex.compile(_MORE, regex.VERBOSE | regex.V1)


def anomalies(text: str) -> int:
    """The number of places in `text` that look like a wrong decoding.

    >>> anomalies("Сегодня хорошая погода"), anomalies("цЕЦНДМЪ УНПНЬЮЪ")
    (0, 1)
    """
    return sum(1 for _ in _core().finditer(text))


def is_odd(text: str) -> bool:
    """Whether there is any anomaly; the same question for less.

    >>> is_odd("café"), is_odd("cafГ©s")
    (False, True)
    """
    return _core().search(text) is not None


def anomalies_of_reading(text: str) -> int:
    """As `anomalies`, with those that only a wrong choice of encoding makes: marks without bases, broken katakana."""
    return anomalies(text) + len(_more().findall(text))
