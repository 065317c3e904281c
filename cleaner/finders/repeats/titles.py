"""Repeated short lines that only their place gives away: a title printed twice, and the head of a second copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from cleaner.finders.repeats.blocks import Block
from cleaner.finders.repeats.words import Line, Words

_HEAD = 12
_MIN_MASS = 10
_ALIKE = 0.8
_REACH = 6
"""Lines before a second copy in which its title is looked for."""


def alike(line: Line, other: Line) -> bool:
    """Whether two short lines say the same: the same words, or all but one in five of four or more."""
    if line.words == other.words:
        return bool(line.words)
    size, least = len(line.words), len(other.words)
    if size < least:
        size, least = least, size
    if size < 4 or least < _ALIKE * size:
        return False
    return (Counter(line.words) & Counter(other.words)).total() >= _ALIKE * size


def doubled_title(words: Words) -> dict[int, int]:
    """The title printed twice in a row at the head of running text: the second line, and the one it repeats."""
    lines = words.lines
    first = next((i for i, line in enumerate(lines) if line.prose), None)
    if first is None:
        return {}
    found = {}
    for i in range(1, min(first, _HEAD)):
        if i > 1 and i + 1 != first:
            continue
        if lines[i].mass >= _MIN_MASS and lines[i].words == lines[i - 1].words:
            found[i] = i - 1
    return found


def head_of_copy(words: Words, block: Block, cut: Set[int]) -> dict[int, int]:
    """Short lines directly before a second copy that also stand before the first, and those between the two."""
    lines = words.lines
    first = block.pairs[0]
    late, early = first.line, first.first
    found: dict[int, int] = {}
    pending: dict[int, int] = {}
    for i in range(late - 1, max(early, late - 1 - _REACH), -1):
        if lines[i].prose or i in cut:
            break
        twin = next(
            (
                t
                for t in range(early - 1, max(-1, early - 1 - _REACH), -1)
                if t not in cut and alike(lines[i], lines[t])
            ),
            None,
        )
        if twin is None:
            continue
        pending[i] = twin
        if lines[i].mass >= _MIN_MASS:
            found |= pending
            pending = {}
    return found


def inside_copy(words: Words, block: Block, cut: Set[int]) -> dict[int, int]:
    """Short lines inside a second copy, or directly behind it, that stand in the same place in the first."""
    lines = words.lines
    found: dict[int, int] = {}
    for left, right in zip(block.pairs, block.pairs[1:], strict=False):
        gap = [i for i in range(left.line + 1, right.line) if i not in cut]
        if not gap or right.first - left.last > 4 * _REACH:
            continue
        between = range(min(right.first, left.line + 1) - 1, left.last, -1)
        twins = {lines[t].words: t for t in between if t not in cut and lines[t].words}
        found |= {i: twins[lines[i].words] for i in gap if lines[i].words in twins}
    last = block.pairs[-1]
    late, early = last.line + 1, last.last + 1
    for _ in range(_REACH):
        if late >= len(lines) or late in cut or early >= block.pairs[0].line or early in cut:
            break
        if not lines[late].words or lines[late].words != lines[early].words:
            break
        found[late] = early
        late, early = late + 1, early + 1
    return found
