"""Which word of a document is a copy of which earlier word.

A factorisation in the manner of Lempel and Ziv (1977) over words: walking through the stream, each shingle that was
seen before starts a match with its first occurrence; the match is followed word by word, and over small edits as a
greedy diff would. Linear: each word is looked up once, each step over an edit tries a constant number of places.
"""

from __future__ import annotations

from functools import cache

from cleaner.finders.repeats.words import Words

_BACK = 20
"""How far, in shingles, a match is followed backwards: it bounds the work."""
_FEW = 12
"""Words that are compared one by one: most matches end there."""
_LEAP = 64
"""Words that are compared at a time from then on; fewer where they differ."""
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
        number = len(stream) - size + 1
        first: dict[tuple[str, ...], int] = {}
        shingles = zip(*(stream[i:] for i in range(size)), strict=False)
        origins = list(map(first.setdefault, shingles, range(number)))
        if len(first) == len(origins):
            return self.source  # nothing stands twice
        at = 0
        for here in [here for here, origin in enumerate(origins) if origin + size <= here]:
            if here >= at:
                at = self._follow(here, origins[here])
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
        while (
            length < most
            and length < _FEW
            and stream[at + length] == stream[origin + length]
            and source[origin + length] < 0
        ):
            length += 1
        if length < _FEW:
            return length
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
        return length

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
        stream, grip, reach = self.stream, self.grip, self.size + 1
        right = {
            b: tuple(stream[origin + b : origin + b + grip])
            for b in range(min(reach, limit - grip - origin + 1))
            if self.source[origin + b] < 0
        }
        left = [tuple(stream[at + a : at + a + grip]) for a in range(reach)]
        if set(left).isdisjoint(right.values()):
            return None
        return next(((at + a, origin + b) for a, b in self.steps if b in right and left[a] == right[b]), None)
