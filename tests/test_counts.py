from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.counts import parse_count


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("470", 470),
        ("/ 470", 470),
        ("1,204", 1204),
        ("1.204", 1204),
        ("1 204", 1204),
        ("1\u202f204", 1204),
        ("1'204", 1204),
        ("1,234,567", 1234567),
        ("12,34,567", 1234567),
        ("1.2K", 1200),
        ("1,2k", 1200),
        ("1.2 k", 1200),
        ("12K+", 12000),
        ("3M", 3_000_000),
        ("2,5 mln", 2_500_000),
        ("1,5 тыс.", 1500),
        ("৪৭০", 470),
        ("১,২০৪", 1204),
        ("৩ লাখ", 300_000),
        ("٤٧٠", 470),
        ("۴۷۰", 470),
        ("४७०", 470),
        ("４７０", 470),
        ("12万", 120_000),
        ("1.2万", 12_000),
        ("3천", 3000),
        ("2,3 rb", 2300),
        ("(12)", 12),
        ("0", 0),
    ],
)
def test_counters_are_read(raw: str, count: int) -> None:
    assert parse_count(raw) == count


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "twelve",
        "1.5",
        "9,999.99",
        "12 apples",
        "1-2",
        "12:30",
        "1.204K",
        "2025-01-29",
        "#1",
        "৳ ৪৭০",
        "1,2,3",
        "9" * 40,
    ],
)
def test_what_is_no_counter_has_no_count(raw: str) -> None:
    assert parse_count(raw) is None


@given(st.integers(0, 10**12))
def test_grouped_and_plain_numbers_agree(number: int) -> None:
    assert (
        parse_count(str(number)) == parse_count(f"{number:,}") == parse_count(f"{number:,}".replace(",", " ")) == number
    )


@given(st.text(max_size=60))
def test_any_text_gives_a_count_or_none(text: str) -> None:
    count = parse_count(text)
    assert count is None or count >= 0
