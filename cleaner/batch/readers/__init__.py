"""Readers: from one input file to its documents, lazily and one at a time.

A reader is a function `(file, Task) -> Iterator[Pending]` in the table below, by format. A `Pending` makes its
document when called, so that rows which are not wanted cost nothing, and a row that is wrong fails alone. An
InputError that the iterator itself raises ends the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import BinaryIO

from msgspec import Struct

from cleaner.batch.names import Kind, output_name, shown
from cleaner.batch.options import Options
from cleaner.batch.plan import Entry, entry_kind
from cleaner.batch.walk import reason
from cleaner.errors import InputError


class Document(Struct, frozen=True):
    """What `Cleaner.clean` is given, and where the article goes."""

    source: bytes | str
    media_type: str
    out: str
    """Name of the article's file relative to the output folder, as the file system knows it."""
    charset: str | None = None
    member: str | None = None
    row_id: str | None = None
    url: str | None = None
    retrieved_at: str | None = None
    extra: str = "{}"


class Skipped(Struct, frozen=True):
    """A part of a container that is no document (an image in a WARC); `why` is counted in the summary."""

    why: str


Pending = Callable[[], "Document | Skipped"]


class Task(Struct, frozen=True):
    """One input file, as its reader needs to know it."""

    name: str
    """Relative to the root, as the file system knows it."""
    kind: Kind
    options: Options

    def row_out(self, number: int) -> str:
        """Where the article of row `number` (from 1) goes; rows of a file that is not read as rows by its name too."""
        suffix = ".md" if self.options.tree == "md" else ".txt"
        folder = output_name(self.name, self.options.tree)
        if not folder.endswith(".d"):
            folder = f"{self.name}.d"
        return f"{folder}/{number:09d}{suffix}"

    def single_out(self) -> str:
        """Where the article of a file that is one document goes."""
        suffix = ".md" if self.options.tree == "md" else ".txt"
        return self.name if self.name.endswith(suffix) else self.name + suffix


Reader = Callable[[BinaryIO, Task], Iterator[Pending]]

_MODULES = {
    "text": "single",
    "markdown": "single",
    "html": "single",
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "parquet": "parquet",
    "warc": "warc",
}


class Gauge:
    """How far the reading of a file is."""

    def __init__(self) -> None:
        self.raw: BinaryIO | None = None

    def read(self) -> int:
        """Bytes of the file as it lies on the disk; 0 when none is open."""
        return 0 if self.raw is None or self.raw.closed else self.raw.tell()


_SINGLE = frozenset(format for format, module in _MODULES.items() if module == "single")


def documents(entry: Entry, root: str, options: Options, gauge: Gauge | None = None) -> Iterator[Pending]:
    """The documents of one entry of a plan; `gauge` tells how far they are read while they are.

    Raises InputError where the file as a whole cannot be read.
    """
    if entry.problem:
        raise InputError(entry.problem, f"{shown(entry.path)}: {entry.message}")
    task = Task(entry.path, entry_kind(entry, options), options)
    reader: Reader = import_module(f"cleaner.batch.readers.{_MODULES[task.kind.format]}").read
    try:
        with open_input(root, entry) as raw:
            if gauge is not None:
                gauge.raw = raw
            before = _state(root, raw)
            if before is not None and before != (entry.size, entry.mtime_ns):
                raise _changed(entry)
            if task.kind.compression:
                from cleaner.batch.readers.compressed import opened

                with opened(raw, task) as file:
                    yield from reader(file, task)
            elif task.kind.format in _SINGLE:
                yield from (partial(_unchanged, pending, root, raw, entry) for pending in reader(raw, task))
                return
            else:
                yield from reader(raw, task)
            if _state(root, raw) != before:
                raise _changed(entry)
    except OSError as error:
        kind, message = reason(error)
        raise InputError(kind, f"{shown(entry.path)}: {message}") from error


def _state(root: str, raw: BinaryIO) -> tuple[int, int] | None:
    """Size and time of an open file; None for what is not on a file system of this machine."""
    if "://" in root or raw.closed:
        return None
    status = os.fstat(raw.fileno())
    return status.st_size, status.st_mtime_ns


def _unchanged(pending: Pending, root: str, raw: BinaryIO, entry: Entry) -> Document | Skipped:
    """The document, if its file is still as it was planned after it was read."""
    document = pending()
    if _state(root, raw) not in (None, (entry.size, entry.mtime_ns)):
        raise _changed(entry)
    return document


def _changed(entry: Entry) -> InputError:
    return InputError("changed", f"{shown(entry.path)}: it changed since the run began; run again to read it anew")


def open_input(root: str, entry: Entry) -> BinaryIO:
    """Open an entry for reading."""
    if "://" in root:
        from cleaner.batch.remote import open_remote

        return open_remote(root, entry.path)
    # A pipe that took the place of the file since it was planned must not block: O_NONBLOCK does nothing to files.
    descriptor = os.open(os.path.join(root, entry.path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    return open(descriptor, "rb")


def too_large(task: Task, where: str = "") -> InputError:
    """The failure of a document beyond `Options.max_bytes`."""
    limit = task.options.max_bytes // (1024 * 1024)
    return InputError("too_large", f"{shown(task.name)}{where}: larger than the limit of {limit} MB (see --max-mb)")
