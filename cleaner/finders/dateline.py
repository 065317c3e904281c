"""Datelines: where, when and by which agency a report was filed, at the start of its first paragraph.

"WASHINGTON (AP) — ", "ঢাকা, ২৯ জানুয়ারি (বাসস) : ", "新华社北京1月29日电". The text keeps them; the record copies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import regex

from cleaner.dates import find_stamps
from cleaner.finders.prose import is_prose
from cleaner.model import Capture, Finding, Stamp, View
from cleaner.people import is_agency
from cleaner.zones import zone_of_place

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dateline.agency": "The paragraph begins with the dateline of a news agency: kept, and copied to the record.",
        "dateline.place": "The paragraph begins with a dateline of place and date: kept, and copied to the record.",
    }
)

_REACH: Final = 160
"""Characters of a line that are looked at; agencies keep datelines below 100."""

_PROSE_LINES: Final = 2
_YEAR: Final = datetime(2024, 12, 31)  # a leap year, to tell whether "29 Feb" is a day

# Each pattern is anchored, has bounded repeats only and no repeat inside a repeat. Groups: place, when, agency. Before
# it stands what every match of it holds, so that most lines are done with three searches.
_DASH = r"[-–—−‒]"
_CLOSE = rf"(?:\s?[.:।|]?\s?{_DASH}{{1,2}}|\s?[:|।]|\.)"
_WHEN = r"(?P<when>[\p{L}\p{M}]{0,14}\.?\s?\d[^()/\n:]{0,30}?)"
_PLACE = r"(?P<place>\p{L}[\p{L}\p{M}.'’/ ,-]{1,60}?)"
_BRACKET = regex.compile(r"[(（\[［【]")
_DIGIT = regex.compile(r"\d")
_MARK = regex.compile(r"[-–—−‒/|:।]")
_PATTERNS: Final = tuple(
    (needed, regex.compile(pattern))
    for needed, pattern in (
        # LONDON, Jan 29 (Reuters) - · ঢাকা, ২৯ জানুয়ারি (বাসস) : · Madrid, 29 ene (EFE).-
        (_BRACKET, rf"{_PLACE}(?:,|،|\.|\s)\s?{_WHEN}\.?\s?[(（](?P<agency>[^()（）\n]{{2,40}})[)）]{_CLOSE}?"),
        # BERLIN (dpa) - · WASHINGTON (AP) — · القاهرة (رويترز) -
        (_BRACKET, rf"{_PLACE}\s?[(（](?P<agency>[^()（）\n]{{2,40}})[)）]{_CLOSE}?"),
        # (ANSA) - ROMA, 29 GEN -
        (
            _BRACKET,
            rf"[(（](?P<agency>[^()（）=\n]{{2,40}})[)）]\s?{_DASH}\s?(?P<place>\p{{Lu}}[\p{{Lu}}' ]{{2,30}}),\s"
            rf"{_WHEN}\s?{_DASH}",
        ),
        # (서울=연합뉴스) · [서울=뉴시스] · 【ワシントン=渡辺洋介】
        (_BRACKET, r"[(（\[［【](?P<place>[\p{L} ]{1,12})[=＝·・](?P<agency>[\p{L}\d ]{2,16})[)）\]］】]"),
        # 【ワシントン=渡辺洋介】: place and reporter
        (_BRACKET, r"[(（\[［【](?P<place>[\p{L} ]{1,12})[=＝](?P<who>[\p{L} ]{2,12})[)）\]］】]"),
        # (Reuters) - · (TTXVN) -
        (_BRACKET, rf"[(（](?P<agency>[^()（）\n]{{2,40}})[)）]\s?{_DASH}"),
        # МОСКВА, 29 янв — РИА Новости. · МОСКВА, 29 января. /ТАСС/. · Москва. 29 января. INTERFAX.RU -
        (
            _DIGIT,
            rf"(?P<place>\p{{Lu}}[\p{{L}}' -]{{1,30}}?)[.,]\s{_WHEN}(?:\.?\s?{_DASH}\s|\.?\s/\s?|\.\s)"
            rf"(?P<agency>[\p{{L}}\d. ]{{2,30}}?)\s?(?:/\.?|\.\s|\s?{_DASH}\s)",
        ),
        # واشنطن - أ ف ب - · دبي، 29 يناير/ وام /
        (_MARK, rf"{_PLACE}\s?(?:[،,]\s?{_WHEN})?\s?[-/–—]\s?(?P<agency>[\p{{L}}. ]{{2,24}}?)\s?[-/–—:]"),
        # BERLIN taz | · JAKARTA, KOMPAS.com - · TEMPO.CO, Jakarta -
        (_MARK, rf"(?P<place>\p{{Lu}}[\p{{Lu}} -]{{1,30}}),?\s(?P<agency>[\p{{L}}\d.]{{2,20}})\s?(?:\||{_DASH})"),
        (_MARK, rf"(?P<agency>[\p{{L}}\d.]{{2,20}}),\s(?P<place>\p{{Lu}}[\p{{L}} -]{{1,30}})\s?{_DASH}"),
        # KYIV, Jan 29 - · Dhaka, Jan 29, 2025:
        (_DIGIT, rf"{_PLACE},\s{_WHEN}\s?(?:{_DASH}|:)(?=\s)"),
        # WASHINGTON — · HAVERHILL, Mass. — · নয়াদিল্লি: · Jakarta -
        (_MARK, rf"{_PLACE}\s?(?:{_DASH}{{1,2}}|[:।])(?=\s)"),
    )
)
_WIRE = regex.compile(
    r"[（(\[［【]?(?P<agency>新华社|新華社|中新社|中新网|中央社|本报|本報|本台|本社|人民网|共同社|法新社|路透社|美联社)"
    r"(?:记者|記者)?(?P<place>[\p{Han}]{1,12}?)(?P<when>(?:\d{1,2}月)?\d{1,2}日)(?:电|電|讯|訊)[)）\]］】]?"
)
_JAPANESE = regex.compile(
    r"[\[［【](?P<place>[\p{Katakana}\p{Han}ー]{1,12}?)\s?(?P<when>\d{1,2}日)?\s?"
    r"(?P<agency>ロイター|共同|時事|AFP|AP|CNN)[\]］】]"
)


class _Dateline(NamedTuple):
    end: int
    place: tuple[int, int] | None
    when: tuple[int, int] | None
    agency: tuple[int, int] | None


def find_dateline(view: View) -> list[Finding]:
    """At most one finding, over the dateline at the start of the first or second prose line of the view.

    Its action is `keep`: the text stays as it is, and the captures (dateline, place, agency, and the date as
    `mentioned`) go to the record. The cost does not grow with the text.
    """
    seen = 0
    for index, line in enumerate(view.lines):
        if not is_prose(line):
            continue
        seen += 1
        found = read_dateline(line)
        if found is not None:
            return [_finding(view, index, line, found)]
        if seen == _PROSE_LINES:
            break
    return []


def read_dateline(line: str) -> _Dateline | None:
    """The dateline that a line begins with, as spans of the line; None when there is none.

    >>> line = "LONDON, Jan 29 (Reuters) - Shares rose."
    >>> found = read_dateline(line)
    >>> line[: found.end], line[slice(*found.place)], line[slice(*found.agency)]
    ('LONDON, Jan 29 (Reuters) -', 'LONDON', 'Reuters')
    """
    head = line[:_REACH]
    for pattern in (_WIRE, _JAPANESE):
        match = pattern.match(head)
        if match is not None:
            return _Dateline(len(match[0].rstrip()), *(_span(match, name) for name in ("place", "when", "agency")))
    held: dict[regex.Pattern[str], bool] = {}
    for needed, pattern in _PATTERNS:
        if needed not in held:
            held[needed] = needed.search(head) is not None
        match = pattern.match(head) if held[needed] else None
        if match is not None and _holds(match):
            return _Dateline(len(match[0].rstrip()), *(_span(match, name) for name in ("place", "when", "agency")))
    return None


def _span(match: regex.Match[str], name: str) -> tuple[int, int] | None:
    if name not in match.re.groupindex or not match[name]:
        return None
    start, end = match.span(name)
    text = match[name]
    return start + len(text) - len(text.lstrip(" ,،.")), end - len(text) + len(text.rstrip(" ,،."))


def _holds(match: regex.Match[str]) -> bool:
    """Whether what stands in the slots is an agency, a place and a day, and not other words with a dash after them."""
    groups = match.groupdict()
    agency, place, when = groups.get("agency"), groups.get("place"), groups.get("when")
    if when is not None and not _is_day(when):
        return False
    if agency is not None:
        if not _is_agency(agency):
            return False
        # Without a dash "The National Authority (PNA)" is a name with its initials.
        is_closed = when is not None or match[0][-1] not in ")）"
        return place is None or _is_place(place, is_sure=is_closed)
    has_dash = match[0][-1] not in ":।"  # "JANE DOE, HOST:" is a speaker
    return place is not None and _is_place(place, is_sure=False, has_day=when is not None, may_be_unknown=has_dash)


def _is_agency(text: str) -> bool:
    parts = [part for part in regex.split(r"[/,&+]| y | e | und | and ", text) if part.strip()]
    return bool(parts) and any(is_agency(part.strip(" .-–—")) for part in parts)


def _is_day(text: str) -> bool:
    """Whether a text is a day, with or without a year, and nothing more."""
    stripped = text.strip(" ,.")
    if len(stripped) > 40:
        return False
    return any(
        stamp.precision not in ("time", "year") and end - start >= 0.6 * len(stripped)
        for start, end, stamp in find_stamps(stripped, reference=_YEAR)
    )


def _is_place(text: str, is_sure: bool, has_day: bool = False, may_be_unknown: bool = True) -> bool:
    """Whether a text may be the place of a dateline.

    Beside an agency any short name will do, beside a day one in capitals; alone it is known or names its region.
    """
    name = text.strip(" ,،.:")
    first = regex.split(r"[,،/]| - ", name)[0].strip()
    if zone_of_place(name) is not None or zone_of_place(first) is not None:
        return True
    words = name.replace(",", " ").split()
    if not words or len(words) > 5:
        return False
    if is_sure:
        return all(not word[0].islower() or len(word) <= 3 for word in words)
    # "HAVERHILL, Mass. —": capitals, and a region after the comma.
    return may_be_unknown and (has_day or "," in name) and first.isupper() and len(first) > 2


def _finding(view: View, index: int, line: str, found: _Dateline) -> Finding:
    def capture(
        field: str, kind: Literal["text", "place", "date"], span: tuple[int, int], value: Stamp | str | None = None
    ) -> Capture:
        start, end = view.span(index, *span)
        return Capture(field, kind, line[slice(*span)], start, end, value)

    captures = [capture("dateline", "text", (0, found.end))]
    if found.agency is not None:
        captures.append(capture("agency", "text", found.agency))
    if found.place is not None:
        captures.append(capture("place", "place", found.place, line[slice(*found.place)]))
    if found.when is not None:
        stamps = find_stamps(line[slice(*found.when)])
        captures.append(capture("mentioned", "date", found.when, stamps[0][2] if stamps else None))
    start, end = view.span(index, 0, found.end)
    by = "dateline.agency" if found.agency is not None else "dateline.place"
    return Finding("keep", start, end, by, "dateline", captures=tuple(captures))
