"""Places and zone abbreviations to names of the IANA time zone database. Nothing is guessed: unknown is None."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from cleaner.dates.vocabulary import fold

_ABBREVIATIONS: Final = {
    "WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "MYT": "Asia/Kuala_Lumpur", "PHT": "Asia/Manila",
    "PHST": "Asia/Manila", "NPT": "Asia/Kathmandu", "PKT": "Asia/Karachi", "BDST": "Asia/Dhaka", "IRST": "Asia/Tehran",
    "MSK": "Europe/Moscow", "МСК": "Europe/Moscow", "TRT": "Europe/Istanbul", "TSİ": "Europe/Istanbul",
    "TSI": "Europe/Istanbul", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "NZT": "Pacific/Auckland",
    "SAST": "Africa/Johannesburg", "AKST": "America/Anchorage", "AKDT": "America/Anchorage",
    "UTC": "UTC", "Z": "UTC", "GMT": "UTC", "SLST": "Asia/Colombo",
    "北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "日本時間": "Asia/Tokyo", "한국시간": "Asia/Seoul",
}  # fmt: skip
"""Abbreviations that mean one zone in every country. IST, CST, BST, EST, AST, ECT and their like mean several."""

_EDGES: Final = " \t\u00a0,;:|()[]-–—.،"
_WITH_OFFSET = re.compile(r"(?:UTC|GMT)\s*[+-].*")


def _load() -> dict[str, str]:
    places: dict[str, str | None] = {}
    for line in files("cleaner").joinpath("zones.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            zone, names = line.split("\t")
            for name in names.split("; "):
                key = fold(name.strip("."))
                # A name that two zones share names neither.
                places[key] = zone if places.get(key, zone) == zone else None
    return {key: zone for key, zone in places.items() if zone is not None}


_PLACES: Final = _load()


def zone_of_place(name: str) -> str | None:
    """The zone of a city as a page writes it, in any case and many scripts; None when it is not known.

    >>> zone_of_place("Dhaka"), zone_of_place("ঢাকা"), zone_of_place("Springfield")
    ('Asia/Dhaka', 'Asia/Dhaka', None)
    """
    if len(name) > 60:
        return None
    return _PLACES.get(fold(" ".join(name.strip(_EDGES).split())))


def zone_of_abbreviation(name: str) -> str | None:
    """The zone that an abbreviation means in every country; None when it means several, none, or only an offset.

    >>> zone_of_abbreviation("WIB"), zone_of_abbreviation("IST")
    ('Asia/Jakarta', None)
    """
    key = name.strip(_EDGES)
    if _WITH_OFFSET.fullmatch(key):
        return None
    return _ABBREVIATIONS.get(key) or _ABBREVIATIONS.get(key.upper())
