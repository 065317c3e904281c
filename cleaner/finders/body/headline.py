"""What the title of a page says about the lines of its text.

Dumps of whole pages begin with the page's title, and the headline, often the same words without the site's name, stands
again before the body. What repeats the title's rarer words is about the article.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.chars import Measured
from cleaner.finders.body.windows import Floats

_FEWEST, _MOST = 3, 40
"""Words of a title."""
_LIKE = 0.8
"""Share of a line's words that must be the title's for it to repeat the title."""


class Headline(NamedTuple):
    """Per line: the share of its words that are the title's, the share of the title's words in it, and rare ones."""

    share: Floats
    cover: Floats
    topic: Floats
    """How many words of the line are words of the title that are rare on the page."""
    like: NDArray[np.bool_]
    """Whether it repeats the title. The first line itself does not."""


def headline(found: Measured) -> Headline:
    """Compare all lines with the first."""
    n = len(found.words)
    topic = np.zeros(n)
    size = int(found.words[0])
    if n < 2 or not _FEWEST <= size <= _MOST:
        return Headline(topic, topic, topic, np.zeros(n, bool))
    title = found.bucket[:size]
    known = np.zeros(chars.BUCKETS, np.uint8)
    known[title] = 1
    hits = known[found.bucket]
    hits[:size] = 0
    met = np.bincount(found.line_of, hits, n)
    words = np.maximum(found.words, 1)
    share, cover = met / words, np.minimum(met / size, 1.0)
    places = np.flatnonzero(hits)
    if len(places):
        _, inverse, count = np.unique(found.bucket[places], return_inverse=True, return_counts=True)
        rare = count <= 2 + len(found.bucket) // 150
        topic = np.bincount(found.line_of[places], rare[inverse].astype(np.float64), n).astype(np.float64)
    return Headline(share, cover, topic, (share >= _LIKE) & (met >= _FEWEST))
