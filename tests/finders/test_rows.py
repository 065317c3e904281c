"""Rows of chrome in one line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import cleaner
from cleaner.finders.rows import find_rows
from cleaner.model import Context
from cleaner.views import view_of

PROSE = (
    "The harbour board voted on Tuesday night to close the inner basin for dredging, a decision that moves all boats. "
    "Skippers asked for lights."
)
MENU = {"Home": "nav_menu", "News": "nav_menu", "Sport": "nav_menu", "About us": "nav_menu", "Privacy": "legal_footer"}


def kinds(lines: Sequence[str], context: Context) -> list[frozenset[str]]:
    return [frozenset((MENU[line],)) if line in MENU else frozenset(("image_caption",)) for line in lines]


def rows(*lines: str) -> list[str]:
    view = view_of("\n".join(lines))
    return [view.text[finding.start : finding.end] for finding in find_rows(view, kinds)]


@pytest.mark.parametrize(
    "row",
    [
        "Home | News | Harbour",
        "About us · Privacy",
        "Home > Sport",
        "Home / News / Rowing / Sport",
        "Privacy - About us",
    ],
)
def test_half_of_the_entries_are_chrome(row: str) -> None:
    assert rows(PROSE, row) == [row]


@pytest.mark.parametrize(
    "line",
    [
        "Home | Harbour | Basin | Quay | Boats",
        "Home – Away – Home",
        "News - and how to read it",
        "About us — Privacy",
        "Home Sport Sport Sport Sport Sport",
        "Home News Sport",
        "Home News Sport Privacy Harbour",
        "Home",
        "Harbour | Basin",
        f"Home | News | {PROSE}",
    ],
)
def test_what_is_no_row(line: str) -> None:
    assert rows(PROSE, line) == []


def test_without_separators_every_word_is_an_entry() -> None:
    row = "News Home Sport Privacy News"
    assert rows(row, PROSE) == [row]
    assert rows(f"{row} Harbour", PROSE) == []


def test_between_paragraphs_all_entries() -> None:
    assert rows(PROSE, "Home | News | Harbour", PROSE) == []
    assert rows(PROSE, "Home | News", PROSE) == ["Home | News"]


@pytest.mark.parametrize(
    ("lang_prose", "row"),
    [
        (PROSE, "About Us | Contact | Privacy Policy | Terms of Use"),
        (PROSE, "HOME NEWS POLITICS BUSINESS SPORTS OPINION VIDEOS"),
        (
            "Der Hafenausschuss hat am Dienstagabend beschlossen, das innere Becken für die Baggerarbeiten zu sperren, "
            "sodass alle Boote an den Nordkai verlegt werden müssen.",
            "Impressum · Datenschutz · AGB · Kontakt",
        ),
    ],
)
def test_by_the_shipped_rules(lang_prose: str, row: str) -> None:
    article = cleaner.clean(f"{lang_prose}\n\n{lang_prose.replace('Dienstag', 'Freitag')} \n\n{row}")
    assert row not in article.text
    assert row in article.restore()
