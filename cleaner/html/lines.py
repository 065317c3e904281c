"""From serialised HTML to lines of text, each with what the page says about it.

The parser's serialisation is well-formed, so that one walk over its characters finds every tag and every run of text;
a walk over the tree with an object per node costs several times as much. The walk stands in C (source/main.c).
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from cleaner.compiled import Machine, PerThread
from cleaner.html.marks import WORDS, Mark, mark_of
from cleaner.html.tags import BLOCK, PARAGRAPH, VOID

SLOTS: Final = (
    "SIZE",
    "TAGS",
    "WORDS",
    "INPUT",
    "TEXT",
    "TEXT_SIZE",
    "LINES",
    "LINE_COUNT",
    "BOXES",
    "BOX_COUNT",
    "MARKS",
    "MARK_COUNT",
)
"""The numbers that both sides know, in the order of source/main.c."""
_GIVEN: Final = 3


class Boxes(Struct, frozen=True, gc=False):
    """The block elements of a page by number. Number 0 is the root."""

    source: bytes
    starts: list[int]
    """Where the name of the tag begins in the source; the attributes stand behind it."""
    name_sizes: list[int]
    sizes: list[int]
    """Bytes of the name, and of the name with the attributes; 0 for the root."""
    outer: list[int]
    """Number of the box around; the root's own for the root."""

    def written(self, number: int) -> bytes:
        """The name and the attributes as they stand in the page."""
        start = self.starts[number]
        return self.source[start : start + self.sizes[number]]


class Line(Struct, frozen=True, gc=False):
    """One line of the page. `links` counts the characters inside links; `gap` asks for a blank line before it."""

    text: str
    box: int
    links: int
    hidden: bool
    gap: bool


class Lines(Struct, frozen=True, gc=False):
    """What a page holds."""

    lines: list[Line]
    """In reading order; `Line.box` is a number of a box."""
    boxes: Boxes
    marks: list[Mark]
    """The elements whose attributes hold one of `WORDS`, in document order."""


def read_lines(html: str) -> Lines:
    """The lines of a page, the blocks they stand in, and elements that say something of it."""
    machine = _reader()
    source = html.encode("utf-8", "surrogatepass")
    machine.write(machine.call("make_room", len(source))["INPUT"], source)
    slots = machine.call("read", len(source))
    text = machine.bytes_at(slots["TEXT"], slots["TEXT_SIZE"]).decode("utf-8", "surrogatepass")
    held = machine.read("i", slots["LINES"], 5 * slots["LINE_COUNT"])
    lines: list[Line] = []
    start = 0
    for size, box, links, hidden, gap in zip(*(held[field::5] for field in range(5)), strict=True):
        lines.append(Line(text[start : start + size], box, links, bool(hidden), bool(gap)))
        start += size
    boxes = machine.read("i", slots["BOXES"], 4 * slots["BOX_COUNT"])
    marks = machine.read("i", slots["MARKS"], 5 * slots["MARK_COUNT"])
    return Lines(
        lines,
        Boxes(source, boxes[::4], boxes[1::4], boxes[2::4], boxes[3::4]),
        [
            mark_of(source, start, name_size, size, content, end)
            for start, name_size, size, content, end in zip(*(marks[field::5] for field in range(5)), strict=True)
        ],
    )


_INLINE, _LINK, _BLOCK, _APART, _CELL, _ROW, _PRE, _RULE, _NOTHING = range(9)
_END: Final = 9
"""What an end tag does stands so much higher."""
_STARTS: Final = {
    **dict.fromkeys(BLOCK, _BLOCK),
    **dict.fromkeys(PARAGRAPH, _APART),
    "a": _LINK,
    **dict.fromkeys(("td", "th"), _CELL),
    "tr": _ROW,
    "pre": _PRE,
}
_DOES: Final = {
    **_STARTS,
    **{f"/{tag}": _END + does for tag, does in _STARTS.items()},
    **dict.fromkeys([*VOID, *(f"/{tag}" for tag in VOID)], _NOTHING),
    **dict.fromkeys(("br", "hr"), _RULE),
    **dict.fromkeys(("/br", "/hr"), _END + _BLOCK),
}
"""What a tag does. Other names are inline, with a hyphen (custom elements) blocks."""


def _make() -> Machine:
    machine = Machine("cleaner.html", "lines.wasm", SLOTS, _GIVEN)
    names = b"".join(bytes((does, len(tag))) + tag.encode() for tag, does in sorted(_DOES.items()))
    names += b"".join(bytes((len(word),)) + word.encode() for word in WORDS)
    machine.write(machine.call("reserve", len(names))["INPUT"], names)
    machine.call("set_names", len(names), len(_DOES), len(WORDS))
    return machine


_reader: Final = PerThread(_make, lambda machine: machine)
