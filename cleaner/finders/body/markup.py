"""What HTML says of each line as numbers: links, tags, class and id words, the blocks around it, declared values."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body.chars import Measured, measure
from cleaner.finders.body.features import Lines, word_values
from cleaner.finders.body.windows import Floats, Rows, Shifted, Windows
from cleaner.model import Evidence

_TAGS = ("h1", "h2", "h3", "h4", "li", "p", "td", "div", "span", "blockquote", "pre", "button", "dd", "dt")
_AROUND = ("nav", "header", "footer", "aside", "form", "figure", "article", "main", "table", "ul", "ol", "blockquote")
_LEVELS = 6
_NEAR_WORDS = 5


def html_features(of: Lines, evidence: list[Evidence], table: NDArray[np.int16]) -> Rows:
    """Features that only HTML has."""
    n = len(evidence)
    rows = Rows(n)
    link = np.array([e.link_density for e in evidence])
    prose, width = of.prose, of.width
    rows.add("link", link)
    around = Shifted([link], [-1.0], 2)
    for by in (-2, -1, 1, 2):
        rows.add(f"link{by:+}", around.by(by)[0])
    # What readers wrote stands after the article, and there is a body outside of it.
    comments = np.array([e.comments for e in evidence], np.float64)
    linked = link * width
    windows = Windows([linked, width, prose, prose * (1.0 - comments)])
    for span in (4, 16):
        for back in (True, False):
            found = windows.over(span, back=back)
            rows.add(f"link_{'before' if back else 'after'}_{span}", found[0] / np.maximum(found[1], 1.0))
    mass, own = windows.sums[2], windows.sums[3]
    total = max(float(mass[-1]), 1.0)
    rows.add("comments", comments)
    rows.add("comments_page", 1.0 - float(own[-1]) / total)
    rows.add("own_before", own[:-1])
    rows.add("own_after", own[-1] - own[1:])
    title = np.array([e.title for e in evidence], bool)
    rows.add("title", title)
    at = np.arange(n, dtype=np.float64)
    if title.any():
        seen = np.maximum.accumulate(np.where(title, at, -1.0))
        rows.add("since_title", np.where(seen < 0, -1.0, at - seen))
        rows.add("prose_since_title", np.where(seen < 0, -1.0, mass[:-1] - mass[np.maximum(seen, 0).astype(np.int64)]))
    else:
        rows.add("since_title", -1.0)
        rows.add("prose_since_title", -1.0)
    if evidence[0].declared is None:
        rows.add("declared", -1.0)
        rows.add("declared_page", -1.0)
        rows.add("declared_before", 0.0)
        rows.add("declared_after", 0.0)
    else:
        declared = np.array([bool(e.declared) for e in evidence])
        held = np.concatenate(([0.0], np.cumsum(np.where(declared, prose, 0.0))))
        rows.add("declared", declared)
        rows.add("declared_page", float(held[-1]) / total)
        rows.add("declared_before", held[:-1])
        rows.add("declared_after", held[-1] - held[1:])
    unique: dict[tuple[int, ...], int] = {}
    which = np.array([unique.setdefault(e.boxes, len(unique)) for e in evidence])
    sample: list[Evidence] = [evidence[i] for i in np.unique(which, return_index=True)[1].tolist()]
    _add_boxes(rows, of, linked, list(unique), which)
    _add_names(rows, sample, which, table)
    return rows


def _add_boxes(rows: Rows, of: Lines, linked: Floats, ways: list[tuple[int, ...]], which: NDArray[np.int64]) -> None:
    """What the blocks around a line hold; `ways` are the ids of blocks from the root to each line's own."""
    prose, width = of.prose, of.width
    per = len(ways)
    depth = np.array([len(way) for way in ways])
    stop = np.cumsum(depth)
    start = stop - depth
    flat = np.repeat(np.arange(per), depth)
    ids = np.fromiter(chain.from_iterable(ways), np.int64, len(flat))
    levels = ids[np.maximum(stop - 1 - np.arange(_LEVELS)[:, None], start)]
    highest = int(ids.max()) + 1

    def per_box(row: Floats | None) -> Floats:
        return np.asarray(np.bincount(ids, np.bincount(which, row, per)[flat], highest), np.float64)

    prose_of, width_of, link_of, lines_of = per_box(prose), per_box(width), per_box(linked), per_box(None)
    # How many sisters with running text a block has: many at the block of a paragraph, and at that of a comment.
    outer = np.concatenate(([0], ids[:-1]))
    outer[start] = 0
    holder = np.zeros(highest, np.int64)
    holder[ids] = outer
    sisters = np.bincount(holder[np.flatnonzero(prose_of > 0)], minlength=highest)
    total = max(float(prose.sum()), 1.0)
    near = levels[:4]
    around = prose_of[levels]
    for_levels = (
        sisters[holder[near]],
        link_of[near] / np.maximum(width_of[near], 1.0),
        lines_of[near],
        around[:4] / lines_of[near],
    )
    shares = (around / total)[:, which]
    found = np.stack(for_levels, axis=1)[:, :, which]
    for level, names in enumerate(_BOX_NAMES):
        rows.add(f"box{level}_prose", shares[level])
        if level < len(found):
            rows.add_all(names, found[level])
    # The block whose children hold most running text, and how far each line stands from it.
    parent = levels[1]
    direct = np.bincount(parent, np.bincount(which, prose, per), highest)
    main = int(np.argmax(direct))
    place = int(np.argmax(ids == main))
    on_way = np.zeros(highest)
    on_way[ids[start[flat[place]] : place + 1]] = 1.0
    length = float(on_way.sum())
    shared = np.bincount(flat, on_way[ids], per)
    rows.add("up_from_main", np.asarray(length - shared)[which])
    rows.add("below_shared", np.asarray(depth - shared)[which])
    rows.add("main_direct", float(direct[main]) / total)
    rows.add("parent_direct", (direct[parent] / total)[which])
    rows.add("depth", depth[which])


_BOX_NAMES = [[f"box{level}_{name}" for name in ("sisters", "link", "lines", "flow")] for level in range(_LEVELS)]
_PLACE_NAMES = ["tag", "parent_tag", *[f"in_{tag}" for tag in _AROUND]]


def _add_names(rows: Rows, sample: list[Evidence], which: NDArray[np.int64], table: NDArray[np.int16]) -> None:
    """Tags, and what class and id words were worth in training."""
    tags = np.array([_tags_of(e.path) for e in sample], np.float64).T
    rows.add_all(_PLACE_NAMES, tags[:, which])
    texts: dict[str, int] = {}
    text_of = np.array([texts.setdefault(e.words, len(texts)) for e in sample])[which]
    words = measure([text.lower() or "-" for text in texts])
    near = first_words(words, _NEAR_WORDS)
    for prefix, found in (("names", words), ("near", near)):
        values = np.array(word_values(found, table, None))
        rows.add_all([f"{prefix}_{name}" for name in ("mean", "low", "high")], values[:, text_of])


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
