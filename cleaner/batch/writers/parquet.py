"""Parquet with the shipped Arrow schema, Zstandard, row groups of 1,000. The door to pyarrow for writing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from cleaner.article import encode_journal
from cleaner.batch.columns import arrow_schema, to_row
from cleaner.batch.extras import needed
from cleaner.batch.records import Pair
from cleaner.batch.writers import Extra

GROUP = 1000
"""Rows in a row group: readers hold one in memory, and text is large."""


def write(path: Path, pairs: Iterable[Pair], extra: Extra) -> None:
    """One article a row."""
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    schema = arrow_schema(journal=extra.inline)
    source = iter(pairs)
    with parquet.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        while rows := [_row(pair, extra.inline) for pair in islice(source, GROUP)]:
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema), row_group_size=GROUP)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _row(pair: Pair, inline: bool) -> dict[str, object]:
    record, journal = pair
    row = to_row(record)
    if inline:
        row["journal"] = encode_journal(journal).decode() if journal is not None else None
    return row
