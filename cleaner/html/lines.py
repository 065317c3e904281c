"""From serialised HTML to lines of text, each with what the page says about it.

The parser's serialisation is well-formed, so that one regular expression finds every tag and every run of text; a walk
over the tree with an object per node costs three times as much.
"""

from __future__ import annotations

import re

from msgspec import Struct

from cleaner.html.tags import BLOCK, DEPTH, PARAGRAPH, VOID

# Alternatives exclude each other by their first character and repeat possessively: no backtracking. The serialiser
# writes every attribute as ` name="value"`; a name may itself hold quotes (`<a href="x"">` in the source). White space
# before a tag is most of all runs of text (the indentation of the source), so that it is read along with the tag.
_TOKEN = re.compile(
    r"(\s*+)(?:([^<]++)"
    r'|<(/?)([a-z][^\s/>]*+)((?:\s=?[^\s=>]*+="[^"]*+")*+)[^>]*+>'
    r"|<!--(?s:.)*?-->|<[!?][^>]*+>|<|\Z)"
)
_HIDDEN = re.compile(
    r'\shidden(?:=""|="hidden"|[\s>]|$)|\saria-hidden="true"'
    r'|\sstyle="[^"]*?(?:display\s*:\s*none|visibility\s*:\s*hidden)',
    re.IGNORECASE,
)


class Boxes(Struct, frozen=True, gc=False):
    """The block elements of a page by number, as parallel lists. Number 0 is the root."""

    tags: list[str]
    attributes: list[str]
    """As written."""
    outer: list[int]
    """Number of the box around; the root's own for the root."""


class Line(Struct, frozen=True, gc=False):
    """One line of the page. `links` counts the characters inside links; `gap` asks for a blank line before it."""

    text: str
    box: int
    links: int
    hidden: bool
    gap: bool


def read_lines(html: str) -> tuple[list[Line], Boxes]:
    """The lines of the page in reading order, and the blocks they stand in (`Line.box` is a number of a box)."""
    return _Reader().read(html)


def _unescape(text: str) -> str:
    """The serialiser writes only these four entities in text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u00a0").replace("&amp;", "&")


class _Reader:
    """State of one walk; used once."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.stack = [0]
        self.buffer: list[str] = []
        self.link_chars = 0
        self.cells: list[tuple[str, int, int]] = []
        self.gap = True
        self.hidden = False
        self.pre = 0

    def read(self, html: str) -> tuple[list[Line], Boxes]:
        # One loop without calls for what most tokens are: its time is the time of the whole module.
        buffer, cells, stack = self.buffer, self.cells, self.stack
        tags, written, outer = ["html"], [""], [0]
        depth = beyond = anchors = hidden_at = kept = 0
        pre = False
        after_link = False
        for space, text, close, tag, attributes in _TOKEN.findall(html):
            if text:
                if "&" in text:
                    text = _unescape(text)
                if pre:
                    self._preformatted(space + text, anchors > 0)
                    continue
                if space and buffer:
                    buffer.append(" ")
                    self.link_chars += anchors > 0
                if text.isspace():
                    # A no-break space: the only white space that is serialised as something else.
                    if buffer:
                        buffer.append(" ")
                    continue
                buffer.append(text)
                if anchors:
                    self.link_chars += len(text)
                after_link = False
                continue
            if space:
                if pre:
                    self._preformatted(space, anchors > 0)
                elif buffer:
                    buffer.append(" ")
            kind = _KINDS.get(tag)
            if kind is None:
                kind = _BLOCK if "-" in tag and ":" not in tag else _INLINE
            if kind == _NOTHING:
                continue
            if close:
                if kind == _LINK:
                    anchors -= anchors > 0
                    after_link = True
                elif kind != _INLINE:
                    if kind == _CELL:
                        self._hold()
                    elif kind == _ROW:
                        self._row()
                    else:
                        if buffer or cells:
                            self._break()
                        if kind == _APART:
                            self.gap = True
                        elif tag == "pre":
                            self.pre -= 1
                            pre = self.pre > 0
                            self.gap = True
                    if beyond:
                        beyond -= 1
                    elif len(stack) > 1:
                        stack.pop()
                if depth == hidden_at and hidden_at:
                    if kind in (_INLINE, _LINK):
                        del buffer[kept:]
                    else:
                        self._break()
                    self.hidden = False
                    hidden_at = 0
                depth -= 1
                continue
            if kind == _RULE:
                self._break()
                self.gap = self.gap or tag == "hr"
                continue
            depth += 1
            if kind == _LINK:
                anchors += 1
                # No site splits a word over two links; the space between them was the style sheet's.
                if after_link:
                    buffer.append(" ")
            elif kind != _INLINE:
                if kind == _CELL:
                    self._hold()
                else:
                    if buffer or cells:
                        self._break()
                    if kind == _APART:
                        self.gap = True
                    elif tag == "pre":
                        self.gap = pre = True
                        self.pre += 1
                if len(stack) < DEPTH:
                    outer.append(stack[-1])
                    stack.append(len(tags))
                    tags.append(tag)
                    written.append(attributes)
                else:
                    beyond += 1
            if (
                not hidden_at
                and attributes
                and ("hidden" in attributes or "none" in attributes)
                and _HIDDEN.search(attributes)
            ):
                self.hidden = kind not in (_INLINE, _LINK)
                hidden_at = depth
                kept = len(buffer)
        self._break()
        return self.lines, Boxes(tags, written, outer)

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
_INLINE, _LINK, _BLOCK, _APART, _CELL, _ROW, _RULE, _NOTHING = range(8)
_KINDS: dict[str, int] = {
    **dict.fromkeys(BLOCK, _BLOCK),
    **dict.fromkeys(PARAGRAPH - {"pre"}, _APART),
    **dict.fromkeys(VOID, _NOTHING),
    "": _NOTHING,
    "a": _LINK,
    **dict.fromkeys(("td", "th"), _CELL),
    "tr": _ROW,
    **dict.fromkeys(("br", "hr"), _RULE),
}
"""What a tag does; `pre` is handled by name, other names are inline, with a hyphen (custom elements) blocks."""
_CELL_LIMIT = 120
"""Characters of the longest cell of a row that is written on one line; longer cells are layout, not data."""
