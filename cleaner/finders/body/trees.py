"""Boosted symmetric trees, evaluated for all lines of a page at once, in whole numbers.

In a symmetric tree (Kohavi and Li 1995: oblivious decision graphs; the form CatBoost trains) all nodes of one depth ask
the same question, so that a leaf is the number formed by the answers. Leaf values are whole numbers and are added up
as such: the order of addition and the machine do not matter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Forest(NamedTuple):
    """Trees as arrays. A score is the sum over trees of `leaves[tree, leaf]`; SCALE units are one logit."""

    feature: NDArray[np.int32]
    border: NDArray[np.float32]
    """The distinct questions: is the value of `feature` above `border`?"""
    splits: NDArray[np.int32]
    """(trees, depth): numbers of questions; the first is the lowest bit of the leaf's number."""
    leaves: NDArray[np.int16]
    bias: int

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.int64]:
        """Scores of the columns of `matrix` (features by lines)."""
        answers = (matrix.take(self.feature, axis=0) > self.border[:, None]).view(np.uint8)
        trees, depth = self.splits.shape
        # All questions of all trees in one step each: on a page of a hundred lines, steps cost more than numbers.
        asked = answers.take(self.splits.T, axis=0)
        asked *= (1 << np.arange(depth, dtype=np.uint8))[:, None, None]
        flat = np.bitwise_or.reduce(asked, axis=0) + (np.arange(trees, dtype=np.intp) << depth)[:, None]
        # Leaves are of 16 bits: the sum over a thousand trees fits into 32.
        values = self.leaves.astype(np.int32).take(flat)
        return np.asarray(np.add.reduce(values, axis=0, dtype=np.int32).astype(np.int64) + self.bias)


SCALE = 4096
"""Units of a score per logit."""
