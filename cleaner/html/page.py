"""A page as text with evidence."""

from __future__ import annotations

import re

from msgspec import Struct

from cleaner.html.data import Structured, read_data
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
    data = read_data(tree, url)
    lines, boxes = read_lines(tree.body())
    if not lines and (start := _BODY.search(html)):
        # A title, style or script that is never closed swallows the page: read on from the body's own tag.
        lines, boxes = read_lines(Tree(html[start.end() :]).body())
    if _size(lines) < _HIDDEN_TEXT and "<noscript" in html:
        # An application that shows its text only to readers without scripts: read that.
        others, other_boxes = read_lines(Tree(_NOSCRIPT.sub("", html)).body())
        if _size(others) >= _HIDDEN_TEXT:
            lines, boxes = others, other_boxes
    shown = [line for line in lines if not line.hidden]
    # A page that hides more than it shows is waiting for its script: what it hides is its text.
    hidden = _size(lines) - _size(shown)
    if hidden >= _HIDDEN_TEXT and hidden > _size(shown):
        shown = lines
    return _compose(shown, boxes, data)


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
    places: dict[int, _Place] = {}
    declared = data.bodies[0] if data.bodies else None
    for line in lines:
        if line.gap and out:
            out.append("")
            evidence.append(None)
        place = places.get(line.box) or _describe(boxes, line.box, places)
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


def _describe(boxes: Boxes, number: int, places: dict[int, _Place]) -> _Place:
    """Path of tags, nearest class and id words, and ids of a box and those around it. `places` remembers them."""
    way = []
    while number not in places:
        way.append(number)
        if not number:
            break
        number = boxes.outer[number]
    else:
        way.append(number)
    place = places.get(way[-1]) or _Place(boxes.tags[0], _names(boxes.attributes[0])[:_WORDS], (0,), False)
    places[way.pop()] = place
    for box in reversed(way):
        tag, attributes = boxes.tags[box], boxes.attributes[box]
        words, comments = place.words, place.comments
        if attributes and (own := _names(attributes)):
            words = f"{own} {words}"[:_WORDS] if words else own[:_WORDS]
            comments = comments or (tag != "body" and _holds_comments(own))
        place = places[box] = _Place(f"{place.path}/{tag}", words, (*place.ids, box), comments)
    return place


def _names(attributes: str) -> str:
    """Class and id words of a block."""
    return " ".join(_NAMES.findall(attributes))[:_OWN_WORDS] if attributes else ""


def _holds_comments(names: str) -> bool:
    """Whether class and id words say that a block holds comments of readers."""
    names = names.lower()
    # Most blocks fail here; a search for all names at once takes ten times as long.
    if "omment" not in names and "omentar" not in names and "discussion" not in names and "disqus" not in names:
        return False
    return any(_COMMENTS.search(name) and not _NO_COMMENTS.search(name) for name in names.split())


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
