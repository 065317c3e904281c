"""Other calendars to the Gregorian one: Solar Hijri, Bikram Sambat, Buddhist and Minguo years."""

from __future__ import annotations

from datetime import date, timedelta

_NOWRUZ_1400 = date(2021, 3, 21)

# Days of the months of the Bikram Sambat years 2050 to 2099, one digit a month, over 29. The calendar is published, not
# computed; the table agrees with nepali-datetime 1.0.8.5 (MIT).
_BIKRAM_FIRST, _BIKRAM_YEAR = date(1993, 4, 13), 2050
_BIKRAM_MONTHS = """
    232321110102 222322101011 223222101011 232321110011 232321110102
    223222101011 223231101011 232321110012 132321110102 223222101011
    223321101011 232321110012 222322010102 223222101011 223321101011
    232321110012 222322011002 223222101011 223321101011 232321110012
    222322011011 223222101011 232321101011 232321110012 222322101011
    223222101011 232321110011 232321110102 222322101011 223222101011
    232321110011 232321110102 223222101011 223222101011 223221110111
    232312110111 132321110111 223222101111 123312110111 132321110111
    132321110111 223222110111 123321110111 132321110111 223221110111
    223222101111 123321101011 232321110111 223222010102 223222100111
""".split()  # noqa: SIM905  a table is read more easily as one text


def _is_leap(year: int) -> bool:
    """The 33-year cycle of the Solar Hijri calendar, exact for the years 1178 to 1633."""
    return (25 * year + 11) % 33 < 8


def from_solar_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Solar Hijri one (Iran, Afghanistan); None when there is no such day.

    >>> from_solar_hijri(1398, 11, 29)
    datetime.date(2020, 2, 18)
    """
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and day >= 1):
        return None
    length = 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29
    if day > length:
        return None
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if _is_leap(y) else 365 for y in years)
    days = days if year >= 1400 else -days
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _NOWRUZ_1400 + timedelta(days=days + before + day - 1)


def from_buddhist(year: int) -> int:
    """The Gregorian year of a year of the Buddhist era as Thailand counts it.

    >>> from_buddhist(2565)
    2022
    """
    return year - 543


def from_bikram_sambat(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Bikram Sambat one (Nepal), for the years 2050 to 2099; None when there is no such day.

    >>> from_bikram_sambat(2081, 10, 16)
    datetime.date(2025, 1, 29)
    """
    at = year - _BIKRAM_YEAR
    if not (0 <= at < len(_BIKRAM_MONTHS) and 1 <= month <= 12 and day >= 1):
        return None
    lengths = [29 + int(digit) for digit in _BIKRAM_MONTHS[at]]
    if day > lengths[month - 1]:
        return None
    days = sum(29 * 12 + sum(map(int, row)) for row in _BIKRAM_MONTHS[:at])
    return _BIKRAM_FIRST + timedelta(days=days + sum(lengths[: month - 1]) + day - 1)
