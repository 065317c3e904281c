"""CSV: flat columns; what is a list or a structure stands as JSON in its cell, and null is an empty cell."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from cleaner.article import encode_article
from cleaner.batch.columns import columns, to_row
from cleaner.batch.records import Pair, with_journal
from cleaner.batch.writers import Extra


def header() -> list[str]:
    """The names of the columns; fields of `source` and `cleaning` are columns of their own."""
    names: list[str] = []
    for column in columns():
        if isinstance(column.kind, tuple):
            names += [f"{column.name}.{inner.name}" for inner in column.kind]
        else:
            names.append(column.name)
    return names


def write(path: Path, pairs: Iterable[Pair], extra: Extra) -> None:
    """One article a row below the header, UTF-8, RFC 4180 line ends."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header() + (["journal"] if extra.inline else []))
        for record, journal in pairs:
            row = to_row(record)
            cells: list[Any] = []
            for column in columns():
                value = row[column.name]
                cells += [_cell(one) for one in value.values()] if isinstance(column.kind, tuple) else [_cell(value)]
            if extra.inline:
                inline = journal and msgspec.json.decode(encode_article(with_journal(record, journal)))["journal"]
                cells.append(_cell(inline))
            writer.writerow(cells)
        file.flush()
        os.fsync(file.fileno())


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
