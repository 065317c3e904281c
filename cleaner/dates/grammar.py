"""The shapes of dates and times, as expressions over the letters of tokens.

A letter for each token (tokens.py) makes a shape short enough to read: `d.d.y` is 15.02.2012. The alphabet:

    d y n   numbers: one or two digits, four digits, any other
    M m B   month; month in a word too short to trust; month or weekday ("mar")
    W w     weekday; weekday in a word too short to trust
    A Z     half or part of the day (am, pm, সকাল); zone (GMT, WIB)
    f g e   joining words: of, de; at, um, kl; years, eras ("r.", "খ্রিস্টাব্দ", "gada")
    o u q   ordinal ending; hour word (h, Uhr); minute word
    abc his 年月日 時分秒 in any East Asian script
    k t     era (令和); the T between date and time
    . , / - : ( ) | + '   marks, in all scripts the same; "|" is any bullet, quote or bar
    x       anything else

No expression has a repeat inside a repeat and every repeat is bounded, so each attempt costs a constant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.dates.tokens import Tokens


class DateShape(NamedTuple):
    """A date as it stands there: numbers by index of their token, nothing judged yet."""

    end: int
    """Index of the token after it."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    numeric: str = ""
    """For three numbers: the mark between them; their meaning is open, in order year, month, day of this tuple."""
    era: int | None = None


class TimeShape(NamedTuple):
    """A time of day as it stands there."""

    end: int
    hour: int
    minute: int | None = None
    second: int | None = None
    part: int | None = None
    """Index of the word for the half or part of the day."""
    zone: tuple[int, int] | None = None
    """Tokens of the zone, from and to."""
    is_weak: bool = False
    """Whether it is a time only because it stands beside a date."""


_MONTH = r"(?P<m>[MmB])(?:[./(,-]{0,2}(?P<m2>[M])\)?)?"
_OF = r"[efg.,/'-]{0,3}"

_NUMBERS = re.compile(r"(?P<d>d)(?P<sep>[./-])(?P<m>d)(?P=sep)(?P<y>[dy])")
_DAY_FIRST = re.compile(
    rf"(?P<d>d)[.)]?o?c?[.,/'-]?(?:W[.,]?)?[efg]{{0,3}}[.,/'-]?{_MONTH}(?:[.,]?\(?(?P<w>W)\)?)?{_OF}k?[.,e]{{0,2}}(?P<y>[yd])?(?!'d)"
)
_TWO_NUMBERS = re.compile(r"(?P<d>d)(?P<sep>[/-])(?P<m>d)")

# By the one or two letters that they begin with, the longer first: most numbers are no date, and the next token tells.
_DATES: dict[str, tuple[re.Pattern[str], ...]] = {
    "d.": (_NUMBERS, _DAY_FIRST, re.compile(r"(?P<d>d)(?P<sep>\.)(?P<m>d)\.")),
    "d/": (_NUMBERS, _DAY_FIRST, _TWO_NUMBERS),
    "d-": (_NUMBERS, _DAY_FIRST, _TWO_NUMBERS),
    "d|": (re.compile(r"(?P<d>d)(?P<sep>\|)(?P<m>d)\|(?P<y>y)"),),
    "db": (re.compile(r"(?P<m>d)b(?P<d>d)c"),),
    "da": (re.compile(r"(?P<y>d)a(?P<m>d)b(?P<d>d)c"),),
    **{f"d{letter}": (_DAY_FIRST,) for letter in ")oc,'WefgMmB"},
    "M": (
        re.compile(
            r"(?P<m>[MmB])(?P<sep>[.,/-])?[fge]{0,2}(?P<d>d)o?(?:[.,]?\(?(?P<w>W)\)?)?[efg,./-]{0,3}(?P<y>y|'d)"
        ),
        re.compile(r"(?P<m>[MmB])(?P<sep>[/-])(?P<d>d)(?P=sep)(?P<y>d)"),
        re.compile(r"(?P<m>[MmB])\.?(?P<d>d)-d,?(?P<y>y)"),
        re.compile(r"(?P<m>[MmB])[.,]?[efg',./-]{0,2}(?P<y>y)"),
        re.compile(r"(?P<m>[MmB])[.,/-]?[fge]{0,2}(?P<d>d)[oc]?(?!:)"),
    ),
    "y": (
        re.compile(r"(?P<y>y)(?P<sep>[./|-])(?P<m>d)(?P=sep)(?P<d>d)"),
        re.compile(r"(?P<y>y)a(?P<m>d)b(?P<d>d)[ce]?"),
        re.compile(r"(?P<y>y)(?P<sep>[.,/-])?[efga]{0,3}[.,/-]?(?P<m>[MmB])[.,efg/-]{0,4}(?P<d>d)(?!:)[.]?[ceo]?"),
        re.compile(r"(?P<y>y)[.,efga-]{0,4}(?P<d>d)[.eof-]{0,2}(?P<m>[MmB])"),
        re.compile(r"(?P<y>y)[a.]?[efg]{0,2}(?P<m>d)(?:-e)?b(?P<d>d)?[ce]?"),
    ),
    "k": (re.compile(r"(?P<k>k)(?P<y>[dyn])a(?P<m>d)b(?P<d>d)c"),),
}
_DATES["m"] = _DATES["B"] = _DATES["M"]
_DATES["n"] = (re.compile(r"(?P<n>n)"),)

_BEFORE = re.compile(r"(?P<w>[WwB])\)?[f,.|(/o-]{0,4}")
_AFTER = re.compile(r"[.e]{0,2}[,.|/(-]{0,2}(?P<w>[Ww])[).]{0,2}")


def date_at(tokens: Tokens, at: int) -> DateShape | None:
    """The date that begins with token `at`, or None."""
    letters = tokens.letters
    weekday = None
    first = letters[at]
    if first == "d" and letters[at + 1 : at + 2] == ":":
        return None
    begin = at
    if first in "WwB":
        before = _BEFORE.match(letters, at)
        if before is not None and before.end() < len(letters) and letters[before.end()] in "dMmByk":
            begin = before.end()
            weekday = at
        elif first != "B":
            return None
    shape = _core_at(tokens, begin)
    if shape is None and begin != at and first == "B":
        weekday = None
        shape = _core_at(tokens, at)
    if shape is None:
        return None
    if weekday is None:
        weekday = shape.weekday
    if weekday is None:
        after = _AFTER.match(letters, shape.end)
        if after is not None and letters[after.start("w")] == "W":
            # A weekday after the date belongs to it unless another date follows it at once.
            follows = letters[after.end() : after.end() + 2].lstrip(",.")[:1]
            if follows != "M" or shape.year is not None:
                return shape._replace(weekday=after.start("w"), end=after.end())
    return shape._replace(weekday=weekday)


def _core_at(tokens: Tokens, at: int) -> DateShape | None:
    letters = tokens.letters
    for pattern in _DATES.get(letters[at : at + 2]) or _DATES.get(letters[at], ()):
        match = pattern.match(letters, at)
        if match is not None:
            shape = _shape(tokens, match)
            if shape is not None:
                return shape
    return None


def _shape(tokens: Tokens, match: re.Match[str]) -> DateShape | None:
    groups = match.re.groupindex
    if "n" in groups:
        return _compact(tokens, match.start())

    def at(name: str) -> int | None:
        return match.start(name) if name in groups and match[name] else None

    year, month, day = at("y"), at("m"), at("d")
    end = match.end()
    separator = (match["sep"] or "") if "sep" in groups else ""
    letters = tokens.letters
    if month is not None and letters[month] == "d" and letters[match.start()] != "k" and separator:
        if not _stands_alone(tokens, match.start(), end, separator):
            return None
        return DateShape(end, year, month, day, numeric=separator)
    if year is not None and match["y"] == "'d":
        year += 1
    is_short = year is not None and letters[year] == "d" and letters[match.start()] == "d" and "a" not in match[0]
    if is_short and year is not None and not _is_short_year(tokens, year, end):
        if day is None or month is None:
            return None
        year = None
        end = (at("w") or at("m2") or month) + 1
        if letters[end : end + 1] == ".":
            end += 1
    return DateShape(end, year, month, day, weekday=at("w"), era=at("k"))


def _is_short_year(tokens: Tokens, year: int, end: int) -> bool:
    """Whether two digits after day and month are a year: "18 Mar 68", "29-Jan-25", but not "2 May 10 men"."""
    if tokens.ends[year] - tokens.starts[year] != 2:
        return False
    before, after = tokens.letters[year - 1], tokens.letters[end : end + 1]
    if before == "'":
        return True
    if after in (":", "h", "u", "A", "o", "q"):
        return False
    if after == "." and tokens.letters[end + 1 : end + 2] == "d":
        return False
    if before in "-/":
        return True
    return before in "MmB." and (after in ("", ",", ")", "|", "-", "(", "d", "/") or after in "gW")


def _stands_alone(tokens: Tokens, start: int, end: int, separator: str) -> bool:
    """Whether a numeric date is no part of a longer number: a version, an address, a phone number, a path."""
    letters, starts, ends = tokens.letters, tokens.starts, tokens.ends
    if start:
        before = letters[start - 1]
        if (
            before in "/-.+:"
            and ends[start - 1] == starts[start]
            and start >= 2
            and ends[start - 2] == starts[start - 1]
        ):
            return before == ":" and letters[start - 2] != "d"
    if end + 1 < len(letters) and letters[end] == separator and ends[end - 1] == starts[end] == ends[end] - 1:
        return not (letters[end + 1] in "dynxM" and starts[end + 1] == ends[end])
    return True


def _compact(tokens: Tokens, at: int) -> DateShape | None:
    """Eight digits of one word: 20250129."""
    if tokens.ends[at] - tokens.starts[at] not in (8, 14):
        return None
    return DateShape(at + 1, year=at, numeric="n")


_ZONE = r"(?P<z>\(?(?:Z(?:[+-](?:d:d|d|y))?|(?P<off>[+-](?:d:d|y)))\)?)?"
_CLOCK = re.compile(
    rf"(?:(?P<p>A)[.,:]?)?(?P<h>d):(?P<i>d)(?::(?P<s>d)(?:[.,][dyn])?)?[ue]?\.?q?\(?(?P<p2>A)?\.?\)?[.,]?{_ZONE}"
)
_BEFORE_ZONE = re.compile(r"(?P<z0>Z),?(?P<h>d):(?P<i>d)(?::(?P<s>d))?(?P<p2>A)?(?P<z>(?!))?")
_HOURS = re.compile(rf"(?P<p>A)?(?P<h>d)[h](?:(?P<i>d)i(?:(?P<s>d)s)?)?(?P<p2>A)?{_ZONE}")
_HOUR_WORD = re.compile(rf"(?P<h>d)[ue][.]?(?P<i>d)q?[.]?(?P<p2>A)?{_ZONE}")
_POINT = re.compile(rf"(?P<h>d)\.(?P<i>d)(?:\.(?P<s>d))?(?!\.[dy])[.,]?u?\.?\(?(?P<p2>A)?\)?{_ZONE}")
_BARE_HOUR = re.compile(rf"(?P<h>d)u\.?(?P<p2>A)?{_ZONE}")
_GLUED = re.compile(rf"(?<=t)(?P<hms>[yn]){_ZONE}")
_TIMES: dict[str, tuple[tuple[re.Pattern[str], bool], ...]] = {
    "d:": ((_CLOCK, False),),
    "dh": ((_HOURS, True),),
    "du": ((_HOUR_WORD, False), (_BARE_HOUR, True)),
    "de": ((_HOUR_WORD, False),),
    "d.": ((_POINT, True),),
    "dA": ((re.compile(rf"(?P<h>d)(?P<p2>A){_ZONE}"), False),),
    "A": ((_CLOCK, False), (_HOURS, True), (re.compile(rf"(?P<p>A)(?P<h>d)[uh]{_ZONE}"), True)),
    "Z": ((_BEFORE_ZONE, False),),
    "y": ((_GLUED, False), (re.compile(r"(?P<hm>y)(?P<u>u)?(?P<z>Z)?"), True)),
    "n": ((_GLUED, False),),
}
"""By the letters they begin with, as dates; whether each is a time only because it stands beside a date."""


def time_at(tokens: Tokens, at: int) -> TimeShape | None:
    """The time that begins with token `at`, or None."""
    letters = tokens.letters
    for pattern, is_weak in _TIMES.get(letters[at : at + 2]) or _TIMES.get(letters[at], ()):
        match = pattern.match(letters, at)
        if match is None:
            continue
        shape = _time(tokens, match, is_weak)
        if shape is not None:
            return shape
    return None


def _width(tokens: Tokens, at: int) -> int:
    return tokens.ends[at] - tokens.starts[at]


def _time(tokens: Tokens, match: re.Match[str], is_weak: bool) -> TimeShape | None:
    groups = match.groupdict()
    if "hms" in groups:
        if _width(tokens, match.start("hms")) not in (4, 6):
            return None
        return TimeShape(match.end(), match.start("hms"), zone=match.span("z") if groups["z"] else None)
    if "hm" in groups:
        if not groups["u"] and not groups["z"]:
            return None
        named = match.span("z") if groups["z"] else None
        return TimeShape(match.end(), match.start("hm"), zone=named, is_weak=not named)

    def at(name: str) -> int | None:
        return match.start(name) if groups.get(name) else None

    hour, minute, second = match.start("h"), at("i"), at("s")
    end = match.end()
    separator = tokens.letters[minute - 1] if minute is not None else ""
    if minute is not None and _width(tokens, minute) != 2 and separator not in ("h", "u"):
        return None
    if second is not None and _width(tokens, second) != 2:
        second = None
    part = at("p2") if at("p2") is not None else at("p")
    zone = match.span("z") if groups.get("z") else None
    if groups.get("z0"):
        zone = match.span("z0")
    if groups.get("off") and not _is_offset(tokens, match, second is not None):
        zone = None
        end = match.start("z")
    if part is not None or separator not in ("", "."):
        is_weak = False
    if separator == "." and (zone is not None or "u" in match[0]):
        is_weak = False
    return TimeShape(end, hour, minute, second, part, zone, is_weak)


def _is_offset(tokens: Tokens, match: re.Match[str], has_seconds: bool) -> bool:
    """Whether "+06:00" or "-0500" after a time is an offset; "10:30-11:00" and "10:30 - 1100" are ranges."""
    sign = match.start("off")
    glued = tokens.ends[sign] == tokens.starts[sign + 1]
    if not glued:
        return False
    if tokens.letters[sign] == "+":
        return True
    if tokens.letters[sign + 1] == "y":
        return True
    return has_seconds or "t" in tokens.letters[max(0, match.start() - 1) : match.start()]


JOIN = re.compile(r"[,.|/()'fgeowu:t-]{0,6}")
"""What may stand between a date and its time. Weekdays are part of the date."""
