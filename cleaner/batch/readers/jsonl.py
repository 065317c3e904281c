"""JSON Lines: one document a row. A line that is wrong fails alone; a line without end is never held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Task, too_large
from cleaner.batch.readers.fields import row_document
from cleaner.errors import InputError

ROW_BYTES = 4
"""A row may be this many times the limit of a document: escapes (`\\u0985` for three bytes) and other columns."""


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """The rows. Blank lines are none."""
    limit = task.options.max_bytes * ROW_BYTES
    number = 0
    while line := file.readline(limit + 1):
        number += 1
        if len(line) > limit:
            _skip_line(file)
            yield partial(_raise, too_large(task, f": row {number}"))
        elif not line.isspace():
            yield partial(_document, line, number, task)


def _document(line: bytes, number: int, task: Task) -> Document:
    return row_document(json_object(line, task, f": row {number}"), number, task)


def json_object(data: bytes, task: Task, where: str) -> dict[str, Any]:
    """One JSON object. Raises InputError that says where the JSON is wrong."""
    try:
        row = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("invalid_json", f"{shown(task.name)}{where}: not valid JSON ({error})") from error
    if not isinstance(row, dict):
        raise InputError("invalid_json", f"{shown(task.name)}{where}: not a JSON object")
    return row


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass


def _raise(error: InputError) -> Document:
    raise error
