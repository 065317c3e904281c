"""Counters as pages print them: "470", "1,204", "1.2K", "৪৭০", "12万"."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?P<sep>[,.\s\u00a0\u202f\u2009'’٬،])\d{3}(?:(?P=sep)\d{3}){0,4}|\d{1,3}(?:,\d{2}){1,4},\d{3}|\d{1,15})"
    r"(?:(?P<point>[.,٫])(?P<part>\d{1,2}))?"
    r"\s?(?P<unit>\D{0,12})",
)
_UNITS = {
    "": 1,
    "k": 10**3, "к": 10**3, "tsd": 10**3, "thousand": 10**3, "mil": 10**3, "mila": 10**3, "tys": 10**3, "тыс": 10**3,
    "тис": 10**3, "rb": 10**3, "ribu": 10**3, "bin": 10**3, "b": 10**9, "হাজার": 10**3, "हज़ार": 10**3, "हजार": 10**3,
    "هزار": 10**3, "ألف": 10**3, "ہزار": 10**3, "พัน": 10**3, "nghìn": 10**3, "χιλ": 10**3, "천": 10**3, "千": 10**3,
    "lakh": 10**5, "lac": 10**5, "লাখ": 10**5, "লক্ষ": 10**5, "लाख": 10**5, "لاکھ": 10**5, "crore": 10**7, "cr": 10**7,
    "কোটি": 10**7, "करोड़": 10**7, "万": 10**4, "萬": 10**4, "만": 10**4, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6,
    "m": 10**6, "mn": 10**6, "mio": 10**6, "mln": 10**6, "million": 10**6, "millions": 10**6, "м": 10**6, "млн": 10**6,
    "jt": 10**6, "juta": 10**6, "triệu": 10**6, "tr": 10**6, "bn": 10**9, "mrd": 10**9, "млрд": 10**9, "亿": 10**8,
    "億": 10**8, "억": 10**8,
}  # fmt: skip
_SIDES = " \t\u00a0\u202f\u200e\u200f()[]{}|/·•:：."


def parse_count(raw: str) -> int | None:
    """The number that a counter shows, or None when `raw` is no counter.

    Digits of all scripts; points, commas, spaces and apostrophes between groups of three (or Indian groups); short
    forms with a unit ("1.2K", "12万", "1,5 mln", "3 লাখ"), rounded to whole numbers.

    >>> [parse_count(raw) for raw in ("470", "1,204", "1.2K", "৪৭০", "1 204", "12万", "twelve")]
    [470, 1204, 1200, 470, 1204, 120000, None]
    """
    match = _NUMBER.fullmatch(raw.strip(_SIDES).rstrip("+"))
    if match is None:
        return None
    unit: int | None = _UNITS.get(match["unit"].strip(" .\u00a0\u202f").casefold())
    if unit is None:
        return None
    digits = "".join(str(int(char)) for char in match["whole"] if char.isdecimal())
    separator, part = match["sep"], match["part"]
    if separator in (".", ",") and unit > 1:
        return None  # "1.204K" may be 1,204 or 1,204,000
    if part is None:
        return int(digits) * unit
    if unit == 1 or match["point"] == separator:
        return None  # a decimal number is a price or a score, not a counter
    fraction: int = int(part) * unit // 10 ** len(part)
    return int(digits) * unit + fraction
