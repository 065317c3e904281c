"""Which of many words occur in a text, and where: the door to ahocorasick_rs, with a plain way where it is missing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

_library: Any = None
with contextlib.suppress(ImportError):  # no wheel for this platform: same results, cost grows with the number of words
    import ahocorasick_rs as _library

Finder = Callable[[str], list[tuple[int, int, int]]]


def word_finder(words: Sequence[str], *, plain: bool = False) -> Finder:
    """A function from text to (index of the word, start, end) of all occurrences, overlapping ones too.

    No word may be empty. `plain`: without the library.

    >>> sorted(word_finder(["ab", "b"])("xab"))
    [(0, 1, 3), (1, 2, 3)]
    """
    if _library is None or plain or not words:
        return _plain(tuple(words))
    automaton = _library.AhoCorasick(words)

    def find(text: str) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    return find


def _plain(words: tuple[str, ...]) -> Finder:
    def find(text: str) -> list[tuple[int, int, int]]:
        out: list[tuple[int, int, int]] = []
        for index, word in enumerate(words):
            at = text.find(word)
            while at >= 0:
                out.append((index, at, at + len(word)))
                at = text.find(word, at + 1)
        return out

    return find
