"""What HTML says of each line as numbers: links, tags, class and id words, the blocks around it, declared values."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body.chars import Measured, measure
from cleaner.finders.body.features import Add, Lines, word_values
from cleaner.finders.body.windows import Floats, Shifted, Windows
from cleaner.model import Evidence

_TAGS = ("h1", "h2", "h3", "h4", "li", "p", "td", "div", "span", "blockquote", "pre", "button", "dd", "dt")
_AROUND = ("nav", "header", "footer", "aside", "form", "figure", "article", "main", "table", "ul", "ol", "blockquote")
_LEVELS = 6
_NEAR_WORDS = 5


def html_features(of: Lines, evidence: list[Evidence], table: NDArray[np.int16]) -> tuple[list[Floats], list[str]]:
    """Features that only HTML has, and their names."""
    n = len(evidence)
    rows: list[Floats] = []
    names: list[str] = []

    def add(name: str, row: Floats) -> None:
        names.append(name)
        rows.append(row)

    link = np.array([e.link_density for e in evidence])
    prose, width = of.prose, of.width
    add("link", link)
    around = Shifted([link], [-1.0], 2)
    for by in (-2, -1, 1, 2):
        add(f"link{by:+}", around.by(by)[0])
    # What readers wrote stands after the article, and there is a body outside of it.
    comments = np.array([e.comments for e in evidence], np.float64)
    windows = Windows([link * width, width, prose, prose * (1.0 - comments)])
    for span in (4, 16):
        for back in (True, False):
            found = windows.over(span, back=back)
            add(f"link_{'before' if back else 'after'}_{span}", found[0] / np.maximum(found[1], 1.0))
    mass, own = windows.sums[2], windows.sums[3]
    total = max(float(mass[-1]), 1.0)
    add("comments", comments)
    add("comments_page", np.full(n, 1.0 - float(own[-1]) / total))
    add("own_before", own[:-1])
    add("own_after", own[-1] - own[1:])
    title = np.array([e.title for e in evidence], np.float64)
    add("title", title)
    at = np.arange(n, dtype=np.float64)
    seen = np.maximum.accumulate(np.where(title > 0, at, -1.0))
    add("since_title", np.where(seen < 0, -1.0, at - seen))
    add("prose_since_title", np.where(seen < 0, -1.0, mass[:-1] - mass[np.maximum(seen, 0).astype(np.int64)]))
    declared = np.array([-1.0 if e.declared is None else float(e.declared) for e in evidence])
    add("declared", declared)
    held = np.concatenate(([0.0], np.cumsum(np.where(declared > 0, prose, 0.0))))
    add("declared_page", np.full(n, -1.0 if declared[0] < 0 else held[-1] / total))
    add("declared_before", held[:-1])
    add("declared_after", held[-1] - held[1:])
    unique: dict[tuple[int, ...], int] = {}
    which = np.array([unique.setdefault(e.boxes, len(unique)) for e in evidence])
    sample: list[Evidence] = [evidence[i] for i in np.unique(which, return_index=True)[1].tolist()]
    _add_boxes(add, of, link, list(unique), which)
    _add_names(add, sample, which, table)
    return rows, names


def _add_boxes(add: Add, of: Lines, link: Floats, ways: list[tuple[int, ...]], which: NDArray[np.int64]) -> None:
    """What the blocks around a line hold; `ways` are the ids of blocks from the root to each line's own."""
    n = len(link)
    prose, width = of.prose, of.width
    per = len(ways)
    depth = np.array([len(way) for way in ways])
    stop = np.cumsum(depth)
    start = stop - depth
    flat = np.repeat(np.arange(per), depth)
    ids = np.fromiter(chain.from_iterable(ways), np.int64, len(flat))
    levels = [ids[np.maximum(stop - 1 - level, start)] for level in range(_LEVELS)]
    highest = int(ids.max()) + 1

    def per_box(row: Floats) -> Floats:
        return np.asarray(np.bincount(ids, np.bincount(which, row, per)[flat], highest), np.float64)

    prose_of, width_of, link_of, lines_of = per_box(prose), per_box(width), per_box(link * width), per_box(np.ones(n))
    # How many sisters with running text a block has: many at the block of a paragraph, and at that of a comment.
    outer = np.concatenate(([0], ids[:-1]))
    outer[start] = 0
    holder = np.zeros(highest, np.int64)
    holder[ids] = outer
    sisters = np.bincount(holder[np.flatnonzero(prose_of > 0)], minlength=highest)
    total = max(float(prose.sum()), 1.0)
    for level, box in enumerate(levels):
        add(f"box{level}_prose", (prose_of[box] / total)[which])
        if level < 4:
            add(f"box{level}_sisters", sisters[holder[box]].astype(np.float64)[which])
            add(f"box{level}_link", (link_of[box] / np.maximum(width_of[box], 1.0))[which])
            add(f"box{level}_lines", lines_of[box][which])
            add(f"box{level}_flow", (prose_of[box] / lines_of[box])[which])
    # The block whose children hold most running text, and how far each line stands from it.
    parent = levels[1]
    direct = np.bincount(parent, np.bincount(which, prose, per), highest)
    main = int(np.argmax(direct))
    place = int(np.argmax(ids == main))
    on_way = np.zeros(highest)
    on_way[ids[start[flat[place]] : place + 1]] = 1.0
    length = float(on_way.sum())
    shared = np.bincount(flat, on_way[ids], per)
    add("up_from_main", np.asarray(length - shared, np.float64)[which])
    add("below_shared", np.asarray(depth - shared, np.float64)[which])
    add("main_direct", np.full(n, direct[main] / total))
    add("parent_direct", (direct[parent] / total)[which])
    add("depth", depth.astype(np.float64)[which])


def _add_names(add: Add, sample: list[Evidence], which: NDArray[np.int64], table: NDArray[np.int16]) -> None:
    """Tags, and what class and id words were worth in training."""
    tags = np.array([_tags_of(e.path) for e in sample], np.float64).T
    for name, row in zip(("tag", "parent_tag", *[f"in_{tag}" for tag in _AROUND]), tags, strict=True):
        add(name, row[which])
    texts: dict[str, int] = {}
    text_of = np.array([texts.setdefault(e.words, len(texts)) for e in sample])[which]
    words = measure([text.lower() or "-" for text in texts])
    near = first_words(words, _NEAR_WORDS)
    for prefix, found in (("names", words), ("near", near)):
        for name, row in zip(("mean", "low", "high"), word_values(found, table, None), strict=True):
            add(f"{prefix}_{name}", row[text_of])


@lru_cache(maxsize=4096)
def _tags_of(path: str) -> tuple[int, ...]:
    """Numbers of the last two tags of a path, and which of `_AROUND` are in it. Pages of a site share their paths."""
    parts = path.split("/")
    outer = set(parts)
    last = [_TAGS.index(tag) if tag in _TAGS else -1 for tag in parts[-1:-3:-1]]
    return (*last, *([-1] * (2 - len(last))), *[int(tag in outer) for tag in _AROUND])


def first_words(measured: Measured, limit: int) -> Measured:
    """The same lines, each without its words after the first `limit`."""
    starts = np.cumsum(measured.words) - measured.words
    keep = np.arange(len(measured.line_of)) - starts[measured.line_of] < limit
    return measured._replace(
        bucket=measured.bucket[keep],
        code=measured.code[keep],
        numeral=measured.numeral[keep],
        line_of=measured.line_of[keep],
        words=np.minimum(measured.words, limit),
    )
