from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import zones


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Dhaka", "Asia/Dhaka"),
        ("ঢাকা", "Asia/Dhaka"),
        ("DHAKA,", "Asia/Dhaka"),
        ("Düsseldorf", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("МОСКВА", "Europe/Moscow"),
        ("নয়াদিল্লি", "Asia/Kolkata"),
        ("القاهرة", "Africa/Cairo"),
        ("北京", "Asia/Shanghai"),
        ("서울", "Asia/Seoul"),
        ("Springfield", None),
        ("Update", None),
        ("", None),
        ("Center", None),
    ],
)
def test_places(name: str, zone: str | None) -> None:
    assert zones.zone_of_place(name) == zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [("WIB", "Asia/Jakarta"), ("wib", "Asia/Jakarta"), ("JST", "Asia/Tokyo"), ("МСК", "Europe/Moscow"), ("UTC", "UTC")],
)
def test_abbreviations_of_one_zone(name: str, zone: str) -> None:
    assert zones.zone_of_abbreviation(name) == zone


@pytest.mark.parametrize("name", ["IST", "CST", "BST", "EST", "CET", "GMT+7", "+06:00", "", "ABC"])
def test_abbreviations_of_several_zones_and_offsets_name_none(name: str) -> None:
    assert zones.zone_of_abbreviation(name) is None


def test_every_zone_of_the_tables_exists() -> None:
    for zone in {*zones._PLACES.values(), *zones._ABBREVIATIONS.values()}:
        ZoneInfo(zone)


@given(st.text(max_size=80))
def test_any_text_gives_a_zone_or_none(text: str) -> None:
    for zone in (zones.zone_of_place(text), zones.zone_of_abbreviation(text)):
        assert zone is None or ZoneInfo(zone).key == zone
