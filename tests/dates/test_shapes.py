"""Date lines of news pages in many languages, one case a line of shapes.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.dates import find_stamps, parse_date, parse_stamp, reads_as_stamp

SHAPES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("shapes.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
DATED = [(language, raw, value) for language, raw, value in SHAPES if value != "-"]


@pytest.mark.parametrize(("language", "raw", "value"), SHAPES, ids=[f"{lang}: {raw}" for lang, raw, _ in SHAPES])
def test_a_line_reads_as_its_stamp(language: str, raw: str, value: str) -> None:
    stamp = parse_stamp(raw, language=None if language == "None" else language)
    assert (stamp.value if stamp else "-") == value
    assert stamp is None or stamp.weekday_ok is not False


@pytest.mark.parametrize(("language", "raw", "value"), DATED, ids=[f"{lang}: {raw}" for lang, raw, _ in DATED])
def test_the_first_stamp_found_in_a_line_is_the_same(language: str, raw: str, value: str) -> None:
    found = find_stamps(raw, language=None if language == "None" else language)
    if len(value) == 4 or raw == "2025-01":
        assert found == []  # a year alone is never a stamp in a text
        return
    assert found[0][2].value == value


@pytest.mark.parametrize(
    ("language", "raw", "values"),
    [
        ("en", "08:39, 06 Jan 2026 Updated 08:41, 07 Jan 2026", ["2026-01-06T08:39", "2026-01-07T08:41"]),
        ("tr", "Giriş: 03.07.2024 - 18:24 Güncelleme: 03.07.2024 - 18:57", ["2024-07-03T18:24", "2024-07-03T18:57"]),
        ("pl", "Aktualizacja: 19.04.2026 19:45 Publikacja: 19.04.2026 19:05", ["2026-04-19T19:45", "2026-04-19T19:05"]),
        ("ja", "毎日新聞 2025/1/14 21:17（最終更新 1/14 21:17） 789文字", ["2025-01-14T21:17", "2025-01-14T21:17"]),
        ("sv", "Publicerad 23 okt 2025 kl 10.23 Uppdaterad kl 12.17", ["2025-10-23T10:23", "12:17"]),
        (
            "fr",
            "Publié le 30 août 2023 à 14h52, modifié le 31 août 2023 à 15h54",
            ["2023-08-30T14:52", "2023-08-31T15:54"],
        ),
        ("ar", "GMT 17:27 17.03.2020 (محدثة GMT 17:49 17.03.2020)", ["2020-03-17T17:27Z", "2020-03-17T17:49Z"]),
        ("is", "11.2.2025 | 23:55 | Uppfært 12.2.2025 7:25", ["2025-02-11T23:55", "2025-02-12T07:25"]),
        ("th", "เผยแพร่: 29 ม.ค. 2568 14:05 ปรับปรุง: 30 ม.ค. 2568 15:05", ["2025-01-29T14:05", "2025-01-30T15:05"]),
        ("de", "29.01.2025, 09:58 Uhr, aktualisiert 30.01.2025, 10:00 Uhr", ["2025-01-29T09:58", "2025-01-30T10:00"]),
        ("en", "Posted Jan 29, 2025 9:00 am; updated Jan 30, 10:15 am", ["2025-01-29T09:00", "2025-01-30T10:15"]),
    ],
)
def test_two_stamps_on_a_line(language: str, raw: str, values: list[str]) -> None:
    assert [stamp.value for _, _, stamp in find_stamps(raw, language=language)] == values


@pytest.mark.parametrize(
    ("language", "raw", "value", "alternatives"),
    [
        ("en", "03/04/2025", "2025-03-04", ("2025-04-03",)),
        ("en", "03-04-2025", "2025-04-03", ("2025-03-04",)),
        ("en", "03/04/2025 10:15 am", "2025-03-04T10:15", ("2025-04-03T10:15",)),
        (None, "03/04/2025", "2025-04-03", ("2025-03-04",)),
        (None, "18-03-08", "2008-03-18", ("2018-03-08",)),
    ],
)
def test_day_and_month_that_nothing_settles_are_ambiguous(
    language: str | None, raw: str, value: str, alternatives: tuple[str, ...]
) -> None:
    stamp = parse_stamp(raw, language=language)
    assert stamp is not None
    assert stamp.ambiguous
    assert (stamp.value, stamp.alternatives) == (value, alternatives)


@pytest.mark.parametrize(
    ("raw", "options", "value"),
    [
        ("Thursday, 03/04/2025", {"language": "en"}, "2025-04-03"),
        ("Tuesday, 03/04/2025", {"language": "en"}, "2025-03-04"),
        ("03/04/2025", {"language": "en", "day_first": True}, "2025-04-03"),
        ("03/04/2025", {"language": "en", "day_first": False}, "2025-03-04"),
        ("13/04/2025", {"language": "en"}, "2025-04-13"),
        ("04/13/2025", {"language": "en"}, "2025-04-13"),
        ("04/13/2025", {"language": "de"}, "2025-04-13"),
        ("03.04.2025", {"language": "en"}, "2025-04-03"),
        ("03/04/2025", {"language": "es"}, "2025-04-03"),
        ("03-04-2025", {"language": "nl"}, "2025-04-03"),
        ("03/04/2025", {"language": "en-GB"}, "2025-04-03"),
        ("03/04/2025", {"language": "en-US"}, "2025-03-04"),
        ("০৩/০৪/২০২৫", {}, "2025-04-03"),
        ("04/04/2025", {"language": "en"}, "2025-04-04"),
    ],
)
def test_what_settles_day_and_month(raw: str, options: dict[str, str | bool], value: str) -> None:
    stamp = parse_stamp(raw, **options)  # type: ignore[arg-type]  # keywords by table
    assert stamp is not None
    assert (stamp.value, stamp.ambiguous, stamp.alternatives) == (value, False, ())


@pytest.mark.parametrize(
    ("raw", "ok"),
    [
        ("Wednesday, 29 January 2025", True),
        ("Thursday, 29 January 2025", False),
        ("29 January 2025", None),
        ("30 Ekim 2020 Cuma 18:28", True),
        ("2020 / 03 / 12 星期四", True),
        ("2020 / 03 / 12 星期五", False),
        ("2022.8.9(Tue) 8:15", True),
        ("2025年1月29日（水）", True),
        ("2025年1月29日（木）", False),
    ],
)
def test_a_weekday_is_held_against_the_date(raw: str, ok: bool | None) -> None:
    stamp = parse_stamp(raw)
    assert stamp is not None
    assert stamp.weekday_ok is ok


@pytest.mark.parametrize(
    ("raw", "precision"),
    [
        ("2025", "year"),
        ("January 2025", "month"),
        ("2025-01", "month"),
        ("29 January 2025", "day"),
        ("29 January 2025, 4 pm", "hour"),
        ("29 January 2025, 16:05", "minute"),
        ("29 January 2025, 16:05:09", "second"),
        ("16:05", "time"),
    ],
)
def test_a_stamp_is_as_precise_as_what_is_written(raw: str, precision: str) -> None:
    stamp = parse_stamp(raw)
    assert stamp is not None
    assert stamp.precision == precision


@pytest.mark.parametrize(
    ("raw", "value", "zone"),
    [
        ("29 Jan 2025 14:05 WIB", "2025-01-29T14:05", "WIB"),
        ("29 Jan 2025 14:05 IST", "2025-01-29T14:05", "IST"),
        ("29 Jan 2025 14:05 GMT+7", "2025-01-29T14:05+07:00", "GMT+7"),
        ("29 Jan 2025 14:05 (UTC-3)", "2025-01-29T14:05-03:00", "UTC-3"),
        ("29 Jan 2025 14:05 UTC+5:30", "2025-01-29T14:05+05:30", "UTC+5:30"),
        ("2025-01-29T14:05:00+0600", "2025-01-29T14:05:00+06:00", "+0600"),
        ("2025-01-29T14:05:00Z", "2025-01-29T14:05:00Z", "Z"),
        ("29 Jan 2025 14:05", "2025-01-29T14:05", None),
        ("29 Jan 2025 14:05 CET", "2025-01-29T14:05", "CET"),
    ],
)
def test_an_offset_only_where_one_is_written(raw: str, value: str, zone: str | None) -> None:
    stamp = parse_stamp(raw)
    assert stamp is not None
    assert (stamp.value, stamp.zone) == (value, zone)


def test_a_range_of_hours_is_no_offset() -> None:
    stamp = parse_stamp("29 January 2025, 10:30-11:00")
    assert stamp is not None
    assert stamp.value == "2025-01-29T10:30"


@pytest.mark.parametrize("raw", ["30.11.2020 18:14", "18:14, 30 November 2020", "2020-11-30T18:14:00Z", "30 Nov 2020"])
def test_parse_date_leaves_the_time_out(raw: str) -> None:
    stamp = parse_date(raw)
    assert stamp is not None
    assert (stamp.value, stamp.precision, stamp.zone) == ("2020-11-30", "day", None)


@pytest.mark.parametrize("raw", ["18:14", "1h ago", "no date", ""])
def test_parse_date_wants_a_date(raw: str) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "4 May 2020",
        "Wed 29 Jan 2025 08:00",
        "08:00",
        "2 hours ago",
        "vor 2 Stunden",
        "mandag 5. august kl. 14:47",
        "2025",
        "昨天08:23",
    ],
)
def test_date_lines_read_as_stamps(raw: str) -> None:
    assert reads_as_stamp(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "Attack of 4 May 2020",
        "Room 101",
        "May Day",
        "1984 by George Orwell",
        "The 2025 budget",
        "Today in history",
        "Mars",
        "2:1 for Ajax",
    ],
)
def test_headlines_do_not_read_as_stamps(raw: str) -> None:
    assert not reads_as_stamp(raw)


@pytest.mark.parametrize(
    "text",
    [
        "He scored 12.5 points in 1998 and 13.75 in 1999.",
        "The price rose from 1,204 to 9,999.99 within 3 days.",
        "Call (999) 999-9999 or 555-12-2020 now.",
        "Version 10.1.2025.3 and 192.168.10.12 are no dates.",
        "Psalm 12, verse 3; room 4/5; ratio 16:9; score 2-1.",
        "https://example.com/2025/01/29/story.html",
        "In May the 12 ministers sat down; March was cold.",
        "He was born on 31 February 2025, he said.",
        "Due on 31/02/2025 or 45.13.2024.",
    ],
)
def test_look_alikes_in_running_text_are_no_dates(text: str) -> None:
    assert [stamp.value for _, _, stamp in find_stamps(text, language="en") if stamp.precision != "time"] == []
