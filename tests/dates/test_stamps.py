"""Properties of the date reader on any text: total, linear, the same in all digits, true to what was written."""

from __future__ import annotations

import re
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.dates import find_stamps, parse_stamp
from cleaner.dates.calendars import from_bikram_sambat, from_solar_hijri

ISO = re.compile(
    r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?"
    r"|\d\d(?::\d\d(?::\d\d)?)?(?:Z|[+-]\d\d:\d\d)?"
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
PIECES = st.sampled_from(
    [
        *("29", "1", "2025", "25", "২৯", "১", "May", "mar", "Jan", "মে", "ส.ค.", "tháng", "一", "Wed", "thứ", "令和"),
        *(
            ".",
            "/",
            "-",
            ":",
            ",",
            " ",
            "\n",
            "(",
            ")",
            "'",
            "年",
            "月",
            "日",
            "am",
            "PM",
            "GMT",
            "+7",
            "T",
            "Z",
            "Uhr",
        ),
        *("h", "at", "de", "วันที่", "x"),
    ]
)
DIGITS = ("০১২৩৪৫৬৭৮৯", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙", "၀၁၂၃၄၅၆၇၈၉")


@given(
    st.one_of(
        st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
    )
)
def test_any_text_gives_valid_stamps_in_order(text: str) -> None:
    at = 0
    for start, end, stamp in find_stamps(text):
        assert at <= start < end <= len(text)
        at = end
        for value in (stamp.value, *stamp.alternatives):
            assert ISO.fullmatch(value), value
            if stamp.precision not in ("year", "month", "time"):
                datetime.fromisoformat(value)
    stamp_of_all = parse_stamp(text)
    assert stamp_of_all is None or ISO.fullmatch(stamp_of_all.value)
    assert parse_stamp(text) == stamp_of_all


@given(DAYS, st.sampled_from(DIGITS), st.integers(0, 1023))
def test_digits_of_any_script_and_mixed_digits_mean_the_same(day: date, digits: str, mask: int) -> None:
    plain = f"{day.day:02d}.{day.month:02d}.{day.year}"
    mixed = "".join(digits[int(c)] if c.isdigit() and mask >> int(c) & 1 else c for c in plain)
    stamp = parse_stamp(mixed)
    assert stamp is not None
    assert stamp.value == day.isoformat()


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_what_is_printed_is_read_back(day: date, hour: int, minute: int) -> None:
    value = f"{day.isoformat()}T{hour:02d}:{minute:02d}"
    half = "am" if hour < 12 else "pm"
    for raw in (
        f"{day:%A}, {day.day} {day:%B} {day.year} {hour:02d}:{minute:02d}",
        f"{hour:02d}:{minute:02d}, {day.day} {day:%b} {day.year}",
        f"{day:%B} {day.day}, {day.year} at {(hour - 1) % 12 + 1}:{minute:02d} {half}",
        f"{day.day:02d}.{day.month:02d}.{day.year} | {hour:02d}:{minute:02d}",
        f"{day.year}年{day.month}月{day.day}日{hour}时{minute:02d}分",
        f"{day.isoformat()} {hour:02d}:{minute:02d}",
        f"{day.day}/{day.month}/{day.year + 543} {hour:02d}.{minute:02d} น.",
    ):
        stamp = parse_stamp(raw, language="th" if "น" in raw else None)
        assert stamp is not None, raw
        assert stamp.value == value, raw
        assert stamp.weekday_ok is not False


@given(DAYS)
def test_a_wrong_weekday_is_always_noticed(day: date) -> None:
    stamp = parse_stamp(f"{day + timedelta(days=1):%A}, {day.day} {day:%B} {day.year}")
    assert stamp is not None
    assert stamp.value == day.isoformat()
    assert stamp.weekday_ok is False


@given(st.integers(1, 60), st.integers(1, 20), st.integers(1980, 2050))
def test_impossible_days_are_no_dates(day: int, month: int, year: int) -> None:
    try:
        expected = date(year, month, day).isoformat()
    except ValueError:
        expected = None
    stamp = parse_stamp(f"{year}-{month:02d}-{day:02d}")
    assert (stamp.value if stamp else None) == expected


def test_the_solar_hijri_calendar_keeps_step_with_nowruz() -> None:
    # Published Nowruz days, https://en.wikipedia.org/wiki/Nowruz
    assert [from_solar_hijri(year, 1, 1) for year in (1370, 1395, 1399, 1403, 1404)] == [
        date(1991, 3, 21), date(2016, 3, 20), date(2020, 3, 20), date(2024, 3, 20), date(2025, 3, 21),
    ]  # fmt: skip
    day, at = date(1990, 3, 21), (1369, 1, 1)
    while at[0] < 1430:
        assert from_solar_hijri(*at) == day
        year, month, number = at
        day += timedelta(days=1)
        at = (year, month, number + 1)
        if from_solar_hijri(*at) is None:
            at = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def test_the_bikram_sambat_calendar_has_no_gap() -> None:
    assert from_bikram_sambat(2081, 10, 16) == date(2025, 1, 29)
    day, at = date(1993, 4, 13), (2050, 1, 1)
    while at[0] < 2100:
        assert from_bikram_sambat(*at) == day
        year, month, number = at
        day += timedelta(days=1)
        at = (year, month, number + 1)
        if from_bikram_sambat(*at) is None:
            at = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


REFERENCE = datetime(2025, 1, 29, 14, 30)


@pytest.mark.parametrize(
    ("language", "raw", "value"),
    [
        ("en", "2 hours ago", "2025-01-29T12"),
        ("en", "Published 1 day ago", "2025-01-28"),
        ("en", "1h ago", "2025-01-29T13"),
        ("en", "Yesterday 2:45PM", "2025-01-28T14:45"),
        ("en", "5 mins ago", "2025-01-29T14:25"),
        ("en", "a week ago", "2025-01-22"),
        ("en", "3 months ago", "2024-10"),
        ("de", "vor 2 Stunden", "2025-01-29T12"),
        ("de", "Heute, 12:37 Uhr", "2025-01-29T12:37"),
        ("de", "Publiziert heute um 12:19 Uhr", "2025-01-29T12:19"),
        ("de", "Veröffentlicht/Aktualisiert: vor 58 Minuten", "2025-01-29T13:32"),
        ("fr", "il y a 2 heures", "2025-01-29T12"),
        ("es", "hace 5 horas", "2025-01-29T09"),
        ("pt", "Há 5 horas", "2025-01-29T09"),
        ("nl", "Vandaag om 20:07", "2025-01-29T20:07"),
        ("cs", "včera 14:40", "2025-01-28T14:40"),
        ("cs", "dnes 08:53", "2025-01-29T08:53"),
        ("uk", "11:09, сьогодні", "2025-01-29T11:09"),
        ("ru", "сегодня в 05:46, просмотров: 237", "2025-01-29T05:46"),
        ("zh", "今天08:23", "2025-01-29T08:23"),
        ("zh", "2小时前", "2025-01-29T12"),
        ("ja", "3日前", "2025-01-26"),
        ("ko", "2시간 전", "2025-01-29T12"),
        ("bn", "২ ঘণ্টা আগে", "2025-01-29T12"),
        ("hi", "2 घंटे पहले", "2025-01-29T12"),
        ("ar", "منذ 3 ساعات", "2025-01-29T11"),
        ("id", "2 jam yang lalu", "2025-01-29T12"),
        ("nb", "mandag 13. januar kl. 14:47", "2025-01-13T14:47"),
        ("zh", "发布时间：09-30 22:46", "2024-09-30T22:46"),
        ("fr", "12 Octobre à 17h45", "2024-10-12T17:45"),
        ("fr", "lundi 27 janvier", "2025-01-27"),
        ("ja", "最終更新:3/9(木) 18:45", "2024-03-09T18:45"),
    ],
)
def test_open_stamps_take_their_value_from_the_reference(language: str, raw: str, value: str) -> None:
    stamp = parse_stamp(raw, language=language, reference=REFERENCE)
    assert stamp is not None
    assert stamp.value == value
    without = parse_stamp(raw, language=language)
    assert without is None or without.precision == "time"


HOSTILE = [
    "1",
    "1 ",
    "1.",
    "1/",
    "12:",
    "29 May ",
    "May ",
    "2025-01-",
    "a.m. ",
    "12 de de de ",
    "1月",
    "一",
    "(((((",
    "Mon, ",
    "12.12.12.",
    "tháng ",
    "29 Jan 2025 08:00 ",
    " \u200f",
    "من ",
    "كانون ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_time_grows_with_the_length(piece: str) -> None:
    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            find_stamps(text)
            best = min(best, time.perf_counter() - start)
        return best

    small, large = cost(2_000), cost(16_000)
    assert large < 30 * small + 0.01, (small, large)  # 8 x the length; a quadratic cost would be 64 x
