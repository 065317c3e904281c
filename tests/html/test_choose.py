"""Which of several titles is the headline."""

from __future__ import annotations

import pytest

from cleaner.html import flatten, title_of

PROSE = (
    "<p>The board voted on Tuesday night to close the basin, a decision that moves forty boats until spring.</p>" * 4
)


def page(head: str, body: str = "", url: str | None = None) -> str:
    return f"<html><head>{head}</head><body>{body}{PROSE}</body></html>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Basin to close | Harbour Courier</title>", "<h1>Basin to close</h1>", "Basin to close"),
        ('<meta property="og:title" content="Basin to close">', "<h1>Harbour Courier</h1>", "Basin to close"),
        (
            '<title>Basin to close - Courier</title><meta property="og:site_name" content="Courier">',
            "",
            "Basin to close",
        ),
        ("<title>A long headline on the closing of the basin | Courier</title>", "", None),
        ("<title>Life - and how to live it</title>", "", "Life - and how to live it"),
        # A name that another heading bears is no headline, nor is one that the declared title does not hold.
        (
            '<meta property="og:title" content="Basin to close"><title>Harbour Notes: Basin to close</title>',
            "<h1>Harbour Notes</h1>",
            "Basin to close",
        ),
        # A heading behind the kicker that the title has in front.
        ('<meta property="og:title" content="Harbour: Basin to close">', "<h1>Basin to close</h1>", "Basin to close"),
        # Reworded for sharing: what readers see is the title.
        (
            '<meta property="og:title" content="Basin closes: seven things to know">',
            "<h1>Seven things to know now that the basin closes</h1>",
            "Seven things to know now that the basin closes",
        ),
        # A dash belongs to the headline where nothing says that the site stands behind it.
        ("<title>The basin was open – until now</title>", "", "The basin was open – until now"),
        (
            '<title>Basin to close – Courier</title><link rel="canonical" href="https://www.courier.example/basin">',
            "",
            "Basin to close",
        ),
        (
            '<title>Courier | Basin to close at last</title><link rel="canonical" href="https://courier.example/basin">',
            "",
            "Basin to close at last",
        ),
    ],
)
def test_title(head: str, body: str, title: str | None) -> None:
    found = title_of(flatten(page(head, body)).data)
    assert found is not None
    assert found.value == (title or "A long headline on the closing of the basin")


def test_no_title() -> None:
    assert title_of(flatten(page("")).data) is None


def test_a_newspapers_headline_keeps_its_kicker() -> None:
    linked = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour: Basin to close"}</script>'
    found = title_of(flatten(page(linked, "<h1>Basin to close</h1>")).data)
    assert found is not None
    assert found.value == "Harbour: Basin to close"
