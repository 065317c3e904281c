"""Teasers: the beginning of the text, printed above it on its own, often cut short."""

from __future__ import annotations

from collections.abc import Iterable, Set

from cleaner.finders.prose import ends_sentence
from cleaner.finders.repeats.words import Line, Words, cut_short_at, mass_of, words_of

_MIN_CUT_SHORT = 40
"""Mass of a teaser that ends in an ellipsis."""
_MIN_WHOLE = 80
"""Mass of a teaser without one."""
_DATELINE = 8
"""Words (a place and a date) that may stand before the repeated words in the full text."""
_HEAD = 12
_NEXT = 8


def teasers(words: Words, cut: Set[int], copies: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Lines whose words all stand at the beginning of the full text below: the line, and the lines that hold it.

    They stand at the head, and only short lines and other teasers may stand between; or they break off the first
    printing of a copy. `cut` are lines that go anyway, `copies` the last lines of each first and second printing.
    """
    lines = words.lines
    found: dict[int, tuple[int, int]] = {}
    left = [i for i in range(len(lines)) if i not in cut][: _HEAD + _NEXT]
    for at, i in enumerate(left[:_HEAD]):
        holder = _holder(words, cut, _teased(lines[i], first=at == 0), left[at + 1 : at + 1 + _NEXT])
        if holder is not None:
            found[i] = holder
        elif lines[i].prose:
            break
    for early, late in copies:
        i = early + 1
        if i < late and i not in cut and i not in found and lines[i].cut_short:
            below = [k for k in range(late + 1, min(late + 1 + _NEXT, len(lines))) if k not in cut]
            holder = _holder(words, cut, _teased(lines[i], first=False), below)
            if holder is not None:
                found[i] = holder
    return found


def _teased(line: Line, *, first: bool) -> tuple[list[str], bool] | None:
    """The words that the full text must hold, and whether the last may be cut short; None for what is no teaser."""
    at = cut_short_at(line.raw)
    if at is not None:
        body = words_of(line.raw[:at])
        return (body, True) if mass_of(body) >= (2 * _MIN_CUT_SHORT if first else _MIN_CUT_SHORT) else None
    if line.mass < _MIN_WHOLE or not line.prose or (first and not ends_sentence(line.raw)):
        return None
    return list(line.words), False


def _holder(
    words: Words, cut: Set[int], teased: tuple[list[str], bool] | None, below: list[int]
) -> tuple[int, int] | None:
    """The lines that hold the teased words whole from near the beginning of the first running text in `below`."""
    if teased is None:
        return None
    body, short = teased
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
                return (i, last) if longer and cut.isdisjoint(range(i, last + 1)) else None
        if len(body) <= len(words.lines[i].words):
            return None
    return None


def _same(stream: list[str], start: int, body: list[str], short: bool) -> bool:
    end = start + len(body) - 1
    if stream[start:end] != body[:-1]:
        return False
    return stream[end] == body[-1] or (short and stream[end].startswith(body[-1]))
