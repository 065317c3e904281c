"""CSV with a header line, UTF-8, as RFC 4180 and spreadsheets write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Task
from cleaner.batch.readers.fields import row_document
from cleaner.errors import InputError


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """The rows below the header. A row with too few or too many cells fails alone."""
    # The default limit of 128 KB a cell is under the size of a long article, and it is one for the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), task.options.max_bytes * 4))
    text = io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        rows = csv.reader(text)
        header = next(rows, None)
        if header is None:
            return
        for number, row in enumerate(filter(None, rows), 1):
            yield partial(_document, header, row, number, task)
    except csv.Error as error:
        raise InputError("invalid_csv", f"{shown(task.name)}: not valid CSV ({error})") from error
    finally:
        text.detach()


def _document(header: list[str], row: list[str], number: int, task: Task) -> Document:
    if len(row) != len(header):
        raise InputError(
            "ragged_row", f"{shown(task.name)}: row {number} has {len(row)} cells, the header has {len(header)}"
        )
    return row_document(dict(zip(header, row, strict=True)), number, task)
