"""From finished blocks to the output: one pass in the order of the plan, one commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from msgspec.structs import replace

from cleaner.batch.plan import Plan
from cleaner.batch.store import SECTIONS, Completion, Store, copy_range
from cleaner.batch.tally import Tally


def is_whole(records: Iterable[Completion]) -> bool:
    """Whether these are all blocks of a shard.

    >>> is_whole([])
    False
    """
    chain = blocks_of(records)
    return bool(chain) and chain[-1].last


def blocks_of(records: Iterable[Completion]) -> list[Completion]:
    """The blocks that follow on each other from the first step of a shard, as far as they go."""
    by_first = {record.first: record for record in records}
    chain: list[Completion] = []
    at = 0
    while (record := by_first.pop(at, None)) is not None:
        chain.append(record)
        if record.last:
            break
        at = record.end
    return chain


def in_order(plan: Plan, done: dict[str, list[Completion]]) -> Iterator[Completion]:
    """The completion records of a plan, in the order of its shards and their blocks."""
    for shard in plan.shards():
        yield from blocks_of(done[shard.id])


def assemble(store: Store, plan: Plan, done: dict[str, list[Completion]]) -> tuple[list[Completion], Tally]:
    """Put all blocks of the plan into the output, and say where each now is."""
    tally = Tally()
    placed: list[Completion] = []
    ends = [0, 0, 0]
    paths = [store.tmp / f"{section}.jsonl" for section in SECTIONS]
    with ExitStack() as stack:
        targets = [stack.enter_context(open(path, "wb", 1 << 20)) for path in paths]
        sources: dict[Path, IO[bytes]] = {}
        for record in in_order(plan, done):
            for section, target in enumerate(targets):
                path, offset, size = store.section(record, section)
                if size == 0:
                    continue
                if record.at is None:
                    with open(path, "rb") as part:
                        copy_range(part, offset, size, target)
                else:
                    if path not in sources:
                        sources[path] = stack.enter_context(open(path, "rb"))
                    copy_range(sources[path], offset, size, target)
            placed.append(replace(record, at=(ends[0], ends[1], ends[2])))
            ends = [end + size for end, size in zip(ends, record.sizes, strict=True)]
            tally.merge(record.tally)
        for target in targets:
            target.flush()
            os.fsync(target.fileno())
    # What holds nothing is not there: no journal was asked for, nothing failed. Articles are always there.
    files = {path.name: path for path, end in zip(paths, ends, strict=True) if end or path.stem == "articles"}
    for path in paths:
        if path.name not in files:
            path.unlink()
    store.commit(files, placed)
    return placed, tally.ordered()


def total(plan: Plan, done: dict[str, list[Completion]]) -> Tally:
    """What the output amounts to."""
    tally = Tally()
    for record in in_order(plan, done):
        tally.merge(record.tally)
    return tally.ordered()
