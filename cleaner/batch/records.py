"""Read articles back from any output: a run's folder, JSON Lines (also compressed), Parquet, SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from cleaner.article import Article, decode_journal, decode_record
from cleaner.batch.columns import from_row
from cleaner.batch.extras import needed
from cleaner.batch.names import shown
from cleaner.batch.readers.compressed import PackedDataError, unpacked
from cleaner.batch.target import export_of
from cleaner.errors import InputError, UsageError
from cleaner.record import Journal, Record

Pair = tuple[Record, Journal | None]


def read(path: str | Path) -> Iterator[Record]:
    """The articles of an output in order: `Article`s, with their journal, where one was kept, else `Record`s.

    path: folder of a run, or its `.jsonl`, `.jsonl.gz`, `.jsonl.zst`, `.parquet`, `.sqlite`.
    Raises UsageError when there is no such output, InputError when it does not hold records.
    """
    for record, journal in pairs(Path(path)):
        yield record if journal is None else with_journal(record, journal)


def pairs(path: Path) -> Iterator[Pair]:
    """The records of an output with their journals (None where none was kept)."""
    if path.is_dir():
        if not (path / "articles.jsonl").is_file():
            raise UsageError(f"{shown(path)}: holds no articles.jsonl")
        side = path / "journal.jsonl"
        yield from _lines(path / "articles.jsonl", side if side.exists() else None)
        return
    if not path.exists():
        raise UsageError(f"{shown(path)}: there is no such file or folder")
    export = export_of(path.name)
    side = path.with_name(path.name + ".run") / "journal.jsonl"
    if export == "parquet":
        yield from _parquet(path, side if side.exists() else None)
    elif export == "sqlite":
        yield from _sqlite(path)
    elif export in ("jsonl", "jsonl.gz", "jsonl.zst"):
        sibling = path.with_name("journal.jsonl")
        if path.name == "articles.jsonl" and sibling.exists():
            side = sibling
        yield from _lines(path, side if side.exists() else None)
    else:
        raise UsageError(f"{shown(path)}: not a form that records are read from")


def opened(path: Path) -> IO[bytes]:
    """A file of lines, decompressed."""
    name = path.name.lower()
    if name.endswith(".gz"):
        return cast(IO[bytes], unpacked(open(path, "rb"), "gz"))
    if name.endswith(".zst"):
        return cast(IO[bytes], unpacked(open(path, "rb"), "zst"))
    return open(path, "rb")


def with_journal(record: Record, journal: Journal) -> Article:
    """The article of a record and its journal."""
    values = {name: getattr(record, name) for name in Record.__struct_fields__}
    return Article(**values, journal=journal)


class _Inline(Record, frozen=True):
    """A line with its journal inside, or without."""

    journal: msgspec.Raw = msgspec.Raw()


def _lines(path: Path, side: Path | None) -> Iterator[Pair]:
    decoder = msgspec.json.Decoder(_Inline)
    journals = open(side, "rb") if side else None  # noqa: SIM115  # closed below
    try:
        with opened(path) as file:
            for number, line in enumerate(file, 1):
                try:
                    inline = decoder.decode(line)
                    record = decode_record(line)
                    raw = bytes(inline.journal) or (journals.readline() if journals else b"")
                    yield record, decode_journal(raw) if raw else None
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise InputError("not_a_record", f"{shown(path)}: line {number}: {error}") from error
    except (EOFError, OSError, PackedDataError) as error:
        raise InputError("unreadable", f"{shown(path)}: {error}") from error
    finally:
        if journals:
            journals.close()


def _parquet(path: Path, side: Path | None) -> Iterator[Pair]:
    parquet = needed("pyarrow.parquet", "parquet")
    arrow = needed("pyarrow", "parquet")
    journals = open(side, "rb") if side else None  # noqa: SIM115  # closed below
    try:
        file = parquet.ParquetFile(path)
        for batch in file.iter_batches(batch_size=1000):
            for row in batch.to_pylist():
                raw: Any = row.pop("journal", None) or (journals.readline() if journals else None)
                yield from_row(row), decode_journal(raw) if raw else None
    except (arrow.ArrowException, msgspec.ValidationError, KeyError) as error:
        raise InputError("not_a_record", f"{shown(path)}: {error}") from error
    finally:
        if journals:
            journals.close()


def _sqlite(path: Path) -> Iterator[Pair]:
    import sqlite3

    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
            for record, journal in base.execute("select record, journal from articles order by rowid"):
                yield decode_record(record), decode_journal(journal) if journal else None
    except (sqlite3.Error, msgspec.MsgspecError) as error:
        raise InputError("not_a_record", f"{shown(path)}: {error}") from error
