"""What is known of each line as numbers: one row per feature, one column per line.

Script-neutral: lengths, kinds of characters, running text before and after, place among the heaviest runs of text, and
what the words of short lines and of class and id names were worth in training. All values are sums and quotients of
whole numbers, so that every machine gets the same ones. Blank lines are no feature: they do not survive cleaning.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.chars import Ints, Measured, measure
from cleaner.finders.body.cues import COMMENTS, NO_CUES, NONE, RELATED, Cues, find_cues
from cleaner.finders.body.headline import headline
from cleaner.finders.body.windows import Floats, Rows, Shifted, Windows

SHORT_WORDS = 12
"""Lines of at most this many words are judged by their words too."""
_LONG = 120
"""Width from which a line without any mark is running text: a line that was wrapped, or a careless writer's."""
_FAR = 99.0
_WINDOWS = (2, 6, 16, 32)
_AROUND_LINE = ("width", "prose", "value", "ends")
_SUMMED = ("prose", "short", "value", "width", "ends")
_SHARES = {"upper": chars.UPPER, "digit": chars.DIGIT, "space": chars.SPACE, "bar": chars.BAR}
_COUNTED = {
    "stops": chars.STOP,
    "commas": chars.COMMA,
    "colons": chars.COLON,
    "quotes": chars.QUOTE,
    "digits": chars.DIGIT,
    "bars": chars.BAR,
    "dashes": chars.DASH,
    "symbols": chars.SYMBOL,
    "brackets": chars.BRACKET,
}
"""Classes of characters of which the share in a line, or the number, is a feature."""


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


def text_features(of: Lines, table: NDArray[np.int16]) -> Rows:
    """Features that plain text and HTML have."""
    m, counts, width, words, prose = of.measured, of.counts, of.width, of.words, of.prose
    n = len(words)
    rows = Rows(n)
    size = np.maximum(counts.sum(axis=0), 1.0)
    last = np.where((m.last == chars.QUOTE) | (m.last == chars.BRACKET), m.last_but_one, m.last)
    ends = (last == chars.STOP).astype(np.float64)
    mean, low, high = word_values(m, table, SHORT_WORDS)
    several = np.maximum(words, 1.0)
    capital = m.capitals / several
    rows.add("width", width)
    rows.add("words", words)
    rows.add("flow", words - m.capitals)
    rows.add("word_length", size / several)
    rows.add("capital", capital)
    rows.add_all(list(_SHARES), counts[list(_SHARES.values())] / size)
    rows.add_all(list(_COUNTED), counts[list(_COUNTED.values())])
    rows.add("ends", ends)
    rows.add("last", m.last)
    rows.add("first", m.first)
    rows.add("web", _web(of.lines))
    seen = Counter(of.lines)
    rows.add("copies", np.fromiter(map(seen.__getitem__, of.lines), np.float64, n))
    rows.add("value", mean)
    rows.add("value_low", low)
    rows.add("value_high", high)
    around = Shifted([width, prose, mean, ends], [-1.0, -1.0, 0.0, -1.0], 2)
    for by in (-2, -1, 1, 2):
        rows.add_all(_AROUND_NAMES[by], around.by(by))
    stamp, alike, alike_end = _repeats(of)
    repeated = np.maximum(alike, alike_end) >= 3
    cue, opening = of.cue, of.opening
    announced = np.maximum(cue, opening)
    cued = announced > NONE
    windows = Windows([prose, prose == 0, mean, width, ends, stamp, repeated, cued])
    for span in _WINDOWS:
        for back in (True, False):
            names = _WINDOW_NAMES[span, back]
            rows.add_all(names, windows.over(span, back=back)[: len(names)])
    mass, worth = windows.sums[0], windows.sums[2]
    total = float(mass[-1])
    at = np.arange(n, dtype=np.float64)
    rows.add("share_before", mass[:-1] / max(total, 1.0))
    rows.add("share_after", (total - mass[1:]) / max(total, 1.0))
    rows.add("total", total)
    rows.add("lines", float(n))
    rows.add("place", at / n)
    rows.add("to_end", n - 1 - at)
    rows.add("from_start", at)
    prose_lines = int(np.count_nonzero(prose))
    rows.add("prose_lines", float(prose_lines))
    rows.add("prose_share", prose_lines / n)
    rows.add("value_page", float(worth[-1]) / n)
    rows.add("ends_page", float(windows.sums[4][-1]) / n)
    rows.add("capital_page", float(capital.sum()) / n)
    rows.add("digit_page", float(counts[chars.DIGIT].sum()) / max(float(size.sum()), 1.0))
    rows.add("stamp", stamp)
    rows.add("alike", alike)
    rows.add("alike_end", alike_end)
    for span, back in _SIGN_NAMES:
        rows.add_all(_SIGN_NAMES[span, back], windows.over(span, back=back)[5:])
    rows.add("cue", cue)
    rows.add("opening", opening)
    rows.add("cues_page", float(windows.sums[7][-1]) / n)
    _add_since(rows, "comments", announced == COMMENTS, at, mass)
    _add_since(rows, "related", announced == RELATED, at, mass)
    stamps = windows.sums[5]
    rows.add("stamps_since_top", np.maximum(stamps[:-1] - stamps[int(np.argmax(prose))], -1.0))
    rows.add("known", int(np.count_nonzero(table[m.bucket])) / max(len(m.bucket), 1))
    _add_runs(rows, of, at, mass, mean)
    return rows


_AROUND_NAMES = {by: [f"{name}{by:+}" for name in _AROUND_LINE] for by in (-2, -1, 1, 2)}
_WINDOW_NAMES = {
    (span, back): [f"{name}_{'before' if back else 'after'}_{span}" for name in _SUMMED[: 5 if span >= 4 else 1]]
    for span in _WINDOWS
    for back in (True, False)
}
_SIGN_NAMES = {
    (span, back): [f"{name}_{'before' if back else 'after'}_{span}" for name in ("stamps", "alike", "cues")]
    for back in (True, False)
    for span in (4, 12)
}


def _web(lines: list[str]) -> Floats:
    """Which lines hold an address. Most pages hold no mark of any, so they are looked for in the whole page first."""
    joined = "\n".join(lines)
    marks = [mark for mark in ("@", "www.", "://") if mark in joined]
    out = np.zeros(len(lines))
    for mark in marks:
        out[[i for i, line in enumerate(lines) if mark in line]] = 1.0
    return out


def title_features(of: Lines) -> Rows:
    """What the title of the page, if it is the first line, says about the others; HTML declares its titles itself."""
    rows = Rows(len(of.words))
    about = headline(of.measured)
    windows = Windows([about.topic, of.words]) if about.topic.any() else None
    for back in (True, False):
        for span in (4, 12):
            name = f"topic_{'before' if back else 'after'}_{span}"
            if windows is None:
                rows.add(name, 0.0)
            else:
                found = windows.over(span, back=back)
                rows.add(name, found[0] / np.maximum(found[1], 1.0))
    rows.add("headline_share", about.share)
    rows.add("headline_cover", about.cover)
    rows.add("topic", about.topic)
    rows.add("headline_like", about.like)
    at = np.arange(len(of.words), dtype=np.float64)
    _add_since(rows, "headline", about.like, at, np.concatenate(([0.0], np.cumsum(of.prose))))
    rows.add("headlines", float(np.count_nonzero(about.like)))
    return rows


def _add_since(rows: Rows, name: str, marks: NDArray[np.bool_], at: Floats, mass: Floats) -> None:
    """Lines and running text since the last marked line, and lines to the next."""
    if not marks.any():
        rows.add(f"since_{name}", _FAR)
        rows.add(f"prose_since_{name}", -1.0)
        rows.add(f"to_{name}", _FAR)
        return
    last = np.maximum.accumulate(np.where(marks, at, -1e9))
    rows.add(f"since_{name}", np.minimum(at - last, _FAR))
    place = np.maximum(last, 0).astype(np.int64)
    rows.add(f"prose_since_{name}", np.where(last < 0, -1.0, mass[:-1] - mass[place]))
    following = np.minimum.accumulate(np.where(marks, at, 1e9)[::-1])[::-1]
    rows.add(f"to_{name}", np.minimum(following - at, _FAR))


def _repeats(of: Lines) -> tuple[Floats, Floats, Floats]:
    """Signs of lists of teasers and comments: short lines with numbers (times), how many lines begin and end alike."""
    m = of.measured
    stamp = ((of.prose == 0) & (of.counts[chars.DIGIT] >= 2) & (m.words <= 14)).astype(np.float64)
    alike, alike_end = np.ones(len(m.words)), np.ones(len(m.words))
    several = np.flatnonzero(m.words >= 2)
    if len(several):
        stops = np.cumsum(m.words)[several]
        for row, first in ((alike, stops - m.words[several]), (alike_end, stops - 2)):
            keys = (m.bucket[first] * chars.BUCKETS + m.bucket[first + 1]).tolist()
            row[several] = list(map(Counter(keys).__getitem__, keys))
    return stamp, alike, alike_end


def _add_runs(rows: Rows, of: Lines, at: Floats, mass: Floats, mean: Floats) -> None:
    """Place among the runs of running text: lines of prose with at most two other lines between them."""
    prose = of.prose
    is_prose = prose > 0
    where = np.flatnonzero(is_prose)
    count = len(where)
    if not count:
        for name in _RUN_NAMES:
            rows.add(name, -_FAR)
        return
    # How many lines of prose stand before each line, and up to it: the number of the next one.
    upto = np.cumsum(is_prose)
    until: Ints = upto - is_prose
    places = np.concatenate(([-1e9], where, [1e9]))
    weights_of = np.concatenate(([0.0], prose[where], [0.0]))
    rows.add("to_prose_before", np.minimum(at - places[until], _FAR))
    rows.add("to_prose_after", np.minimum(places[upto + 1] - at, _FAR))
    rows.add("prose_met_before", weights_of[until])
    rows.add("prose_met_after", weights_of[upto + 1])
    opens = np.empty(count, bool)
    opens[0] = True
    np.greater(where[1:] - where[:-1], 3, out=opens[1:])
    starts = np.flatnonzero(opens)
    weights = np.add.reduceat(prose[where], starts)
    main = int(np.argmax(weights))
    first = float(where[starts[main]])
    last = float(where[starts[main + 1] - 1] if main + 1 < len(starts) else where[-1])
    rows.add("to_main", np.minimum(at - first, 0.0) + np.maximum(at - last, 0.0))
    rows.add("in_main", np.maximum(np.minimum(at - first, last - at), -1.0))
    rows.add("main_weight", float(weights[main]))
    rows.add("main_share", float(weights[main]) / max(float(mass[-1]), 1.0))
    # The weight of the run that each line of prose is in; what stands behind the last one looks at it as at the next.
    run = weights[np.cumsum(opens) - 1]
    own = np.zeros(len(at))
    own[where] = run
    rows.add("run_weight", own)
    rows.add("run_after", run[np.minimum(until, count - 1)])
    rows.add("run_before", np.concatenate(([0.0], run[:-1], [run[max(count - 2, 0)]]))[until])
    # The worst cue ("Comments", "Related") between the heaviest line and here: what follows it is no longer the body.
    top = int(np.argmax(prose))
    cue = mean.copy()
    cue[: top + 1] = 0.0
    rows.add("worst_since", np.minimum.accumulate(cue))
    cue = mean.copy()
    cue[top:] = 0.0
    rows.add("worst_until", np.minimum.accumulate(cue[::-1])[::-1])
    rows.add("to_top", at - top)
    since = np.maximum.accumulate(np.where(mean < -60, at, -1e9))
    rows.add("since_bad", np.minimum(at - since, _FAR))
    rows.add("prose_since_bad", mass[:-1] - mass[np.maximum(since, 0).astype(np.int64)])


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
