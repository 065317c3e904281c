"""The compiled half of the body finder: characters, features and forests of all lines of a page at once.

A page of some hundred lines asks for some hundred thousand small sums. They stand in C (source/), compiled to
WebAssembly (`body.wasm`) and run by wasmtime: no compiler is needed where cleaner is installed, the specification of
WebAssembly says what each operation gives, to the last bit and on every machine, and the code can reach nothing but its
own memory. This module alone knows wasmtime and the layout of what is handed over.
"""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

import wasmtime

from cleaner.finders.body.layout import WIDTH, Kind, list_of, numbers, padded
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
    *("NAME_CHARS", "AS_HTML", "INPUT", "ROOM", "LOOKED_AGAIN", "DOUBTED", "SCORES", "STAYS", "PROSE", "WIDTH"),
    *("WORDS", "LAST", "SHARED", "WHOLE", "FEATURES", "COUNTS", "FIRST", "CAPITALS", "CUES", "OPENINGS", "KEYS"),
    *("KEY_WORDS", "WORD_STARTS", "BUCKETS_OF", "ROWS_TEXT", "ROWS_TITLE", "ROWS_SECOND", "ROWS_HTML"),
)
"""The numbers that both sides know, in the order of source/main.c."""
_AT: Final = {name: number for number, name in enumerate(SLOTS)}
_IN: Final = struct.Struct("<12i")
_OUT: Final = struct.Struct(f"<{len(SLOTS)}i")
_WHOLE: Final = struct.Struct("<5d5i")
_INPUT: Final = _AT["INPUT"]
_MOST_FEATURES: Final = 256
_ROOM_AT_FIRST: Final = 1 << 18
_MOST_HELD: Final = 1 << 26
"""Bytes of memory above which an engine is made anew for the next page: one page of ten megabytes is no reason to hold
a hundred for as long as the process lives."""


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
        self.model = model
        machine, compiled = _compiled()
        self._store = wasmtime.Store(machine)
        held = wasmtime.Instance(self._store, compiled, []).exports(self._store)
        self._calls: dict[str, Any] = {
            name: held[name] for name in ("get_slots", "reserve", "make_room", "set_model", "look", "judge")
        }
        self._memory: Any = held["memory"]
        self._bytes = memoryview(b"")
        self._slots = int(self._calls["get_slots"](self._store))
        self._map()
        self._limits = model.limit("text"), model.limit("html")
        self.write(self._room("reserve", len(model.image)), model.image)
        self._calls["set_model"](self._store)
        self._input = self._room("make_room", _ROOM_AT_FIRST)
        self._has = _ROOM_AT_FIRST
        self.pages = 0

    @property
    def held(self) -> int:
        """Bytes of memory."""
        return len(self._bytes)

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
        if len(image) > self._has:
            self._input = self._room("make_room", len(image))
            self._has = len(image)
        self.write(self._input, image)
        self.pages += 1
        given = (len(codes) // 4, len(lines), steps | READ, few, *self._limits, int(evidence is not None), *counts, 0)
        return Look(self, len(lines), given, self.call("look", given))

    def call(self, name: Literal["look", "judge", "make_room", "reserve"], given: tuple[int, ...]) -> tuple[int, ...]:
        """Call what was compiled with so many numbers; all slots."""
        _IN.pack_into(self._bytes, self._slots, *given)
        self._calls[name](self._store)
        if self._memory.data_len(self._store) != len(self._bytes):
            self._map()
        return _OUT.unpack_from(self._bytes, self._slots)

    def read(self, kind: Kind, at: int, count: int) -> list[Any]:
        """Numbers from memory."""
        return list_of(kind, self._bytes[at : at + count * WIDTH[kind]])

    def bytes_at(self, at: int, size: int) -> bytes:
        """Bytes from memory."""
        return bytes(self._bytes[at : at + size])

    def write(self, at: int, data: bytes) -> None:
        """Bytes into memory."""
        self._bytes[at : at + len(data)] = data

    def _room(self, name: Literal["make_room", "reserve"], size: int) -> int:
        return self.call(name, (size, *[0] * 11))[_INPUT]

    def _map(self) -> None:
        size = self._memory.data_len(self._store)
        start = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        self._bytes = memoryview((ctypes.c_ubyte * size).from_address(start)).cast("B")


class Look:
    """What one look at a page saw; valid until the engine looks at another page."""

    def __init__(self, engine: Engine, lines: int, given: tuple[int, ...], slots: tuple[int, ...]) -> None:
        self.engine, self.lines = engine, lines
        self._given, self._page = given, engine.pages
        self._take(slots)
        self.prose: list[float] = engine.read("d", self.at("PROSE"), lines)
        """Words of running text per line; 0 for lines that are none."""
        self.width: list[float] = engine.read("d", self.at("WIDTH"), lines)
        """Width per line in characters; Han and kana count two and a half."""

    def _take(self, slots: tuple[int, ...]) -> None:
        self._slots = slots
        self.scores: list[int] = self.engine.read("i", self.at("SCORES"), self.lines)
        """SCALE parts of a logit above the limit; above 0 is body."""

    def at(self, name: str) -> int:
        """The number that stands in a slot."""
        return self._slots[_AT[name]]

    @property
    def words(self) -> list[int]:
        """Words per line; every two characters of scripts without spaces count as one."""
        return self.engine.read("i", self.at("WORDS"), self.lines)

    @property
    def last(self) -> list[int]:
        """Class of the last character of each line."""
        return self.engine.read("B", self.at("LAST"), self.lines)

    @property
    def looked_again(self) -> bool:
        """Whether there was a second look."""
        return bool(self.at("LOOKED_AGAIN"))

    @property
    def doubted(self) -> int:
        """Lines below the limit at the first look."""
        return self.at("DOUBTED")

    def rows(self, part: Literal["TEXT", "TITLE", "SECOND", "HTML"]) -> dict[str, bytes]:
        """Features by name, each a list of `f` numbers per line; empty where no step asked for that part."""
        self._check()
        # The record: lines, count, then addresses of rows and of names, of which there is room for _MOST_FEATURES.
        at = self.at(f"ROWS_{part}")
        count = self.engine.read("i", at, 2)[1]
        rows = self.engine.read("I", at + 8, count)
        names = self.engine.read("I", at + 8 + 4 * _MOST_FEATURES, count)
        read = self.engine.bytes_at
        return {
            read(name, 40).split(b"\0", 1)[0].decode(): read(row, 4 * self.lines)
            for name, row in zip(names, rows, strict=True)
        }

    def again(self, steps: int, few: int = 0) -> None:
        """Score the same lines in another way."""
        self._check()
        given = (*self._given[:2], steps & ~READ, few, *self._given[4:])
        self._take(self.engine.call("look", given))

    def judge(self, scores: Sequence[int], stays: Sequence[bool], *, as_html: bool) -> Whole:
        """The page as a whole, by the scores of its lines and by which of them stay."""
        self._check()
        if scores is not self.scores:
            self.engine.write(self.at("SCORES"), numbers("i", scores)[: 4 * self.lines])
        self.engine.write(self.at("STAYS"), bytes(stays))
        self._slots = self.engine.call("judge", (*self._given[:11], int(as_html)))
        found = _WHOLE.unpack(self.engine.bytes_at(self.at("WHOLE"), _WHOLE.size))
        return Whole._make((*found, self.engine.read("i", self.at("SHARED"), self.lines)))

    def _check(self) -> None:
        if self._page != self.engine.pages:
            raise RuntimeError("the engine has looked at another page since")


@lru_cache(maxsize=1)
def _compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    config = wasmtime.Config()
    # Cranelift's threads are more work than the module.
    config.parallel_compilation = False
    data = files("cleaner.finders.body").joinpath("body.wasm").read_bytes()
    machine = wasmtime.Engine(config)
    return machine, wasmtime.Module(machine, data)


_held = threading.local()


def engine() -> Engine:
    """The engine of this thread with the shipped model."""
    found: Engine | None = getattr(_held, "engine", None)
    if found is None or found.held > _MOST_HELD:
        found = _held.engine = Engine(load())
    return found
