"""From the output of a run back to its sources."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from cleaner.article import decode_journal, decode_record, restore_bytes, restore_text
from cleaner.batch.names import Kind, kind_of, output_name, shown, unwritten, written
from cleaner.batch.shard import Failure
from cleaner.batch.store import read_manifest
from cleaner.errors import CleanerError, RestoreError, UsageError
from cleaner.record import Journal, Record


class Restored(Struct, frozen=True):
    """What came back. Each entry of `lost` is one sentence on an input that did not, or not exactly."""

    exact: int
    rows: int
    """Of those, rows of containers: each is a file of its own, the container is not rebuilt."""
    pages: int
    """HTML pages, of which the text comes back; the page itself is named in the record."""
    unpacked: int
    """Compressed files, which come back unpacked."""
    lost: list[str]


def run_folder(path: Path) -> Path:
    """The folder of the run behind an output. Raises UsageError when there is none."""
    for folder in (path, path.with_name(path.name + ".run")):
        if folder.is_dir() and (folder / ".cleaner").is_dir():
            return folder
    raise UsageError(f"{shown(path)}: not the output of a run of cleaner")


def restore_run(output: Path, back: Path) -> Restored:
    """Write the sources of a finished run under `back`, which must be new or empty.

    Raises UsageError when the output is not of a run, or the run kept no journal.
    """
    folder = run_folder(output)
    manifest = read_manifest(folder)
    if manifest is None or manifest.state != "complete":
        raise UsageError(f"{shown(output)}: the run has not finished; run the same clean command again, then restore")
    if manifest.settings.told.get("journal") == "none":
        raise UsageError(f"{shown(output)}: the run kept no journal (--journal none), so nothing can be restored")
    _check_back(folder, back)
    exact = rows = pages = unpacked = 0
    lost: list[str] = []
    used: set[str] = set()
    for record, journal in articles(folder):
        name = unwritten(record.source.path or "")
        kind = kind_of(name)
        try:
            data, is_page = _source(record, journal)
        except RestoreError as error:
            lost.append(f"{shown(name)}: {error}")
            continue
        place = _place(name, kind, record, is_page, used)
        if not is_inside(place):
            lost.append(f"{shown(name)}: the name leads out of the folder")
            continue
        target = back / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        exact += not is_page
        pages += is_page
        rows += "/" in place[len(os.path.dirname(name)) + 1 :]
        unpacked += bool(kind.compression) and not kind.holds_rows
    lost += [f"not restorable, it had failed: {failure.message}" for failure in failures(folder)]
    return Restored(exact, rows, pages, unpacked, lost)


def articles(folder: Path) -> Iterator[tuple[Record, Journal]]:
    """The records of a run with their journals, in order."""
    with open(folder / "articles.jsonl", "rb") as lines:
        try:
            side = open(folder / "journal.jsonl", "rb")  # noqa: SIM115  # closed below
        except FileNotFoundError:
            for line in lines:
                yield decode_record(line), decode_journal(msgspec.json.encode(msgspec.json.decode(line)["journal"]))
            return
        with side:
            for line, journal in zip(lines, side, strict=True):
                yield decode_record(line), decode_journal(journal)


def failures(folder: Path) -> Iterator[Failure]:
    """The inputs that a run could not clean, in order."""
    decoder = msgspec.json.Decoder(Failure)
    try:
        with open(folder / "failures.jsonl", "rb") as file:
            for line in file:
                yield decoder.decode(line)
    except FileNotFoundError:
        return


def _source(record: Record, journal: Journal) -> tuple[bytes, bool]:
    """The bytes that were cleaned, and whether they are only the text of a page. Raises RestoreError."""
    if record.id != journal.id:
        raise RestoreError(f"journal {journal.id} is not that of article {record.id}")
    if record.source.media_type == "text/html":
        return restore_text(record.text, journal).encode("utf-8", "surrogatepass"), True
    data = restore_bytes(record.text, journal)
    if hashlib.sha256(data).hexdigest() != record.source.sha256:
        raise RestoreError("what came back is not the source: the text or the journal was changed since")
    return data, False


def is_inside(name: str) -> bool:
    """Whether a relative name stays below where it is put; records may come from anyone.

    >>> is_inside("a/b.txt"), is_inside("../b.txt"), is_inside("/b.txt")
    (True, False, False)
    """
    return bool(name) and not os.path.isabs(name) and ".." not in name.split("/")


def _place(name: str, kind: Kind, record: Record, is_page: bool, used: set[str]) -> str:
    """Where a source goes: its own name; of a row, of a page and of an unpacked file one that says so."""
    if kind.holds_rows or kind.format == "json":
        suffix = ".html.txt" if is_page else ".txt"
        row = written(record.source.row_id or "row").replace("/", "_")[:100]
        place = f"{output_name(name, 'txt') if kind.holds_rows else name + '.d'}/{row}{suffix}"
    elif kind.compression:
        place = os.path.splitext(name)[0]
        place = f"{place}.txt" if is_page else place
    else:
        place = f"{name}.txt" if is_page else name
    stem, suffix = os.path.splitext(place)
    number = 1
    while place in used:
        number += 1
        place = f"{stem}~{number}{suffix}"
    if "/" in place[len(os.path.dirname(name)) :]:  # two rows may have the same id; two files never the same name
        used.add(place)
    return place


def _check_back(folder: Path, back: Path) -> None:
    target, source = os.path.realpath(back), os.path.realpath(folder)
    if target == source or target.startswith(source + "/") or source.startswith(target + "/"):
        raise UsageError(f"{shown(back)}: lies inside the run or holds it; choose another folder")
    if back.exists() and (not back.is_dir() or any(back.iterdir())):
        raise UsageError(f"{shown(back)}: not empty; sources are restored into a new or empty folder only")
    try:
        back.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CleanerError(f"{shown(back)}: cannot be written ({(error.strerror or '').lower()})") from error
