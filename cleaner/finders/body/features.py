"""What is known of each line as numbers: one row per feature, one column per line.

Script-neutral: lengths, kinds of characters, running text before and after, place among the heaviest runs of text, and
what the words of short lines and of class and id names were worth in training. All values are sums and quotients of
whole numbers, so that every machine gets the same ones. Blank lines are no feature: they do not survive cleaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.chars import Measured, measure
from cleaner.finders.body.cues import COMMENTS, NO_CUES, NONE, RELATED, Cues, find_cues
from cleaner.finders.body.headline import headline
from cleaner.finders.body.windows import Floats, Shifted, Windows
from cleaner.model import Evidence

Add = Callable[[str, Floats], None]
Matrix = NDArray[np.float32]

SHORT_WORDS = 12
"""Lines of at most this many words are judged by their words too."""
_LONG = 120
"""Width from which a line without any mark is running text: a line that was wrapped, or a careless writer's."""
_FAR = 99.0
_WINDOWS = (2, 6, 16, 32)
_AROUND_LINE = ("width", "prose", "value", "ends")
_SUMMED = ("prose", "short", "value", "width", "ends")
_TAGS = ("h1", "h2", "h3", "h4", "li", "p", "td", "div", "span", "blockquote", "pre", "button", "dd", "dt")
_AROUND = ("nav", "header", "footer", "aside", "form", "figure", "article", "main", "table", "ul", "ol", "blockquote")
_LEVELS = 6
_NEAR_WORDS = 5


class Lines:
    """The lines of one view, measured once for all models."""

    def __init__(self, lines: list[str], cues: Cues = NO_CUES) -> None:
        self.lines = lines
        self.measured: Measured = measure(lines)
        self.cue, self.opening = find_cues(self.measured, cues)
        counts = np.ascontiguousarray(self.measured.counts.T, np.float64)
        self.counts = counts
        words = self.measured.words.astype(np.float64)
        self.words = words
        self.width = counts.sum(axis=0) + 1.5 * counts[chars.HAN]
        flow = words - self.measured.capitals
        # Running text has sentences: a mark inside or at the end, or so much of it that there must be some. A headline
        # in a list of others has none. Thai parts its sentences by spaces.
        marks = counts[chars.STOP] + counts[chars.COMMA] + np.where(counts[chars.THAI] > 0, counts[chars.SPACE], 0.0)
        sentences = (marks > 0) | (self.width >= _LONG)
        # A word of a script without spaces stands for two characters; words of Latin script have six.
        self.prose = np.where((flow >= 5) & (self.width >= 40) & sentences, flow, 0.0)


def word_values(measured: Measured, table: NDArray[np.int16], limit: int | None) -> tuple[Floats, Floats, Floats]:
    """Mean, lowest and highest value of each line's words; 0 for lines without words or above `limit` words."""
    n = len(measured.words)
    mean, low, high = np.zeros(n), np.zeros(n), np.zeros(n)
    if len(measured.bucket):
        values = table[measured.bucket].astype(np.float64)
        has = np.flatnonzero(measured.words)
        starts = np.cumsum(measured.words)[has] - measured.words[has]
        mean[has] = np.add.reduceat(values, starts) / measured.words[has]
        low[has] = np.minimum.reduceat(values, starts)
        high[has] = np.maximum.reduceat(values, starts)
    if limit is not None:
        long = measured.words > limit
        mean[long] = low[long] = high[long] = 0.0
    return mean, low, high


def text_features(of: Lines, table: NDArray[np.int16]) -> tuple[list[Floats], list[str]]:
    """Features that plain text and HTML have, and their names."""
    rows: list[Floats] = []
    names: list[str] = []

    def add(name: str, row: Floats) -> None:
        names.append(name)
        rows.append(row)

    m, counts, width, words, prose = of.measured, of.counts, of.width, of.words, of.prose
    n = len(words)
    size = np.maximum(counts.sum(axis=0), 1.0)
    last = np.where((m.last == chars.QUOTE) | (m.last == chars.BRACKET), m.last_but_one, m.last)
    ends = (last == chars.STOP).astype(np.float64)
    mean, low, high = word_values(m, table, SHORT_WORDS)
    capital = m.capitals / np.maximum(words, 1.0)
    add("width", width)
    add("words", words)
    add("flow", words - m.capitals)
    add("word_length", size / np.maximum(words, 1.0))
    add("capital", capital)
    for name, kind in (("upper", chars.UPPER), ("digit", chars.DIGIT), ("space", chars.SPACE), ("bar", chars.BAR)):
        add(name, counts[kind] / size)
    for name, kind in (
        ("stops", chars.STOP),
        ("commas", chars.COMMA),
        ("colons", chars.COLON),
        ("quotes", chars.QUOTE),
    ):
        add(name, counts[kind])
    for name, kind in (("digits", chars.DIGIT), ("bars", chars.BAR), ("dashes", chars.DASH), ("symbols", chars.SYMBOL)):
        add(name, counts[kind])
    add("brackets", counts[chars.BRACKET])
    add("ends", ends)
    add("last", m.last.astype(np.float64))
    add("first", m.first.astype(np.float64))
    add("web", _web(of.lines))
    seen = Counter(of.lines)
    add("copies", np.fromiter(map(seen.__getitem__, of.lines), np.float64, n))
    add("value", mean)
    add("value_low", low)
    add("value_high", high)
    around = Shifted([width, prose, mean, ends], [-1.0, -1.0, 0.0, -1.0], 2)
    for by in (-2, -1, 1, 2):
        for name, row in zip(_AROUND_LINE, around.by(by), strict=True):
            add(f"{name}{by:+}", row)
    stamp, alike, alike_end = _repeats(of)
    repeated = (np.maximum(alike, alike_end) >= 3).astype(np.float64)
    cue, opening = of.cue, of.opening
    cued = ((cue > NONE) | (opening > NONE)).astype(np.float64)
    windows = Windows([prose, (prose == 0).astype(np.float64), mean, width, ends, stamp, repeated, cued])
    for span in _WINDOWS:
        for back in (True, False):
            side = "before" if back else "after"
            found = windows.over(span, back=back)
            for name, row in zip(_SUMMED[: 5 if span >= 4 else 1], found, strict=False):
                add(f"{name}_{side}_{span}", row)
    mass, worth = windows.sums[0], windows.sums[2]
    total = mass[-1]
    at = np.arange(n, dtype=np.float64)
    add("share_before", mass[:-1] / max(total, 1.0))
    add("share_after", (total - mass[1:]) / max(total, 1.0))
    add("total", np.full(n, total))
    add("lines", np.full(n, float(n)))
    add("place", at / n)
    add("to_end", n - 1 - at)
    add("from_start", at)
    prose_lines = np.count_nonzero(prose)
    add("prose_lines", np.full(n, float(prose_lines)))
    add("prose_share", np.full(n, prose_lines / n))
    add("value_page", np.full(n, worth[-1] / n))
    add("ends_page", np.full(n, ends.sum() / n))
    add("capital_page", np.full(n, capital.sum() / n))
    add("digit_page", np.full(n, counts[chars.DIGIT].sum() / max(size.sum(), 1.0)))
    add("stamp", stamp)
    add("alike", alike)
    add("alike_end", alike_end)
    for back in (True, False):
        side = "before" if back else "after"
        for span in (4, 12):
            found = windows.over(span, back=back)
            add(f"stamps_{side}_{span}", found[5])
            add(f"alike_{side}_{span}", found[6])
            add(f"cues_{side}_{span}", found[7])
    add("cue", cue.astype(np.float64))
    add("opening", opening.astype(np.float64))
    add("cues_page", np.full(n, cued.sum() / n))
    _add_since(add, "comments", np.maximum(cue, opening) == COMMENTS, at, mass)
    _add_since(add, "related", np.maximum(cue, opening) == RELATED, at, mass)
    add("stamps_since_top", np.maximum(windows.sums[5][:-1] - windows.sums[5][int(np.argmax(prose))], -1.0))
    add("known", np.full(n, float((table[m.bucket] != 0).sum()) / max(len(m.bucket), 1)))
    _add_runs(add, of, at, mass, mean)
    return rows, names


def _web(lines: list[str]) -> Floats:
    """Which lines hold an address. Most pages hold no mark of any, so they are looked for in the whole page first."""
    joined = "\n".join(lines)
    marks = [mark for mark in ("@", "www.", "://") if mark in joined]
    out = np.zeros(len(lines))
    for mark in marks:
        out[[i for i, line in enumerate(lines) if mark in line]] = 1.0
    return out


def title_features(of: Lines) -> tuple[list[Floats], list[str]]:
    """What the title of the page, if it is the first line, says about the others; HTML declares its titles itself."""
    rows: list[Floats] = []
    names: list[str] = []

    def add(name: str, row: Floats) -> None:
        names.append(name)
        rows.append(row)

    n = len(of.words)
    about = headline(of.measured)
    windows = Windows([about.topic, of.words, of.prose])
    for back in (True, False):
        side = "before" if back else "after"
        for span in (4, 12):
            found = windows.over(span, back=back)
            add(f"topic_{side}_{span}", found[0] / np.maximum(found[1], 1.0))
    add("headline_share", about.share)
    add("headline_cover", about.cover)
    add("topic", about.topic)
    add("headline_like", about.like.astype(np.float64))
    _add_since(add, "headline", about.like, np.arange(n, dtype=np.float64), windows.sums[2])
    add("headlines", np.full(n, float(about.like.sum())))
    return rows, names


def _add_since(add: Add, name: str, marks: NDArray[np.bool_], at: Floats, mass: Floats) -> None:
    """Lines and running text since the last marked line, and lines to the next."""
    last = np.maximum.accumulate(np.where(marks, at, -1.0))
    add(f"since_{name}", np.where(last < 0, _FAR, np.minimum(at - last, _FAR)))
    add(f"prose_since_{name}", np.where(last < 0, -1.0, mass[:-1] - mass[np.maximum(last, 0).astype(np.int64)]))
    following = np.minimum.accumulate(np.where(marks, at, 1e9)[::-1])[::-1]
    add(f"to_{name}", np.minimum(following - at, _FAR))


def _repeats(of: Lines) -> tuple[Floats, Floats, Floats]:
    """Signs of lists of teasers and comments: short lines with numbers (times), how many lines begin and end alike."""
    m = of.measured
    stamp = ((of.prose == 0) & (m.counts[:, chars.DIGIT] >= 2) & (m.words <= 14)).astype(np.float64)
    alike, alike_end = np.ones(len(m.words)), np.ones(len(m.words))
    several = np.flatnonzero(m.words >= 2)
    if len(several):
        stops = np.cumsum(m.words)[several]
        for row, first in ((alike, stops - m.words[several]), (alike_end, stops - 2)):
            keys = (m.bucket[first] * chars.BUCKETS + m.bucket[first + 1]).tolist()
            row[several] = list(map(Counter(keys).__getitem__, keys))
    return stamp, alike, alike_end


def _add_runs(add: Add, of: Lines, at: Floats, mass: Floats, mean: Floats) -> None:
    """Place among the runs of running text: lines of prose with at most two other lines between them."""
    n = len(at)
    prose = of.prose
    is_prose = prose > 0
    where = np.flatnonzero(is_prose)
    if not len(where):
        for name in _RUN_NAMES:
            add(name, np.full(n, -_FAR))
        return
    previous = np.maximum.accumulate(np.where(is_prose, at, -1.0))
    before = np.concatenate(([-1.0], previous[:-1]))
    following = np.minimum.accumulate(np.where(is_prose, at, 1e9)[::-1])[::-1]
    after = np.concatenate((following[1:], [1e9]))
    add("to_prose_before", np.where(before < 0, _FAR, np.minimum(at - before, _FAR)))
    add("to_prose_after", np.where(after > 1e8, _FAR, np.minimum(after - at, _FAR)))
    add("prose_met_before", np.where(before < 0, 0.0, prose[np.maximum(before, 0).astype(np.int64)]))
    add("prose_met_after", np.where(after > 1e8, 0.0, prose[np.minimum(after, n - 1).astype(np.int64)]))
    number = np.concatenate(([0], np.cumsum(np.diff(where) > 3)))
    starts = np.flatnonzero(np.concatenate(([True], np.diff(number) > 0)))
    weights = np.add.reduceat(prose[where], starts)
    main = int(np.argmax(weights))
    first = float(where[starts[main]])
    last = float(where[starts[main + 1] - 1] if main + 1 < len(starts) else where[-1])
    add("to_main", np.where(at < first, at - first, np.where(at > last, at - last, 0.0)))
    add("in_main", np.where((at >= first) & (at <= last), np.minimum(at - first, last - at), -1.0))
    add("main_weight", np.full(n, float(weights[main])))
    add("main_share", np.full(n, float(weights[main]) / max(mass[-1], 1.0)))
    own = np.zeros(n)
    own[where] = weights[number]
    index = np.minimum(np.searchsorted(where, at), len(where) - 1)
    add("run_weight", own)
    add("run_after", weights[number[index]])
    add("run_before", np.where(before < 0, 0.0, weights[number[np.maximum(index - 1, 0)]]))
    # The worst cue ("Comments", "Related") between the heaviest line and here: what follows it is no longer the body.
    top = int(np.argmax(prose))
    cue = mean.copy()
    cue[: top + 1] = 0.0
    add("worst_since", np.minimum.accumulate(cue))
    cue = mean.copy()
    cue[top:] = 0.0
    add("worst_until", np.minimum.accumulate(cue[::-1])[::-1])
    add("to_top", at - top)
    since = np.maximum.accumulate(np.where(mean < -60, at, -1.0))
    add("since_bad", np.where(since < 0, _FAR, np.minimum(at - since, _FAR)))
    add("prose_since_bad", mass[:-1] - np.where(since < 0, 0.0, mass[np.maximum(since, 0).astype(np.int64)]))


_RUN_NAMES = [
    "to_prose_before",
    "to_prose_after",
    "prose_met_before",
    "prose_met_after",
    "to_main",
    "in_main",
    "main_weight",
    "main_share",
    "run_weight",
    "run_after",
    "run_before",
    "worst_since",
    "worst_until",
    "to_top",
    "since_bad",
    "prose_since_bad",
]


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


def stack(rows: list[Floats]) -> Matrix:
    """One matrix, features by lines, in the precision that the models were trained with."""
    return np.array(rows, np.float32)
