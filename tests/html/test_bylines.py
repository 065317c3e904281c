"""Who wrote a page: declared persons, and bylines that it shows."""

from __future__ import annotations

import pytest

from cleaner.html import authors_of, flatten

PROSE = (
    "<p>The board voted on Tuesday night to close the basin, a decision that moves forty boats until spring.</p>" * 4
)


def page(head: str, body: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}{PROSE}</body></html>"


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


TITLE = "<h1>Basin to close for dredging</h1>"


def authors(body: str, head: str = "") -> list[str]:
    return authors_of(flatten(page(head, TITLE + body)))[0]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        # An element named for the author inside a row of other things.
        (
            '<p>14 May <span class="author vcard"><a class="fn" href="/author/ann/">Ann Doyle</a></span></p>',
            ["Ann Doyle"],
        ),
        ('<p><a href="https://a.example/author/x1/">Ann Doyle</a> 14 May 2025</p>', ["Ann Doyle"]),
        (
            '<div class="submitted">Gespeichert von <span class="username">uferblick</span> am 24. Juli 2017</div>',
            ["uferblick"],
        ),
        ('<p class="byline__author">VON <a href="/autoren/doyle">ANN DOYLE</a> am 21. April 2020</p>', ["ANN DOYLE"]),
        # What stands in such elements beside the name.
        ('<p><a rel="author" href="/a/">View all posts by Ann Doyle</a></p>', ["Ann Doyle"]),
        ('<p><a rel="author" href="/a/">Zeige alle Beiträge von Ann Doyle</a></p>', ["Ann Doyle"]),
        ('<p><a rel="author" href="/a/">Archiv anzeigen →</a></p>', []),
        ('<div class="author">Mehr bei</div>', []),
        ('<div class="author">Zur Artikelübersicht</div>', []),
        ('<div class="byline">Donnerstag, 4. November 2021</div>', []),
        ('<p><span class="author">AuthorAnn Doyle</span></p>', ["Ann Doyle"]),
        # Words before a name that make no byline.
        ("<h3>Antwort von Azad</h3>", []),
        ("<p>Eine Frage von Freiheit</p>", []),
        # Offices and other tasks.
        ('<div class="byline">By Ann Doyle, Senior Reporter</div>', ["Ann Doyle"]),
        ('<div class="byline">Reviewed by Ann Doyle</div>', []),
        # A kicker's block is no reason against a byline right under the title.
        ('<div class="teaser-meta">Von Ann Doyle | 27.01.2022 - 12:45</div>', ["Ann Doyle"]),
    ],
)
def test_bylines_in_the_page(body: str, names: list[str]) -> None:
    assert authors(body) == names


def test_a_whole_name_beside_the_title_before_an_account() -> None:
    head = '<meta name="author" content="ann">'
    assert authors('<div class="byline">By Ann Doyle</div>', head) == ["Ann Doyle"]


def test_a_person_that_is_shown_before_the_site_that_is_declared() -> None:
    head = '<meta property="og:site_name" content="Harbour Courier"><meta name="author" content="Harbour Courier">'
    assert authors("<p>Von Ann Doyle</p>", head) == ["Ann Doyle"]
    assert authors("", head) == ["Harbour Courier"]


def test_authors_of_other_articles_are_not_the_pages() -> None:
    more = '<div class="box"><p>More</p><p><a rel="author" href="/b/">Moira Keating</a></p></div>'
    first = '<p>By <a rel="author" href="/a/">Ann Doyle</a></p>'
    assert authors(first + more) == ["Ann Doyle"]


def test_microdata_of_a_reference_is_no_author() -> None:
    head = '<meta name="dc.creator" content="Ann Doyle">'
    reference = '<li itemscope><meta itemprop="author" content="N. Shear, S. Spielberg"></li>'
    assert authors(reference, head) == ["Ann Doyle"]


def test_the_label_of_a_card() -> None:
    head = '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ann Doyle">'
    assert authors_of(flatten(page(head))) == (["Ann Doyle"], "meta:twitter:data")
    other = '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Ann Doyle">'
    assert authors_of(flatten(page(other)))[0] == []
