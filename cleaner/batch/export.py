"""From the records of a run, or of any output, to a file in another format."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cleaner.batch.names import shown
from cleaner.batch.options import Options
from cleaner.batch.records import pairs
from cleaner.batch.store import Store
from cleaner.batch.target import Target, export_of
from cleaner.batch.writers import Extra, write
from cleaner.batch.writers.lines import write_lines
from cleaner.errors import UsageError


def export_run(store: Store, target: Target, options: Options) -> None:
    """Write the finished articles of a run to the file that was asked for, at once and for good."""
    assert target.export is not None  # noqa: S101  # called for files only
    records = store.root / "articles.jsonl"
    made = store.tmp / "export"
    inline = options.journal == "inline"
    if target.export == "jsonl":
        # The same bytes twice on the disk would be a waste: a second name for them where the file system has that.
        try:
            os.link(records, made)
        except OSError:
            shutil.copyfile(records, made)
    elif target.export in ("jsonl.gz", "jsonl.zst"):
        with open(records, "rb") as lines:
            write_lines(made, lines, target.export)
    else:
        # The times of a run would make two runs differ; they stand in run.json.
        write(made, pairs(store.root), Extra(target.export, inline=inline, manifest=_told(store)))
    os.replace(made, target.path)


def _told(store: Store) -> bytes:
    import msgspec

    manifest = store.manifest()
    return msgspec.json.encode(manifest.settings) if manifest is not None else b"{}"


def convert(source: Path, output: Path, *, inline: bool = False) -> None:
    """Write the records of `source` (a run or a file of records) to `output`, in the format of its suffix.

    inline: put the journal into each row where the format has room for it.
    Raises UsageError when the output is no format that is written, or is already there.
    """
    export = export_of(output.name)
    if export is None:
        raise UsageError(f"{shown(output)}: not an output format; use .jsonl[.gz|.zst], .parquet, .csv or .sqlite")
    if output.exists():
        raise UsageError(f"{shown(output)}: is already there; choose another name")
    made = output.with_name(f".{output.name[:200]}.{os.getpid()}.tmp")
    try:
        write(made, pairs(source), Extra(export, inline=inline))
        os.replace(made, output)
    finally:
        made.unlink(missing_ok=True)
