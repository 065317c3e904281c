"""JSON files: an object is one document; a list of objects is one document each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Task, too_large
from cleaner.batch.readers.fields import row_document
from cleaner.batch.readers.jsonl import ROW_BYTES
from cleaner.errors import InputError


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """The document or documents in the file."""
    limit = task.options.max_bytes * ROW_BYTES
    data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(task)
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("invalid_json", f"{shown(task.name)}: not valid JSON ({error})") from error
    if isinstance(value, dict):
        yield partial(row_document, value, 1, task, task.single_out())
    elif isinstance(value, list):
        for number, row in enumerate(value, 1):
            yield partial(_row, row, number, task)
    else:
        raise InputError("invalid_json", f"{shown(task.name)}: neither a JSON object nor a list of objects")


def _row(row: Any, number: int, task: Task) -> Document:
    if not isinstance(row, dict):
        raise InputError("invalid_json", f"{shown(task.name)}: row {number}: not a JSON object")
    return row_document(row, number, task)
