"""The nouns: frozen data that the steps hand to each other. No behaviour beyond reading what is stored.

A document passes through three texts: source (as decoded), repaired, and clean. Two lists of edits join them.
All offsets are code points; a span is half-open, `text[start:end]`.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Certainty = Literal["certain", "likely", "hint"]
"""How sure a finder is.

`certain` and `likely` are carried out (`strict` profile: only `certain`); a `hint` is only remembered.
"""

Action = Literal["keep", "capture", "strip", "drop", "drop-block", "repeat", "body", "title"]
"""What a finding asks for. The order of the words is the order of verdicts: an earlier action beats a later one."""

Media = Literal["text", "html"]


class Edit(Struct, frozen=True, gc=False):
    """One change to one text: `before` stood at `[start, end)` and `after` stands there now.

    `by` is a rule id or the reason id of a step; several reasons that met on the same characters are joined by `+`
    in the order in which they were applied. `dup_of` is the span, in the same text, of the copy that stayed.
    """

    start: int
    end: int
    before: str
    after: str
    by: str
    category: str
    certainty: Certainty = "certain"
    dup_of: tuple[int, int] | None = None


class Capture(Struct, frozen=True, gc=False):
    """A value that a finder read: `field` is where it belongs, `kind` how `raw` was converted to `value`.

    `start, end` delimit `raw` in the repaired text. `value` is None where there was nothing to convert (kind `text`).
    """

    field: str
    kind: Literal["datetime", "date", "count", "person", "place", "text"]
    raw: str
    start: int
    end: int
    value: Stamp | int | str | None = None


class Stamp(Struct, frozen=True, gc=False):
    """A point in time as written: `value` is ISO 8601 and only as precise as what was written.

    `weekday_ok` is None where no weekday was written. `ambiguous` is true where day and month could be swapped and
    nothing settled it; the other readings are in `alternatives`. An offset appears in `value` only if it was written.
    """

    value: str
    precision: Literal["year", "month", "day", "hour", "minute", "second", "time"]
    weekday_ok: bool | None = None
    ambiguous: bool = False
    alternatives: tuple[str, ...] = ()
    zone: str | None = None
    """The zone as written ("WIB", "GMT+7", "+06:00"), if any."""


USER_RULE: Final = 4
"""The scope of a rule from outside the shipped packs, first in `Finding.order`."""


class Finding(Struct, frozen=True, gc=False):
    """A proposal over a span of the repaired text. Only the judge decides.

    `order` ranks findings of the same action against each other: a larger tuple wins
    (scope: user 4, site 3, template 2, language 1, any 0; then priority). Ties: longer span, then smaller id.
    """

    action: Action
    start: int
    end: int
    by: str
    category: str
    certainty: Certainty = "certain"
    captures: tuple[Capture, ...] = ()
    dup_of: tuple[int, int] | None = None
    order: tuple[int, int] = (0, 0)
    note: str = ""
    """Why it was not carried out, or what it saw; shown by `explain`."""


class Evidence(Struct, frozen=True, gc=False):
    """What HTML knew of one line. Absent for plain text, and every finder works without it."""

    path: str = ""
    """Tags from the root to the line's block, e.g. `body/main/article/p`."""
    words: str = ""
    """Class and id words of the block and its containers, space-separated, nearest first."""
    link_density: float = 0.0
    """Share of the line's characters inside links, 0 to 1."""
    hidden: bool = False
    boxes: tuple[int, ...] = ()
    """Ids of the block elements that the line stands in, from the root to the line's own block.

    Lines of one block (parted by `<br>`, or rows of one table cell) have equal ids.
    """
    title: bool = False
    """Whether the line repeats the page's title: a heading of the first rank, or the title of the structured data."""
    declared: bool | None = None
    """Whether the line stands in the article body that the structured data declares; None where none is declared."""
    kept_elsewhere: bool | None = None
    """Whether another extractor keeps the line; None where none was asked."""
    comments: bool = False
    """Whether a block around the line is named for comments of readers."""


class Context(Struct, frozen=True):
    """What is known about the document as a whole while finders look at it."""

    language: str | None = None
    """BCP 47 tag of the main language, or None."""
    site: str | None = None
    """Registrable domain of the URL, e.g. `example.co.uk`."""
    url: str | None = None
    media: Media = "text"


class View(Struct, frozen=True):
    """The lines that remain of one repaired text: what a finder looks at.

    Parallel lists, one entry per remaining non-blank line. `lines[i]` has no white space at its ends; it stands at
    `spans[i]` of `text`, unless earlier verdicts cut a hole in it: then its pieces are in `holes[i]`.
    Finders must not change anything. They run again on a smaller view until nothing more is found, so what they judge
    by (position, neighbours) is what will remain.
    """

    text: str
    lines: list[str]
    spans: list[tuple[int, int]]
    bounds: list[tuple[int, int]]
    """The whole line with its indentation, without its line end: what a cut of the line removes."""
    numbers: list[int]
    """0-based number of the line in `text.split("\\n")`."""
    blank_before: list[bool]
    """Whether a blank line, or the start of the text, stands directly before the line."""
    context: Context = Context()
    evidence: list[Evidence] | None = None
    holes: dict[int, tuple[tuple[int, int], ...]] = {}

    def span(self, index: int, start: int, end: int) -> tuple[int, int]:
        """The span in `text` of `lines[index][start:end]`; with a hole inside, the hole is part of it."""
        pieces = self.holes.get(index)
        if pieces is None:
            base = self.spans[index][0]
            return base + start, base + end
        return _through(pieces, start, False), _through(pieces, end, True)


def _through(pieces: tuple[tuple[int, int], ...], offset: int, is_end: bool) -> int:
    """Map an offset in the joined pieces to the text; an end stays with the piece that it ends."""
    for start, end in pieces:
        size = end - start
        if offset < size or (is_end and offset == size):
            return start + offset
        offset -= size
    return pieces[-1][1]


class Decoding(Struct, frozen=True):
    """How bytes became text: enough to go back where the encoding allows it."""

    encoding: str
    """WHATWG label in lower case (`utf-8`, `windows-1252`, `gb18030` …); `str` when the caller gave text."""
    how: str
    """One of `bom`, `utf-8`, `utf-16-pattern`, `ascii`, `iso-2022`, `tolerant-utf-8`,
    `declared`, `detected`, `fallback`, `given`.
    """
    confidence: float = 1.0
    bom: bool = False
    bad_bytes: tuple[tuple[int, int], ...] = ()
    """(byte offset in the input, byte value) of bytes that the encoding does not allow."""
    round_trips: bool = True
    """Whether `decode.encode_back` gives the exact input bytes."""


class Decoded(Struct, frozen=True):
    """A source text and how it was read. `lossy` when some bytes could only be shown as U+FFFD."""

    text: str
    decoding: Decoding
    lossy: bool = False


class Source(Struct, frozen=True):
    """Where the bytes came from."""

    path: str | None = None
    member: str | None = None
    row_id: str | None = None
    media_type: str = "text/plain"
    url: str | None = None
    retrieved_at: str | None = None
    charset: str | None = None
    """Declared outside the document (HTTP header, caller's word)."""
