"""From a view to one score per line: how much it looks like a line of the article's body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body.features import Lines, text_features, title_features
from cleaner.finders.body.markup import html_features
from cleaner.finders.body.second import second_features
from cleaner.finders.body.trees import Forest
from cleaner.model import Evidence

MAX_LINES = 50_000
"""Lines beyond this are not scored (and so are kept): bounds memory on hostile input."""


def html_score(
    of: Lines, evidence: list[Evidence], words: NDArray[np.int16], names: NDArray[np.int16], forest: Forest
) -> NDArray[np.int64]:
    """Scores of lines with evidence."""
    matrices = text_features(of, words).matrix(), html_features(of, evidence, names).matrix()
    return forest.score(np.concatenate(matrices))


def text_score(of: Lines, words: NDArray[np.int16], first: Forest, again: Forest) -> NDArray[np.int64]:
    """Scores of lines without evidence: a second forest looks at what the first made of the lines around."""
    matrix = np.concatenate((text_features(of, words).matrix(), title_features(of).matrix()))
    more = second_features(of, first.score(matrix).astype(np.float64))
    return again.score(np.concatenate((matrix, more.matrix())))
