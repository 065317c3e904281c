"""Which word of a document is a copy of which earlier word.

A factorisation in the manner of Lempel and Ziv (1977) over words: walking through the stream, each shingle that was
seen before starts a match with its first occurrence; the match is followed word by word, and over small edits as a
greedy diff would. Linear: each word is looked up once, each step over an edit tries a constant number of places.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

from cleaner.finders.repeats.words import Words

_BACK = 20
"""How far, in shingles, a match is followed backwards: it bounds the work."""
_LEAP = 64
"""Words that are compared at a time; fewer where they differ."""
_MAX_SHORT = 4
"""Matches shorter than a shingle in a row after which two copies are no longer alike."""


@cache
def _steps(reach: int) -> list[tuple[int, int]]:
    """Places behind an edit, the nearest first, those equally far on both sides before the others."""
    steps = ((a, b) for a in range(reach) for b in range(reach) if a or b)
    return sorted(steps, key=lambda step: (max(step), abs(step[0] - step[1]), step))


def align(words: Words) -> list[int]:
    """For each word of the stream the position of the earlier word that it repeats, or -1."""
    return _Walk(words).run()


class _Walk:
    """The state of one walk; it lives only inside `align`."""

    def __init__(self, words: Words) -> None:
        self.stream = words.stream
        self.size = words.shingle
        self.source = [-1] * len(words.stream)
        # Two words in common are enough to go on after an edit, because place and direction are known; where a word is
        # one character it takes four.
        self.grip = 2 if words.shingle == 5 else 4
        self.steps = _steps(words.shingle + 1)

    def run(self) -> list[int]:
        stream, size = self.stream, self.size
        shingles = list(zip(*(islice(stream, i, None) for i in range(size)), strict=False))
        last = len(shingles) - 1
        first: dict[tuple[str, ...], int] = {}
        origins = list(map(first.setdefault, shingles, range(len(shingles))))
        if len(first) == len(shingles):
            return self.source  # nothing stands twice
        at = 0
        while at <= last:
            origin = origins[at]
            at = self._follow(at, origin) if origin + size <= at else at + 1
        return self.source

    def _follow(self, at: int, origin: int) -> int:
        """Record the match that begins with a shared shingle; return where to look for the next one."""
        source = self.source
        self._follow_back(at, origin)
        limit = at  # the earlier copy ends where this one begins
        behind = at + 1  # behind the last match that is as long as a shingle
        short: list[tuple[int, int, int]] = []  # matches since then: recorded only if a longer one follows
        while True:
            length = self._alike(at, origin, limit)
            short.append((at, origin, length))
            at += length
            origin += length
            if length >= self.size:
                for start, begin, count in short:
                    source[start : start + count] = range(begin, begin + count)
                short.clear()
                behind = at
            step = self._step(at, origin, limit) if len(short) < _MAX_SHORT else None
            if step is None:
                return behind
            at, origin = step

    def _alike(self, at: int, origin: int, limit: int) -> int:
        """How many words from both places on are the same, where those of the earlier copy are no copies themselves."""
        stream, source = self.stream, self.source
        most = min(len(stream) - at, limit - origin)
        length, step = 0, _LEAP
        while step and length < most:
            size = min(step, most - length)
            begin = origin + length
            if (
                stream[at + length : at + length + size] == stream[begin : begin + size]
                and max(source[begin : begin + size]) < 0
            ):
                length += size
            else:
                step = size // 2
        return max(0, length)

    def _follow_back(self, at: int, origin: int) -> None:
        """Give the words before a match to it, as far as they agree; a match in the way is replaced whole or not."""
        stream, source = self.stream, self.source
        begin, shift = at, at - origin
        end = at
        for _ in range(_BACK * self.size):
            at -= 1
            if at < shift or stream[at] != stream[at - shift] or source[at] == at - shift:
                break
            if source[at] < 0 or at == 0 or source[at - 1] != source[at] - 1:
                begin = at
        source[begin:end] = range(begin - shift, end - shift)

    def _step(self, at: int, origin: int, limit: int) -> tuple[int, int] | None:
        """The nearest place behind an edit where both copies run alike again."""
        stream, grip = self.stream, self.grip
        for a, b in self.steps:
            left, right = at + a, origin + b
            if (
                right + grip <= limit
                and self.source[right] < 0
                and stream[left : left + grip] == stream[right : right + grip]
            ):
                return left, right
        return None
