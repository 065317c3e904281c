"""What the adapters to tables share: a column of texts becomes columns of records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from cleaner.batch.columns import columns, to_row
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

OnError = Literal["raise", "null"]


def rows(texts: Iterable[str | bytes | None], cleaner: Cleaner | None, on_error: OnError) -> list[dict[str, Any]]:
    """A row of the record's fields for each text; all null where there is no text, or (`null`) it cannot be cleaned.

    Raises InputError for a text that cannot be cleaned when `on_error` is `raise`.
    """
    using = cleaner or Cleaner()
    empty: dict[str, Any] = dict.fromkeys(column.name for column in columns())
    made: list[dict[str, Any]] = []
    for text in texts:
        if not isinstance(text, str | bytes):  # None, NaN, <NA>
            made.append(dict(empty))
            continue
        try:
            made.append(to_row(using.clean(text)))
        except InputError:
            if on_error == "raise":
                raise
            made.append(dict(empty))
    return made
