"""Read who wrote an article and when from the lines around its headline that no rule takes.

Rules need a label ("By", "Published") or the place before the first prose. On a flattened page a long line of the menu
may stand first, and the name and the date may stand without any label, below a stand-first, or among lines that the
body finder takes off with the menu. Once the body is known, they are read beside it: what goes anyway may be read
freely; from what would stay only a date alone goes, or a name beside one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType
from typing import Final, NamedTuple

import regex

from cleaner.dates import WITH_DAY, find_stamps
from cleaner.dates.labels import label_of
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.title import HEADLINE_WIDTH, is_headline
from cleaner.model import Capture, Finding, Stamp, View
from cleaner.people import is_byline, is_name, signed_by, split_byline
from cleaner.zones import zone_of_place

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "head.date": "A date line between headline and text: it moved to the dates.",
        "head.byline": "A byline between headline and text: it moved to the byline.",
        "head.name": "A name on a line of its own beside the date of the article: it moved to the byline.",
        "head.role": "An office, a place or an address below the byline.",
    }
)

REACH: Final = 14
"""Lines above the text, cut ones counted, in which date and byline stand."""
BELOW: Final = 5
"""Lines below a stand-first in which they stand."""
_LONGEST: Final = 110
_WORDS: Final = 2
"""Words beside a date: a label, a place or a weekday."""
_UNDER: Final = 2
"""Lines under a byline within which an office, a place or an address is the author's."""
_UNCASED: Final = 3
"""Most words of a name in a script without capitals: four words may be a headline."""
_WITH_TIME: Final = ("minute", "second")
_WORD = regex.compile(r"[\p{L}\p{M}]{2,}")
_EDGES: Final = " \t,;|•·│｜‧・»⋅-–—/:"
_CASED = regex.compile(r"\p{Lu}")
_CONTACT = regex.compile(r"@\w{2,30}|[\w.+-]{2,40}@[\w-]{2,40}(?:\.[\w-]{2,20}){1,3}")
_STAMPS: Final = frozenset(("publish_timestamp", "update_timestamp", "reltime"))
_BYLINES: Final = frozenset(("byline", "byline_placeholder"))
_BESIDE: Final = frozenset(
    ("byline", "share_buttons", "share_prompt", "share_counts", "comment_count", "view_count", "reading_time")
)
"""What may stand between a name and the date."""


class _Row(NamedTuple):
    """One line of the text as it was, with what became of it."""

    line: str
    number: int
    """Number of the line in the view; -1 where it was cut."""
    category: str = ""
    """Of the finding that cut it."""
    goes: bool = False
    """Whether the body finder takes it."""


class _Date(NamedTuple):
    start: int
    end: int
    field: str
    stamp: Stamp
    before: str
    """What stands before the date in its line."""


def find_fields(view: View, cuts: Sequence[tuple[int, int, Finding]], going: Sequence[Finding] = ()) -> list[Finding]:
    r"""Findings that move dates and bylines from the lines above the text, and from those below a stand-first.

    cuts: spans of `view.text` that were cut so far, with the finding that cut each. going: what the body finder would
    cut. Pages are asked for what they declare instead.

    >>> from cleaner.views import view_of
    >>> prose = "The council voted on Tuesday evening for the new bridge over the river. " * 2
    >>> view = view_of(f"Council votes for the new bridge\nJane Doe\n3 March 2025, 10:22\n{prose}\n{prose}")
    >>> [finding.by for finding in find_fields(view, [])]
    ['head.name', 'head.date']
    """
    if view.evidence is not None:
        return []
    goes = {finding.start for finding in going}
    prose = [i for i, line in enumerate(view.lines) if is_prose(line) and view.bounds[i][0] not in goes]
    if not prose:
        return []
    rows = _rows(view, cuts, goes, prose[0] + 1 + 2 * BELOW)
    text = next(at for at, row in enumerate(rows) if row.number == prose[0])
    low = max(0, text - REACH)
    head = next((at for at in range(low, text) if _is_headline(rows[at])), None)
    had = {capture.field for _, _, finding in cuts for capture in finding.captures}
    found: dict[int, Finding] = {}
    if head is not None:
        _read(view, rows, prose, range(head + 1, text), had, found)
        if "published" not in had | _fields(found):
            above = [at for at in range(max(low, head - 2), head) if _timed(rows[at], view)]
            _read(view, rows, prose, above[-1:], had, found)
    else:
        _read(view, rows, prose, [at for at in range(low, text) if rows[at].goes], had, found)
    below = range(text + 1, min(len(rows), text + 1 + BELOW))
    if text <= REACH + BELOW and any(
        _stays(row) and is_prose(row.line) for row in rows[text + 1 : text + 1 + 2 * BELOW]
    ):
        stop = next((at for at in below if _stays(rows[at]) and is_prose(rows[at].line)), below.stop)
        pair = range(below.start, stop)
        if any(_is_signed(rows, at, view) for at in pair):
            _read(view, rows, prose, pair, had, found)
    return [found[at] for at in sorted(found)]


def _rows(view: View, cuts: Sequence[tuple[int, int, Finding]], goes: Set[int], stop: int) -> list[_Row]:
    """The lines of the text down to line `stop` of the view, in order. goes: where lines begin that will be cut."""
    kept = {start: _Row(view.lines[i], i, "", start in goes) for i, (start, _) in enumerate(view.bounds[:stop])}
    below = view.bounds[stop][0] if stop < len(view.bounds) else len(view.text)
    cut = [
        (start, _Row(line, -1, finding.category))
        for start, end, finding in cuts
        if start < below
        and start not in kept
        and (start == 0 or view.text[start - 1] == "\n")
        and (line := view.text[start:end].strip())
    ]
    return [row for _, row in sorted([*kept.items(), *cut], key=lambda pair: pair[0])]


def _stays(row: _Row) -> bool:
    return row.number >= 0 and not row.goes


def _is_headline(row: _Row) -> bool:
    if row.number < 0:
        return row.category == "title"
    return width(row.line) >= HEADLINE_WIDTH and not is_prose(row.line) and is_headline(row.line)


def _fields(found: Mapping[int, Finding]) -> set[str]:
    return {capture.field for finding in found.values() for capture in finding.captures}


def _dates(line: str, language: str | None) -> list[_Date]:
    """The dates of a line that holds hardly anything else; of two dates each has its own label."""
    if len(line) > _LONGEST or sum(map(str.isdigit, line)) < 3 or ends_sentence(line):
        return []
    stamps = find_stamps(line, language=language)
    if not 1 <= len(stamps) <= 2 or any(stamp.precision not in WITH_DAY for _, _, stamp in stamps):
        return []
    out: list[_Date] = []
    at = 0
    for start, end, stamp in stamps:
        before = line[at:start].strip(_EDGES)
        label = label_of(line[at:start])
        if label is None and out:
            return []
        out.append(_Date(start, end, "modified" if label == "modified" else "published", stamp, before))
        at = end
    return out if len(_WORD.findall(line[at:])) <= _WORDS else []


def _timed(row: _Row, view: View) -> bool:
    """Whether the line is a date with a time of day and nothing else."""
    dates = _dates(row.line, view.context.language) if row.number >= 0 else []
    return len(dates) == 1 and dates[0].stamp.precision in _WITH_TIME and _is_bare(dates[0])


def _is_bare(date: _Date) -> bool:
    return len(_WORD.findall(date.before)) <= _WORDS


def _is_stamp(row: _Row, view: View) -> bool:
    if row.number < 0:
        return row.category in _STAMPS
    dates = _dates(row.line, view.context.language)
    return bool(dates) and _is_bare(dates[0])


def _is_named(line: str) -> bool:
    """Whether the line is a person's name, or a name with an office."""
    if ends_sentence(line) or len(line) > _LONGEST:
        return False
    if is_name(line):
        return " " in line and (_CASED.search(line) is not None or line.count(" ") < _UNCASED)
    found = split_byline(line)
    return bool(found.authors and found.role) and len(line.split()) <= 2 * _UNCASED


def _is_signed(rows: Sequence[_Row], at: int, view: View) -> bool:
    """Whether the line is a byline or a name, directly beside a date."""
    row = rows[at]
    # Few lines have a date within reach, and whether one stands there takes less than whether the line is a name.
    if row.number < 0 or not any(_is_stamp(near, view) for near in rows[max(0, at - 2) : at + 3]):
        return False
    if not _is_named(row.line) and not signed_by(row.line):
        return False
    for step in (1, -1):
        beside = at + step
        if 0 <= beside < len(rows) and (rows[beside].category in _BESIDE or _is_office(rows[beside].line)):
            beside += step
        if 0 <= beside < len(rows) and _is_stamp(rows[beside], view):
            return True
    return False


def _is_office(line: str) -> bool:
    if len(line) > 40:
        return False
    found = split_byline(line)
    return (bool(found.role) and not found.authors) or zone_of_place(line) is not None or bool(_CONTACT.fullmatch(line))


def _read(
    view: View, rows: Sequence[_Row], prose: Sequence[int], at: Sequence[int], had: set[str], found: dict[int, Finding]
) -> None:
    """Adds what the lines say; each field is filled by one line. prose: numbers of the lines that are the text."""
    signed = None
    for number in at:
        row = rows[number]
        if row.number < 0:
            signed = number if row.category in _BYLINES else signed
            continue
        fields = had | _fields(found)
        dates = _dates(row.line, view.context.language)
        named = bool({"byline", "author"} & fields)
        if dates and _is_bare(dates[0]):
            new = [date for date in dates if date.field not in fields]
            if new or not row.goes:
                found[number] = _finding(view, row, "head.date", new, None)
        elif dates and row.goes and (is_byline(dates[0].before) or is_name(dates[0].before)):
            new = [date for date in dates if date.field not in fields]
            found[number] = _finding(view, row, "head.byline", new, None if named else dates[0].before)
            signed = number
        elif not named and _may_sign(rows, number, view, prose):
            by = "head.name" if _is_named(row.line) else "head.byline"
            found[number] = _finding(view, row, by, (), row.line)
            signed = number
        elif signed is not None and number - signed <= _UNDER and _is_office(row.line):
            field = "contact" if _CONTACT.fullmatch(row.line) else "byline"
            start, end = view.spans[row.number]
            capture = Capture(field, "text", row.line, start, end)
            found[number] = Finding(
                "capture", *view.bounds[row.number], "head.role", "byline", "likely", (capture,), order=(0, -1)
            )


def _may_sign(rows: Sequence[_Row], at: int, view: View, prose: Sequence[int]) -> bool:
    """Whether the line says who wrote the article: a byline that goes anyway, or a name or byline beside the date.

    Who or what the text tells of is not its author, nor is what the menu names, too. Nor is a topic ("Mobile App
    Design"), most words of which stand in the text without capitals, or the last one.
    """
    row = rows[at]
    if row.goes and signed_by(row.line):
        return True
    if not _is_signed(rows, at, view):
        return False
    if is_byline(row.line):
        return True
    text = [view.lines[i] for i in prose]
    if any(row.line in line for line in text) or any(row.line == other.line for other in rows[:at]):
        return False
    words = _WORD.findall(row.line)
    common = {word for line in text for word in _WORD.findall(line) if word.islower()}
    known = [word.lower() in common for word in words]
    return not known or (2 * sum(known) < len(known) and not known[-1])


def _finding(view: View, row: _Row, by: str, dates: Sequence[_Date], name: str | None) -> Finding:
    captures = []
    if name is not None:
        low = row.line.index(name)
        start, end = view.span(row.number, low, low + len(name))
        captures.append(Capture("byline", "text", name, start, end))
    for date in dates:
        start, end = view.span(row.number, date.start, date.end)
        captures.append(Capture(date.field, "datetime", row.line[date.start : date.end], start, end, date.stamp))
    category = "byline" if name is not None else "publish_timestamp"
    return Finding("capture", *view.bounds[row.number], by, category, "likely", tuple(captures), order=(0, -1))
