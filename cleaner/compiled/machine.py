"""The door to wasmtime: a module in memory, and calls of it."""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Generic, TypeVar

import wasmtime

from cleaner.compiled.numbers import WIDTH, Kind, list_of

_MOST_HELD: Final = 1 << 26
"""Bytes of memory above which the next document gets a new machine: one page of ten megabytes is no reason to hold a
hundred for all that follow."""
_NAME: Final = 64
"""Bytes that a name in memory is shorter than."""


class Machine:
    """One copy of a compiled module with its memory: for one thread, one document at a time.

    Arguments and answers of all calls are whole numbers in a record, the slots, that both sides know by number: a call
    without arguments costs a third of one with three.

    package, name: where the module lies, e.g. `cleaner.html` and `lines.wasm`.
    slots: names of the numbers, in the order of the C source; the first `given` are arguments.
    """

    is_broken = False
    """Whether a call was stopped: the machine is of no use any more."""

    def __init__(self, package: str, name: str, slots: tuple[str, ...], given: int) -> None:
        try:
            self._store, exports = _started(package, name, True)
        except wasmtime.WasmtimeError:
            try:
                self._store, exports = _started(package, name, False)
            except wasmtime.WasmtimeError as error:
                raise MemoryError(f"no memory for the compiled code: {error}") from error
        self._function: Callable[[str], Any] = exports.__getitem__
        self._calls: dict[str, Any] = {}
        self._memory = self._function("memory")
        self._at = {slot: number for number, slot in enumerate(slots)}
        self._in, self._out = struct.Struct(f"<{given}i"), struct.Struct(f"<{len(slots)}i")
        self._slots = int(self._function("get_slots")(self._store))
        self._full = int(self._function("get_full")(self._store))
        self._given = given
        self._map()

    @property
    def held(self) -> int:
        """Bytes of memory."""
        return len(self._bytes)

    def call(self, name: str, *given: int) -> Slots:
        """Call a function with the first arguments; those that are not given are 0.

        Raises MemoryError where there is not enough memory, RuntimeError where the code was stopped by a mistake in it.
        """
        function = self._calls.get(name)
        if function is None:
            function = self._calls[name] = self._function(name)
        self._in.pack_into(self._bytes, self._slots, *given, *[0] * (self._given - len(given)))
        stopped: str | None = None
        try:
            function(self._store)
        except wasmtime.Trap as trap:
            stopped = str(trap)
        if stopped is not None:
            # Not from within the handler: the trap holds the frames of the call, and they the memory.
            raise self._failed(stopped)
        if self._memory.data_len(self._store) != len(self._bytes):
            self._map()
        return Slots(self._at, self._out.unpack_from(self._bytes, self._slots))

    def read(self, kind: Kind, at: int, count: int) -> list[Any]:
        """Numbers from memory."""
        return list_of(kind, self._bytes[at : at + count * WIDTH[kind]])

    def bytes_at(self, at: int, size: int) -> bytes:
        """Bytes from memory."""
        return bytes(self._bytes[at : at + size])

    def name_at(self, at: int) -> str:
        """A short text from memory, up to the byte zero."""
        return self.bytes_at(at, _NAME).split(b"\0", 1)[0].decode()

    def write(self, at: int, data: bytes) -> None:
        """Bytes into memory."""
        self._bytes[at : at + len(data)] = data

    def _failed(self, why: str) -> Exception:
        # The stack of the compiled code stays as it was when it stopped, and the memory may have moved.
        self._map()
        is_full = bool(self.read("i", self._full, 1)[0])
        self.is_broken = True
        self._bytes = memoryview(b"")
        self._calls.clear()
        if is_full:
            return MemoryError("not enough memory for this document")
        return RuntimeError(f"compiled code was stopped: {why}")

    def _map(self) -> None:
        size = self._memory.data_len(self._store)
        start = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        self._bytes = memoryview((ctypes.c_ubyte * size).from_address(start)).cast("B")


class Slots:
    """The numbers after a call, by name."""

    __slots__ = ("_at", "_values")

    def __init__(self, at: dict[str, int], values: tuple[int, ...]) -> None:
        self._at, self._values = at, values

    def __getitem__(self, name: str) -> int:
        return self._values[self._at[name]]


def _started(package: str, name: str, is_reserving: bool) -> tuple[wasmtime.Store, Any]:
    machine, compiled = _compiled(package, name, is_reserving)
    store = wasmtime.Store(machine)
    return store, wasmtime.Instance(store, compiled, []).exports(store)


@lru_cache(maxsize=8)
def _compiled(package: str, name: str, is_reserving: bool) -> tuple[wasmtime.Engine, wasmtime.Module]:
    """The module as machine code.

    By default all addresses that a module could name are reserved (8 GiB, of which only what is used takes memory), so
    that none need be checked. Where the address space is limited (`ulimit -v`), they are checked: two fifths slower.
    """
    config = wasmtime.Config()
    # Cranelift's threads are more work than the modules.
    config.parallel_compilation = False
    if not is_reserving:
        config.memory_reservation = config.memory_reservation_for_growth = 1 << 24
        config.memory_guard_size = 1 << 16
    machine = wasmtime.Engine(config)
    return machine, wasmtime.Module(machine, files(package).joinpath(name).read_bytes())


Made = TypeVar("Made")


class PerThread(Generic[Made]):
    """One of something that holds a machine for each thread, made when the thread first asks for it."""

    def __init__(self, make: Callable[[], Made], machine_of: Callable[[Made], Machine]) -> None:
        self._make, self._machine_of = make, machine_of
        self._held = threading.local()

    def __call__(self) -> Made:
        """The thread's own."""
        found: Made | None = getattr(self._held, "made", None)
        if found is not None:
            machine = self._machine_of(found)
            if not machine.is_broken and machine.held <= _MOST_HELD:
                return found
        made = self._held.made = self._make()
        return made
