"""A pattern that hits wherever a text is not in normalisation form C, made from Python's own Unicode data.

`unicodedata.is_normalized` normalises a whole text when a character could combine with the one before it, as vowel
signs of Bengali and marks of Vietnamese could; this pattern looks at the pairs that do.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache


def char_class(chars: set[int]) -> str:
    """A class of code points, as ranges, in the syntax of all engines used here."""
    parts: list[str] = []
    first = last = -2
    for code in (*sorted(chars), -2):
        if code != last + 1:
            if last >= 0:
                parts.append(escaped(first) if first == last else f"{escaped(first)}-{escaped(last)}")
            first = code
        last = code
    return "[" + "".join(parts) + "]"


def escaped(code: int) -> str:
    """One code point inside a class."""
    char = chr(code)
    return f"\\{char}" if char in "\\]^-[&|~" else char


# Han, Yi, hangul and Tangut: all assigned, so by Unicode's policy of stability they will never decompose or combine.
# Above them surrogates and private characters, then nothing that decomposes but compatibility Han at the end.
_RANGES = ((0xA0, 0x3400), (0xA4D0, 0xAC00), (0xF900, 0x17000), (0x18B00, 0x20000), (0x2F800, 0x2FA20))
_CHUNK = 128

# No mark has a higher combining class than this one, so that all others move before it.
_LAST = "\u0345"


@cache
def _moving() -> list[int]:
    """All code points that combine or decompose, and others near them; normalising whole chunks finds them quickly."""
    found: list[int] = []
    for first, end in _RANGES:
        for at in range(first, end, _CHUNK):
            codes = range(at, min(at + _CHUNK, end))
            chunk = _LAST + _LAST.join(map(chr, codes))
            if not unicodedata.is_normalized("NFD", chunk):
                found += codes
    return found


@cache
def _marks() -> dict[int, set[int]]:
    """The characters of each canonical combining class but 0, in order of the classes."""
    combining: dict[int, set[int]] = defaultdict(set)
    for code in _moving():
        order = unicodedata.combining(chr(code))
        if order:
            combining[order].add(code)
    return dict(sorted(combining.items()))


@cache
def pattern() -> str:
    """Every text that is not NFC holds a match; some that are may hold one too."""
    changed: set[int] = set()
    firsts: dict[int, set[int]] = defaultdict(set)  # second of a pair that composes → firsts
    for code in _moving():
        char = chr(code)
        parts = unicodedata.decomposition(char)
        if not parts or parts[0] == "<":
            continue
        if unicodedata.normalize("NFC", char) != char:
            changed.add(code)
            continue
        pair = parts.split()
        if len(pair) == 2:
            firsts[int(pair[1], 16)].add(int(pair[0], 16))
    by_firsts: dict[frozenset[int], set[int]] = defaultdict(set)
    for second, those in firsts.items():
        by_firsts[frozenset(those)].add(second)
    parts_of = [char_class(changed)]
    parts_of += [f"{char_class(set(those))}{char_class(seconds)}" for those, seconds in by_firsts.items()]
    # With another mark between them, which must be of a lower class than the second: few texts have two marks in a row.
    high = {second for second in firsts if unicodedata.combining(chr(second)) > 1}
    parts_of.append(f"{char_class(set().union(*(firsts[second] for second in high)))}{marks()}+{char_class(high)}")
    parts_of += _out_of_order()
    parts_of += ["[\u1100-\u1112][\u1161-\u1175]", "[\uac00-\ud7a3][\u11a8-\u11c2]"]
    return "|".join(parts_of)


_BLOCK = 8


def _out_of_order() -> Iterator[str]:
    """A mark after one of a higher class. By blocks of classes, so that the pattern does not grow with their square."""
    classes = list(_marks().values())
    below: set[int] = set()
    for at in range(0, len(classes), _BLOCK):
        block = classes[at : at + _BLOCK]
        inside: set[int] = set()
        for those in block:
            if inside:
                yield char_class(those) + char_class(inside)
            inside |= those
        if below:
            yield char_class(inside) + char_class(below)
        below |= inside


@cache
def marks() -> str:
    """All characters with a canonical combining class other than 0, as a class."""
    return char_class(set().union(*_marks().values()))
