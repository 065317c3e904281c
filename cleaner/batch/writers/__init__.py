"""Writers: functions `(path, pairs of record and journal) -> None` in a table by format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from cleaner.batch.records import Pair
from cleaner.batch.target import Export

Writer = Callable[[Path, Iterable[Pair], "Extra"], None]

_MODULES: dict[Export, str] = {
    "jsonl": "lines",
    "jsonl.gz": "lines",
    "jsonl.zst": "lines",
    "parquet": "parquet",
    "csv": "csv",
    "sqlite": "sqlite",
}


class Extra:
    """What a writer may want beside the articles."""

    def __init__(self, export: Export, *, inline: bool = False, manifest: bytes = b"{}") -> None:
        self.export = export
        self.inline = inline
        """Whether the journal goes beside the record in the same row."""
        self.manifest = manifest
        """The run as JSON."""


def write(path: Path, pairs: Iterable[Pair], extra: Extra) -> None:
    """Write articles to `path`, which is made or overwritten."""
    writer: Writer = import_module(f"cleaner.batch.writers.{_MODULES[extra.export]}").write
    writer(path, pairs, extra)
