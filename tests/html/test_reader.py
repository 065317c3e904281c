"""The walk over serialised HTML: any bytes are read, nothing is read twice, marked elements are found."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.html import flatten, lines
from cleaner.html.lines import read_lines
from cleaner.html.marks import named_for
from cleaner.html.parse import Tree
from cleaner.html.tags import DEPTH

_PIECES = (
    *("<p>", "</p>", '<div class="a b">', "</div>", '<a href="x">', "</a>", "<b>", "</b>", "<pre>", "</pre>", "<br>"),
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<hr>", "<my-el>", "</my-el>", "<x:y-z>", "</x:y-z>"),
    *('<span style="display:none">', '<div hidden="">', "</span>", '<span class="author">', "<!-- c -->", "<!--"),
    *("<a", "<", ">", '"', '<a href="x"">', '<a ="v">', "<p\u00a0x>", "<?pi>", "<!doctype>", "-->", "</br>", "<img>"),
    *(" ", "\n", "\t", "&nbsp;", "&amp;lt;", "&lt;", "&", "word", "two words", "日本", "\u2028", "\x1c", "𝒳", "\ud800"),
)


def words_of(html: str) -> list[str]:
    return [line.text for line in read_lines(html).lines]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(html: str) -> None:
    page = read_lines(html)
    assert len(page.boxes.outer) == len(page.boxes.starts)
    assert all(outer <= number for number, outer in enumerate(page.boxes.outer))
    for line in page.lines:
        assert line.text.strip()
        assert line.text == line.text.rstrip()
        assert "\n" not in line.text
        assert 0 <= line.links <= len(line.text)
        assert 0 <= line.box < len(page.boxes.outer)
    assert sum(len(line.text) for line in page.lines) <= len(html) + html.count("<")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_what_the_parser_writes_keeps_its_words(html: str) -> None:
    if "hidden" in html or "none" in html or "\ud800" in html:
        return
    tree = Tree(html)
    body = tree.body()
    text = Tree(body).elements("body")
    said = "".join(element.text for element in text)
    assert "".join("".join(words_of(body)).split()) == "".join(said.split())


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "\u1680", "\u205f", "\x85", "\x1f", "\u2029"])
def test_white_space_is_what_python_calls_so(space: str) -> None:
    assert space.isspace()
    assert words_of(f"<p>{space}one{space}{space}two{space}</p>") == ["one two"]


@pytest.mark.parametrize("letter", ["\u200b", "\ufeff", "\u180e", "\x1b", "\x7f", "\u2800"])
def test_other_characters_stay(letter: str) -> None:
    assert not letter.isspace()
    assert words_of(f"<p>{letter}one{letter}</p>") == [f"{letter}one{letter}"]


def test_marked_elements_are_found_with_what_they_hold() -> None:
    html = (
        '<div class="Post-Date"><a rel="author" href="/autor/ann" title="A &amp; &quot;B&quot;">Ann <b>L&amp;e</b></a>'
        '<img itemprop="image"></div><p class="lead">Text</p><span class="byline">never closed'
    )
    marks = read_lines(html).marks
    assert [mark.tag for mark in marks] == ["div", "a", "img", "span"]
    assert marks[1].attributes == {"rel": "author", "href": "/autor/ann", "title": 'A & "B"'}
    assert [mark.text for mark in marks] == ["Ann L&e", "Ann L&e", "", "never closed"]
    assert [mark.tag for mark in named_for(marks, ("byline", "line"), {"span"})] == ["span", "span"]


def test_a_line_break_inside_a_hidden_inline_element_shows_nothing_of_what_follows() -> None:
    assert words_of('<p>Before <span hidden="">one<br>two</span> after</p>')[-1] == "after"


def test_a_page_of_ten_megabytes_is_read_and_its_memory_given_back() -> None:
    page = read_lines("<p>One line of text</p>" * 500_000)
    assert len(page.lines) == 500_000
    assert words_of("<p>small</p>") == ["small"]
    assert lines._reader().held < 10_000_000


def test_elements_that_are_named_inside_each_other_cost_memory_in_proportion() -> None:
    tracemalloc.start()
    try:
        flatten('<div class="author">' * 6_000 + "x")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60_000_000


def test_both_sides_mean_the_same_depth() -> None:
    page = flatten("<div>" * 200 + "x")
    assert [len(place.boxes) for place in page.evidence if place] == [DEPTH]


def test_elements_that_are_named_inside_each_other_take_time_in_proportion() -> None:
    started = time.process_time()
    page = flatten('<div itemprop="author">' * 20_000 + "Ann Lee")
    assert time.process_time() - started < 5
    assert not page.data.authors
    assert flatten('<div itemprop="author">' * 40 + "Ann Lee").data.authors[0].value == "Ann Lee"


@pytest.mark.parametrize("tag", ["bgsound", "basefont", "keygen", "wbr", "embed"])
def test_elements_without_an_end_close_nothing(tag: str) -> None:
    page = flatten(f'<div hidden><{tag}></div><p>Shown text</p><span class="byline">Ann <{tag}>Lee</span><p>Other</p>')
    assert "Shown text" in page.text
    assert [datum.value for datum in page.data.bylines] == ["Ann Lee"]


@pytest.mark.parametrize(
    "element",
    [
        '<a rel="Author">Ann Lee</a>',
        '<span data-x="a class=" itemprop="author">Ann Lee</span>',
        "<span data-x=' class=' itemprop=author>Ann Lee</span>",
        '<link itemprop="author" content="Ann Lee">',
        '<meta itemprop="author" content="Ann Lee">',
    ],
)
def test_authors_are_found_however_they_are_written(element: str) -> None:
    assert [datum.value for datum in flatten(f"<p>Text {element} more.</p>").data.authors] == ["Ann Lee"]
