"""Hugging Face datasets: a dataset of texts to a dataset of records, cached by what made it."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from cleaner.batch.columns import features, to_row
from cleaner.batch.extras import needed
from cleaner.batch.readers.fields import extra_json
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

__all__ = ["clean_dataset", "features"]


def clean_dataset(
    dataset: Any,
    column: str = "text",
    *,
    cleaner: Cleaner | None = None,
    num_proc: int | None = None,
    drop_failed: bool = False,
) -> Any:
    """A `Dataset` of records (`article/1`, typed `Features`); the other columns are kept in `extra`.

    The fingerprint of the result is made of the dataset, the version, the rules and the options, so that the cache of
    datasets is used again exactly when nothing of these has changed.

    Raises InputError for bytes that are no text; `drop_failed` leaves such rows out instead.
    """
    needed("datasets", "datasets")
    using = cleaner or Cleaner()
    key = "|".join([dataset._fingerprint, using.fingerprint, column, str(drop_failed)])
    fingerprint = hashlib.sha256(key.encode()).hexdigest()[:16]
    return dataset.map(
        partial(_clean_batch, column=column, cleaner=using, drop_failed=drop_failed),
        batched=True,
        batch_size=100,
        remove_columns=dataset.column_names,
        features=features(),
        num_proc=num_proc,
        new_fingerprint=fingerprint,
    )


def _clean_batch(batch: dict[str, list[Any]], *, column: str, cleaner: Cleaner, drop_failed: bool) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    others = [name for name in batch if name != column]
    for index, text in enumerate(batch[column]):
        extra = extra_json({name: batch[name][index] for name in others})
        try:
            made.append(to_row(cleaner.clean(text or "", extra=extra)))
        except InputError:
            if not drop_failed:
                raise
    return {name: [row[name] for row in made] for name in features()}
