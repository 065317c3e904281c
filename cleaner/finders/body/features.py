"""What is known of each line as numbers: one row per feature, one column per line.

Script-neutral: lengths, kinds of characters, running text before and after, place among the heaviest runs of text, and
what the words of short lines and of class and id names were worth in training. All values are sums and quotients of
whole numbers, so that every machine gets the same ones. Blank lines are no feature: they do not survive cleaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.chars import Measured, measure
from cleaner.finders.body.cues import COMMENTS, NO_CUES, NONE, RELATED, Cues, find_cues
from cleaner.finders.body.headline import headline
from cleaner.finders.body.windows import Floats, Shifted, Windows

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
    windows = Windows([about.topic, of.words])
    none = None if about.topic.any() else np.zeros(n)
    for back in (True, False):
        side = "before" if back else "after"
        for span in (4, 12):
            if none is None:
                found = windows.over(span, back=back)
                add(f"topic_{side}_{span}", found[0] / np.maximum(found[1], 1.0))
            else:
                add(f"topic_{side}_{span}", none)
    add("headline_share", about.share)
    add("headline_cover", about.cover)
    add("topic", about.topic)
    add("headline_like", about.like.astype(np.float64))
    _add_since(
        add, "headline", about.like, np.arange(n, dtype=np.float64), np.concatenate(([0.0], np.cumsum(of.prose)))
    )
    add("headlines", np.full(n, float(about.like.sum())))
    return rows, names


def _add_since(add: Add, name: str, marks: NDArray[np.bool_], at: Floats, mass: Floats) -> None:
    """Lines and running text since the last marked line, and lines to the next."""
    if not marks.any():
        far = np.full(len(at), _FAR)
        add(f"since_{name}", far)
        add(f"prose_since_{name}", np.full(len(at), -1.0))
        add(f"to_{name}", far)
        return
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


def stack(rows: list[Floats]) -> Matrix:
    """One matrix, features by lines, in the precision that the models were trained with."""
    return np.array(rows, np.float32)
