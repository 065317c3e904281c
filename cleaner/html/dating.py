"""When a page was published and changed: what it declares, what stands in its address, and what it shows.

The day that readers see is the day of the article. So a declaration that only a machine reads yields to the date beside
the title where there is a reason to doubt it: it is in UTC and the day there is another one, day and month may be
swapped, it is of a kind that content systems fill with any date, or the page declares two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from cleaner.dates import WITH_DAY, find_stamps, parse_stamp
from cleaner.dates.labels import CHANGED, PUBLISHED
from cleaner.html.data import Datum, Structured
from cleaner.html.page import Page
from cleaner.model import Evidence, Stamp

Found = tuple[Stamp, Datum]

_DATED = re.compile(
    r"date(?!r)|datum|time(?!line)|publi|posted|meta|stand|created|byline|info|fecha|dato", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|latest|recent|widget|footer|aside|quote|tweet|(?<!w-)embed|(?<![-_])profile|calendar|event|ticker"
    r"|weather|menu|\bnav|/li\b|/blockquote\b|/figure\b",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:born|geboren|joined|registriert|registered|dabei seit|until|bis|nächste|abgerufen|accessed|retrieved"
    r"|expires?|aktuelle zeit|copyright)\b|©|&copy|出生|引用日期",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_.-]|$)")
_ADDRESS_DAY_FIRST = re.compile(r"[/-](0[1-9]|[12]\d|3[01])-?(0[1-9]|1[0-2])-?(20[0-3]\d)(?=[/_.-]|$)")
_ISO = re.compile(r"\d{4}-")
_ISO_DAY = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)[T ]")
_LOOSE = frozenset(
    f"meta:{name}" for name in ("date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.issued", "displaydate")
)
"""Declarations that many content systems fill with the date of the last change, or of the page's import."""
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_WORD = re.compile(r"\w{3,}")
_DATELINE = re.compile(r"\s?(?:[|–—:]|- )")
_EARLIEST = "1995"
"""Year before which no web page was published: shown dates before it are of what the page is about."""
_NEAR = 12
"""Lines after the title in which the date line of the page is looked for."""
_BEFORE = 40
"""Lines before the title that are searched."""
_AFTER = 600
"""Lines after the title, or from the start of a page without one, that are searched."""
_LINE = 160
"""Characters of the longest date line."""
_OPENING = 40
"""Characters at the start of a longer line in which a date may stand, as in a dateline."""
_LINKED = 0.75
"""Share of a line in links from which it belongs to another page; a date line may link its date and its author."""
_SURE = 4
"""Value of a shown date from which it may correct a declared one: nine in ten are the page's own."""
_IN_LINE = 3
"""What the line itself adds to the value of a date at most: half of its length, and a word for publication."""
_LIKELY = 3
"""Value from which it may say which number of a declared date is the month."""


class _Shown(NamedTuple):
    value: int
    stamp: Stamp
    raw: str


class Dates(NamedTuple):
    """When a page was published and changed, each with the source that it was read from; "text" is a line of it."""

    published: Found | None
    modified: Found | None


def dates_of(page: Page, language: str | None = None) -> Dates:
    """The dates of a page: what it declares, what stands in its address, and what it shows."""
    best = dict(_shown(page, language))
    shown, changed = best.get(False), best.get(True)
    modified = next(iter(_readable(page.data.modified, language)), None)
    published = _published(page.data, language, shown, modified)
    return Dates(published, modified or ((changed.stamp, Datum(changed.raw, "text")) if changed else None))


def is_dated(page: Page) -> bool:
    """Whether a page has a date, read without its language: what it declares, else the first that it shows."""
    data = page.data
    declared = _readable(data.published, None) or _addressed(data, None) or _readable(data.modified, None)
    return bool(declared) or any(_shown(page, None))


def _published(data: Structured, language: str | None, shown: _Shown | None, modified: Found | None) -> Found | None:
    line = (shown.stamp, Datum(shown.raw, "text")) if shown else None
    address = _addressed(data, language)
    if address and line and _day(address[0]) == _day(line[0]):
        address = line
    declared = _readable(data.published, language)
    if not declared:
        return address or line
    said = [found for found in declared if found[1].source != "time"]
    marked = [found for found in declared if found[1].source == "time"]
    chosen = _corrected(said, marked, modified, shown) if said else marked[0]
    return _local(chosen, (address, *marked[:1], line if shown and shown.value > 1 else None))


def _corrected(said: list[Found], marked: list[Found], modified: Found | None, shown: _Shown | None) -> Found:
    """The first declared date, unless there is a reason to doubt it and the page shows another day."""
    first, source = said[0]
    if first.ambiguous and modified and _day(first) > _day(modified[0]):
        swapped = [value for value in first.alternatives if value[:10] <= _day(modified[0])]
        if swapped:  # nothing changes before it is published
            first = replace(first, value=swapped[0], alternatives=(first.value,))
    day = _day(first)
    if shown is None or day == _day(shown.stamp):
        return first, source
    line = shown.stamp, Datum(shown.raw, "text")
    if day == _swapped(shown.stamp):
        return line if shown.value >= _LIKELY and _ISO.match(source.value) is None else (first, source)
    if shown.value >= _SURE:
        sources = [found[1].source for found in said]
        for found in said[1:]:
            if _day(found[0]) == _day(shown.stamp) and sources.count(found[1].source) == 1:
                return found
        if source.source in _LOOSE:
            return line
        if modified and _day(shown.stamp) < day == _day(modified[0]) and day not in (_day(mark[0]) for mark in marked):
            return line  # what is declared is the last change, twice
    return first, source


def _local(found: Found, others: tuple[Found | None, ...]) -> Found:
    """The day on the page's own calendar, where the declared one is in UTC and another source has the day beside it."""
    stamp = found[0]
    if not stamp.value.endswith(("Z", "+00:00")):
        return found
    hour = int(stamp.value[11:13])
    for other in others:
        if other is None or other[0].value.endswith(("Z", "+00:00")):
            continue
        distance = _ordinal(other[0]) - _ordinal(stamp)
        if distance == 0:
            break
        # No zone is more than 14 hours ahead of UTC, or 12 behind it.
        if (distance == 1 and hour >= 10) or (distance == -1 and hour < 12):
            return other
    return found


def _ordinal(stamp: Stamp) -> int:
    return date.fromisoformat(stamp.value[:10]).toordinal()


def _day(stamp: Stamp) -> str:
    return stamp.value[:10]


def _swapped(stamp: Stamp) -> str:
    """The day with day and month exchanged: sites in one language write dates as another does."""
    year, month, day = stamp.value[:10].split("-")
    return f"{year}-{day}-{month}"


def _readable(dates: tuple[Datum, ...], language: str | None) -> list[Found]:
    out = []
    for datum in dates:
        stamp = parse_stamp(datum.value, language=language)
        if stamp is None and (day := _ISO_DAY.match(datum.value)):
            stamp = parse_stamp(day[1])  # "2022-01-10T22:06:08:684Z": the day is right, the time is not
        if stamp is not None and stamp.precision in WITH_DAY:
            out.append((stamp, datum))
    return out


def _addressed(data: Structured, language: str | None) -> Found | None:
    for address in data.canonical:
        found = _ADDRESS.search(address.value)
        parts = found.groups() if found else None
        if not found and (found := _ADDRESS_DAY_FIRST.search(address.value)):
            parts = found.groups()[::-1]
        if found and parts:
            year, month, day = parts
            stamp = parse_stamp(f"{year}-{int(month):02}-{int(day):02}", language=language)
            if stamp is not None:
                return stamp, Datum(found.group().strip("/-"), address.source)
    return None


def _shown(page: Page, language: str | None) -> Iterator[tuple[bool, _Shown]]:
    """Dates in short lines, and at the start of longer ones, of publication or (True) of a change: each looks more like
    the page's own than those of its kind before it.
    """
    places = [(line, place) for line, place in zip(page.text.split("\n"), page.evidence, strict=True) if place]
    title = title_line(places, page.data)
    named = " ".join(datum.value for datum in page.data.dated)
    years = {found[1] for datum in page.data.canonical if (found := _YEAR.search(datum.value))}
    in_line = _IN_LINE + 3 * bool(named) + bool(years)
    is_named, is_elsewhere = cache(_is_named), cache(_is_elsewhere)
    best = [0, 0]
    first = max(0, (title or 0) - _BEFORE)
    for i, (line, place) in enumerate(places[first : (title or 0) + _AFTER], first):
        text = line if len(line) <= _LINE else line[:_OPENING]
        if sum(map(str.isdigit, text)) < 2:
            continue
        named_block = is_named(place.words)
        around = _around(named_block, None if title is None else i - title)
        # Reading dates costs the most, and then what blocks are for; by where most lines stand no date in them could be
        # the page's own.
        if not _may_be_best(around + in_line, text, best):
            continue
        if place.link_density > _LINKED or place.comments or is_elsewhere(place.words, place.path, named_block):
            around -= 4 + 2 * place.comments
            if not _may_be_best(around + in_line, text, best):
                continue
        for start, end, stamp in find_stamps(text, language=language):
            head = text[:start]
            if stamp.precision not in WITH_DAY or stamp.value[:4] < _EARLIEST or _OTHER_DAY.search(head):
                continue
            value = around + ((end - start) * 2 >= len(line))
            if len(line) > _LINE:
                value -= 1 + 2 * (start > 0 and not _DATELINE.match(line, end))
            value += 3 * (text[start:end] in named) + 2 * bool(PUBLISHED.search(head)) + (stamp.value[:4] in years)
            if title is not None and i < title - _NEAR // 4 and stamp.weekday_ok is not None:
                value -= 4  # today's date, in the head of the site
            changed = CHANGED.search(head) is not None
            if value > best[changed]:
                best[changed] = value
                yield changed, _Shown(value, stamp, text[start:end])
            if not changed:
                break


def _may_be_best(value: int, text: str, best: Sequence[int]) -> bool:
    """Whether a date in the text whose value is at most `value` may be the best, of publication or of a change."""
    published, changed = best
    return value > published or (value > changed and CHANGED.search(text) is not None)


def title_line(places: list[tuple[str, Evidence]], data: Structured) -> int | None:
    """Which line holds the title: of the headings of the first rank the one that shares most words with what is
    declared, else the first line that repeats the title.
    """
    declared = {word for title in data.titles if title.source != "h1" for word in _WORD.findall(title.value.casefold())}
    best: tuple[int, int] | None = None
    for i, (line, place) in enumerate(places):
        if "/h1" in place.path:
            shared = len(declared.intersection(_WORD.findall(line.casefold())))
            if best is None or shared > best[0]:
                best = (shared, i)
    if best is not None and (best[0] or not declared):
        return best[1]
    for i, (_, place) in enumerate(places):
        if place.title:
            return i
    return best[1] if best else None


def _is_named(words: str) -> bool:
    """Whether a block is named for dates."""
    return _DATED.search(" ".join(words.split(" ", 4)[:4])) is not None


def _is_elsewhere(words: str, path: str, named: bool) -> bool:
    """Whether a block, or one around it, is for what is no part of an article; `named` if it is named for dates."""
    return bool(_ELSEWHERE.search(words) or (not named and _ELSEWHERE.search(path)))


def _around(named: bool, below: int | None) -> int:
    """How much a date looks like the page's own by where it stands: the name of its block, lines below the title."""
    value = 3 * named
    if below is not None:
        value += 2 * (0 <= below <= _NEAR) + (0 < below <= _NEAR // 3) + (-_NEAR // 4 <= below < 0)
    return value
