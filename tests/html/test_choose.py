"""What a page says of itself: which of several titles, names and dates is taken."""

from __future__ import annotations

import pytest

from cleaner.html import authors_of, flatten, modified_of, published_of, title_of

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
    ],
)
def test_title(head: str, body: str, title: str | None) -> None:
    found = title_of(flatten(page(head, body)).data)
    assert found is not None
    assert found.value == (title or "A long headline on the closing of the basin")


def test_no_title() -> None:
    assert title_of(flatten(page("")).data) is None


def test_declared_author_before_the_site() -> None:
    head = (
        '<meta property="og:site_name" content="Harbour Courier"><meta name="author" content="Harbour Courier">'
        '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ann Doyle"}}'
        "</script>"
    )
    assert authors_of(flatten(page(head)))[0] == ["Ann Doyle"]


def test_byline_by_its_class_but_not_of_a_comment() -> None:
    comment = '<div class="comment"><span class="comment-author">Old Salt</span></div>'
    assert authors_of(flatten(page("", '<div class="byline">By Ann Doyle</div>' + comment))) == (["Ann Doyle"], "shown")
    assert authors_of(flatten(page("", comment))) == ([], "")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<p>By Ann Doyle</p>", ["Ann Doyle"]),
        ("<p>Written by Ann Doyle and Moira Keating</p>", ["Ann Doyle", "Moira Keating"]),
        ('<div class="entry-meta">Veröffentlicht am 8. Februar 2022 von uferblick</div>', ["uferblick"]),
        ('<div class="author">Author</div>', []),
        ("<p>By the time the boats had left, the basin was dry.</p>", []),
    ],
)
def test_shown_byline(line: str, authors: list[str]) -> None:
    assert authors_of(flatten(page("", "<h1>Basin to close for dredging</h1>" + line)))[0] == authors


def test_a_byline_that_names_more_than_is_declared() -> None:
    html = page(
        '<meta name="author" content="Ann Doyle">', "<h1>Basin to close</h1><p>By Ann Doyle and Moira Keating</p>"
    )
    assert authors_of(flatten(html)) == (["Ann Doyle", "Moira Keating"], "shown")


def day(html: str, url: str | None = None) -> str | None:
    found = published_of(flatten(html, url=url))
    return found[0].value[:10] if found else None


def test_declared_date_first() -> None:
    head = '<meta property="article:published_time" content="2025-10-14T07:00:00Z">'
    assert day(page(head, "<h1>Basin</h1><p>15 October 2025</p>")) == "2025-10-14"


def test_date_in_the_address() -> None:
    head = '<link rel="canonical" href="https://courier.example/2025/10/14/basin">'
    assert day(page(head)) == "2025-10-14"


@pytest.mark.parametrize(
    "line",
    [
        '<ul class="comments"><li>14 October 2025</li></ul>',
        '<footer><p class="note">14 October 2025</p></footer>',
        "<p>Last updated 3 March 1999</p>",
        "<p>Zuletzt aktualisiert: 3. März 2019</p>",
    ],
)
def test_dates_that_are_not_the_pages_own(line: str) -> None:
    assert day(page("", "<h1>Basin to close</h1>" + line)) is None


def test_date_line_under_the_title() -> None:
    shown = '<h1>Basin to close</h1><div class="date">14 October 2025</div>'
    assert day(page("", shown + "<ul><li>3 May 2020</li></ul>")) == "2025-10-14"


def test_date_of_change() -> None:
    head = '<meta property="article:modified_time" content="2025-10-15T07:00:00Z">'
    found = modified_of(flatten(page(head)).data)
    assert found is not None
    assert found[0].value[:10] == "2025-10-15"
