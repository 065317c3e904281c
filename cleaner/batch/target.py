"""Where output goes, by what `-o` is called: a folder, or one file in a format; and the folder of the run behind it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from msgspec import Struct

from cleaner.batch.names import kind_of, shown
from cleaner.errors import UsageError

Export = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv", "sqlite"]

SUFFIXES: dict[str, Export] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".jsonl.zst": "jsonl.zst",
    ".parquet": "parquet",
    ".csv": "csv",
    ".sqlite": "sqlite",
    ".db": "sqlite",
}


class Target(Struct, frozen=True):
    """An output."""

    path: Path
    run: Path
    """The folder of the run: the output itself, or a folder beside the file."""
    export: Export | None
    """Format of the file, or None for a folder."""


def target_of(path: str | os.PathLike[str]) -> Target:
    """The output that a name means. Raises UsageError for a file of a kind that is not written.

    >>> target_of("out.parquet").run.name
    'out.parquet.run'
    """
    given = Path(path)
    export = export_of(given.name)
    if export is None or given.is_dir():
        kind = kind_of(given.name)
        if not given.is_dir() and given.suffix and (kind.format != "text" or given.suffix == ".txt"):
            known = ", ".join(SUFFIXES)
            raise UsageError(f"{shown(given)}: not an output format; name a folder, or a file with one of {known}")
        return Target(given, given, None)
    run = given.with_name(given.name + ".run")
    if given.exists() and not run.is_dir():
        raise UsageError(f"{shown(given)}: the file is there and not from a run of cleaner; choose another name")
    return Target(given, run, export)


def export_of(name: str) -> Export | None:
    """The format that a file name asks for, or None."""
    lower = name.lower()
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if lower.endswith(suffix):
            return SUFFIXES[suffix]
    return None
