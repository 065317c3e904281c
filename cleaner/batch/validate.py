"""Whether records are what `article/1` says: types, ranges, closed vocabularies, and counts that fit the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleaner.article import decode_record
from cleaner.batch.names import shown
from cleaner.batch.readers.compressed import PackedDataError
from cleaner.batch.records import opened, pairs
from cleaner.batch.target import export_of
from cleaner.errors import InputError, UsageError
from cleaner.record import SCHEMA_VERSION, Record


def problems(path: Path) -> Iterator[tuple[str, str | None]]:
    """For each record its place and what is wrong with it, or None. Lines that are no records are told one by one.

    Raises UsageError when there is no such file, or it is of a form that holds no records.
    """
    lines = path / "articles.jsonl" if path.is_dir() else path
    if not lines.is_file():
        raise UsageError(f"{shown(path)}: no records there")
    export = export_of(lines.name)
    if export is None or export == "csv":
        raise UsageError(f"{shown(path)}: not a form that records are read from")
    if export.startswith("jsonl"):
        yield from _of_lines(lines)
        return
    number = 0
    try:
        for number, (record, _) in enumerate(pairs(lines), 1):
            yield f"row {number}", mismatch(record)
    except InputError as error:
        yield f"row {number + 1}", str(error)


def _of_lines(path: Path) -> Iterator[tuple[str, str | None]]:
    known = set(Record.__struct_fields__) | {"journal"}
    number = 0
    try:
        with opened(path) as file:
            for number, line in enumerate(file, 1):
                place = f"line {number}"
                try:
                    record = decode_record(line)
                    keys = list(msgspec.json.decode(line, type=dict[str, msgspec.Raw]))
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    yield place, str(error)
                    continue
                unknown = [key for key in keys if key not in known]
                yield place, f"unknown key {unknown[0]!r}" if unknown else mismatch(record)
    except (EOFError, OSError, PackedDataError) as error:
        yield f"line {number + 1}", str(error)


def mismatch(record: Record) -> str | None:
    """What in a record contradicts itself, or None."""
    if record.schema_version != SCHEMA_VERSION:
        return f"schema_version is {record.schema_version!r}, not {SCHEMA_VERSION!r}"
    if record.char_count != len(record.text):
        return f"char_count is {record.char_count}, the text has {len(record.text)}"
    if not record.id.startswith("sha256:") or not record.source.sha256.startswith(record.id[7:]):
        return "id is not made of source.sha256"
    if record.cleaning.chars_out != len(record.text):
        return f"cleaning.chars_out is {record.cleaning.chars_out}, the text has {len(record.text)}"
    try:
        msgspec.json.decode(record.extra, type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError:
        return "extra is not a JSON object"
    return None
