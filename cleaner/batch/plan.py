"""The plan of a run: inputs in sorted order, cut into shards whose ids say what is in them.

A shard is cut after a name whose hash says so, not after every thousandth: a file added or removed changes the shard
it is in and no other. Its id is the hash of names, sizes and times, so a shard is done exactly when a completion
record with its id exists, and a changed input changes the id.
"""

from __future__ import annotations

import hashlib
import heapq
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from cleaner.batch.inputs import Root
from cleaner.batch.names import Kind, kind_of, output_name, unwritten, written
from cleaner.batch.options import Options
from cleaner.batch.walk import Found

SHARD_FILES = 1_000
SHARD_BYTES = 4 * 1024 * 1024
CUT_ONE_IN = 512
"""A shard ends after a name whose CRC-32 is divisible by this: about 440 small files, half a second of work."""
STREAM_BYTES = 1024 * 1024
"""A container of rows from this size on is a shard of its own, worked on in blocks by several workers at once."""

RESERVED = frozenset({".cleaner", "articles.jsonl", "journal.jsonl", "failures.jsonl", "run.json"})
"""Names at the top of an output folder that are the run's own."""


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """One input file of a shard. `name` is relative to its root, in the form of `names.written`."""

    root: int
    name: str
    size: int
    mtime_ns: int
    problem: str = ""
    message: str = ""

    @property
    def path(self) -> str:
        """The name as the file system knows it."""
        return unwritten(self.name)


class Shard(Struct, frozen=True):
    """The unit of work: some files, or one container of rows (`stream`)."""

    id: str
    stream: bool
    entries: list[Entry]


class Total(Struct, frozen=True):
    """The last line of a plan file."""

    shards: int
    inputs: int
    bytes: int
    sha256: str


class Plan(Struct, frozen=True):
    """A plan file and what it adds up to."""

    path: Path
    roots: tuple[str, ...]
    total: Total

    def shards(self) -> Iterator[Shard]:
        """The shards in order, read from the file one by one."""
        return read_shards(self.path)


def make_plan(roots: list[Root], options: Options, path: Path, avoid: Path | None = None) -> Plan:
    """Walk the roots and write the plan to `path`; `avoid` is the output, which is no input."""
    shards = inputs = size = 0
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        file.write(msgspec.json.encode([written(root.path) for root in roots]) + b"\n")
        for shard in _cut(_entries(roots, options, avoid), roots, options):
            shards += 1
            inputs += len(shard.entries)
            size += sum(entry.size for entry in shard.entries)
            digest.update(shard.id.encode())
            file.write(msgspec.json.encode(shard) + b"\n")
        total = Total(shards, inputs, size, digest.hexdigest())
        file.write(msgspec.json.encode(total) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return Plan(path, tuple(root.path for root in roots), total)


def read_plan(path: Path) -> Plan | None:
    """The plan in a file, or None when there is none or it was not finished."""
    try:
        with open(path, "rb") as file:
            roots = tuple(map(unwritten, msgspec.json.decode(file.readline(), type=list[str])))
            last = _last_line(file)
        return Plan(path, roots, msgspec.json.decode(last, type=Total))
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def read_shards(path: Path) -> Iterator[Shard]:
    """The shards of a plan file in order."""
    decoder = msgspec.json.Decoder(Shard)
    with open(path, "rb") as file:
        file.readline()
        for line in file:
            if line.startswith(b'{"shards":'):
                return
            yield decoder.decode(line)


def _last_line(file: IO[bytes]) -> bytes:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 4096))
    return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def output_keys(plan_path: Path, options: Options) -> Iterator[tuple[list[str], Entry]]:
    """Where each entry of a plan goes, as the parts of its output name, in the plan's order."""
    for shard in read_shards(plan_path):
        for entry in shard.entries:
            if entry.problem != "collision":
                yield output_name(entry.path, options.tree).split("/"), entry


def entry_kind(entry: Entry, options: Options) -> Kind:
    """What an entry holds: by its suffix, or as the options say (the compression still by the suffix)."""
    kind = kind_of(entry.name)
    if options.input_format is None:
        return kind
    compression = entry.name.lower().rpartition(".")[2]
    return Kind(options.input_format, compression if compression in ("gz", "zst") else "")  # type: ignore[arg-type]  # narrowed by the test


def _entries(roots: list[Root], options: Options, avoid: Path | None) -> Iterator[Entry]:
    """All entries in the order of their output names, those that would write what another writes marked as such."""
    key: Callable[[str], str] = lambda name: output_name(name, options.tree)  # noqa: E731  # one word for both uses
    streams = [
        _of_root(index, root.found(key, os.fspath(avoid) if avoid else None)) for index, root in enumerate(roots)
    ]
    merged = streams[0] if len(streams) == 1 else heapq.merge(*streams, key=lambda entry: _order(entry, key))
    last, last_entry = "", None
    for entry in merged:
        if entry.problem:
            yield entry
            continue
        out = key(entry.path)
        if last_entry is not None and (out == last or out.startswith(last + "/")):
            where = roots[last_entry.root].path.rstrip("/") + "/" + last_entry.path
            yield _refused(entry, f"its article would be written where that of {written(where)} goes")
        elif out.partition("/")[0] in RESERVED:
            yield _refused(entry, f"its article would be written over the run's own {out.partition('/')[0]}")
        else:
            last, last_entry = out, entry
            yield entry


def _of_root(index: int, found: Iterable[Found]) -> Iterator[Entry]:
    for one in found:
        yield Entry(index, written(one.name), one.size, one.mtime_ns, one.problem, one.message)


def _order(entry: Entry, key: Callable[[str], str]) -> tuple[list[bytes], int]:
    return os.fsencode(key(entry.path)).split(b"/"), entry.root


def _refused(entry: Entry, message: str) -> Entry:
    return Entry(entry.root, entry.name, entry.size, entry.mtime_ns, "collision", message)


def _cut(entries: Iterator[Entry], roots: list[Root], options: Options) -> Iterator[Shard]:
    # With one root, moving the whole input folder leaves the ids, and so the work done, valid.
    salt = b"" if len(roots) == 1 else b"\0".join(os.fsencode(root.told) for root in roots)
    batch: list[Entry] = []
    size = 0
    for entry in chain(entries, [None]):
        stream = entry is not None and entry.size >= STREAM_BYTES and entry_kind(entry, options).holds_rows
        if batch and (entry is None or stream):
            yield _shard(batch, False, salt)
            batch, size = [], 0
        if entry is None:
            return
        if stream and not entry.problem:
            yield _shard([entry], True, salt)
            continue
        batch.append(entry)
        size += entry.size
        if (
            size >= SHARD_BYTES
            or len(batch) >= SHARD_FILES
            or zlib.crc32(entry.name.encode("utf-8", "surrogatepass")) % CUT_ONE_IN == 0
        ):
            yield _shard(batch, False, salt)
            batch, size = [], 0


def _shard(entries: list[Entry], stream: bool, salt: bytes) -> Shard:
    digest = hashlib.sha256(salt + msgspec.json.encode([entries, stream])).hexdigest()[:32]
    return Shard(digest, stream, entries)
