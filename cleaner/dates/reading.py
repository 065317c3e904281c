"""Shapes to values: which number is the day, in which calendar, and does the weekday agree."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from cleaner.dates.calendars import from_bikram_sambat, from_buddhist, from_solar_hijri
from cleaner.dates.grammar import DateShape, TimeShape
from cleaner.dates.tokens import Tokens
from cleaner.dates.vocabulary import DAY_PARTS

YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "mn", "lt", "eu"})
"""Languages that write year, month, day in numeric dates, also with a year of two digits."""

_MONTH_FIRST_REGIONS = frozenset({"US", "PH"})
_AM_PM = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uff10-\uff19]")
_THAI = re.compile("[\u0e00-\u0eff]")


class Reading(NamedTuple):
    """A day, month or year in the Gregorian calendar, and how sure it is."""

    year: int | None
    month: int
    day: int
    weekday_ok: bool | None = None
    ambiguous: bool = False
    alternatives: tuple[tuple[int, int, int], ...] = ()


class Order(NamedTuple):
    """What is known of the order of day and month in numeric dates."""

    language: str | None
    region: str | None
    day_first: bool | None
    is_english: bool
    """Whether the text is, or may be, English: then only the numbers themselves or a weekday settle the order."""
    has_am_pm: bool = False
    """Whether a text of unknown language has an English 12-hour clock: those pages mostly write the month first."""


def order_of(text: str, language: str | None, day_first: bool | None) -> Order:
    """What `language` (BCP 47) and the script of `text` say about the order of day and month."""
    main, region = None, None
    if language:
        main, *rest = language.replace("_", "-").split("-")
        main = main.lower()
        region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    is_english = main in (None, "en", "und", "fil", "tl")
    if main is None and not text.isascii() and _OTHER_SCRIPT.search(text):
        is_english = False
    if is_english and region is not None and region != "CA" and main == "en" and day_first is None:
        day_first = region not in _MONTH_FIRST_REGIONS
    has_am_pm = main is None and _AM_PM.search(text) is not None
    return Order(main, region, day_first, is_english, has_am_pm)


def full_year(year: int, digits: int, is_thai: bool) -> int:
    """The Gregorian year of a written one: two digits are 1969 to 2068, 2400 and more the Buddhist era.

    Thai pages also write the Buddhist year with two digits ("68" is 2568, 2025).
    """
    if digits <= 2:
        if is_thai and year >= 40:
            return from_buddhist(2500 + year)
        return year + (2000 if year < 69 else 1900)
    if 2400 <= year <= 2643:
        return from_buddhist(year)
    return year


def read_date(tokens: Tokens, shape: DateShape, order: Order) -> Reading | None:
    """The day that a shape means; None where it is impossible."""
    values = tokens.values
    weekday, soft = 0, False
    if shape.weekday is not None:
        word = tokens.words.get(shape.weekday)
        weekday = word.weekday if word is not None and word.weekday else values[shape.weekday]
        soft = word is not None and word.soft
    reading = _numeric(tokens, shape, order, weekday) if shape.numeric else _named(tokens, shape, order)
    if reading is None or reading.year is None or not reading.day or not weekday:
        return reading
    agrees = date(reading.year, reading.month, reading.day).isoweekday() == weekday
    return reading._replace(weekday_ok=None if soft and not agrees else agrees)


def _named(tokens: Tokens, shape: DateShape, order: Order) -> Reading | None:
    values = tokens.values
    month = values[shape.month] if shape.month is not None else 0
    day = values[shape.day] if shape.day is not None else 0
    if not 1 <= month <= 12 or (shape.day is not None and not 1 <= day <= 32):
        return None
    calendar = ""
    thai = order.language == "th"
    if shape.month is not None and (word := tokens.words.get(shape.month)) is not None:
        calendar = word.text
        thai = thai or _THAI.match(tokens.text, tokens.starts[shape.month]) is not None
    if shape.year is None:
        # Without a year only the Gregorian calendar can take one from another date on the line.
        return Reading(None, month, day) if calendar in ("", "month") and 1 <= day <= 31 else None
    year = values[shape.year]
    digits = tokens.ends[shape.year] - tokens.starts[shape.year]
    if shape.era is not None:
        return _checked(year + values[shape.era], month, day)
    if calendar == "jalali":
        year = year + (1300 if year > 50 else 1400) if digits <= 2 else year
        return _converted(from_solar_hijri(year, month, day or 1), day)
    if calendar == "bikram":
        return _converted(from_bikram_sambat(year, month, day or 1), day)
    if tokens.letters[shape.month or 0] == "d" and _is_solar_hijri(year, order):
        return _converted(from_solar_hijri(year, month, day or 1), day)
    return _checked(full_year(year, digits, thai), month, day)


def _converted(found: date | None, day: int) -> Reading | None:
    if found is None or not day:
        return None
    return Reading(found.year, found.month, found.day)


def _checked(year: int, month: int, day: int) -> Reading | None:
    if not 1600 <= year <= 2199 or not is_day(year, month, day or 1):
        return None
    return Reading(year, month, day)


def _is_solar_hijri(year: int, order: Order) -> bool:
    """Whether a year in digits is one of the Solar Hijri calendar (1300 is 1921, 1429 is 2050).

    Arabic pages print the years of the Islamic calendar (1446 is 2024), which is not read.
    """
    return 1300 <= year <= 1429 and order.language != "ar"


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the Gregorian calendar has that day.

    >>> is_day(2024, 2, 29), is_day(2025, 2, 31)
    (True, False)
    """
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _numeric(tokens: Tokens, shape: DateShape, order: Order, weekday: int) -> Reading | None:
    if shape.numeric == "n":
        return _compact(tokens, shape)
    parts = [i for i in (shape.day, shape.month, shape.year) if i is not None]
    parts.sort()
    numbers = [tokens.values[i] for i in parts]
    widths = [tokens.ends[i] - tokens.starts[i] for i in parts]
    if len(parts) == 2:
        return _numeric_yearless(numbers, order)
    first, second, third = numbers
    if widths[0] == 4:
        if _is_solar_hijri(first, order):
            return _converted(from_solar_hijri(first, second, third), third)
        if 2000 < first < 2100 and order.language == "ne" and first >= 2070:
            return _converted(from_bikram_sambat(first, second, third), third)
        return _checked(full_year(first, 4, is_thai=False), second, third) if second and third else None
    is_thai = order.language == "th"
    readings = _readings(first, second, third, widths, shape.numeric, order, is_thai)
    possible = list(dict.fromkeys(r for r in readings if r is not None and 1600 <= r[0] <= 2199 and is_day(*r)))
    if not possible:
        return None
    if weekday and len(possible) > 1:
        agreeing = [r for r in possible if date(*r).isoweekday() == weekday]
        if len(agreeing) == 1:
            possible = agreeing
    return Reading(*possible[0], ambiguous=len(possible) > 1, alternatives=tuple(possible[1:]))


def _readings(
    first: int, second: int, third: int, widths: list[int], mark: str, order: Order, is_thai: bool
) -> list[tuple[int, int, int] | None]:
    """The readings of three numbers that are open, the likeliest first.

    With "." the day comes first in every language (61 of 61 datable lines); with "/" and "-" outside English too
    (25 of 25); English pages write both, month first more often with "/" (5 of 7).
    """
    if widths[2] == 4 and _is_solar_hijri(third, order):
        found = from_solar_hijri(third, second, first)
        return [(found.year, found.month, found.day)] if found else []
    year = full_year(third, widths[2], is_thai)
    day_first = (year, second, first)
    month_first = (year, first, second)
    year_first = (full_year(first, widths[0], is_thai), second, third)
    if widths[2] == 2:
        if mark == "-" and widths != [2, 2, 2]:
            return []  # "7-5-12" is a score, a size or a part number
        if widths[0] == 2 and (first > 31 or order.language in YEAR_FIRST):
            return [year_first]
    if order.day_first is not None:
        own, other = (day_first, month_first) if order.day_first else (month_first, day_first)
        return [own] if is_day(*own) else [other]
    if mark == "." or not order.is_english:
        return [day_first] if 1 <= second <= 12 and is_day(*day_first) else [month_first]
    is_month_likelier = mark == "/" and (order.language == "en" or order.has_am_pm)
    both = [month_first, day_first] if is_month_likelier else [day_first, month_first]
    if widths[2] == 2 and mark == "-" and order.language is None:
        both.append(year_first)
    return list(both)


def _numeric_yearless(numbers: list[int], order: Order) -> Reading | None:
    first, second = numbers
    month_first = order.language in YEAR_FIRST or (order.language is None and not order.is_english)
    if month_first or (order.language == "en" and order.day_first is not True):
        first, second = second, first
    if not (1 <= second <= 12 and 1 <= first <= 31):
        first, second = second, first
    return Reading(None, second, first) if 1 <= second <= 12 and 1 <= first <= 31 else None


def _compact(tokens: Tokens, shape: DateShape) -> Reading | None:
    if shape.year is None:
        return None
    digits = tokens.text[tokens.starts[shape.year] : tokens.starts[shape.year] + 8]
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return _checked(year, month, day) if 1990 <= year <= 2069 and 1 <= month <= 12 and day else None


class Clock(NamedTuple):
    """A time of day on the 24-hour clock; offset as ISO 8601 has it, zone as written."""

    hour: int
    minute: int | None
    second: int | None
    offset: str
    zone: str | None

    def iso(self) -> str:
        """The time as ISO 8601, only as precise as known."""
        parts = [self.hour, self.minute, self.second]
        return ":".join(f"{part:02d}" for part in parts if part is not None) + self.offset


def read_time(tokens: Tokens, shape: TimeShape) -> Clock | None:
    """The time that a shape means; None where it is impossible."""
    values = tokens.values
    hour = values[shape.hour]
    minute = values[shape.minute] if shape.minute is not None else None
    second = values[shape.second] if shape.second is not None else None
    if tokens.letters[shape.hour] == "y":
        hour, minute = divmod(hour, 100)
    elif tokens.letters[shape.hour] == "n":
        minute, second = divmod(hour % 10000, 100)
        hour //= 10000
    if 23 < hour < 60 and minute is not None and minute < 24 and _is_right_to_left(tokens, shape):
        # A page that lays out "18:59" from right to left may print the minutes first.
        hour, minute = minute, hour
    if hour > 23 or (minute or 0) > 59 or (second or 0) > 60:
        return None
    if second == 60:
        second = 59
    if shape.part is not None:
        hour = _on_24_hours(hour, DAY_PARTS[tokens.values[shape.part]])
    offset, zone = _zone(tokens, shape)
    return Clock(hour, minute, second, offset, zone)


def _is_right_to_left(tokens: Tokens, shape: TimeShape) -> bool:
    return tokens.text[tokens.starts[shape.hour]] in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"


def _on_24_hours(hour: int, part: str) -> int:
    """The hour of a 12-hour clock on 24 hours; from 13 on it is on 24 hours already ("13:34 PM" is seen)."""
    if hour > 12:
        return hour
    if part == "am":
        return 0 if hour == 12 else hour
    if part == "pm":
        return 12 if hour == 12 else hour + 12
    if part == "noon":
        return hour + 12 if 1 <= hour <= 5 else hour
    return 0 if hour == 12 else hour + 12 if 6 <= hour <= 11 else hour


_SIGN = {"−": "-", "–": "-", "‐": "-", "＋": "+"}


def _zone(tokens: Tokens, shape: TimeShape) -> tuple[str, str | None]:
    """(offset for ISO 8601, zone as written) of a time."""
    if shape.zone is None:
        return "", None
    low, high = shape.zone
    written = tokens.text[tokens.starts[low] : tokens.ends[high - 1]].strip("()（） ")
    base = ""
    numbers: list[int] = []
    sign = ""
    for i in range(low, high):
        letter = tokens.letters[i]
        if letter == "Z":
            word = tokens.words.get(i)
            base = word.text if word is not None else ""
        elif letter in "+-" and not sign:
            mark = tokens.text[tokens.starts[i]]
            sign = _SIGN.get(mark, mark)
        elif letter in "dy":
            numbers.append(tokens.values[i])
    if not sign:
        return ("Z" if base == "+00:00" else base), written or None
    hours, minutes = divmod(numbers[0], 100) if numbers[0] > 99 else (numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if hours > 14 or minutes > 59:
        return "", written or None
    return f"{sign}{hours:02d}:{minutes:02d}", written or None
