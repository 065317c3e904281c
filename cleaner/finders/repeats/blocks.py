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
_BEFORE = 24
"""Earlier pairs that a pair may go on from; it bounds the work."""
_LEAP = 300
"""Mass of other text that a block may step over, on either side, beside half of its own."""
_TOLL = 0.25
"""What stepping over a unit of mass costs a block."""


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
    new: int
    """Words of the line that its earlier copy lacks, and how many of them hold a digit."""
    new_numbers: int


class Block(Struct, frozen=True):
    """Pairs that follow each other on both sides, and how dense the repetition is there."""

    pairs: tuple[Pair, ...]
    mass: int
    late_density: float
    """Share of the later run's mass that is repeated."""
    early_density: float


def pair_lines(words: Words, source: list[int]) -> list[Pair]:
    """The lines that are covered by earlier ones, in order."""
    pairs = []
    for i, (start, end) in enumerate(pairwise(words.starts)):
        origins = source[start:end]
        if origins and max(origins) >= 0:
            pair = _pair(words, source, origins, i)
            if pair is not None:
                pairs.append(pair)
    return pairs


def _pair(words: Words, source: list[int], origins: list[int], i: int) -> Pair | None:
    start, end = words.starts[i], words.starts[i + 1]
    if origins[0] >= 0 and origins == list(range(origins[0], origins[0] + end - start)):  # word for word from one place
        begin, after = origins[0], origins[-1]
        return _made(words, Pair(i, words.line_of(begin), words.line_of(after), begin, after + 1, 1.0, True, 0, 0))
    copied = [at for at in range(start, end) if source[at] >= 0]
    size = end - start
    if not copied or len(copied) < size * (_MIN_COVER - 0.2):
        return None
    shifts = Counter(at - source[at] for at in copied)
    shift = max(shifts, key=lambda s: (shifts[s], s))
    if len(shifts) > 1:
        slack = size + 20
        copied = [at for at in copied if abs(at - source[at] - shift) <= slack]
    covered, hole = len(copied), 0
    before, after = source[copied[0]], source[copied[-1]]
    gaps = [
        (start - 1, copied[0], max(words.starts[words.line_of(before)] - 1, before - _GAP), before),
        *((left, right, source[left], source[right]) for left, right in pairwise(copied) if right - left > 1),
        (copied[-1], end, after, min(words.starts[words.line_of(after) + 1], after + _GAP)),
    ]
    for left, right, begin, stop in gaps:
        found = _common(words.stream, left, right, begin, stop) if right - left > 1 else 0
        covered += found
        hole = max(hole, right - left - 1 - found)
    cover = covered / size
    if cover < _MIN_COVER or hole > _MAX_HOLE * words.shingle // 5:
        return None
    origins = [source[at] for at in copied]
    begin, end = min(origins), max(origins) + 1
    first, last = words.line_of(begin), words.line_of(end - 1)
    new = [words.stream[at] for at in range(start, end) if source[at] < 0]
    numbers = sum(any(map(str.isdigit, word)) for word in new)
    return _made(words, Pair(i, first, last, begin, end, cover, len(copied) == size, len(new), numbers))


def _made(words: Words, pair: Pair) -> Pair | None:
    """The pair, if its line may go in favour of its earlier copy."""
    if pair.last >= pair.line:
        return None
    if not words.lines[pair.line].cut_short and any(line.cut_short for line in words.lines[pair.first : pair.last + 1]):
        return None  # the earlier copy is an excerpt, and the full text is not cut in its favour
    return pair


def _common(stream: list[str], left: int, right: int, begin: int, stop: int) -> int:
    """How many words between two matches stand in both copies, in whatever order."""
    if right - left > _GAP or not 1 < stop - begin <= _GAP:
        return 0
    return (Counter(stream[left + 1 : right]) & Counter(stream[begin + 1 : stop])).total()


def chain(words: Words, pairs: list[Pair]) -> list[Block]:
    """Group pairs to blocks: runs in which both sides go forward, with as little other text between as can be.

    Colinear chaining as in sequence alignment, with a window: the best predecessor of each pair, then the heaviest
    chains, each pair used once.
    """
    if not pairs:
        return []
    paired = {pair.line for pair in pairs}
    full = list(accumulate((line.mass for line in words.lines), initial=0))
    own = list(accumulate((0 if i in paired else line.mass for i, line in enumerate(words.lines)), initial=0))
    worth: list[float] = []
    previous: list[int] = []
    # What the many comparisons below read of an earlier pair.
    ends = [pair.end - words.shingle for pair in pairs]
    lines = [pair.line + 1 for pair in pairs]
    lasts = [pair.last + 1 for pair in pairs]
    for k, pair in enumerate(pairs):
        best, best_at = 0.0, -1
        begin, first, line = pair.begin, pair.first, pair.line
        for j in range(k - 1, max(-1, k - 1 - _BEFORE), -1):
            held = worth[j]
            if held <= best or begin < ends[j]:
                continue
            # Mass between the two lines; where the printings are interleaved, up to the first printing of the second.
            start, last = lines[j], lasts[j]
            late = full[first if first >= start else line] - full[start]
            early = own[first] - own[last] if last < first else 0
            gain = held - _TOLL * (late + early)
            if gain > best and late <= _LEAP + held / 2 >= early:
                best, best_at = gain, j
        worth.append(words.lines[line].mass + best)
        previous.append(best_at)
    blocks = []
    used = [False] * len(pairs)
    for k in sorted(range(len(pairs)), key=lambda k: (-worth[k], k)):
        members = []
        while k >= 0 and not used[k]:
            used[k] = True
            members.append(pairs[k])
            k = previous[k]
        if members:
            blocks.append(_block(words, members[::-1], own))
    blocks.sort(key=lambda block: block.pairs[0].line)
    return blocks


def _block(words: Words, members: list[Pair], own: list[int]) -> Block:
    mass = sum(words.lines[pair.line].mass for pair in members)
    begin, end = members[0].line, members[-1].line + 1
    last = max(pair.last for pair in members)
    late = own[end] - own[begin]
    if last >= begin:  # interleaved: first printings stand among the second
        among = {i for pair in members for i in range(max(begin, pair.first), pair.last + 1)}
        late -= sum(own[i + 1] - own[i] for i in among)
    early = own[last + 1] - own[members[0].first]
    return Block(tuple(members), mass, mass / max(1, mass + late), min(1.0, mass / max(1, early)))
