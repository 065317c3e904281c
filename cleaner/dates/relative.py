"""Relative stamps: "2 hours ago", "vor 2 Stunden", "昨天 08:23". Only a moment of reference gives a value."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from cleaner.dates.vocabulary import RELATIVE_WORDS, WORDS, Meaning, fold
from cleaner.model import Stamp

_MAX_CHARS = 60
_LETTER = re.compile(r"[^\W\d_]")
_SPLIT = re.compile(r"(\d{1,3})|([^\W\d_][^\s\d,.|:()\-–—•·/]*)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:：.h]\s?(\d{2})(?!\d)\s?(?:([ap])\.?m)?", re.IGNORECASE)
_EAST = re.compile(
    r"(\d{1,3}|几|幾|半)\s?(?:个|個|か|ヶ)?(秒钟?|秒鐘|초|分钟?|分鐘|분|小时|小時|時間|시간|天|日|일|周|週間?|주|月|달|개월|年|년)\s?(?:之?前|전)"
)
_EAST_DAY = re.compile("(今天|今日|오늘)|(昨天|昨日|어제)|(前天|一昨日|그저께)")
_EAST_UNITS = {
    "秒": "second", "초": "second", "分": "minute", "분": "minute", "小": "hour", "時": "hour", "시": "hour",
    "天": "day", "日": "day", "일": "day", "周": "week", "週": "week", "주": "week", "月": "month", "달": "month",
    "개": "month", "年": "year", "년": "year",
}  # fmt: skip

# Words of phrases ("il y a") count one by one.
_KNOWN = frozenset(part for key in (*RELATIVE_WORDS, *WORDS) for part in key.split())


def read_relative(raw: str, reference: datetime | None, language: str | None, strict: bool = False) -> Stamp | None:
    """The stamp that `raw` means at `reference`; None when it is no relative stamp, or there is no reference.

    `strict`: nothing else may stand beside it.

    >>> read_relative("2 hours ago", datetime(2025, 1, 29, 14, 30), None).value
    '2025-01-29T12'
    """
    if reference is None or len(raw) > _MAX_CHARS:
        return None
    return _read_east(raw, reference, strict) or _read_words(raw, reference, language, strict)


def _read_east(raw: str, reference: datetime, strict: bool) -> Stamp | None:
    match = _EAST.search(raw) or _EAST_DAY.search(raw)
    if match is None:
        return None
    if strict and _LETTER.search(raw[: match.start()] + raw[match.end() :]):
        return None
    match = _EAST.search(raw)
    if match is not None and match.group(1).isdecimal():
        return _before(reference, int(match.group(1)), _EAST_UNITS[match.group(2)[0]])
    match = _EAST_DAY.search(raw)
    return _on_day(raw, reference, 1 - (match.lastindex or 1)) if match is not None else None


def _read_words(raw: str, reference: datetime, language: str | None, strict: bool) -> Stamp | None:
    number: int | None = None
    is_one = False
    unit: str | None = None
    ago = False
    unknown = 0
    words = [fold(word) for _, word in _SPLIT.findall(raw) if word]
    if len(words) > (5 if strict else 8) or (strict and not all(word in _KNOWN for word in words)):
        return None
    for size in (3, 2):
        for i in range(len(words) - size + 1):
            meanings = RELATIVE_WORDS.get(" ".join(words[i : i + size]), ())
            ago = ago or any(m.kind == "ago" for m in meanings)
            if (today := next((m for m in meanings if m.kind == "today"), None)) is not None:
                return _on_day(raw, reference, int(today.value))
    for digits, word in _SPLIT.findall(raw):
        if digits:
            number, is_one = (int(digits), False) if number is None or is_one else (number, is_one)
            continue
        meanings = _meanings(fold(word), language)
        kinds = {m.kind for m in meanings}
        if "today" in kinds:
            return _on_day(raw, reference, int(next(m.value for m in meanings if m.kind == "today")))
        ago = ago or "ago" in kinds
        if "unit" in kinds and unit is None and number is not None:
            unit = next(m.value for m in meanings if m.kind == "unit")
        elif "one" in kinds and number is None:
            number, is_one = 1, True
        elif not kinds:
            unknown += 1
    if not ago or unit is None or number is None or unknown > (0 if strict else 2):
        return None
    return _before(reference, number, unit)


def _meanings(key: str, language: str | None) -> tuple[Meaning, ...]:
    found = RELATIVE_WORDS.get(key, ())
    own = tuple(m for m in found if language in m.languages)
    return own or found


def _before(reference: datetime, number: int, unit: str) -> Stamp:
    if unit in ("month", "year"):
        months = reference.year * 12 + reference.month - 1 - number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return Stamp(f"{year:04d}", "year") if unit == "year" else Stamp(f"{year:04d}-{month + 1:02d}", "month")
    then = reference - timedelta(**{unit + "s": number})
    if unit in ("day", "week"):
        return Stamp(f"{then:%Y-%m-%d}", "day")
    if unit == "hour":
        return Stamp(f"{then:%Y-%m-%dT%H}", "hour")
    if unit == "minute":
        return Stamp(f"{then:%Y-%m-%dT%H:%M}", "minute")
    return Stamp(f"{then:%Y-%m-%dT%H:%M:%S}", "second")


def _on_day(raw: str, reference: datetime, days: int) -> Stamp | None:
    then = reference + timedelta(days=days)
    match = _CLOCK.search(raw)
    if match is None:
        return Stamp(f"{then:%Y-%m-%d}", "day")
    hour, minute = int(match.group(1)), int(match.group(2))
    half = (match.group(3) or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    return Stamp(f"{then:%Y-%m-%d}T{hour:02d}:{minute:02d}", "minute")
