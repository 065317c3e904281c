"""Lines that are known labels of page chrome, in the languages of the rules: "Comments (3)", "相关新闻".

The words of short lines that training has seen are worth something by themselves; training pages are in few languages.
The phrases of the rules are in many. Here they are only evidence: a line that is one of them, or begins with one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body.chars import Ints, Measured

NONE, OTHER, RELATED, COMMENTS = range(4)
"""What a label announces: nothing, chrome of any kind, other articles, what readers say."""
LONGEST = 8
"""Words of the longest phrase that is looked for; numbers do not count."""
_OPENINGS = (2, 3, 4)
"""Words of a phrase that longer lines are looked for to begin with."""
_FACTOR = 0xD6E8FEB86659FD93
_POWERS = np.array([pow(_FACTOR, i + 1, 1 << 64) for i in range(LONGEST)], np.uint64)


class Cues(NamedTuple):
    """Phrases as sorted numbers, and what each announces."""

    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


NO_CUES = Cues(np.zeros(0, np.uint32), np.zeros(0, np.uint8))


def keys_of(found: Measured) -> tuple[Ints, NDArray[np.uint32], list[tuple[Ints, NDArray[np.uint32]]]]:
    """Numbers of lines as phrases: line indices and keys of whole lines, and of the openings of longer lines.

    Words that begin with a digit do not count: "Comments (3)" is "Comments".
    """
    n = len(found.words)
    word = np.flatnonzero(~found.numeral & (found.words <= 2 * LONGEST)[found.line_of])
    line = found.line_of[word]
    size = np.bincount(line, minlength=n)
    start = np.cumsum(size) - size
    within = np.arange(len(word)) - start[line]
    code = found.code[word]
    code ^= code >> np.uint64(32)
    code *= _POWERS[np.minimum(within, LONGEST - 1)]
    whole = np.flatnonzero((size > 0) & (size <= LONGEST))
    openings = []
    if not len(word):
        return whole, np.zeros(0, np.uint32), []
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(code)))
    for words in _OPENINGS:
        longer = np.flatnonzero(size > words)
        openings.append((longer, _key(sums[start[longer] + words] - sums[start[longer]])))
    return whole, _key(sums[start[whole] + size[whole]] - sums[start[whole]]), openings


def _key(sums: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (((sums ^ (sums >> np.uint64(29))) * np.uint64(_FACTOR)) >> np.uint64(32)).astype(np.uint32)


def find_cues(found: Measured, cues: Cues) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Per line what it announces as a whole, and what the label announces that it begins with."""
    whole = np.zeros(len(found.words), np.uint8)
    opening = np.zeros(len(found.words), np.uint8)
    if not len(cues.keys):
        return whole, opening
    lines, keys, openings = keys_of(found)
    kinds = _kinds(np.concatenate([keys, *(first for _, first in openings)]), cues)
    whole[lines] = kinds[: len(lines)]
    at = len(lines)
    for longer, first in openings:
        opening[longer] = np.maximum(opening[longer], kinds[at : at + len(first)])
        at += len(first)
    return whole, opening


def _kinds(keys: NDArray[np.uint32], cues: Cues) -> NDArray[np.uint8]:
    at = np.minimum(np.searchsorted(cues.keys, keys), len(cues.keys) - 1)
    return np.where(cues.keys[at] == keys, cues.kinds[at], np.uint8(NONE))
