"""The density guard: which blocks are a second printing, and which are the author's own repetition.

A refrain, a litany, a question asked again and a clause of law quoted again are repeats too. A second printing differs
in that it is dense on both sides, made of running text, and begins where the article begins, follows its first
printing at once, or is too long to be a device.
"""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct

from cleaner.finders.repeats.blocks import Block
from cleaner.finders.repeats.titles import head_of_copy
from cleaner.finders.repeats.words import Words
from cleaner.model import Certainty

_DENSE = 0.65
_DENSE_FORM = 0.9
"""The same for lines that follow each other in pairs with small differences, as entries of one form do."""
_FORM_WORDS = 3
_COVERED = 0.8
"""Share of a copy's words that the first printing holds: a copy with every tenth word changed has 0.9 and more."""
_LONG = 165
"""Mass of a paragraph of about 200 characters: nobody says that twice in a row."""
_SEVERAL = 300
"""Mass that a copy must have if it is edited, or does not follow its first printing at once."""
_BIG = 1500
"""Mass of a copy that needs no title or beginning to be one."""
_BETWEEN = 60
"""Mass of other text, a share line or a date, that may stand between two printings that follow each other at once."""
_TIGHT = 2.05
"""Mass of two printings and all between them, in copies: nothing stands between."""
_BEFORE = 0.25
"""Other text before the first printing, as a share of the copy's mass."""
_FILLED = 0.6
"""Share of the text from the first printing to the second that the first must be, away from the head."""
_FAR = 0.3
"""The same at the head: farther apart, as a first post and its quotation in a forum, two copies need a title."""
_LEAD = 60
"""Mass of running text that a copy with a title must have."""
_MOSTLY = 0.8
"""Share of a long list that must stand again word for word."""
_TITLE = 10
"""Mass of a short line that can be a title."""
_QUOTES = (":", "：")
_VERSE_LINES = 6
_VERSE_FILLED = 0.85
_VERSE_AFTER = 0.4
"""Other text behind a copy of short lines, as a share of its mass: such a copy repeats all there is, or has a title."""


class Verdict(Struct, frozen=True, gc=False):
    certainty: Certainty
    note: str = ""


_SHORT = Verdict("hint", "repeats short earlier lines, as refrains, lists and tables do")


class Layout(Struct, frozen=True):
    """What the guard knows of the document: where its running text begins, and how much stands where."""

    first_prose: int
    mass: list[int]
    """Mass before each line, and of all lines."""
    kept: list[int]
    """The same without the lines that repeat others."""


def layout(words: Words, repeated: set[int]) -> Layout:
    """`repeated` are the lines of all blocks: they do not count as text that stands between."""
    first = next((i for i, line in enumerate(words.lines) if line.prose), len(words.lines))
    mass = [line.mass for line in words.lines]
    kept = (0 if i in repeated else size for i, size in enumerate(mass))
    return Layout(first, list(accumulate(mass, initial=0)), list(accumulate(kept, initial=0)))


class _Facts(Struct, frozen=True):
    """What the verdict on one block rests on. Masses are of letters and digits."""

    mass: int
    prose: int
    prose_lines: int
    same: float
    interleaved: bool
    at_head: bool
    between: int
    """Other text between the end of the first printing and the beginning of the second."""
    after: int
    filled: float
    """Share of the text from the first printing to the second that the first is."""
    hull: int
    """Everything from the beginning of the first printing to the end of the second."""
    titled: bool
    """Whether the line above the block stands above the first printing too."""
    begins_short: bool
    """Whether the block itself begins with a line that can be its title."""
    leads: bool
    """Whether it holds the first running text of the document."""
    quoted: bool


def judge(words: Words, block: Block, where: Layout) -> Verdict:
    """`certain` or `likely` for a second printing, `hint` with the reason otherwise."""
    need = _DENSE_FORM if _is_interleaved(block) and _same(words, block) < 1 else _DENSE
    if min(block.late_density, block.early_density) < need:
        return Verdict("hint", "repeats earlier lines, but new text stands between")
    covered = sum(words.lines[pair.line].mass * pair.cover for pair in block.pairs)
    if covered < _COVERED * block.mass:
        return Verdict("hint", "repeats earlier lines in other words, as a summary does")
    new = sum(pair.new for pair in block.pairs)
    if new >= _FORM_WORDS and 2 * sum(pair.new_numbers for pair in block.pairs) >= new:
        return Verdict("hint", "repeats earlier lines with other numbers, as lists and tables do")
    prose = [line.mass for pair in block.pairs if (line := words.lines[pair.line]).prose]
    is_verse = 2 * sum(prose) < block.mass
    if is_verse and (len(block.pairs) < _VERSE_LINES or block.mass < _SEVERAL):
        return _SHORT
    # Of flattened pages one block in twelve comes this far; what stands around it costs more than all above.
    facts = _facts(words, block, where, prose)
    if is_verse:
        return Verdict("likely") if _is_whole(facts) else _SHORT
    if facts.quoted and facts.mass < _BIG:
        return Verdict("hint", "repeats earlier lines as a quotation, after a colon")
    return _of_prose(facts)


def _is_interleaved(block: Block) -> bool:
    """Whether first and second printing alternate (p1 p1 p2 p2)."""
    return max(pair.last for pair in block.pairs) >= block.pairs[0].line


def _same(words: Words, block: Block) -> float:
    """Share of the block that stands again word for word."""
    return sum(words.lines[pair.line].mass for pair in block.pairs if pair.exact) / max(1, block.mass)


def _facts(words: Words, block: Block, where: Layout, prose: list[int]) -> _Facts:
    """`prose` are the masses of the block's lines of running text."""
    first, last = block.pairs[0].first, max(pair.last for pair in block.pairs)
    begin, end = block.pairs[0].line, block.pairs[-1].line
    line = words.lines[begin]
    before = where.kept[first]
    between = where.kept[begin] - where.kept[min(last + 1, begin)]
    titled = bool(head_of_copy(words, block, frozenset()))
    begins_short = not line.prose and line.mass >= _TITLE
    return _Facts(
        mass=block.mass,
        prose=sum(prose),
        prose_lines=len(prose),
        same=_same(words, block),
        interleaved=_is_interleaved(block),
        at_head=first <= where.first_prose or before <= _BEFORE * block.mass,
        between=between,
        after=where.kept[-1] - where.kept[begin],
        filled=(where.kept[begin] - before - between) / max(1, where.kept[begin] - before),
        hull=where.mass[end + 1] - where.mass[first],
        titled=titled,
        begins_short=begins_short,
        leads=any(pair.first <= where.first_prose <= pair.last for pair in block.pairs),
        quoted=not titled and not begins_short and words.lines[begin - 1].raw.endswith(_QUOTES),
    )


def _is_whole(facts: _Facts) -> bool:
    """Whether a copy of short lines (verse, a list) repeats the whole text, not a refrain or an entry of it."""
    if not facts.at_head or facts.interleaved:
        return False
    if facts.between <= _BETWEEN and facts.filled >= _VERSE_FILLED:
        return facts.titled or facts.after <= _VERSE_AFTER * facts.mass
    big = facts.mass >= _BIG and facts.same >= _MOSTLY and facts.filled >= _FILLED
    return big and (facts.titled or facts.begins_short)


def _of_prose(facts: _Facts) -> Verdict:
    exact = facts.same == 1
    sure = Verdict("certain" if exact else "likely")
    if facts.at_head:
        if facts.prose_lines > 1 and facts.prose >= _SEVERAL and facts.filled >= _FAR:
            return sure
        titled = facts.titled or facts.begins_short
        if titled and facts.prose >= (_LEAD if exact else _LONG) and (exact or facts.leads):
            return sure
        if exact and facts.between <= _BETWEEN:
            return sure if facts.prose >= _LONG else Verdict("likely")
        return Verdict("hint", "repeats the beginning of the text, but too little of it")
    if exact and facts.prose >= _LONG and facts.hull <= _TIGHT * facts.mass:
        return sure
    if exact and facts.prose_lines > 1 and facts.prose >= _BIG and facts.filled >= _FILLED:
        return Verdict("likely")
    return Verdict("hint", "repeats too little, away from the beginning of the text")


def goes_on(before: Block, block: Block, where: Layout) -> bool:
    """Whether `block` is the rest of the accepted block `before`: it follows at once on both sides."""
    if min(block.late_density, block.early_density) < _DENSE:
        return False
    late, early = before.pairs[-1], max(pair.last for pair in before.pairs)
    begin, first = block.pairs[0].line, block.pairs[0].first
    if begin <= late.line or first <= early or block.pairs[-1].last >= before.pairs[0].line:
        return False
    gaps = where.kept[begin] - where.kept[late.line + 1], where.kept[first] - where.kept[early + 1]
    return max(gaps) <= _SEVERAL
