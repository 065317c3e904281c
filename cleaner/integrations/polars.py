"""polars: a column of texts to a frame of records."""

from __future__ import annotations

from typing import Any

from cleaner.batch.columns import columns
from cleaner.batch.extras import needed
from cleaner.integrations.columns import OnError, rows
from cleaner.pipeline import Cleaner


def schema() -> Any:
    """The record as a polars schema."""
    polars = needed("polars", "polars")
    scalars = {"string": polars.String, "int64": polars.Int64, "float64": polars.Float64, "bool": polars.Boolean}

    def of(kind: Any) -> Any:
        if isinstance(kind, str):
            return scalars[kind]
        if isinstance(kind, list):
            return polars.List(of(kind[0]))
        return polars.Struct({column.name: of(column.kind) for column in kind})

    return polars.Schema({column.name: of(column.kind) for column in columns()})


def clean_column(texts: Any, *, cleaner: Cleaner | None = None, on_error: OnError = "raise") -> Any:
    """A `DataFrame` with one column for each field of the record, row by row beside `texts` (a `Series`).

    A null gives a row of nulls, so the frame can be stacked beside the one that the texts are from:
    `frame.hstack(clean_column(frame["body"]).select(pl.all().name.prefix("clean_")))`.

    Raises InputError for bytes that are no text, unless `on_error` is `null`.
    """
    polars = needed("polars", "polars")
    return polars.DataFrame(rows(texts, cleaner, on_error), schema=schema())
