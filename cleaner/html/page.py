"""A page as text with evidence."""

from __future__ import annotations

import re

from msgspec import Struct

from cleaner.html.data import Structured, read_data, read_declared
from cleaner.html.lines import Boxes, Line, read_lines
from cleaner.html.parse import Tree, to_text
from cleaner.model import Evidence

_NOSCRIPT = re.compile(r"</?noscript\b[^>]{0,500}>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]{0,2000}>", re.IGNORECASE)


_NAMES = re.compile(r'\s(?:class|id|role|itemprop|data-component|data-testid)="([^"]*+)"')
_COMMENTS = re.compile(r"comment(?!ar[iy]|at)|disqus|discussion|kommentar|comentari|comentári|komentar")
_NO_COMMENTS = re.compile(
    r"count|link|open|closed|enabled|disabled|icon|toggle|status|button|num(?:ber)?s?\b|(?:no|has|with|show)[-_]*com"
)
"""In one name with the above: that there are comments, none, how many, or where to write one."""
_OWN_WORDS = 200
"""Characters of class and id words that are read of one block."""
_WORDS = 160
"""Characters of class and id words kept per block: those of the nearest four or five blocks."""
_HIDDEN_TEXT = 200
"""Characters of hidden text below which it is a menu or a message, not the text of the page."""


class Page(Struct, frozen=True):
    r"""A flattened page. `text` is the source text of the document.

    `evidence` has one entry per line of `text.split("\n")`, None for blank lines.
    """

    text: str
    evidence: tuple[Evidence | None, ...]
    data: Structured


def flatten(html: str | bytes, *, url: str | None = None) -> Page:
    r"""Turn a page into lines of text in reading order, with what the page knew of each line, and its own data.

    Block elements and `<br>` break lines, inline elements break no words, paragraphs are set apart by blank lines,
    `<pre>` keeps its lines, a row of a data table is one line with tabs between cells. Scripts, styles, form controls
    and hidden elements are left out (unless the page hides most of its text, as some do until a script has run).
    `url` makes a relative canonical address absolute. Never fails; time is linear in the size of the page.

    >>> page = flatten("<h1>A</h1><p>One <b>t</b>wo.<br>Three.</p>")
    >>> page.text
    'A\n\nOne two.\nThree.\n'
    >>> page.evidence[2].path
    'html/body/p'
    """
    if isinstance(html, bytes):
        html = to_text(html)
    tree = Tree(html)
    declared = read_declared(tree, url)
    page = read_lines(tree.body())
    data = read_data(declared, tree, page.marks)
    if not page.lines and (start := _BODY.search(html)):
        # A title, style or script that is never closed swallows the page: read on from the body's own tag.
        page = read_lines(Tree(html[start.end() :]).body())
    if _size(page.lines) < _HIDDEN_TEXT and "<noscript" in html:
        # An application that shows its text only to readers without scripts: read that.
        other = read_lines(Tree(_NOSCRIPT.sub("", html)).body())
        if _size(other.lines) >= _HIDDEN_TEXT:
            page = other
    lines = page.lines
    hidden = [line for line in lines if line.hidden]
    # A page that hides more than it shows is waiting for its script: what it hides is its text.
    if hidden and not (_size(hidden) >= _HIDDEN_TEXT and 2 * _size(hidden) > _size(lines)):
        lines = [line for line in lines if not line.hidden]
    return _compose(lines, page.boxes, data)


def _size(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _compose(lines: list[Line], boxes: Boxes, data: Structured) -> Page:
    out: list[str] = []
    evidence: list[Evidence | None] = []
    titles = {_fold(entry.value) for entry in data.titles if _is_headline(entry.value)}
    headings = [_fold(entry.value) for entry in data.titles if entry.source == "h1"]
    if len(headings) == 1:
        titles.add(headings[0])
    sizes = {len(title) for title in titles}
    places = {0: _Place("html", "", (0,), False)}
    kinds: dict[bytes, _Kind] = {}
    declared = data.bodies[0] if data.bodies else None
    for line in lines:
        if line.gap and out:
            out.append("")
            evidence.append(None)
        place = places.get(line.box) or _describe(line.box, boxes, places, kinds)
        text = line.text
        out.append(text)
        evidence.append(
            Evidence(
                place.path,
                place.words,
                line.links / len(text),
                line.hidden,
                place.ids,
                len(text) in sizes and _fold(text) in titles,
                None if declared is None else " ".join(text.split()) in declared,
                None,
                place.comments,
            )
        )
    out.append("")
    evidence.append(None)
    return Page("\n".join(out) if lines else "", tuple(evidence) if lines else (None,), data)


def _is_headline(title: str) -> bool:
    """Long enough not to be a heading like "News"; scripts that are not Latin say more with fewer characters."""
    return len(title) >= (10 if title.isascii() else 6)


class _Place(Struct, frozen=True, gc=False):
    """What is known of a box and those around it."""

    path: str
    words: str
    ids: tuple[int, ...]
    comments: bool


class _Kind(Struct, frozen=True, gc=False):
    """What is known of all boxes that are written the same."""

    tag: str
    words: str
    comments: bool


def _describe(number: int, boxes: Boxes, places: dict[int, _Place], kinds: dict[bytes, _Kind]) -> _Place:
    """Path of tags, nearest class and id words, and ids of a box and those around it.

    `places` remembers them by the number of the box, `kinds` what a box says of itself by how it is written: half of
    the boxes of a page are written as one before them.
    """
    outer = boxes.outer[number]
    around = places.get(outer) or _describe(outer, boxes, places, kinds)
    written = boxes.written(number)
    kind = kinds.get(written) or kinds.setdefault(written, _kind(written, boxes.name_sizes[number]))
    words = kind.words
    if around.words:
        words = f"{words} {around.words}" if words else around.words
    place = places[number] = _Place(
        f"{around.path}/{kind.tag}", words[:_WORDS], (*around.ids, number), around.comments or kind.comments
    )
    return place


def _kind(written: bytes, name_size: int) -> _Kind:
    text = written.decode("utf-8", "surrogatepass")
    tag = written[:name_size].decode("utf-8", "surrogatepass")
    words = " ".join(_NAMES.findall(text, len(tag)))[:_OWN_WORDS] if len(text) > len(tag) else ""
    return _Kind(tag, words, tag != "body" and _holds_comments(words))


def _holds_comments(names: str) -> bool:
    """Whether class and id words say that a block holds comments of readers."""
    names = names.lower()
    # Most blocks fail here; a search for all names at once takes ten times as long.
    if "omment" not in names and "omentar" not in names and "discussion" not in names and "disqus" not in names:
        return False
    return any(_COMMENTS.search(name) and not _NO_COMMENTS.search(name) for name in names.split())


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
