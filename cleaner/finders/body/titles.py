"""Which line before the body is the page's title."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.features import Lines
from cleaner.model import Evidence

_REACH = 40
"""Lines before the body in which a title is looked for."""


def title_line(lines: list[str], of: Lines, keep: NDArray[np.bool_], evidence: list[Evidence] | None) -> int | None:
    """Index of the line that is the title, or None where no line before the body reads like one.

    With HTML it is the last line before the body that repeats the declared title. In plain text it is the line that
    shares most words with the body, of those that have the length of a headline and no full stop.
    """
    body = np.flatnonzero(keep & (of.prose > 0))
    if not len(body):
        return None
    first = int(body[0])
    if evidence is not None:
        declared = [i for i in range(min(first + 1, len(evidence))) if evidence[i].title and not keep[i]]
        return declared[-1] if declared else None
    m = of.measured
    known = np.zeros(chars.BUCKETS, bool)
    known[m.bucket[keep[m.line_of]]] = True
    words = np.maximum(m.words, 1)
    shared = np.bincount(m.line_of, known[m.bucket], len(words)) / words
    best, best_value = None, 0.0
    for i in range(max(0, first - _REACH), first):
        if (
            keep[i]
            or not 3 <= m.words[i] <= 40
            or len(lines[i]) > 200
            or (m.last[i] in (chars.STOP, chars.COLON) and not lines[i].endswith(("?", "!", "？", "！")))
        ):
            continue
        value = float(shared[i]) * min(float(words[i]), 10.0)
        if value >= best_value and value > 1.5:
            best, best_value = i, value
    return best
