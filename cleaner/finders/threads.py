r"""Take off the thread of readers' comments behind an article.

What readers write reads like an article, and no rule on lines can tell. The thread does: line after line in one form
names a person and a moment, with a few lines of text in between, and a label of comments stands over the first or
"Reply" under each. Below such a label it is enough that lines name a person in one form: "Ann said...".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

import regex

from cleaner.dates import WITH_DAY, find_stamps
from cleaner.dates.relative import read_relative
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.rows import Kinds
from cleaner.model import Finding, View

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {"thread.comment": "A line of a thread of comments: persons and moments in one form, behind the text."}
)

FEWEST: Final = 3
"""Comments of a thread."""
_HEAD: Final = 110
"""Characters of the longest line that names who wrote when."""
_NAME: Final = 40
_WORDS: Final = 8
"""Words beside the moment: name, town, country, "says"."""
_LONGEST: Final = 16
"""Words of the longest head: those of the moment, and of who wrote."""
_GAP: Final = 30
"""Lines from one comment to the next, at most."""
_MEAN: Final = 10
"""The same on average: entries of a blog with several articles are longer."""
_ARTICLE: Final = 250
"""Width of running text that stands before a thread."""
_LONG: Final = 1500
"""Width of a text that is long for a comment."""
_SAID: Final = 60
"""Width of a line that says something though it ends no sentence."""
_ABOVE: Final = 8
"""Lines between the label of the comments and the first of them: ways to sort, rules of the house."""
_BEHIND: Final = 8
"""Lines of the last comment, unless something that rules take ends it."""
_CUES: Final = frozenset(("comments_section", "reply_form"))
_COUNT: Final = "comment_count"
"""How many comments there are: over them, but also in the head of an article, and below each of several."""
_LABELS: Final = _CUES | {_COUNT}
_SAYS: Final = ("...", "…", ":")
"""What a line ends with that names who said what follows: "Ann said..." (Blogger), "Ann a dit…", "Ann says:"."""
_ANY_TIME: Final = datetime(2000, 1, 1)
_WORD = regex.compile(r"[\p{L}\p{M}\d_]+")
_MOMENT = regex.compile(r"\d{4}|\d[/.:h-]\d")
_DIGITS = regex.compile(r"\d")
_SEPARATOR = regex.compile(r"\s*[•·|,–—-]\s+")


class _Head(NamedTuple):
    """A line that says who wrote when."""

    line: int
    shape: tuple[str, str, str]
    """Where in the line the moment stands, how precise it is, and the mark that the line begins with."""
    who: str


def find_threads(view: View, kinds: Kinds) -> list[Finding]:
    """One finding for each line of a thread of comments behind running text; none where nothing names it so."""
    lines = view.lines
    first = _behind_text(lines)
    if len(lines) - first < 3 * FEWEST:
        return []
    runs = _runs(lines, first)
    known = kinds(lines[first:], view.context) if runs else []
    labels = [i for i, found in enumerate(known, first) if found & _LABELS]
    # Reading a date costs as much as all else here, and most runs have no label of comments near them.
    near = [i for run in runs if any(run[0] - _ABOVE <= label <= run[-1] + _BEHIND for label in labels) for i in run]
    dated = (_head(lines, i, view.context.language) for i in near if _may_head(lines[i]))
    said = (_saying(lines[i], i) for i in near if lines[i].endswith(_SAYS))
    cut: set[int] = set()
    for thread in _threads([head for head in (*dated, *said) if head is not None]):
        cut.update(_region(lines, thread, known, first))
    return [Finding("body", *view.bounds[i], "thread.comment", "comments_section", "likely") for i in sorted(cut)]


def _behind_text(lines: Sequence[str]) -> int:
    """Number of the first line before which an article, however short, may stand."""
    size = 0.0
    for i, line in enumerate(lines):
        if is_prose(line) or ends_sentence(line):
            size += width(line)
            if size >= _ARTICLE:
                return i + 1
    return len(lines)


def _runs(lines: Sequence[str], first: int) -> list[list[int]]:
    """Lines that may be heads, by the mark they begin with, as many as make a thread and not far from one another."""
    marked: dict[str, list[int]] = {}
    for i in range(first, len(lines)):
        line = lines[i]
        if len(line) <= _HEAD and line.count(" ") < _LONGEST and (_may_head(line) or line.endswith(_SAYS)):
            marked.setdefault(_mark(line), []).append(i)
    runs: list[list[int]] = []
    for found in marked.values():
        run: list[int] = []
        for i in found:
            if run and i - run[-1] > _GAP:
                runs.append(run)
                run = []
            run.append(i)
        runs.append(run)
    return [run for run in runs if len(run) >= FEWEST]


def _mark(line: str) -> str:
    return "" if line[0].isalnum() else line[0]


def _may_head(line: str) -> bool:
    """Whether a year, a time or digits with a mark between them stand in the line, or a number in a narrow one."""
    number = _DIGITS if len(line) <= _NAME else _MOMENT
    return number.search(line) is not None and (not ends_sentence(line) or line.endswith("m."))


def _head(lines: Sequence[str], i: int, language: str | None) -> _Head | None:
    line = lines[i]
    mark = _mark(line)
    above = lines[i - 1]
    stamps = find_stamps(line, language=language)
    if not stamps:
        *named, moment = _SEPARATOR.split(line)
        if not read_relative(moment, _ANY_TIME, language, strict=True) or len(line) > _NAME:
            return None
        if named:
            return _Head(i, ("end", "relative", mark), named[0])
        return _Head(i, ("alone", "relative", mark), above) if _is_name(above) else None
    start, end, stamp = stamps[0]
    if len(stamps) > 1 or stamp.precision not in WITH_DAY:
        return None
    before, after = _WORD.findall(line[:start]), _WORD.findall(line[end:])
    words = len(before) + len(after)
    if words > _WORDS:
        return None
    if any(map(str.isalpha, line[:start] + line[end:])):
        place = "end" if not after else "start" if not before else "inside"
        return _Head(i, (place, stamp.precision, mark), line[:start] + line[end:])
    if stamp.precision == "day" or not _is_name(above):
        return None
    return _Head(i, ("alone", stamp.precision, mark), above)


def _saying(line: str, i: int) -> _Head | None:
    """A name and the word for what it did, as the last word with its mark."""
    who, _, says = line.rpartition(" ")
    if not who or len(line) > _NAME + len(says) or not any(map(str.isalpha, says)):
        return None
    return _Head(i, ("said", says, _mark(line)), who)


def _is_name(line: str) -> bool:
    return width(line) <= _NAME and not ends_sentence(line) and not is_prose(line)


def _threads(heads: Sequence[_Head]) -> list[list[_Head]]:
    """Runs of heads of one shape by several persons, not far from one another."""
    out: list[list[_Head]] = []
    for shape in sorted({head.shape for head in heads}):
        run: list[_Head] = []
        for head in [head for head in heads if head.shape == shape] + [_Head(1 << 60, shape, "")]:
            if run and head.line - run[-1].line > _GAP:
                length = run[-1].line - run[0].line
                if len(run) >= FEWEST and len({one.who for one in run}) >= FEWEST and length <= _MEAN * (len(run) - 1):
                    out.append(run)
                run = []
            run.append(head)
    return out


def _region(lines: Sequence[str], thread: Sequence[_Head], kinds: Sequence[frozenset[str]], first: int) -> range:
    """The lines of the thread: from below the label over it, or from its first head, to the end of its last comment.

    The first heads may be the article's own, which names its author and moment in the same form. Then a label follows
    that stands nowhere else, or a text that is long for a comment.

    kinds: what rules take each line from `first` on for.
    """
    low, high = max(first, thread[0].line - _ABOVE), min(len(lines), thread[-1].line + 1 + _BEHIND)
    known = kinds[low - first : high - first]
    labels = [low + i for i, found in enumerate(known) if found & _CUES]
    counts = [low + i for i, found in enumerate(known) if _COUNT in found]
    if len(counts) == 1 and counts[0] < thread[0].line and not any(i < thread[0].line for i in labels):
        labels = [*counts, *labels]
    again = Counter(lines[i] for i in labels)
    headings = [i for i in labels if again[lines[i]] == 1 and sum(head.line > i for head in thread) >= FEWEST]
    thread = [head for head in thread if not headings or head.line > headings[-1]]
    over = headings[-1] if headings and headings[-1] >= thread[0].line - _ABOVE else None
    thread = _without_article(lines, thread, is_labelled=over is not None)
    if len(thread) < FEWEST or not _is_talk(lines, thread):
        return range(0)
    if over is None and (thread[0].shape[0] == "said" or len([i for i in labels if i > thread[0].line]) < FEWEST - 1):
        return range(0)
    top, last = thread[0].line - (thread[0].shape[0] == "alone"), thread[-1].line
    start = top if over is None else over + 1
    # Where the text of a comment stands over its head, the last head ends the thread.
    text_first = _says(lines, start, top) and not _says(lines, last + 1, last + 2)
    end = last + 1 if text_first else next((low + i for i in range(last + 1 - low, high - low) if known[i]), high)
    return range(start, end + (end < len(lines) and again[lines[end]] > 1))


def _without_article(lines: Sequence[str], thread: Sequence[_Head], *, is_labelled: bool) -> Sequence[_Head]:
    """The thread without leading heads over a text that is long for a comment."""
    sizes = _sizes(lines, thread)
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    out = 0
    for k, size in enumerate(sizes[: len(sizes) // 2 + 1]):
        if size > max(_LONG, 4 * usual) or (k == 0 and not is_labelled and size > max(_LONG / 4, 2 * usual)):
            out = k + 1
    return thread[out:]


def _sizes(lines: Sequence[str], thread: Sequence[_Head]) -> list[float]:
    return [sum(map(width, lines[one.line + 1 : two.line])) for one, two in pairwise(thread)]


def _is_talk(lines: Sequence[str], thread: Sequence[_Head]) -> bool:
    """Whether something is said between most heads: in a list of other articles only titles stand there."""
    said = [_says(lines, one.line + 1, two.line) for one, two in pairwise(thread)]
    return sum(said) > len(said) / 2


def _says(lines: Sequence[str], low: int, high: int) -> bool:
    return any(ends_sentence(line) or width(line) >= _SAID for line in lines[low:high])
