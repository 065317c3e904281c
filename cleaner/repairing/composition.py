"""A pattern that hits wherever a text is not in normalisation form C, made from Python's own Unicode data.

`unicodedata.is_normalized` normalises a whole text when a character could combine with the one before it, as vowel
signs of Bengali and marks of Vietnamese could; this pattern looks at the pairs that do.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache


def char_class(chars: set[int]) -> str:
    """A class of code points, as ranges, in the syntax of all engines used here."""
    parts: list[str] = []
    ordered = sorted(chars)
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        first, last = escaped(ordered[at]), escaped(ordered[end])
        parts.append(first if at == end else f"{first}-{last}")
        at = end + 1
    return "[" + "".join(parts) + "]"


def escaped(code: int) -> str:
    """One code point inside a class."""
    char = chr(code)
    return f"\\{char}" if char in "\\]^-[&|~" else char


@cache
def pattern() -> str:
    """Every text that is not NFC holds a match; some that are may hold one too."""
    changed: set[int] = set()
    combining: dict[int, set[int]] = defaultdict(set)  # canonical combining class → characters
    firsts: dict[int, set[int]] = defaultdict(set)  # second of a pair that composes → firsts
    for code in (*range(0xA0, 0xD800), *range(0xF900, 0x20000), *range(0x2F800, 0x2FA20)):
        char = chr(code)
        order = unicodedata.combining(char)
        if order:
            combining[order].add(code)
        parts = unicodedata.decomposition(char)
        if not parts or parts[0] == "<":
            continue
        if unicodedata.normalize("NFC", char) != char:
            changed.add(code)
        pair = parts.split()
        if len(pair) == 2 and code not in changed:
            firsts[int(pair[1], 16)].add(int(pair[0], 16))
    marks = char_class(set().union(*combining.values()))
    by_firsts: dict[frozenset[int], set[int]] = defaultdict(set)
    for second, those in firsts.items():
        by_firsts[frozenset(those)].add(second)
    parts_of = [char_class(changed)]
    parts_of += [f"{char_class(set(those))}{marks}*{char_class(seconds)}" for those, seconds in by_firsts.items()]
    lower: set[int] = set()
    for order in sorted(combining):
        if lower:
            parts_of.append(f"{char_class(combining[order])}{char_class(lower)}")
        lower |= combining[order]
    parts_of += ["[\u1100-\u1112][\u1161-\u1175]", "[\uac00-\ud7a3][\u11a8-\u11c2]"]
    return "|".join(parts_of)
