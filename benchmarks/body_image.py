"""The image of a model: its tables and forests in the layout that the compiled code of the body finder reads."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.compiled import padded
from cleaner.finders.body.model import Model

OTHER, LOWER, UPPER, HAN, THAI, DIGIT, SPACE, STOP, COMMA, COLON, QUOTE, BAR, DASH, BRACKET, MARK, SYMBOL = range(16)
"""Classes of characters, as in source/body.h."""
BUCKETS: Final = 1 << 18
"""Numbers a word can have."""
PLANE: Final = 1 << 16
"""Code points that have a class; those beyond are taken for the last one."""
FORESTS: Final = ("text", "text_again", "html", "gate", "kind_text", "kind_html")
_STOPS = ".!?…。！？｡।॥۔؟։።‼⁇"
_COMMAS = ",;、，；،؛"
_COLONS = ":："
_QUOTES = "\"'«»“”‘’„‚‹›「」『』《》〈〉`´"
_BARS = "|/\\•·▪◦●■→←↑↓▸►▶◀▼▲*_#=+~^<>›‹"

Table = NDArray[np.int16]


class Forest(NamedTuple):
    """Trees as arrays. A score is the sum over trees of `leaves[tree, leaf]`; SCALE units are one logit."""

    feature: NDArray[np.uint16]
    border: NDArray[np.float32]
    """The distinct questions: is the value of `feature` above `border`?"""
    splits: NDArray[np.uint16]
    """(trees, depth): numbers of questions; the first is the lowest bit of the leaf's number."""
    leaves: NDArray[np.int16]
    bias: int

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.int64]:
        """Scores of the columns of `matrix` (features by lines), for training sets that no page holds."""
        answers = matrix.take(self.feature, axis=0) > self.border[:, None]
        out = np.full(matrix.shape[1], self.bias, np.int64)
        for splits, leaves in zip(self.splits, self.leaves, strict=True):
            leaf = sum(answers[question].astype(np.intp) << bit for bit, question in enumerate(splits.tolist()))
            out += leaves[leaf]
        return out


NO_FOREST: Final = Forest(
    np.zeros(1, np.uint16),
    np.zeros(1, np.float32),
    np.zeros((1, 1), np.uint16),
    np.zeros((1, 2), np.int16),
    0,
)
"""Scores every line 0."""


class Cues(NamedTuple):
    """Phrases as sorted numbers, and what each announces."""

    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


NO_CUES: Final = Cues(np.zeros(0, np.uint32), np.zeros(0, np.uint8))
NO_WORDS: Final[Table] = np.zeros(BUCKETS, np.int16)


@lru_cache(maxsize=1)
def characters() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Class and lower case of the first PLANE code points, by the Unicode tables of the Python that trains."""
    kinds = np.zeros(PLANE, np.uint8)
    lower = np.arange(PLANE, dtype=np.uint16)
    by_category = {"Lu": UPPER, "Lt": UPPER, "Nd": DIGIT, "Nl": DIGIT, "No": DIGIT, "Pd": DASH, "Ps": BRACKET}
    by_category |= {"Pe": BRACKET, "Pi": QUOTE, "Pf": QUOTE, "Mn": MARK, "Mc": MARK, "Me": MARK}
    by_first = {"L": LOWER, "Z": SPACE, "P": SYMBOL, "S": SYMBOL, "C": OTHER}
    for code in range(PLANE):
        char = chr(code)
        category = unicodedata.category(char)
        kinds[code] = by_category.get(category, by_first.get(category[0], OTHER))
        folded = char.lower()
        if len(folded) == 1:
            lower[code] = min(ord(folded), PLANE - 1)
    for low, high in ((0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)):
        kinds[low:high] = HAN
    for low, high in ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800)):
        part = kinds[low:high]
        part[(part == LOWER) | (part == MARK)] = THAI
    for chars, kind in ((_STOPS, STOP), (_COMMAS, COMMA), (_COLONS, COLON), (_QUOTES, QUOTE), (_BARS, BAR)):
        for char in chars:
            kinds[ord(char)] = kind
    for code in (9, 10, 11, 12, 13, 0xFEFF):
        kinds[code] = SPACE
    kinds[0xAD] = kinds[0x200B] = MARK
    lower[kinds == DIGIT] = ord("0")
    return kinds, lower


def model_of(
    words: Table, names: Table, cues: Cues, forests: dict[str, Forest], about: dict[str, Any] | None = None
) -> Model:
    """A model that an engine can run; forests that are not given score every line 0, limits not given are 0."""
    made = [forests.get(name, NO_FOREST) for name in FORESTS]
    sizes = [len(cues.keys)]
    for forest in made:
        sizes += [len(forest.feature), *forest.splits.shape, forest.bias]
    lists: list[NDArray[Any]] = [np.array(sizes, "<i4"), *characters(), words, names, cues.keys, cues.kinds]
    for forest in made:
        lists += [forest.feature, forest.border, forest.splits, forest.leaves]
    image = b"".join(padded(part.astype(part.dtype.newbyteorder("<")).tobytes()) for part in lists)
    return Model(image, {**{f"threshold_{name}": 0 for name in ("text", "html", "gate")}, **(about or {})})
