"""What HTML says of each line, as the numbers that the compiled code reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from cleaner.compiled import numbers, padded
from cleaner.model import Evidence

_TAGS: Final = ("h1", "h2", "h3", "h4", "li", "p", "td", "div", "span", "blockquote", "pre", "button", "dd", "dt")
_AROUND: Final = (
    *("nav", "header", "footer", "aside", "form", "figure", "article", "main", "table", "ul", "ol", "blockquote"),
)
_KINDS: Final = ("li", "h2", "h3", "table", "article", "form", "dl")
"""Tags that tell pages of other kinds, a bit each."""
_NO_TAG: Final = 255


def packed(evidence: Sequence[Evidence]) -> tuple[bytes, tuple[int, int, int, int]]:
    """What the lines' evidence says, each list of blocks once; counts of those, their boxes, names and characters."""
    # The last block tells the others: a block stands in one place.
    ways: dict[int, int] = {}
    sample: list[Evidence] = []
    which: list[int] = []
    for place in evidence:
        way = ways.setdefault(place.boxes[-1], len(ways))
        if way == len(sample):
            sample.append(place)
        which.append(way)
    texts: dict[str, int] = {}
    name_of = [texts.setdefault(place.words, len(texts)) for place in sample]
    names = [text.lower() or "-" for text in texts]
    codes = "".join(names).encode("utf-32-le", "surrogatepass")
    places = [_place(place.path) for place in sample]
    boxes = list(chain.from_iterable([place.boxes for place in sample]))
    parts = (
        numbers("d", [place.link_density for place in evidence]),
        padded(bytes([place.comments for place in evidence])),
        padded(bytes([place.title for place in evidence])),
        padded(bytes([2 if place.declared is None else place.declared for place in evidence])),
        numbers("i", which),
        numbers("i", [len(place.boxes) for place in sample]),
        numbers("i", boxes),
        padded(b"".join(places)),
        numbers("i", name_of),
        padded(codes),
        numbers("i", map(len, names)),
    )
    return b"".join(parts), (len(ways), len(boxes), len(names), len(codes) // 4)


@lru_cache(maxsize=4096)
def _place(path: str) -> bytes:
    """Sixteen bytes: numbers of the last two tags of a path and which of `_AROUND` are in it; which of `_KINDS` are, as
    bits; how many tags lead to its first <article>, 0 where the line stands in none. Pages of a site share their paths.
    """
    parts = path.split("/")
    outer = set(parts)
    last = [_TAGS.index(tag) if tag in _TAGS else _NO_TAG for tag in parts[-1:-3:-1]]
    tags = (*last, *([_NO_TAG] * (2 - len(last))), *[int(tag in outer) for tag in _AROUND])
    marks = sum(1 << bit for bit, tag in enumerate(_KINDS) if f"/{tag}" in path)
    return bytes((*tags, marks, min(parts.index("article") + 1, 255) if "/article/" in path else 0))
