"""How far a run is, read from its files without disturbing it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from msgspec import Struct

from cleaner.batch.assemble import is_whole
from cleaner.batch.names import shown
from cleaner.batch.plan import read_plan
from cleaner.batch.restore import run_folder
from cleaner.batch.store import Store, read_manifest
from cleaner.batch.tally import Tally
from cleaner.errors import UsageError


class Status(Struct, frozen=True):
    """The state of a run: `running`, `complete`, or `interrupted` (it can go on)."""

    state: str
    inputs: int
    shards: int
    done: int
    started: str
    finished: str | None
    tally: Tally


def status(output: Path) -> Status:
    """The state of the run behind an output. Raises UsageError when there is none."""
    folder = run_folder(output)
    manifest = read_manifest(folder)
    if manifest is None:
        raise UsageError(f"{shown(output)}: a run was begun here, but never got so far as to write what it is")
    busy = _is_locked(folder / ".cleaner" / "lock")
    if manifest.state == "complete" and manifest.tally is not None and not busy:
        return Status(
            "complete", manifest.inputs, manifest.shards, manifest.shards, manifest.started, manifest.finished,
            manifest.tally,
        )  # fmt: skip
    plan = read_plan(folder / ".cleaner" / "plan.jsonl")
    tally = Tally()
    done = 0
    store = Store(folder, -1)
    records = store.finished_parts()
    for shard, held in store.indexed().items():
        records.setdefault(shard, held)
    if plan is not None:
        for one in plan.shards():
            held = [
                record
                for record in records.get(one.id, [])
                if (record.cleaner, record.options) == (manifest.settings.cleaner, manifest.settings.options)
            ]
            done += is_whole(held)
            for record in held:
                tally.merge(record.tally)
    total = plan.total if plan is not None else None
    state = "running" if busy else "interrupted"
    return Status(
        state, total.inputs if total else 0, total.shards if total else 0, done, manifest.started, None, tally.ordered()
    )


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
