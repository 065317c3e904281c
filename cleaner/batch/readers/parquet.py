"""Parquet, one row group in memory at a time. The door to pyarrow for reading."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from cleaner.batch.extras import needed
from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Task
from cleaner.batch.readers.fields import row_document
from cleaner.errors import InputError

ROWS = 500
"""Rows turned into Python objects at a time."""


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """The rows of the file. Raises InputError when it is no Parquet file, or its text column holds something else."""
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    try:
        table = parquet.ParquetFile(file)
        _check(table.schema_arrow, arrow, task)
        number = 0
        for batch in table.iter_batches(batch_size=ROWS):
            for index in range(batch.num_rows):
                number += 1
                yield partial(_document, batch, index, number, task)
    except (arrow.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError("corrupt", f"{shown(task.name)}: not a sound Parquet file ({reason})") from error


def _check(schema: Any, arrow: Any, task: Task) -> None:
    types = arrow.types
    for name in (task.options.text_field, task.options.html_field):
        index = schema.get_field_index(name)
        if index < 0:
            continue
        kind = schema.field(index).type
        plain = kind.value_type if types.is_dictionary(kind) else kind
        is_text = any(
            check(plain)
            for check in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary, types.is_null)
        )
        if not is_text and not getattr(types, "is_string_view", lambda _: False)(plain):
            raise InputError("column_type", f"{shown(task.name)}: column {name!r} is {kind}, not text")


def _document(batch: Any, index: int, number: int, task: Task) -> Document:
    return row_document({name: batch.column(name)[index].as_py() for name in batch.schema.names}, number, task)
