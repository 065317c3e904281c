"""The compiled half of the body finder: characters, features and forests of all lines of a page at once.

A page of some hundred lines asks for some hundred thousand small sums. They stand in C (source/); this module alone
knows the layout of what is handed over.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

from cleaner.compiled import Kind, Machine, PerThread, numbers, padded
from cleaner.compiled.machine import Slots
from cleaner.finders.body.markup import packed
from cleaner.finders.body.model import Model, load
from cleaner.model import Evidence

SCALE: Final = 4096
"""Units of a score per logit."""
STOP, COLON = 7, 9
"""Classes of characters: what ends a sentence, and colons."""
READ, FIRST_LOOK, SECOND_LOOK, HTML_LOOK = 1, 2, 4, 8
"""What `look` does: measures the lines; scores them as text by the first forest, by the second, or as HTML."""
SLOTS: Final = (
    *("SIZE", "LINES", "STEPS", "FEW", "LIMIT_TEXT", "LIMIT_HTML", "HAS_EVIDENCE", "WAYS", "BOX_COUNT", "NAME_COUNT"),
    *("NAME_CHARS", "AS_HTML", "INPUT", "LOOKED_AGAIN", "DOUBTED", "SCORES", "STAYS", "PROSE", "WIDTH"),
    *("WORDS", "LAST", "SHARED", "WHOLE", "FEATURES", "COUNTS", "CAPITALS", "CUES", "OPENINGS", "KEYS"),
    *("KEY_WORDS", "WORD_STARTS", "BUCKETS_OF", "ROWS_TEXT", "ROWS_TITLE", "ROWS_SECOND", "ROWS_HTML"),
)
"""The numbers that both sides know, in the order of source/main.c."""
_GIVEN: Final = 12
_WHOLE: Final = struct.Struct("<5d5i")
_MOST_FEATURES: Final = 256
_ROOM_AT_FIRST: Final = 1 << 18


class Whole(NamedTuple):
    """What a page looks like as a whole, under one verdict on its lines."""

    certainty_page: float
    """0 to 1: mean certainty of the verdicts, each line by its length."""
    certainty_text: float
    """The same where all stays; in doubt are the lines that would have gone."""
    prose: float
    """Words of running text; `prose_kept` of those in lines that stay."""
    prose_kept: float
    legible: float
    """Letters and digits per word."""
    gate: int
    """Score of the forest that tells a whole page from text that already is an article; 0 for HTML."""
    kind: int
    """Score of the forest that tells pages of other kinds."""
    prose_lines_kept: int
    size_kept: int
    """Characters of the lines that stay."""
    features: int
    shared: list[int]
    """Per line before the body how many of its words stand in lines that stay; 0 for all others, and for HTML."""


class Engine:
    """One copy of the compiled code with one model in its memory: for one thread, one page at a time."""

    def __init__(self, model: Model) -> None:
        self.machine = Machine("cleaner.finders.body", "body.wasm", SLOTS, _GIVEN)
        self._limits = model.limit("text"), model.limit("html")
        self.machine.write(self.machine.call("reserve", len(model.image))["INPUT"], model.image)
        self.machine.call("set_model")
        self._room = 0
        self._make_room(_ROOM_AT_FIRST)
        self.pages = 0

    def look(self, lines: Sequence[str], evidence: Sequence[Evidence] | None, steps: int, few: int = 0) -> Look:
        """Measure lines and score them.

        lines: none is empty, none holds a line feed.
        steps: of READ (always the first), FIRST_LOOK, SECOND_LOOK (which implies the first) and HTML_LOOK.
        few: lines below the limit at the first look from which there is a second one.
        """
        codes = "".join(lines).encode("utf-32-le", "surrogatepass")
        data = [padded(codes), numbers("i", map(len, lines))]
        counts = (0, 0, 0, 0)
        if evidence is not None:
            of_html, counts = packed(evidence)
            data.append(of_html)
        image = b"".join(data)
        if len(image) > self._room:
            self._make_room(len(image))
        self.machine.write(self._input, image)
        self.pages += 1
        given = (len(codes) // 4, len(lines), steps | READ, few, *self._limits, int(evidence is not None), *counts)
        return Look(self, len(lines), given, self.machine.call("look", *given))

    def _make_room(self, size: int) -> None:
        self._input, self._room = self.machine.call("make_room", size)["INPUT"], size


class Look:
    """What one look at a page saw; valid until the engine looks at another page."""

    def __init__(self, engine: Engine, lines: int, given: tuple[int, ...], slots: Slots) -> None:
        self.engine, self.lines, self._machine = engine, lines, engine.machine
        self._given, self._page = given, engine.pages
        self._take(slots)
        self.prose: list[float] = self.column("d", "PROSE")
        """Words of running text per line; 0 for lines that are none."""
        self.width: list[float] = self.column("d", "WIDTH")
        """Width per line in characters; Han and kana count two and a half."""

    def _take(self, slots: Slots) -> None:
        self._slots = slots
        self.scores: list[int] = self.column("i", "SCORES")
        """SCALE parts of a logit above the limit; above 0 is body."""
        self._judged: Sequence[int] = self.scores

    def column(self, kind: Kind, name: str, count: int | None = None) -> list[Any]:
        """The list that a slot points to; of one number per line where no count is given."""
        self._check()
        return self._machine.read(kind, self._slots[name], self.lines if count is None else count)

    @property
    def words(self) -> list[int]:
        """Words per line; every two characters of scripts without spaces count as one."""
        return self.column("i", "WORDS")

    @property
    def last(self) -> list[int]:
        """Class of the last character of each line."""
        return self.column("B", "LAST")

    @property
    def looked_again(self) -> bool:
        """Whether there was a second look."""
        return bool(self._slots["LOOKED_AGAIN"])

    @property
    def doubted(self) -> int:
        """Lines below the limit at the first look."""
        return self._slots["DOUBTED"]

    def rows(self, part: Literal["TEXT", "TITLE", "SECOND", "HTML"]) -> dict[str, bytes]:
        """Features by name, each a list of `f` numbers per line; empty where no step asked for that part."""
        self._check()
        # The record: lines, count, addresses of rows, the parts of their names; with room for _MOST_FEATURES of both.
        at, read, name_at = self._slots[f"ROWS_{part}"], self._machine.read, self._machine.name_at
        count = read("i", at, 2)[1]
        rows = read("I", at + 8, count)
        parts = read("i", at + 8 + 4 * _MOST_FEATURES, 3 * count)
        names = [
            name_at(name) + name_at(between) + (str(number) if number >= 0 else "")
            for name, between, number in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]
        return {name: self._machine.bytes_at(row, 4 * self.lines) for name, row in zip(names, rows, strict=True)}

    def again(self, steps: int, few: int = 0) -> None:
        """Score the same lines in another way."""
        self._check()
        self._take(self._machine.call("look", *self._given[:2], steps & ~READ, few, *self._given[4:]))

    def judge(self, scores: Sequence[int], stays: Sequence[bool], *, as_html: bool) -> Whole:
        """The page as a whole, by the scores of its lines and by which of them stay."""
        self._check()
        if scores is not self._judged:
            self._judged = scores
            self._machine.write(self._slots["SCORES"], numbers("i", scores)[: 4 * self.lines])
        self._machine.write(self._slots["STAYS"], bytes(stays))
        self._slots = self._machine.call("judge", *self._given, int(as_html))
        found = _WHOLE.unpack(self._machine.bytes_at(self._slots["WHOLE"], _WHOLE.size))
        return Whole._make((*found, self.column("i", "SHARED")))

    def _check(self) -> None:
        if self._page != self.engine.pages:
            raise RuntimeError("the engine has looked at another page since")


engine: Final = PerThread(lambda: Engine(load()), lambda made: made.machine)
"""The engine of this thread with the shipped model."""
