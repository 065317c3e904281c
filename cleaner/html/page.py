"""A page as text with evidence."""

from __future__ import annotations

import re

from msgspec import Struct

from cleaner.html.data import Structured, read_data
from cleaner.html.lines import Box, Line, read_lines
from cleaner.html.parse import Tree, to_text
from cleaner.model import Evidence

_NOSCRIPT = re.compile(r"</?noscript\b[^>]{0,500}>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]{0,2000}>", re.IGNORECASE)


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


def _compose(lines: list[Line], boxes: list[Box], data: Structured) -> Page:
    out: list[str] = []
    evidence: list[Evidence | None] = []
    titles = {_fold(entry.value) for entry in data.titles if _is_headline(entry.value)}
    headings = [_fold(entry.value) for entry in data.titles if entry.source == "h1"]
    if len(headings) == 1:
        titles.add(headings[0])
    sizes = {len(title) for title in titles}
    paths: dict[int, tuple[str, str, tuple[int, ...]]] = {}
    names: dict[int, str] = {}
    declared = data.bodies[0] if data.bodies else None
    for line in lines:
        if line.gap and out:
            out.append("")
            evidence.append(None)
        known = paths.get(line.box)
        if known is None:
            known = paths[line.box] = _describe(boxes, line.box, names)
        path, words, ids = known
        text = line.text
        out.append(text)
        evidence.append(
            Evidence(
                path,
                words,
                line.links / len(text),
                line.hidden,
                ids,
                len(text) in sizes and _fold(text) in titles,
                None if declared is None else " ".join(text.split()) in declared,
            )
        )
    out.append("")
    evidence.append(None)
    return Page("\n".join(out) if lines else "", tuple(evidence) if lines else (None,), data)


def _is_headline(title: str) -> bool:
    """Long enough not to be a heading like "News"; scripts that are not Latin say more with fewer characters."""
    return len(title) >= (10 if title.isascii() else 6)


def _describe(boxes: list[Box], number: int, names: dict[int, str]) -> tuple[str, str, tuple[int, ...]]:
    """Path of tags, nearest class and id words, and ids of a box and those around it. `names` remembers the words."""
    ids = [number]
    words = ""
    while True:
        if len(words) < _WORDS:
            own = names.get(number)
            if own is None:
                own = names[number] = boxes[number].names
            if own:
                words = f"{words} {own}" if words else own
        if not number:
            break
        number = boxes[number].outer
        ids.append(number)
    ids.reverse()
    return "/".join([boxes[i].tag for i in ids]), words[:_WORDS], tuple(ids)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
