"""Teasers: the beginning of the text, printed above it on its own, often cut short."""

from __future__ import annotations

from collections.abc import Set

import regex

from cleaner.finders.prose import ends_sentence
from cleaner.finders.repeats.words import Line, Words, words_of

_MIN_CUT_SHORT = 40
"""Mass of a teaser that ends in an ellipsis."""
_MIN_WHOLE = 80
"""Mass of a teaser without one."""
_DATELINE = 8
"""Words (a place and a date) that may stand before the repeated words in the full text."""
_HEAD = 12
_NEXT = 8

# What may follow the ellipsis on the line ("Read more", "weiterlesen") is short. One class, no backtracking beyond 40.
_ELLIPSIS = regex.compile(r"\s*(?:\[?\(?(?:…|\.{3,}|。。。)\)?\]?)\s*(?P<more>[^.…]{0,40})$")
_MAX_MORE = 4


def teasers(words: Words, cut: Set[int]) -> dict[int, tuple[int, int]]:
    """Head lines whose words all stand at the beginning of the full text below: the line, and the lines that hold it.

    Only short lines and other teasers may stand between. `cut` are lines that go anyway.
    """
    lines = words.lines
    found: dict[int, tuple[int, int]] = {}
    left = [i for i in range(len(lines)) if i not in cut][: _HEAD + _NEXT]
    for at, i in enumerate(left[:_HEAD]):
        body = _teased(lines[i], first=at == 0)
        if body:
            holder = _holder(words, body[0], body[1], left[at + 1 : at + 1 + _NEXT])
            if holder is not None and cut.isdisjoint(range(holder[0], holder[1] + 1)):
                found[i] = holder
                continue
        if lines[i].prose:
            break
    return found


def _teased(line: Line, *, first: bool) -> tuple[list[str], bool] | None:
    """The words that the full text must hold, and whether the last may be cut short; None for what is no teaser."""
    match = _ELLIPSIS.search(line.raw[-60:])
    if match and len(words_of(match["more"])) <= _MAX_MORE:
        body = words_of(line.raw[: len(line.raw) - len(line.raw[-60:]) + match.start()])
        mass = sum(map(len, body))
        return (body, True) if mass >= (2 * _MIN_CUT_SHORT if first else _MIN_CUT_SHORT) else None
    if line.mass < _MIN_WHOLE or not line.prose or (first and not ends_sentence(line.raw)):
        return None
    return list(line.words), False


def _holder(words: Words, body: list[str], short: bool, below: list[int]) -> tuple[int, int] | None:
    """The lines that hold `body` whole from near the beginning of the first running text in `below`."""
    for i in below:
        if not words.lines[i].prose:
            continue
        for shift in range(_DATELINE + 1):
            start = words.starts[i] + shift
            if start + len(body) > len(words.stream) or start >= words.starts[i + 1]:
                break
            if _same(words.stream, start, body, short):
                last = i
                while words.starts[last + 1] < start + len(body):
                    last += 1
                longer = words.starts[last + 1] - words.starts[i] > len(body)
                return (i, last) if longer else None
        if len(body) > len(words.lines[i].words):
            continue
        return None
    return None


def _same(stream: list[str], start: int, body: list[str], short: bool) -> bool:
    end = start + len(body) - 1
    if stream[start:end] != body[:-1]:
        return False
    return stream[end] == body[-1] or (short and stream[end].startswith(body[-1]))
