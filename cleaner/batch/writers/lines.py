"""JSON Lines, plain, gzip or Zstandard."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cleaner.article import encode_article, encode_record
from cleaner.batch.extras import needed
from cleaner.batch.records import Pair, with_journal
from cleaner.batch.system import usable_cores
from cleaner.batch.target import Export
from cleaner.batch.writers import Extra

CHUNK = 4 * 1024 * 1024
"""Bytes in one gzip member or Zstandard frame: large enough to cost nothing, and each is compressed by a thread of its
own; where they begin depends on the bytes alone."""


def write(path: Path, pairs: Iterable[Pair], extra: Extra) -> None:
    """One record a line; with its journal inside if so asked."""
    write_lines(path, (_line(pair, extra.inline) for pair in pairs), extra.export)


def _line(pair: Pair, inline: bool) -> bytes:
    record, journal = pair
    if inline and journal is not None:
        return encode_article(with_journal(record, journal)) + b"\n"
    return encode_record(record) + b"\n"


def write_lines(path: Path, lines: Iterable[bytes], export: Export) -> None:
    """Write ready lines, compressed as the format asks."""
    with open(path, "wb") as file:
        if export == "jsonl":
            file.writelines(lines)
        else:
            threads = usable_cores()
            with ThreadPoolExecutor(threads) as pool:
                pack = _gzip if export == "jsonl.gz" else needed("zstandard", "zst").compress
                held = []
                for chunk in _chunks(lines):
                    held.append(pool.submit(pack, chunk))
                    if len(held) > 2 * threads:
                        file.write(held.pop(0).result())
                for packed in held:
                    file.write(packed.result())
        file.flush()
        os.fsync(file.fileno())


def _gzip(chunk: bytes) -> bytes:
    return gzip.compress(chunk, 6, mtime=0)


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
