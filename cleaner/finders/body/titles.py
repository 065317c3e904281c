"""Which line before the body is the page's title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.finders.body.engine import COLON, STOP, Look
from cleaner.model import Evidence

_STOP_MARKS: Final = frozenset({STOP, COLON})
_LENGTHS: Final = range(3, 41)
"""Words of a title."""
_WIDEST: Final = 200
"""Characters of a title."""


def declared_title(keep: Sequence[bool], prose: Sequence[float], evidence: Sequence[Evidence]) -> int | None:
    """The last line before the body that repeats the title that HTML declares."""
    first = _first_of_body(keep, prose)
    if first is None:
        return None
    declared = [i for i in range(min(first + 1, len(evidence))) if evidence[i].title and not keep[i]]
    return declared[-1] if declared else None


def read_title(lines: Sequence[str], look: Look, keep: Sequence[bool], shared: Sequence[int]) -> int | None:
    """The line before the body that shares most words with it, of those that have the length of a headline and no full
    stop; None where none reads like a title.

    shared: how many words of each line stand in the body too.
    """
    first = _first_of_body(keep, look.prose)
    if first is None:
        return None
    best, best_value = None, 0.0
    words, last = look.words, look.last
    for i in range(first):
        if (
            not shared[i]
            or keep[i]
            or words[i] not in _LENGTHS
            or len(lines[i]) > _WIDEST
            or (last[i] in _STOP_MARKS and not lines[i].endswith(("?", "!", "？", "！")))
        ):
            continue
        value = shared[i] / words[i] * min(words[i], 10)
        if value >= best_value and value > 1.5:
            best, best_value = i, value
    return best


def _first_of_body(keep: Sequence[bool], prose: Sequence[float]) -> int | None:
    return next((i for i, stays in enumerate(keep) if stays and prose[i] > 0), None)
