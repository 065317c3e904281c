"""When a page was published: declared dates, dates in addresses, and dates that it shows."""

from __future__ import annotations

import pytest

from cleaner.html import dates_of, flatten

PROSE = (
    "<p>The board voted on Tuesday night to close the basin, a decision that moves forty boats until spring.</p>" * 4
)


def page(head: str, body: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}{PROSE}</body></html>"


def day(html: str, url: str | None = None) -> str | None:
    found = dates_of(flatten(html, url=url)).published
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
    found = dates_of(flatten(page(head))).modified
    assert found is not None
    assert found[0].value[:10] == "2025-10-15"


def test_a_date_of_change_that_is_only_shown() -> None:
    html = page("", "<h1>Basin to close</h1><p>Zuletzt aktualisiert: 3. März 2019</p>")
    found = dates_of(flatten(html)).modified
    assert found is not None
    assert (found[0].value, found[1].source) == ("2019-03-03", "text")
    assert dates_of(flatten(html)).published is None


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


PUBLISHED = "article:published_time"
CHANGED = "article:modified_time"


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        # In UTC it is the next day already; the reader's day counts.
        (
            meta(PUBLISHED, "2020-02-25T02:25:54Z"),
            '<p class="byline-date">February 24, 2020 | 9:25pm</p>',
            "2020-02-24",
        ),
        (meta(PUBLISHED, "2018-12-31T23:11:59+00:00"), '<p class="date">1. Januar 2019</p>', "2019-01-01"),
        # No clock is 13 hours behind UTC, and an offset that is written is no doubt.
        (meta(PUBLISHED, "2020-02-25T15:25:54Z"), '<p class="date">February 24, 2020</p>', "2020-02-25"),
        (meta(PUBLISHED, "2020-02-25T02:25:54+01:00"), '<p class="date">February 24, 2020</p>', "2020-02-25"),
        # Day and month exchanged.
        (meta("date", "11/01/2023 12:43:42"), '<p class="date">Erstellt am: 01.11.2023</p>', "2023-11-01"),
        (meta(PUBLISHED, "10/05/2022 17:22") + meta(CHANGED, "2022-05-10T17:36:11"), "", "2022-05-10"),
        # Of two declarations the one that is shown.
        (
            meta("datePublished", "2021-12-06") + meta("dc.date", "2022-12-15T09:13:00"),
            '<p class="date">15.12.2022</p>',
            "2022-12-15",
        ),
        # A kind of declaration that says when the page was saved.
        (meta("dc.date", "2021-10-15"), '<p class="date">13.10.2021</p>', "2021-10-13"),
        # Declared as published is the last change; but a page may show an older date of another thing.
        (
            meta(PUBLISHED, "2025-11-29T12:28:31-05:00") + meta(CHANGED, "2025-11-29T12:28:31-05:00"),
            '<p class="date">Published August 13, 2025</p>',
            "2025-08-13",
        ),
        (meta(PUBLISHED, "2025-11-29T12:28:31-05:00"), '<p class="date">Published August 13, 2025</p>', "2025-11-29"),
        # The day is right where the time is not.
        (meta(PUBLISHED, "2022-01-10T22:06:08:684Z"), "", "2022-01-10"),
    ],
)
def test_what_is_declared_and_what_is_shown(head: str, body: str, wanted: str) -> None:
    assert day(page(head, "<h1>Basin to close for dredging</h1>" + body)) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "<p><b>01.02.2022</b> „Der Hafen ist gut in das Jahr gestartet“, sagt sein Leiter; die Zahl"
            " der Schiffe ist im Januar gestiegen, und mit ihr die der Container, die am Kai umgeschlagen wurden.</p>",
            "2022-02-01",
        ),
        (
            '<p class="postmetadata"><a href="/2010/12">8. Dezember 2010</a> um 09:43 · <a href="/c">Rezepte</a></p>',
            "2010-12-08",
        ),
        ('<p><span class="entry-date">14 October 2025</span> 4 comments, and more of the row</p>', "2025-10-14"),
        ('<p>NDR <span itemprop="datePublished" content="2020-03-18T13:15:00+01:00">gestern</span></p>', "2020-03-18"),
        ('<p><abbr class="published" title="2013-04-04T18:52:11+00:00">04/04</abbr></p>', "2013-04-04"),
        ("<p>Geboren am 28. Januar 1975</p>", None),
        ("<p>© 14 October 2025</p>", None),
        ("<p>28 January 1975</p>", None),
        ('<div class="profile">Joined: 18.09.2008</div>', None),
    ],
)
def test_dates_that_are_only_shown(body: str, wanted: str | None) -> None:
    assert day(page("", "<h1>Basin to close for dredging</h1>" + body)) == wanted


def test_todays_date_in_the_head_of_the_site() -> None:
    head = '<div class="date">Donnerstag, 16. Februar 2012</div>' + "<p>Politik</p>" * 5
    assert day(page("", head + '<h1>Basin to close</h1><div class="b">14. Februar 2012</div>')) == "2012-02-14"


def test_the_heading_that_is_the_title_is_where_the_date_stands() -> None:
    menu = "<h1>Harbour Board</h1>" + "<p>Berths</p>" * 700
    head = '<meta property="og:title" content="Basin to close for dredging">'
    assert day(page(head, menu + "<h1>Basin to close for dredging</h1><p>13.01.2022</p>")) == "2022-01-13"


@pytest.mark.parametrize("path", ["29-10-2021", "08112021-basin", "2021/10/29/basin", "2021-10-29-basin"])
def test_days_in_addresses(path: str) -> None:
    head = f'<link rel="canonical" href="https://courier.example/news/{path}">'
    assert day(page(head)) in ("2021-10-29", "2021-11-08")
