"""What a round proposes to cut, and the check that no cut takes anything along: what goes must stand in what stays."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from msgspec import Struct, structs

from cleaner.finders.repeats.words import Line
from cleaner.model import Certainty

Reason = Literal["repeat.copy", "repeat.near-copy", "repeat.title", "repeat.teaser"]

_MIN_HELD = 0.6


class Cut(Struct, frozen=True, gc=False):
    """Line `line` goes because the lines `first` to `last` hold what it says."""

    line: int
    by: Reason
    certainty: Certainty
    first: int
    last: int
    note: str = ""


def resolve(cut: Cut, cuts: dict[int, Cut]) -> Cut:
    """The same cut, pointing at lines that stayed: its copy may have been cut in favour of another."""
    first, last = cut.first, cut.last
    while first in cuts:
        first = cuts[first].first
    while last in cuts:
        last = cuts[last].last
    return structs.replace(cut, first=min(first, last), last=max(first, last))


def held(lines: dict[int, Line], proposed: dict[int, Cut]) -> dict[int, Cut]:
    """The proposals whose words stand in lines that stay; a copy that stays only in an edited form is a near-copy.

    Dropping a proposal only adds lines that stay, so one pass is enough.
    """
    kept = dict(proposed)
    bags: dict[tuple[int, int], Counter[str]] = {}  # many lines may be copies of parts of one long line
    for line, cut in sorted(proposed.items()):
        if cut.by == "repeat.teaser":
            continue  # compared word for word when it was found; its last word may be cut short
        final = resolve(cut, kept)
        if lines[final.first].words == lines[line].words:
            continue
        hull = final.first, final.last
        if hull not in bags:
            stay = [lines[i] for i in range(final.first, final.last + 1) if i in lines and i not in proposed]
            bags[hull] = Counter(word for other in stay for word in other.words)
        words = Counter(lines[line].words)
        share = (words & bags[hull]).total() / max(1, words.total())
        if share < _MIN_HELD:
            del kept[line]
        elif cut.by == "repeat.copy" and share < 1:
            certainty: Certainty = "likely" if cut.certainty == "certain" else cut.certainty
            kept[line] = structs.replace(cut, by="repeat.near-copy", certainty=certainty)
    return kept
