"""From repeated words to repeated lines, and from these to blocks: runs of lines that repeat an earlier run."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

from msgspec import Struct

from cleaner.finders.repeats.words import Words

_MIN_COVER = 0.6
"""Share of a line's words that its earlier copy must hold."""
_MAX_HOLE = 8
"""Words in a row that the earlier copy may lack: more are news, and a line that holds news stays."""
_GAP = 40
"""Words between two matches that are compared as a bag."""
_OPEN = 4
"""Blocks that a line can go on; it bounds the work."""
_LEAP = 300
"""Mass of other text that a block may step over, on either side, beside half of its own."""


class Pair(Struct, frozen=True, gc=False):
    """Line `line` repeats words of the lines `first` to `last`, all before it."""

    line: int
    first: int
    last: int
    begin: int
    """Position in the stream of the first word that it repeats."""
    end: int
    cover: float
    exact: bool


class Block(Struct, frozen=True):
    """Pairs that follow each other on both sides, and how dense the repetition is there."""

    pairs: tuple[Pair, ...]
    mass: int
    late_density: float
    """Share of the later run's mass that is repeated."""
    early_density: float


def pair_lines(words: Words, source: list[int]) -> list[Pair]:
    """The lines that are covered by earlier ones, in order."""
    line_of = [i for i, line in enumerate(words.lines) for _ in line.words]
    pairs = []
    for i in range(len(words.lines)):
        pair = _pair(words, source, line_of, i)
        if pair is not None:
            pairs.append(pair)
    return pairs


def _pair(words: Words, source: list[int], line_of: list[int], i: int) -> Pair | None:
    start, end = words.starts[i], words.starts[i + 1]
    copied = [at for at in range(start, end) if source[at] >= 0]
    size = end - start
    if not copied or len(copied) < size * (_MIN_COVER - 0.2):
        return None
    shifts = Counter(at - source[at] for at in copied)
    shift = max(shifts, key=lambda s: (shifts[s], s))
    if len(shifts) > 1:
        slack = size + 20
        copied = [at for at in copied if abs(at - source[at] - shift) <= slack]
    covered = len(copied)
    hole = max(copied[0] - start, end - 1 - copied[-1])
    for left, right in pairwise(copied):
        if right - left > 1:
            found = _common(words.stream, left, right, source[left], source[right])
            covered += found
            hole = max(hole, right - left - 1 - found)
    cover = covered / size
    if cover < _MIN_COVER or hole > _MAX_HOLE * words.shingle // 5:
        return None
    origins = [source[at] for at in copied]
    begin, end = min(origins), max(origins) + 1
    first, last = line_of[begin], line_of[end - 1]
    if last >= i:
        return None
    return Pair(i, first, last, begin, end, cover, len(copied) == size)


def _common(stream: list[str], left: int, right: int, begin: int, stop: int) -> int:
    """How many words between two matches stand in both copies, in whatever order."""
    if right - left > _GAP or not 1 < stop - begin <= _GAP:
        return 0
    return (Counter(stream[left + 1 : right]) & Counter(stream[begin + 1 : stop])).total()


def chain(words: Words, pairs: list[Pair]) -> list[Block]:
    """Join pairs to blocks: a pair goes on the block whose earlier run ends nearest before its own."""
    paired = {pair.line for pair in pairs}
    # Mass of unrepeated text before each line: what a block would step over.
    own = list(accumulate((0 if i in paired else line.mass for i, line in enumerate(words.lines)), initial=0))
    done: list[list[Pair]] = []
    open_: list[tuple[list[Pair], int]] = []
    for pair in pairs:
        best = None
        for k, (members, mass) in enumerate(open_):
            before = members[-1]
            leap = _LEAP + mass // 2
            if (
                pair.begin >= before.end - words.shingle
                and own[pair.first] - own[min(before.last + 1, pair.first)] <= leap
                and own[pair.line] - own[before.line + 1] <= leap
                and (best is None or before.end >= open_[best][0][-1].end)
            ):
                best = k
        mass = words.lines[pair.line].mass
        if best is None:
            members = [pair]
            done.append(members)
        else:
            members, old = open_.pop(best)
            members.append(pair)
            mass += old
        open_.append((members, mass))
        del open_[:-_OPEN]
    return [_block(words, members, own) for members in done]


def _block(words: Words, members: list[Pair], own: list[int]) -> Block:
    mass = sum(words.lines[pair.line].mass for pair in members)
    late = own[members[-1].line + 1] - own[members[0].line]
    early = own[max(pair.last for pair in members) + 1] - own[members[0].first]
    return Block(tuple(members), mass, mass / max(1, mass + late), min(1.0, mass / max(1, early)))
