"""The density guard: which blocks are a second printing, and which are the author's own repetition.

A refrain, a litany, a question asked again and a clause of law quoted again are repeats too. A second printing differs
in that it is dense on both sides, made of running text, and begins where the article begins, follows its first
printing at once, or is too long to be a device.
"""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct

from cleaner.finders.repeats.blocks import Block
from cleaner.finders.repeats.words import Words
from cleaner.model import Certainty

_DENSE = 0.65
_DENSE_FORM = 0.9
"""The same for lines that follow each other in pairs with small differences, as entries of one form do."""
_FORM_WORDS = 3
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


class Layout(Struct, frozen=True):
    """What the guard knows of the document: where its running text begins, and the mass before each line."""

    first_prose: int
    kept: list[int]


def layout(words: Words, repeated: set[int]) -> Layout:
    """`repeated` are the lines of all blocks: they do not count as text that stands between."""
    first = next((i for i, line in enumerate(words.lines) if line.prose), len(words.lines))
    mass = (0 if i in repeated else line.mass for i, line in enumerate(words.lines))
    return Layout(first, list(accumulate(mass, initial=0)))


def judge(words: Words, block: Block, where: Layout, *, titled: bool) -> Verdict:
    """`certain` or `likely` for a second printing, `hint` with the reason otherwise.

    `titled`: the line above the block stands above the first printing too. A block may also begin with its title.
    """
    exact = all(pair.exact for pair in block.pairs)
    first, last = block.pairs[0].first, max(pair.last for pair in block.pairs)
    interleaved = last >= block.pairs[0].line
    need = _DENSE if exact or not interleaved else _DENSE_FORM
    if min(block.late_density, block.early_density) < need:
        return Verdict("hint", "repeats earlier lines, but new text stands between")
    new = sum(pair.new for pair in block.pairs)
    if new >= _FORM_WORDS and 2 * sum(pair.new_numbers for pair in block.pairs) >= new:
        return Verdict("hint", "repeats earlier lines with other numbers, as lists and tables do")
    begin = block.pairs[0].line
    before = where.kept[first]
    between = where.kept[begin] - where.kept[min(last + 1, begin)]
    filled = (where.kept[begin] - before - between) / max(1, where.kept[begin] - before)
    at_head = first <= where.first_prose or before <= _BEFORE * block.mass
    lines = [words.lines[pair.line] for pair in block.pairs]
    prose = [line.mass for line in lines if line.prose]
    mass = sum(prose)
    if 2 * mass < block.mass:
        after = where.kept[-1] - where.kept[begin]
        whole = at_head and not interleaved and between <= _BETWEEN and filled >= _VERSE_FILLED
        whole = whole and (titled or after <= _VERSE_AFTER * block.mass)
        if whole and len(block.pairs) >= _VERSE_LINES and block.mass >= _SEVERAL:
            return Verdict("likely")
        return Verdict("hint", "repeats short earlier lines, as refrains, lists and tables do")
    head = lines[0]
    titled = titled or (not head.prose and head.mass >= _TITLE)
    if not titled and block.mass < _BIG and words.lines[begin - 1].raw.endswith(_QUOTES):
        return Verdict("hint", "repeats earlier lines as a quotation, after a colon")
    sure = Verdict("certain" if exact else "likely")
    if at_head:
        if len(prose) > 1 and mass >= _SEVERAL and filled >= _FAR:
            return sure
        leads = any(pair.first <= where.first_prose <= pair.last for pair in block.pairs)
        if titled and mass >= _LEAD and (exact or (leads and mass >= _LONG)):
            return sure
        if exact and between <= _BETWEEN:
            return sure if mass >= _LONG else Verdict("likely")
        return Verdict("hint", "repeats the beginning of the text, but too little of it")
    hull = sum(line.mass for line in words.lines[first : block.pairs[-1].line + 1])
    if exact and mass >= _LONG and hull <= _TIGHT * block.mass:
        return sure
    if exact and len(prose) > 1 and mass >= _BIG and filled >= _FILLED:
        return Verdict("likely")
    return Verdict("hint", "repeats too little, away from the beginning of the text")
