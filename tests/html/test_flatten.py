"""Flattening: what breaks a line, what does not, what is left out, and that hostile pages are bounded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.html import flatten
from cleaner.html.tags import DEPTH


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain", "plain\n"),
        ("<p>a<b>b</b>c</p>", "abc\n"),
        ("<p>in<wbr>visible <i>and</i>&nbsp;<em>more</em>.</p>", "invisible and more.\n"),
        ("<p>one</p><p>two</p>", "one\n\ntwo\n"),
        ("<div>one</div><div>two</div>", "one\ntwo\n"),
        ("one<br>two<br/><br>three", "one\ntwo\nthree\n"),
        ("<h1>T</h1>x<ul><li>a<li>b</ul>y", "T\n\nx\n\na\nb\n\ny\n"),
        ("<a href=/1>Home</a><a href=/2>News</a>", "Home News\n"),
        ("<p>A <a href=/1>lin</a>k</p>", "A link\n"),
        ("<p>&lt;b&gt; &amp;amp; &quot;</p>", '<b> &amp; "\n'),
        ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd\n"),
        ("<pre>x <b>y</b>\n</pre>", "x y\n"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td\n"),
        ("<table><tr><td><p>a</p><td>b</table>", "a\n\nb\n"),
        ("<p>x</p><script>no()</script><style>p{}</style><noscript>no</noscript><p>y</p>", "x\n\ny\n"),
        ("<p>x <span hidden>secret</span>y</p>", "x y\n"),
        ("<p>x</p><div style='DISPLAY : none'>menu</div><p>y</p>", "x\n\ny\n"),
        ("<p>x</p><div aria-hidden='true'>z</div>", "x\n"),
        ("<p>x<!-- no --></p>", "x\n"),
        ("<my-card>a</my-card><my-card>b</my-card>", "a\nb\n"),
        ("<p>A<st1:place>then</st1:place>s</p>", "Athens\n"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字\n"),
        ("<p>a\u2028b\x0bc</p>", "a b c\n"),
        ("<select><option>1</select><textarea>t</textarea><p>x", "x\n"),
        ("<p title='a>b'>x</p>", "x\n"),
        ('<p><a href="x"">one</a> two</p><p class="y">three</p>', "one two\n\nthree\n"),
        ('<p =a="b" \'="c">one</p><p>two</p>', "one\n\ntwo\n"),
    ],
)
def test_lines(html: str, text: str) -> None:
    assert flatten(html).text == text


def test_a_page_that_hides_most_of_its_text_is_waiting_for_its_script() -> None:
    body = "It rained in the north for the whole of the week. " * 5
    page = flatten(f"<div>Loading</div><div style='display:none'><p>{body}</p></div>")
    assert body.strip() in page.text
    assert page.evidence[2] is not None
    assert page.evidence[2].hidden


def test_a_page_for_readers_without_scripts_alone_is_read() -> None:
    body = "It rained in the north for the whole of the week. " * 5
    assert body.strip() in flatten(f"<div id=app></div><noscript><p>{body}</p></noscript>").text
    assert flatten(f"<p>{body}</p><noscript>Please switch scripts on.</noscript>").text == body.strip() + "\n"


@pytest.mark.parametrize("element", ["title", "style", "script"])
def test_an_element_that_is_never_closed_does_not_swallow_the_page(element: str) -> None:
    assert flatten(f"<head><{element}>x</head><body class=a><p>The text.</p>").text == "The text.\n"


def test_evidence_has_an_entry_per_line() -> None:
    page = flatten("<article class='Story main'><h1>T</h1><p id=lead>One <a href=/>two</a></p></article>")
    lines = page.text.split("\n")
    assert len(lines) == len(page.evidence)
    assert [place is None for place in page.evidence] == [not line for line in lines]
    lead = page.evidence[2]
    assert lead is not None
    assert lead.path == "html/body/article/p"
    assert lead.words == "lead Story main"
    assert lead.link_density == pytest.approx(3 / 7, abs=0.001)
    assert len(lead.boxes) == len(lead.path.split("/"))


def test_lines_of_one_block_share_their_boxes() -> None:
    evidence = flatten("<div><p>a<br>b</p><p>c</p></div>").evidence
    a, b, c = (place.boxes for place in evidence if place)
    assert a == b != c
    assert a[:-1] == c[:-1]


@pytest.mark.parametrize(
    ("names", "comments"),
    [
        ("comment-body", True),
        ("Blog1_comments-block", True),
        ("userComment", True),
        ("disqus_thread", True),
        ("kommentare", True),
        ("lista-comentarios", True),
        ("comments-open", False),
        ("post no-comments", False),
        ("comments-link", False),
        ("comment-count", False),
        ("commentary", False),
        ("women moment component", False),
        ("", False),
    ],
)
def test_lines_among_comments_of_readers_are_known_by_the_names_of_blocks(names: str, comments: bool) -> None:
    evidence = flatten(f"<body class=comments><div class='{names}'><div><p>one</p></div></div><p>two</p>").evidence
    assert [place.comments for place in evidence if place] == [comments, False]


def test_title_and_declared_body_mark_lines() -> None:
    data = '{"@type":"NewsArticle","headline":"Rain in the north","articleBody":"' + "It rained. " * 40 + '"}'
    page = flatten(
        f"<script type=application/ld+json>{data}</script>"
        "<h1>Rain in  the North</h1><p>It rained. It rained.</p><p>Ad</p>"
    )
    marks = [(place.title, place.declared) for place in page.evidence if place]
    assert marks == [(True, False), (False, True), (False, False)]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>é</p>".encode(), "é\n"),
        (b"\xef\xbb\xbf<p>\xc3\xa9</p>", "é\n"),
        ("<meta charset=koi8-r><p>да</p>".encode("koi8-r"), "да\n"),
        ("<meta charset=iso-8859-1><p>“é”</p>".encode("cp1252"), "“é”\n"),
        ("<meta charset=no-such-charset><p>é</p>".encode("cp1252"), "é\n"),
        ("<p>é</p>".encode("utf-16"), "é\n"),
    ],
)
def test_bytes(data: bytes, text: str) -> None:
    assert flatten(data).text == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "x",
        "<b>" * 10_000 + "x",
        "<a><b><i><p>x" * 3_000,
        "<table><tr><td>" * 3_000 + "x",
        "<div class='" + "a " * 100_000 + "'>x</div>",
        "<p " + "a='b' " * 50_000 + ">x",
        "<" * 300_000 + "x",
        "<!--" * 50_000 + "-->x",
        "<p>" + "word " * 2_000_000,
        "<p>x</p>" + "\n" * 3_000_000,
        "<p>x" + " <i> </i>" * 300_000,
    ],
    ids=[
        *(
            "div",
            "b",
            "mixed",
            "table",
            "classes",
            "attributes",
            "brackets",
            "comments",
            "ten megabytes",
            "white space",
        ),
        "white space in elements",
    ],
)
def test_hostile_pages_are_bounded(html: str) -> None:
    started = time.perf_counter()
    page = flatten(html)
    assert time.perf_counter() - started < 5
    assert all(place is None or len(place.boxes) <= DEPTH for place in page.evidence)


_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<a>",
            "</a>",
            "<td>",
            "<tr>",
            "</table>",
            "<table>",
            "<pre>",
        ),
        *("</pre>", "<br>", "<li>", "<ul>", "word", " ", "\n", "&", "&amp;", "<", ">", "'", '"', "<span hidden>"),
        *("</span>", "<!--", "-->", "<script>", "</script>", "<svg>", "é", "漢"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60))
def test_any_markup_gives_lines_with_evidence(pieces: list[str]) -> None:
    page = flatten("".join(pieces))
    lines = page.text.split("\n")
    assert len(lines) == len(page.evidence)
    assert all((place is None) == (not line.strip()) for line, place in zip(lines, page.evidence, strict=True))
    assert not page.text or page.text.endswith("\n")
    assert all(0 <= place.link_density <= 1 for place in page.evidence if place)
