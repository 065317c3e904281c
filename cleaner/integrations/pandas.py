"""pandas: a column of texts to a frame of records."""

from __future__ import annotations

from typing import Any

from cleaner.batch.columns import columns
from cleaner.batch.extras import needed
from cleaner.integrations.columns import OnError, rows
from cleaner.pipeline import Cleaner


def clean_column(texts: Any, *, cleaner: Cleaner | None = None, on_error: OnError = "raise") -> Any:
    """A `DataFrame` with one column for each field of the record, and the index of `texts` (a `Series`).

    A missing text gives a row of missing values, so the frame can be joined to the one that the texts are from:
    `frame.join(clean_column(frame["body"]).add_prefix("clean_"))`.

    Raises InputError for bytes that are no text, unless `on_error` is `null`.
    """
    pandas = needed("pandas", "pandas")
    names = [column.name for column in columns()]
    return pandas.DataFrame(rows(texts, cleaner, on_error), index=texts.index, columns=names)
