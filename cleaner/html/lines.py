"""From serialised HTML to lines of text, each with what the page says about it.

The parser's serialisation is well-formed, so that one regular expression finds every tag and every run of text; a walk
over the tree with an object per node costs three times as much.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.html.tags import BLOCK, DEPTH, PARAGRAPH, VOID

# Alternatives exclude each other by their first character and repeat possessively: no backtracking. The serialiser
# writes every attribute as ` name="value"`; a name may itself hold quotes (`<a href="x"">` in the source).
_TOKEN = re.compile(
    r"([^<]++)"
    r'|<(/?)([a-z][^\s/>]*+)((?:\s=?[^\s=>]*+="[^"]*+")*+)[^>]*+>'
    r"|<!--(?s:.)*?-->|<[!?][^>]*+>|<"
)
_HIDDEN = re.compile(
    r'\shidden(?:=""|="hidden"|[\s>]|$)|\saria-hidden="true"'
    r'|\sstyle="[^"]*?(?:display\s*:\s*none|visibility\s*:\s*hidden)',
    re.IGNORECASE,
)
_NAMES = re.compile(r'\s(?:class|id|role|itemprop|data-component|data-testid)="([^"]*+)"')


class Box(NamedTuple):
    """A block element: its tag, its attributes as written, and the number of the box around it (the root's own)."""

    tag: str
    attributes: str
    outer: int

    @property
    def names(self) -> str:
        """Class and id words."""
        return " ".join(_NAMES.findall(self.attributes))[:200] if self.attributes else ""


class Line(NamedTuple):
    """One line of the page. `links` counts the characters inside links; `gap` asks for a blank line before it."""

    text: str
    box: int
    links: int
    hidden: bool
    gap: bool


def read_lines(html: str) -> tuple[list[Line], list[Box]]:
    """The lines of the page in reading order, and the blocks they stand in (`Line.box` is an index)."""
    return _Reader().read(html)


def _unescape(text: str) -> str:
    """The serialiser writes only these four entities in text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u00a0").replace("&amp;", "&")


class _Reader:
    """State of one walk; used once."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Box] = [Box("html", "", 0)]
        self.stack = [0]
        self.buffer: list[str] = []
        self.link_chars = 0
        self.cells: list[tuple[str, int, int]] = []
        self.gap = True
        self.hidden = False
        self.pre = 0

    def read(self, html: str) -> tuple[list[Line], list[Box]]:
        buffer = self.buffer
        depth = beyond = anchors = hidden_at = kept = 0
        after_link = False
        for text, close, tag, attributes in _TOKEN.findall(html):
            if text:
                if "&" in text:
                    text = _unescape(text)
                if self.pre:
                    self._preformatted(text, anchors > 0)
                    continue
                if text.isspace():
                    # Most text runs are the indentation of the source between two blocks.
                    if buffer:
                        buffer.append(" ")
                    continue
                buffer.append(text)
                if anchors:
                    self.link_chars += len(text)
                after_link = False
                continue
            if not tag or tag in _IGNORED:
                continue
            block = tag in BLOCK or ("-" in tag and ":" not in tag)
            if close:
                if tag == "a":
                    anchors -= anchors > 0
                    after_link = True
                if block:
                    self._end(tag)
                    if beyond:
                        beyond -= 1
                    elif len(self.stack) > 1:
                        self.stack.pop()
                    self.pre -= tag == "pre"
                if depth == hidden_at and hidden_at:
                    if block:
                        self._break()
                    else:
                        del buffer[kept:]
                    self.hidden = False
                    hidden_at = 0
                depth -= 1
                continue
            if tag in _RULES:
                self._break()
                self.gap = self.gap or tag == "hr"
                continue
            if tag == "a":
                anchors += 1
                # No site splits a word over two links; the space between them was the style sheet's.
                if after_link:
                    buffer.append(" ")
            depth += 1
            if block:
                self._start(tag)
                if len(self.stack) < DEPTH:
                    self._push(tag, attributes)
                else:
                    beyond += 1
                self.pre += tag == "pre"
            if (
                not hidden_at
                and attributes
                and ("hidden" in attributes or "none" in attributes)
                and _HIDDEN.search(attributes)
            ):
                self.hidden = block
                hidden_at = depth
                kept = len(buffer)
        self._break()
        return self.lines, self.boxes

    def _push(self, tag: str, attributes: str) -> None:
        self.boxes.append(Box(tag, attributes, self.stack[-1]))
        self.stack.append(len(self.boxes) - 1)

    def _start(self, tag: str) -> None:
        if tag in _CELLS:
            self._hold()
            return
        if self.buffer or self.cells:
            self._break()
        if tag in PARAGRAPH:
            self.gap = True

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            self._hold()
            return
        if tag == "tr":
            self._row()
            return
        if self.buffer or self.cells:
            self._break()
        if tag in PARAGRAPH:
            self.gap = True

    def _take(self) -> tuple[str, int, int]:
        text = "".join(self.buffer)
        text = text.rstrip() if self.pre else " ".join(text.split())
        self.buffer.clear()
        links, self.link_chars = self.link_chars, 0
        return text, min(links, len(text)), self.stack[-1]

    def _hold(self) -> None:
        """A cell ends: its text waits until the row shows whether it is a row of data or a piece of layout."""
        if self.buffer:
            held = self._take()
            if held[0]:
                self.cells.append(held)

    def _row(self) -> None:
        self._hold()
        cells = self.cells
        if len(cells) > 1 and max(len(text) for text, _, _ in cells) <= _CELL_LIMIT:
            text = "\t".join(text for text, _, _ in cells)
            self._emit(text, sum(links for _, links, _ in cells), self.stack[-1])
            cells.clear()
        else:
            self._flush_cells()

    def _flush_cells(self) -> None:
        for text, links, box in self.cells:
            self._emit(text, links, box)
        self.cells.clear()

    def _break(self) -> None:
        if self.cells:
            self._flush_cells()
        if self.buffer:
            text, links, box = self._take()
            if text.strip():
                self._emit(text, links, box)

    def _emit(self, text: str, links: int, box: int) -> None:
        self.lines.append(Line(text, box, links, self.hidden, self.gap))
        self.gap = False

    def _preformatted(self, text: str, linked: bool) -> None:
        """Line ends and indentation of `<pre>` are the author's; a line begun before the text run is continued."""
        pieces = _ODD_SPACE.sub(" ", text).split("\n")
        for number, piece in enumerate(pieces):
            if number:
                joined = "".join(self.buffer).rstrip()
                self.buffer.clear()
                links, self.link_chars = min(self.link_chars, len(joined)), 0
                if joined:
                    self._emit(joined, links, self.stack[-1])
                else:
                    self.gap = True
            if piece:
                self.buffer.append(piece)
                if linked:
                    self.link_chars += len(piece)


_ODD_SPACE = re.compile("[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""Characters that other steps could take for the end of a line."""
_RULES = frozenset({"br", "hr"})
_IGNORED = VOID - _RULES
_CELLS = frozenset({"td", "th"})
_CELL_LIMIT = 120
"""Characters of the longest cell of a row that is written on one line; longer cells are layout, not data."""
