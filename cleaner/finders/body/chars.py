"""Characters and words of all lines of a page at once, as arrays.

A loop over characters or words in Python would cost more than the whole rest of the finder; here every character is
looked at by table and every word becomes a number in a handful of array operations.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

OTHER, LOWER, UPPER, HAN, THAI, DIGIT, SPACE, STOP, COMMA, COLON, QUOTE, BAR, DASH, BRACKET, MARK, SYMBOL = range(16)
"""Classes of characters: LOWER holds every letter without case too; HAN holds kana; THAI holds Lao, Khmer, Burmese."""
CLASSES = 16

_STOPS = ".!?…。！？｡।॥۔؟։።‼⁇"
_COMMAS = ",;、，；،؛"
_COLONS = ":："
_QUOTES = "\"'«»“”‘’„‚‹›「」『』《》〈〉`´"
_BARS = "|/\\•·▪◦●■→←↑↓▸►▶◀▼▲*_#=+~^<>›‹"
_HASH_BITS = 18
BUCKETS = 1 << _HASH_BITS
"""Numbers a word can have."""
_WORD_LIMIT = 24
"""Characters of a word that count towards its number."""


class Measured(NamedTuple):
    """What `measure` found, one row per line unless said otherwise."""

    counts: Ints
    """(lines, CLASSES): characters of each class."""
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    last_but_one: NDArray[np.uint8]
    """Class of the first, last and last but one character."""
    words: Ints
    """Number of words; every two characters of scripts without spaces count as one."""
    capitals: Ints
    """Words that begin with a capital."""
    bucket: Ints
    """One entry per word of the page, in order: its number, below BUCKETS."""
    code: NDArray[np.uint64]
    """One entry per word of the page: its number in 64 bits; two words never share it by chance."""
    numeral: NDArray[np.bool_]
    """One entry per word of the page: whether it begins with a digit."""
    line_of: Ints
    """One entry per word of the page: the line it stands in."""


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint64]]:
    """Class and number (lower case, from 1) of the first 65,536 code points; factors of the word number."""
    kinds = np.zeros(65536, np.uint8)
    lower = np.arange(65536, dtype=np.uint32)
    by_category = {"Lu": UPPER, "Lt": UPPER, "Nd": DIGIT, "Nl": DIGIT, "No": DIGIT, "Pd": DASH, "Ps": BRACKET}
    by_category |= {"Pe": BRACKET, "Pi": QUOTE, "Pf": QUOTE, "Mn": MARK, "Mc": MARK, "Me": MARK}
    by_first = {"L": LOWER, "Z": SPACE, "P": SYMBOL, "S": SYMBOL, "C": OTHER}
    for code in range(65536):
        char = chr(code)
        category = unicodedata.category(char)
        kinds[code] = by_category.get(category, by_first.get(category[0], OTHER))
        folded = char.lower()
        if len(folded) == 1:
            lower[code] = min(ord(folded), 65535)
    for low, high in ((0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)):
        kinds[low:high] = HAN
    for low, high in ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800)):
        part = kinds[low:high]
        part[(part == LOWER) | (part == MARK)] = THAI
    for chars, kind in ((_STOPS, STOP), (_COMMAS, COMMA), (_COLONS, COLON), (_QUOTES, QUOTE), (_BARS, BAR)):
        for char in chars:
            kinds[ord(char)] = kind
    for code in (9, 10, 11, 12, 13, 0x200B, 0xFEFF, 0xAD):
        kinds[code] = SPACE
    kinds[0xAD] = kinds[0x200B] = MARK
    lower[kinds == DIGIT] = ord("0")
    factor = 0x9E3779B97F4A7C15
    factors = np.empty(_WORD_LIMIT + 1, np.uint64)
    value = 1
    for i in range(_WORD_LIMIT + 1):
        factors[i] = value if i < _WORD_LIMIT else 0
        value = value * factor % (1 << 64)
    return kinds, lower.astype(np.uint64) + np.uint64(1), factors


def measure(lines: list[str]) -> Measured:
    """Measure all lines at once; no line may be empty or hold a line feed.

    >>> found = measure(["Two Words.", "日本語"])
    >>> found.words.tolist(), found.capitals.tolist(), found.counts[:, STOP].tolist()
    ([2, 2], [2, 0], [1, 0])
    """
    kinds, numbers, factors = _tables()
    codes = _codes("".join(lines))
    kind = kinds.take(codes)
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    ends = np.cumsum(sizes)
    starts = ends - sizes
    # The line of each character, in steps of CLASSES: with its class added, the place where it is counted.
    row = np.repeat(np.arange(0, len(lines) * CLASSES, CLASSES), sizes)
    counts = np.bincount(row + kind, minlength=len(lines) * CLASSES).reshape(-1, CLASSES)
    edges = kind[starts], kind[ends - 1], kind[np.maximum(ends - 2, starts)]
    # Words: runs of letters, marks and digits; scripts without spaces are cut after every second character.
    inside = _IN_WORD.take(kind)
    places = np.flatnonzero(inside)
    if not len(places):
        none = np.zeros(0, np.int64)
        zero = np.zeros(len(lines), np.int64)
        return Measured(counts, *edges, zero, zero, none, none.astype(np.uint64), none.astype(bool), none)
    begins = np.empty(len(kind), bool)
    begins[0] = True
    np.logical_not(inside[:-1], out=begins[1:])
    begins[starts] = True
    is_spaceless = bool(counts[:, HAN].any() or counts[:, THAI].any())
    if is_spaceless:
        spaceless = (kind == HAN) | (kind == THAI)
        begins[1:] |= spaceless[1:] != spaceless[:-1]
    begins = begins.take(places)
    at = np.flatnonzero(begins)
    within = _within(at, len(places))
    if is_spaceless:
        at = np.flatnonzero((spaceless.take(places) & (within % 2 == 0)) | begins)
        within = _within(at, len(places))
    values = numbers.take(codes.take(places))
    values *= factors.take(np.minimum(within, _WORD_LIMIT, out=within))
    sums = np.add.reduceat(values, at)
    sums ^= sums >> np.uint64(29)
    code = sums * np.uint64(0xBF58476D1CE4E5B9)
    bucket = (code >> np.uint64(64 - _HASH_BITS)).astype(np.int64)
    firsts = places.take(at)
    line_of = row.take(firsts) // CLASSES
    words = np.bincount(line_of, minlength=len(lines))
    initial = kind.take(firsts)
    capitals = np.bincount(line_of[initial == UPPER], minlength=len(lines))
    return Measured(counts, *edges, words, capitals, bucket, code, initial == DIGIT, line_of)


def _codes(text: str) -> NDArray[np.uint16]:
    """The code points, those beyond the tables as the last one of them."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) == 2 * len(text):
        return np.frombuffer(units, np.uint16)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(points, 65535).astype(np.uint16)


def _within(starts: Ints, size: int) -> Ints:
    """For each of `size` characters of words how many of its word stand before it."""
    lengths = np.empty(len(starts), np.int64)
    np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
    lengths[-1] = size - starts[-1]
    return np.asarray(np.arange(size) - np.repeat(starts, lengths))


_IN_WORD = np.zeros(CLASSES, bool)
_IN_WORD[[LOWER, UPPER, HAN, THAI, DIGIT, MARK]] = True
