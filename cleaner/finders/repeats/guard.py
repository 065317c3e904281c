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
_LONG = 165
"""Mass of a paragraph of about 200 characters: nobody says that twice in the same words."""
_STRONG = 600
"""Mass of several paragraphs: a second printing wherever it stands."""
_EDITED = 300
"""Mass that an edited copy must have."""
_BETWEEN = 60
"""Mass of other text that may stand between a copy and the next."""
_VERSE_LINES = 6
_VERSE_SHARE = 0.85


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


def judge(words: Words, block: Block, where: Layout) -> Verdict:
    """`certain` or `likely` for a second printing, `hint` with the reason otherwise."""
    lines = [words.lines[pair.line] for pair in block.pairs]
    exact = all(pair.exact for pair in block.pairs)
    if min(block.late_density, block.early_density) < _DENSE:
        return Verdict("hint", "repeats earlier lines, but new text stands between")
    first, last = block.pairs[0].first, max(pair.last for pair in block.pairs)
    begin = block.pairs[0].line
    at_head = first <= where.first_prose
    adjacent = where.kept[begin] - where.kept[min(last + 1, begin)] <= _BETWEEN
    prose = [line for line in lines if line.prose]
    prose_mass = sum(line.mass for line in prose)
    if not prose:
        whole = where.kept[last + 1] - where.kept[first] >= _VERSE_SHARE * where.kept[begin]
        long = len(block.pairs) >= _VERSE_LINES and block.mass >= _EDITED
        if at_head and adjacent and whole and long:
            return Verdict("likely")
        return Verdict("hint", "repeats short earlier lines, as refrains, lists and tables do")
    if 2 * prose_mass < block.mass and not at_head:
        return Verdict("hint", "repeats mostly short lines, as lists and tables do")
    need = _LONG if exact else _EDITED
    if at_head or adjacent:
        if prose_mass >= need:
            return Verdict("certain" if exact else "likely")
        if exact and at_head and adjacent:
            return Verdict("likely")
    if prose_mass >= _STRONG and len(prose) > 1:
        return Verdict("certain" if exact else "likely")
    return Verdict("hint", "repeats too little, away from the beginning of the text")
