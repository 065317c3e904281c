"""Take apart rows of metadata: "By Jane Doe | March 3, 2024 | 5 min read | 12 Comments".

Rules read such parts where they are lines of their own, but every site makes its own row of them. So the row is taken
apart at its separators and around its date, each part is asked for by itself, and the row goes, with what its parts
say, where every part is accounted for. Otherwise the whole row stays: half a row is no gain, and the part that nobody
knows may be what the row is about ("12.05.2024 | 20:00 | Stadthalle").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

import regex
from msgspec.structs import replace

from cleaner.dates import WITH_DAY, find_stamps, reads_as_stamp
from cleaner.dates.labels import label_of
from cleaner.finders.prose import is_prose
from cleaner.finders.rows import ROWS
from cleaner.model import Capture, Context, Finding, Stamp, View
from cleaner.people import is_agency, is_name, labelled_name, signed_by

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "row.metadata": "A row of metadata before or behind the text, every part of which is known.",
        "row.stamp": "A date in a row of metadata.",
        "row.byline": "A byline in a row of metadata.",
        "row.name": "A name beside a date and other metadata in a row.",
    }
)


class Reading(NamedTuple):
    """What one rule on whole lines reads in a text; offsets of the captures are of that text."""

    rule: str
    category: str
    captures: tuple[Capture, ...] | None
    """None: the text matches, but it is not what the rule took it for."""


class Reader(Protocol):
    """Reads texts as if each were a line of its own."""

    def readings(self, texts: Sequence[str], context: Context) -> list[list[Reading]]:
        """What the rules on whole lines read in each text, whatever their conditions say."""


class _Part(NamedTuple):
    """One part of a row, and what it was taken for; offsets are of the line. No kind: nobody knows it."""

    start: int
    end: int
    kind: str = ""
    by: str = ""
    captures: tuple[Capture, ...] = ()


Known = dict[str | None, dict[str, tuple[_Part, ...]]]
"""Language -> line -> its parts, where it is a row."""

LONGEST: Final = 220
_MOST: Final = 10
_SEPARATOR = regex.compile(r"\s*[|•·│｜‧・»⋅]+\s*|\s+[-–—/]\s+|\t+|\s{2,}")
_MAY_DIVIDE = re.compile(r"[|•·│｜‧・»⋅\t]|\s[-–—/\s]")
"""Finds something in every line that `_SEPARATOR` divides, and few others."""
_LETTER = regex.compile(r"\p{L}")
_DIGIT = regex.compile(r"\d")
_EDGES: Final = " \t,;|•·│｜‧・»⋅-–—/"
_COUNTS: Final = frozenset(("comment_count", "view_count", "share_counts"))
_METADATA: Final = frozenset(("reading_time", "tags_topics", "source_attribution", "reltime"))
_STAMPS: Final = frozenset(("publish_timestamp", "update_timestamp", "published", "modified"))
_TOOLS: Final = frozenset(
    ("share_prompt", "share_buttons", "comments_section", "reply_form", "print_email_tools", "follow_channel")
)
"""Buttons that stand beside dates; entries of menus may be labels of a list instead."""
_WEAK: Final = frozenset(("stamp", "time", "source_attribution", "entry", ""))
"""Kinds of parts that stand in rows of all sorts: they make no row of metadata by themselves."""
_CATEGORY: Final = MappingProxyType(
    {"chrome": "share_buttons", "published": "publish_timestamp", "modified": "update_timestamp"}
)
"""The category of a kind where it has another name."""
_NEAR: Final = 3
"""Lines between a row and the text, or the next row, within which what it says is of this text."""


def find_metarows(view: View, reader: Reader, known: Known | None = None) -> list[Finding]:
    """One finding for each line that is a row of metadata before the first line of prose, or behind the last one.

    A row has at least two parts; one of them a labelled one (byline, reading time, counter, tags, a date with a
    label). One name without a label is accounted for beside a date and such a part. `known` remembers what was made
    of lines from one view of a document to the next.
    """
    first = next((i for i, line in enumerate(view.lines) if _is_text(line)), None)
    if first is None:
        return []
    last = next(i for i in reversed(range(first, len(view.lines))) if _is_text(view.lines[i]))
    outside = [*range(first), *range(last + 1, len(view.lines))]
    if view.evidence is not None:
        outside = [i for i in outside if "/tr" not in view.evidence[i].path]
    memo = ({} if known is None else known).setdefault(view.context.language, {})
    new = {view.lines[i] for i in outside}.difference(memo)
    memo.update(_read(sorted(new), view.context, reader))
    rows = {i: parts for i in outside if (parts := memo[view.lines[i]])}
    head = [i for i in rows if i < first]
    tail = [i for i in rows if i > last]
    if len(tail) > 1 or (tail and tail[0] - last > _NEAR):
        tail = []  # comments of readers begin like that
    own = tail + ([i for i in head if first - i <= _NEAR] or head[-1:])
    return [_finding(view, i, rows[i], i in own) for i in sorted(head + tail)]


def _is_text(line: str) -> bool:
    """Whether a line is prose and no row of parts."""
    return is_prose(line) and len(_split(line)) < 2


def _split(line: str) -> list[tuple[int, int]]:
    """The parts of a line between separators; empty where it cannot be a row."""
    if len(line) > LONGEST:
        return []
    if _MAY_DIVIDE.search(line) is None:
        return [(0, len(line))] if _may_hold_date(line) else []
    parts: list[tuple[int, int]] = []
    at = 0
    for found in _SEPARATOR.finditer(line):
        parts.append((at, found.start()))
        at = found.end()
    parts.append((at, len(line)))
    parts = [(start, end) for start, end in parts if start < end]
    if len(parts) == 1 and not _may_hold_date(line):
        return []
    return parts if len(parts) <= _MOST else []


def _may_hold_date(line: str) -> bool:
    return len(_DIGIT.findall(line)) >= 4


def _read(lines: Sequence[str], context: Context, reader: Reader) -> dict[str, tuple[_Part, ...]]:
    """The parts of each line that is a row; none for other lines.

    Lines of which rules read the whole are left to the rules, which know where such lines are no metadata.
    """
    out: dict[str, tuple[_Part, ...]] = dict.fromkeys(lines, ())
    # Without a letter there is nothing in a line but dates and numbers, which make no row.
    spans = {line: parts for line in lines if (parts := _split(line)) and _LETTER.search(line)}
    whole = _asked(spans, context, reader)
    pieces: dict[str, list[_Part]] = {}
    stamps: dict[str, list[tuple[int, int, Stamp]]] = {}
    for line, parts in spans.items():
        if any(reading.captures for reading in whole[line]):
            continue
        stamps[line] = find_stamps(line, language=context.language) if _DIGIT.search(line) else []
        own = [_Part(*span) for span in parts]
        if len(own) > 1 or len(_around(line, own[0], stamps[line])) > 1:
            pieces[line] = own
    unread = dict(pieces)
    for _ in range(2):  # a part that nobody knows is read once more around its date
        texts = {line[part.start : part.end] for line, parts in unread.items() for part in parts if not part.kind}
        readings = _asked(texts, context, reader)
        for line, old in unread.items():
            new: list[_Part] = []
            if len(old) > 1 and not any(part.kind or readings.get(line[part.start : part.end]) for part in old):
                del pieces[line]  # no part is known to any rule
                continue
            for part in old:
                found = part
                if not part.kind:
                    found = _taken(line, part, readings[line[part.start : part.end]], stamps[line], context.language)
                new.extend([found] if found.kind else _around(line, part, stamps[line]))
            pieces[line] = new
        unread = {
            line: parts
            for line, parts in pieces.items()
            if any(not part.kind and part not in unread.get(line, ()) for part in parts)
        }
    for line, read in pieces.items():
        if _is_row(line, read):
            out[line] = tuple(read)
    return out


def _asked(texts: Iterable[str], context: Context, reader: Reader) -> dict[str, list[Reading]]:
    ordered = sorted(texts)
    return dict(zip(ordered, reader.readings(ordered, context), strict=True)) if ordered else {}


def _around(line: str, part: _Part, stamps: Sequence[tuple[int, int, Stamp]]) -> list[_Part]:
    """The part in pieces: what is before its first date, the date, and what is behind it."""
    inside = [(start, end) for start, end, stamp in stamps if part.start <= start and end <= part.end]
    if len(inside) != 1 or inside[0] == (part.start, part.end):
        return [part]
    (start, end) = inside[0]
    out = []
    for low, high in ((part.start, start), (start, end), (end, part.end)):
        text = line[low:high]
        first = low + len(text) - len(text.lstrip(_EDGES))
        last = first + len(line[first:high].rstrip(_EDGES))
        if first < last:
            out.append(_Part(first, last))
    return out


def _taken(
    line: str,
    part: _Part,
    readings: Sequence[Reading],
    stamps: Sequence[tuple[int, int, Stamp]],
    language: str | None,
) -> _Part:
    """The part with what it was taken for."""
    text = line[part.start : part.end]

    def said(field: str, value: Stamp | None = None) -> tuple[Capture, ...]:
        return (Capture(field, "datetime" if value else "text", text, part.start, part.end, value),)

    dates = [found for found in stamps if part.start <= found[0] and found[1] <= part.end]
    value = dates[0][2] if dates else None
    if dates and reads_as_stamp(text, language=language):
        if value is None or value.precision not in WITH_DAY:
            return part._replace(kind="time")
        return part._replace(kind="stamp", by="row.stamp", captures=said("published", value))
    if not _LETTER.search(text):
        return part  # a bare number may be of anything
    for reading in sorted(readings, key=_trust):
        if reading.category in _STAMPS:
            field = "modified" if reading.category == "update_timestamp" else "published"
            captures = _moved(part, reading.captures) or (said(field, value) if value else ())
            if captures:
                return part._replace(kind=reading.category, by=reading.rule, captures=captures)
        elif reading.category in _COUNTS and reading.captures is not None:
            captures = tuple(replace(found, raw=text, start=part.start, end=part.end) for found in reading.captures)
            return part._replace(kind=reading.category, by=reading.rule, captures=captures)
        elif reading.category in _METADATA and reading.captures is not None:
            return part._replace(kind=reading.category, by=reading.rule, captures=_moved(part, reading.captures))
    if len(dates) == 1 and dates[0][1] == part.end and dates[0][2].precision in WITH_DAY:
        label = label_of(line[part.start : dates[0][0]])
        if label is not None:
            return part._replace(kind=label, by="row.stamp", captures=said(label, value))
    if signed_by(text) or is_agency(text) or labelled_name(text):
        return part._replace(kind="byline", by="row.byline", captures=said("byline"))
    chrome = min((reading for reading in readings if reading.category in ROWS), default=None)
    if chrome is not None:
        return part._replace(kind="chrome" if chrome.category in _TOOLS else "entry", by=chrome.rule)
    return part


def _trust(reading: Reading) -> tuple[bool, bool, str]:
    """Readings with values first; of a date with a label the one that says that it is of a change."""
    return reading.captures is None, reading.category != "update_timestamp", reading.rule


def _moved(part: _Part, captures: tuple[Capture, ...] | None) -> tuple[Capture, ...]:
    """The captures of a part in offsets of the line."""
    return tuple(replace(found, start=part.start + found.start, end=part.start + found.end) for found in captures or ())


def _is_row(line: str, parts: Sequence[_Part]) -> bool:
    kinds = [part.kind for part in parts]
    if len(parts) < 2 or kinds.count("stamp") > 1:
        return False  # two dates without a label are a period
    strong = [kind for kind in kinds if kind not in _WEAK]
    if not strong or (set(strong) == {"chrome"} and "stamp" not in kinds):
        return False
    unknown = [part for part in parts if not part.kind]
    if not unknown:
        return "time" not in kinds or "stamp" in kinds
    dated = "stamp" in kinds or _STAMPS.intersection(kinds)
    (name, *others) = unknown
    return (
        not others
        and bool(dated)
        and "time" not in kinds
        and "byline" not in kinds
        and is_name(line[name.start : name.end])
    )


def _name(line: str, part: _Part) -> Capture:
    return Capture("byline", "text", line[part.start : part.end], part.start, part.end)


def _finding(view: View, i: int, parts: Sequence[_Part], is_own: bool) -> Finding:
    """The finding of one row; rows of other articles are not read."""
    captures: list[Capture] = []
    by = ["row.metadata"]
    for part in parts:
        by.append(part.by or ("row.stamp" if part.kind == "time" else "row.name"))
        for found in part.captures or (_name(view.lines[i], part),) * (not part.kind):
            if is_own:
                start, end = view.span(i, found.start, found.end)
                captures.append(replace(found, start=start, end=end))
    kinds = [part.kind for part in parts]
    kind = "byline" if "byline" in kinds or "" in kinds else next(kind for kind in kinds if kind not in _WEAK)
    return Finding(
        "capture",
        *view.bounds[i],
        "+".join(dict.fromkeys(by)),
        _CATEGORY.get(kind, kind),
        "likely",
        tuple(captures),
        order=(0, -1),
    )
