"""Stamps in text: join dates and times that stand together, and make the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from cleaner.dates.grammar import JOIN, DateShape, TimeShape, date_at, time_at
from cleaner.dates.reading import Clock, Order, Reading, is_day, order_of, read_date, read_time
from cleaner.dates.relative import read_relative
from cleaner.dates.tokens import Tokens, tokenize
from cleaner.model import Stamp

_DIGIT = re.compile(r"\d|[〇一二三四五六七八九十元][年月日]")
_START = re.compile("[dynMmBWwAZk]")
_REACH = 64
"""Characters around a digit that are looked at: weekday, month, label and joining words in front of it or after it."""

_MAX_CHARS = 300  # longer than any date line with its labels
_BARE_YEAR = re.compile(r"[\s(\[]*(\d{4})[\s)\].年년]*")
_YEAR_MONTH = re.compile(r"\s*(\d{4})\s?[-/.年]\s?(\d{1,2})月?\s*")
_MAX_STRAY_WORDS = 4
_MAX_STRAY_NUMBERS = 4
_EAST_CHARS_PER_WORD = 3  # 来源, 기사입력, 公開日: what a word of a label takes in scripts that are cut into characters


class _Found(NamedTuple):
    """One stamp between two tokens: a date, a time, or both."""

    first: int
    end: int
    reading: Reading | None
    clock: Clock | None


def find_stamps(
    text: str,
    *,
    language: str | None = None,
    day_first: bool | None = None,
    reference: datetime | None = None,
) -> list[tuple[int, int, Stamp]]:
    """All stamps of a text with their spans, in order: dates with or without a time, and times alone.

    A day without a year takes the year of an earlier full date of the same text (`23 okt 2025 … uppdaterad 24 okt`), or
    the one that lies nearest before `reference`; without either it is left out. Years alone are never stamps here.
    Linear in the length of the text.

    >>> [stamp.value for _, _, stamp in find_stamps("08:39, 06 Jan 2026 Updated 08:41, 07 Jan 2026")]
    ['2026-01-06T08:39', '2026-01-07T08:41']
    """
    order = order_of(text, language, day_first)
    out: list[tuple[int, int, Stamp]] = []
    known: Reading | None = None
    for low, high in _neighbourhoods(text):
        tokens = tokenize(text, low, high, order.language)
        for found in _scan(tokens, order):
            if found.reading is not None and found.reading.year is not None and found.reading.day:
                known = found.reading
            stamp = _stamp(found, known, reference)
            if stamp is not None:
                out.append((tokens.starts[found.first], tokens.ends[found.end - 1], stamp))
    return out


def parse_stamp(
    raw: str,
    *,
    language: str | None = None,
    day_first: bool | None = None,
    reference: datetime | None = None,
) -> Stamp | None:
    """The stamp that `raw` is, or None when it is no date or time, an impossible one, or a sentence with a date in it.

    For each stamp up to four words that mean nothing here (a label, a city, a source) and four numbers (a view count)
    may stand beside it; of two stamps the first that holds a date counts. `language` is a BCP 47 tag, `day_first` what
    is known of the site; `reference` resolves stamps without a year and relative ones ("2 hours ago").

    >>> parse_stamp("08:00:44 am, Wednesday, 29 January 2025").value
    '2025-01-29T08:00:44'
    >>> parse_stamp("২২ ফেব্রুয়ারি ২০২৪, ১২:০০ এএম").value
    '2024-02-22T00:00'
    >>> parse_stamp("31 February 2025") is None
    True
    """
    return _parse(raw, order_of(raw, language, day_first), reference, strict=False)


def _parse(raw: str, order: Order, reference: datetime | None, strict: bool) -> Stamp | None:
    if len(raw) > _MAX_CHARS:
        return None
    if _DIGIT.search(raw) is None:
        return read_relative(raw, reference, order.language, strict)
    tokens = tokenize(raw, 0, len(raw), order.language)
    best: Stamp | None = None
    known: Reading | None = None
    stray: list[int] = []
    stamps = 0
    at = 0
    saw_date = False
    for found in _scan(tokens, order):
        stray.extend(range(at, found.first))
        at = found.end
        stamps += 1
        if found.reading is not None:
            saw_date = True
        if found.reading is not None and found.reading.year is not None and found.reading.day:
            known = found.reading
        stamp = _stamp(found, known, reference)
        if stamp is not None and (best is None or (best.precision == "time" and stamp.precision != "time")):
            best = stamp
    stray.extend(range(at, len(tokens.letters)))
    if reference is not None and (best is None or best.precision == "time") and not (best and saw_date):
        relative = read_relative(raw, reference, order.language, strict)
        if relative is not None:
            return relative
    if best is None:
        return None if saw_date else _partial(raw, order)
    if best.precision == "time" and saw_date:
        return None  # the date beside it has no year, or is impossible: the time alone would mislead
    words, numbers = _stray(tokens, stray)
    if strict and words + numbers:
        return None
    is_loose = best.precision not in ("time", "month")
    if words > (_MAX_STRAY_WORDS * stamps if is_loose else 1) or numbers > (_MAX_STRAY_NUMBERS if is_loose else 0):
        return None
    return best


def _stray(tokens: Tokens, stray: list[int]) -> tuple[int, int]:
    """How many words and numbers the stray tokens are; characters of East Asian scripts make words of three."""
    words = east = numbers = 0
    for i in stray:
        letter = tokens.letters[i]
        if letter in "dyn":
            numbers += 1
        elif letter == "x" and "\u3005" <= tokens.text[tokens.starts[i]] <= "\ud7a3":
            east += 1
        elif letter in "xmMBAVv" and tokens.text[tokens.starts[i]].isalpha():
            words += 1
    return words + -(-east // _EAST_CHARS_PER_WORD), numbers


def parse_date(
    raw: str,
    *,
    language: str | None = None,
    day_first: bool | None = None,
    reference: datetime | None = None,
) -> Stamp | None:
    """As `parse_stamp`, but the date only: a time is left out of the value, and a time alone is no date.

    >>> parse_date("30.11.2020 18:14").value
    '2020-11-30'
    """
    stamp = parse_stamp(raw, language=language, day_first=day_first, reference=reference)
    if stamp is None or stamp.precision == "time":
        return None
    if stamp.precision in ("year", "month", "day"):
        return stamp
    return Stamp(
        stamp.value[:10],
        "day",
        stamp.weekday_ok,
        stamp.ambiguous,
        tuple(value[:10] for value in stamp.alternatives),
    )


def reads_as_stamp(raw: str, *, language: str | None = None) -> bool:
    """Whether `raw` is a date line and nothing else, even where its value stays open for want of a year or a day.

    >>> reads_as_stamp("mandag 5. august kl. 14:47"), reads_as_stamp("2 hours ago"), reads_as_stamp("Room 101")
    (True, True, False)
    """
    return _parse(raw, order_of(raw, language, None), _ANY_DAY, strict=True) is not None


_ANY_DAY = datetime(2024, 6, 15, 12, 0)  # a leap year, so that 29 February is a day


def _neighbourhoods(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text that lie near a digit; the rest cannot hold a stamp."""
    low = high = -1
    for match in _DIGIT.finditer(text):
        at = match.start()
        if low < 0 or at - high > _REACH:
            if low >= 0:
                yield low, high
            low = _word_start(text, max(0, at - _REACH), max(high, 0))
        high = min(len(text), match.end() + _REACH)
        if high == len(text):
            break
    if low >= 0:
        yield low, high


def _word_start(text: str, low: int, floor: int) -> int:
    """Move to the start of a word, if one is near: a cut word might be read as another."""
    for at in range(max(low, floor), min(low + _REACH, len(text))):
        if at == 0 or text[at - 1].isspace():
            return at
    return max(low, floor)


def _scan(tokens: Tokens, order: Order) -> Iterator[_Found]:
    at = 0
    letters = tokens.letters
    count = len(letters)
    while at < count:
        match = _START.search(letters, at)
        if match is None:
            return
        at = match.start()
        found = _found_at(tokens, at, order)
        if found is None:
            at += 1
            continue
        if found.reading is not None or found.clock is not None:
            yield found
        at = found.end


def _found_at(tokens: Tokens, at: int, order: Order) -> _Found | None:
    shape = date_at(tokens, at)
    if shape is not None:
        reading = read_date(tokens, shape, order)
        if reading is not None:
            return _date_first(tokens, at, shape, reading)
        if _is_impossible(tokens, shape):
            return _Found(at, shape.end, None, None)
    time = time_at(tokens, at)
    clock = read_time(tokens, time) if time is not None else None
    if time is None or clock is None:
        return None
    return _time_first(tokens, at, time, clock, order)


def _is_impossible(tokens: Tokens, shape: DateShape) -> bool:
    """Whether a shape is a day that does not exist ("31 February 2025"): nothing inside it is to be read either."""
    if shape.year is None or shape.day is None or shape.month is None:
        return False
    return bool(shape.numeric) or (tokens.letters[shape.month] in "MmB" and 1 <= tokens.values[shape.day] <= 31)


def _date_first(tokens: Tokens, at: int, shape: DateShape, reading: Reading) -> _Found | None:
    letters = tokens.letters
    end = shape.end
    joint = JOIN.match(letters, end)
    start = joint.end() if joint is not None else end
    if start < len(letters) and (time := time_at(tokens, start)) is not None:
        clock = read_time(tokens, time)
        if clock is not None:
            if reading.year is None and letters[time.end : time.end + 1] == "y":
                year = tokens.values[time.end]  # "Wed Jan 29 08:00:44 2025"
                if 1970 <= year <= 2099 and is_day(year, reading.month, reading.day):
                    return _Found(at, time.end + 1, _with_year(tokens, shape, reading, year), clock)
            return _Found(at, time.end, reading, clock)
    if shape.numeric and reading.year is None and shape.weekday is None:
        return None  # "1/14" alone is a fraction or a score
    return _Found(at, _trim(tokens, at, end), reading, None)


def _time_first(tokens: Tokens, at: int, time: TimeShape, clock: Clock, order: Order) -> _Found | None:
    letters = tokens.letters
    joint = JOIN.match(letters, time.end)
    start = joint.end() if joint is not None else time.end
    for begin in dict.fromkeys((start, time.end)):
        if begin >= len(letters):
            continue
        shape = date_at(tokens, begin)
        if shape is None:
            continue
        reading = read_date(tokens, shape, order)
        if reading is not None and not (shape.numeric and reading.year is None):
            end = shape.end
            if clock.zone is None and letters[end : end + 1] == "Z" and (clock_zone := _zone_word(tokens, end)):
                return _Found(at, end + 1, reading, clock._replace(zone=clock_zone))
            return _Found(at, _trim(tokens, at, end), reading, clock)
    if time.is_weak and not (at and letters[at - 1] == "g"):
        return None
    return _Found(at, _trim(tokens, at, time.end), None, clock)


def _zone_word(tokens: Tokens, at: int) -> str:
    return tokens.text[tokens.starts[at] : tokens.ends[at]]


def _trim(tokens: Tokens, first: int, end: int) -> int:
    """Leave joining marks at the end to what follows."""
    while end - 1 > first and tokens.letters[end - 1] in ",/-|(:'":
        end -= 1
    return end


def _with_year(tokens: Tokens, shape: DateShape, reading: Reading, year: int) -> Reading:
    agrees = None
    if shape.weekday is not None:
        agrees = date(year, reading.month, reading.day).isoweekday() == tokens.values[shape.weekday]
    return reading._replace(year=year, weekday_ok=agrees)


def _stamp(found: _Found, known: Reading | None, reference: datetime | None) -> Stamp | None:
    reading, clock = found.reading, found.clock
    if reading is None:
        return Stamp(clock.iso(), "time", zone=clock.zone) if clock is not None else None
    if reading.year is None:
        year = _year_for(reading, known, reference)
        if year is None:
            return None
    else:
        year = reading.year
    if not reading.day:
        return Stamp(f"{year:04d}-{reading.month:02d}", "month")
    value = f"{year:04d}-{reading.month:02d}-{reading.day:02d}"
    others = [f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in reading.alternatives]
    if clock is None:
        return Stamp(value, "day", reading.weekday_ok, reading.ambiguous, tuple(others))
    time = clock.iso()
    return Stamp(
        f"{value}T{time}",
        "second" if clock.second is not None else "minute" if clock.minute is not None else "hour",
        reading.weekday_ok,
        reading.ambiguous,
        tuple(f"{other}T{time}" for other in others),
        clock.zone,
    )


def _year_for(reading: Reading, known: Reading | None, reference: datetime | None) -> int | None:
    """The year of a day written without one: that of the full date before it, or the last one up to `reference`."""
    if known is not None and known.year is not None:
        return known.year if is_day(known.year, reading.month, reading.day or 1) else None
    if reference is None:
        return None
    for year in range(reference.year, reference.year - 9, -1):
        if (
            is_day(year, reading.month, reading.day or 1)
            and date(year, reading.month, reading.day or 1) <= reference.date()
        ):
            return year
    return None


def _partial(raw: str, order: Order) -> Stamp | None:
    """A year, or a year and a month, that stands alone."""
    match = _BARE_YEAR.fullmatch(raw)
    if match is not None:
        year = int(match.group(1))
        if order.language == "th" and 2400 <= year <= 2643:
            year -= 543
        return Stamp(f"{year:04d}", "year") if 1800 <= year <= 2099 else None
    match = _YEAR_MONTH.fullmatch(raw)
    if match is not None:
        year, month = int(match.group(1)), int(match.group(2))
        return Stamp(f"{year:04d}-{month:02d}", "month") if 1800 <= year <= 2099 and 1 <= month <= 12 else None
    return None
