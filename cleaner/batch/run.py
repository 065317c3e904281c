"""A run from paths to output: plan, hand shards to workers, put their blocks together. It can be stopped anywhere."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cleaner.batch.assemble import assemble, is_whole, total
from cleaner.batch.crew import Watch, crew, interrupts
from cleaner.batch.inputs import Root, copy_stdin, refuse_overlap, resolve
from cleaner.batch.names import Tree, written
from cleaner.batch.options import Limits, Options
from cleaner.batch.plan import Plan, Shard, make_plan, read_plan
from cleaner.batch.rerun import OldBlock, changes_since, forget_rules, keep_rules, old_block
from cleaner.batch.settings import refuse_other, settings_of
from cleaner.batch.shard import Failure, Work
from cleaner.batch.stale import remove_outputs_of, remove_stale
from cleaner.batch.store import FORMAT, Completion, Manifest, Store, output_error
from cleaner.batch.system import usable_cores
from cleaner.batch.tally import Tally
from cleaner.batch.target import Target, target_of
from cleaner.pipeline import Cleaner
from cleaner.version import VERSION

Mode = Literal["auto", "resume", "restart", "rerun"]
LANE_BYTES = 8 * 1024 * 1024
"""A container gets one more worker for each so many bytes of it: below, reading over the others' blocks costs more."""


class Orders(Struct, frozen=True):
    """What a run is asked to do and may use; none of it changes the bytes that are written."""

    mode: Mode = "auto"
    """`auto`, `resume`: go on where the output exists and the settings match; `restart`: begin anew; `rerun`: after a
    change of rules, redo what they could touch."""
    jobs: int | None = None
    """Worker processes; by default as many as cores may be used. 0 cleans in this process, without deadline."""
    limits: Limits = Limits()
    retry_failed: bool = False
    """Do shards with failures again."""
    fail_fast: bool = False
    rules: tuple[str, ...] = ()
    """The user's rule files, to be told in `run.json`."""


class Report(Struct, frozen=True):
    """How a run ended."""

    state: Literal["complete", "interrupted"]
    tally: Tally
    inputs: int
    shards: int
    redone: int
    """Shards that this run worked on; the others were done before."""
    gone: int
    """Inputs of the run before that are no longer there."""
    seconds: float
    run: Path
    output: Path

    @property
    def exit_code(self) -> int:
        """0 done, 3 some inputs failed, 130 interrupted."""
        return 130 if self.state == "interrupted" else 3 if self.tally.failed else 0


def run(
    paths: Sequence[str],
    output: str | os.PathLike[str],
    cleaner: Cleaner,
    options: Options | None = None,
    orders: Orders | None = None,
    watch: Watch | None = None,
) -> Report:
    """Clean everything under `paths` into `output`.

    Raises UsageError when the paths or the output are not usable, or the output holds a run with other settings; and
    OutputError when the output cannot be written to its end.
    """
    target = target_of(output)
    options = options or Options()
    if target.export is not None:
        options = replace(options, tree="none")
    spool = target.run.absolute() / ".cleaner" / "tmp" / "input"
    roots = resolve(paths, spool)
    for path in {target.path, target.run}:
        refuse_overlap(roots, os.fspath(path))
    orders = orders or Orders()
    with ExitStack() as stack:
        store = Store.open(target.run, restart=orders.mode == "restart")
        stack.callback(store.close)
        try:
            if "-" in paths:
                stack.callback(shutil.rmtree, spool, ignore_errors=True)
                copy_stdin(spool)
            return _Run(store, target, cleaner, options, orders, watch or (lambda _: None)).go(roots)
        except OSError as error:
            raise output_error(error, target.path) from error


class _Run:
    def __init__(
        self, store: Store, target: Target, cleaner: Cleaner, options: Options, orders: Orders, watch: Watch
    ) -> None:
        self.store = store
        self.target = target
        self.cleaner = cleaner
        self.options = options
        self.orders = orders
        self.watch = watch
        self.began = time.monotonic()
        self.started = _now()
        self.read: dict[str, int] = {}
        """Bytes that were read of the shards in work, as far as it was told."""

    def go(self, roots: Sequence[Root]) -> Report:
        settings = settings_of(self.cleaner, self.options, [root.told for root in roots])
        before = self.store.manifest()
        if before is not None and self.orders.mode != "restart":
            refuse_other(before, settings, self.target, rerun=self.orders.mode == "rerun")
        manifest = Manifest(
            FORMAT,
            settings,
            "running",
            self.started,
            rules=list(self.orders.rules),
        )
        self.watch({"event": "start", "output": written(os.fspath(self.target.path)), "version": VERSION})
        plan, gone = self._plan(roots)
        done = self._done()
        redo = todo_inputs = todo_bytes = 0
        for shard in plan.shards():
            if shard.id not in done:
                redo += 1
                todo_inputs += len(shard.entries)
                todo_bytes += sum(entry.size for entry in shard.entries)
        self.watch(
            {
                "event": "plan",
                "inputs": plan.total.inputs,
                "bytes": plan.total.bytes,
                "shards": plan.total.shards,
                "todo": redo,
                "todo_inputs": todo_inputs,
                "todo_bytes": todo_bytes,
                "gone": gone,
            }
        )
        if self._is_same(before, plan, redo):
            return self._report("complete", total(plan, done), plan, 0, gone)
        keep_rules(self.store, self.cleaner)
        self.store.write_manifest(manifest)
        stopped = self._work(plan, done) if redo else False
        if stopped:
            tally = Tally()
            for records in done.values():
                for record in records:
                    tally.merge(record.tally)
            self._finish(manifest, "interrupted", plan, tally.ordered())
            return self._report("interrupted", tally.ordered(), plan, redo, gone)
        _, tally = assemble(self.store, plan, done)
        self._export()
        self.store.sweep()
        self._finish(manifest, "complete", plan, tally)
        forget_rules(self.store, self.cleaner)
        return self._report("complete", tally, plan, redo, gone)

    def _plan(self, roots: Sequence[Root]) -> tuple[Plan, int]:
        """Write the new plan, and take away what the old one left that this one does not account for."""
        old = read_plan(self.store.plan)
        if old is not None and self.orders.mode == "restart":
            remove_outputs_of(self.target.run, old, self._trees_before())
            old = None
        fresh = make_plan(list(roots), self.options, self.store.tmp / "plan.jsonl", self.target.run)
        gone = 0
        if old is not None and old.total.sha256 != fresh.total.sha256:
            gone = remove_stale(self.target.run, old, fresh, self.options)
        os.replace(fresh.path, self.store.plan)
        return Plan(self.store.plan, fresh.roots, fresh.total), gone

    def _trees_before(self) -> Tree:
        before = self.store.manifest()
        told = before.settings.told.get("tree") if before is not None else None
        return next((tree for tree in get_args(Tree) if tree == told), self.options.tree)

    def _done(self) -> dict[str, list[Completion]]:
        """The blocks that are there already and were made with these settings."""
        found = self.store.indexed()
        for shard, records in self.store.finished_parts().items():
            found.setdefault(shard, []).extend(records)
        self.old = self._made_otherwise(found)
        kept: dict[str, list[Completion]] = {}
        key = (self.cleaner.fingerprint, self.options.sha256())
        for shard, records in found.items():
            good = [record for record in records if (record.cleaner, record.options) == key]
            if self.orders.retry_failed and any(record.tally.failed for record in good):
                self.store.forget(good)
                continue
            kept[shard] = good
        self.partial = any(kept[shard] and not is_whole(kept[shard]) for shard in kept)
        return {shard: records for shard, records in kept.items() if is_whole(records)}

    def _made_otherwise(self, found: Mapping[str, list[Completion]]) -> dict[str, list[OldBlock]]:
        """Blocks made with other rules but otherwise the same settings: most of what is in them can be taken over."""
        changes = changes_since(self.store, self.cleaner)
        options = self.options.sha256()
        old: dict[str, list[OldBlock]] = {}
        if self.options.journal == "none":
            return old
        for shard, records in found.items():
            for record in records:
                if record.cleaner in changes and record.options == options:
                    old.setdefault(shard, []).append(old_block(self.store, record, changes[record.cleaner]))
        return old

    def _is_same(self, before: Manifest | None, plan: Plan, redo: int) -> bool:
        """Whether the output already is what this run would make."""
        return (
            before is not None
            and before.state == "complete"
            and before.plan == plan.total.sha256
            and redo == 0
            and not self.partial
            and (self.target.export is None or self.target.path.exists())
            and self.store.index.exists()
            and not any(self.store.parts.iterdir())
        )

    def _work(self, plan: Plan, done: dict[str, list[Completion]]) -> bool:
        """Do what is missing; returns whether it was stopped before the end."""
        jobs = usable_cores() if self.orders.jobs is None else self.orders.jobs
        stopped = threading.Event()
        open_shards: dict[str, list[Completion]] = {}
        workers = crew(self.cleaner, jobs, self.orders.limits, self.store.lock)
        with workers as pool, interrupts(pool, stopped, self.watch):
            self.watch({"event": "workers", "jobs": jobs})
            for result in pool.run(self._tasks(plan, done, max(1, jobs))):
                shard: Shard = result.task.shard
                if shard.id in done:  # what is behind the end of a shard that was split there
                    continue
                held = open_shards.setdefault(shard.id, [])
                held.extend(result.value)
                whole = is_whole(held)
                for record in result.value:
                    self._tell(shard, record, whole and record is result.value[-1])
                    if self.orders.fail_fast and record.tally.failed:
                        stopped.set()
                        pool.stop()
                if whole:
                    done[shard.id] = open_shards.pop(shard.id)
            unfinished = bool(open_shards) or any(shard.id not in done for shard in plan.shards())
        if unfinished:
            for name, records in open_shards.items():
                done.setdefault(name, records)
        return unfinished

    def _tasks(self, plan: Plan, done: Mapping[str, list[Completion]], jobs: int) -> Iterator[Work]:
        for shard in plan.shards():
            if shard.id in done:
                continue
            lanes = max(1, min(jobs, shard.entries[0].size // LANE_BYTES)) if shard.stream else 1
            for lane in range(lanes):
                old = tuple(self.old.get(shard.id, ()))
                yield Work(shard, plan.roots, self.target.run, self.options, lane, lanes, old=old)

    def _tell(self, shard: Shard, record: Completion, whole: bool) -> None:
        size = sum(entry.size for entry in shard.entries)
        before = self.read.pop(shard.id, 0)
        now = size if whole else max(before, min(record.read, size))
        if not whole:
            self.read[shard.id] = now
        self.watch(
            {
                "event": "block",
                "shard": record.shard,
                "step": record.first,
                "documents": record.tally.documents,
                "failed": record.tally.failed,
                "bytes": record.tally.bytes_in,
                "read": now - before,
                "inputs": len(shard.entries) if whole else 0,
            }
        )
        if record.tally.failed:
            for failure in failures_of(self.store, record):
                self.watch({"event": "failure", **msgspec.to_builtins(failure)})

    def _export(self) -> None:
        if self.target.export is not None:
            from cleaner.batch.export import export_run

            export_run(self.store, self.target, self.options)

    def _finish(self, manifest: Manifest, state: str, plan: Plan, tally: Tally) -> None:
        self.store.write_manifest(
            replace(
                manifest,
                state=state,
                finished=_now(),
                seconds=round(time.monotonic() - self.began, 3),
                plan=plan.total.sha256,
                shards=plan.total.shards,
                inputs=plan.total.inputs,
                tally=tally,
            )
        )

    def _report(
        self, state: Literal["complete", "interrupted"], tally: Tally, plan: Plan, redone: int, gone: int
    ) -> Report:
        seconds = time.monotonic() - self.began
        self.watch(
            {
                "event": "end",
                "state": state,
                "documents": tally.documents,
                "failed": tally.failed,
                "seconds": round(seconds, 3),
            }
        )
        return Report(
            state, tally, plan.total.inputs, plan.total.shards, redone, gone, seconds, self.target.run, self.target.path
        )


def failures_of(store: Store, record: Completion) -> Iterable[Failure]:
    """The failures in one finished block."""
    path, offset, size = store.section(record, 2)
    if not size:
        return []
    with open(path, "rb") as file:
        file.seek(offset)
        decoder = msgspec.json.Decoder(Failure)
        return [decoder.decode(line) for line in file.read(size).splitlines()]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
