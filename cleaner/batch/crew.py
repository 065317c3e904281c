"""Who does the work of a run: worker processes, or this process; and what Ctrl-C means while they are at it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from cleaner.batch.options import Limits
from cleaner.batch.pool import Done, Pool
from cleaner.batch.shard import Skip, Work, clean_shard
from cleaner.batch.store import Completion
from cleaner.pipeline import Cleaner

Watch = Callable[[dict[str, Any]], None]
"""Told of each event of a run, as a flat dict with the key `event`."""


def crew(cleaner: Cleaner, jobs: int, limits: Limits, lock: int) -> Pool | Here:
    """`jobs` worker processes that hold the descriptor `lock` open; this process when `jobs` is 0."""
    return Pool(partial(Runner, cleaner), jobs, limits, [lock]) if jobs else Here(Runner(cleaner))


class Runner:
    """What a worker does with a shard."""

    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner
        # What is built on the first document (automata, patterns) is then shared by all workers.
        cleaner.clean("Share this post\n\nThe council met on Tuesday.")

    def __call__(self, task: Work, skip: Mapping[int, Skip], beat: Callable[[int], None]) -> list[Completion]:
        return clean_shard(task, self.cleaner, skip=skip, beat=beat)


class Here:
    """In place of a pool: everything in this process."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._stopped = False

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def stop(self) -> None:
        self._stopped = True

    def run(self, tasks: Iterable[Work]) -> Iterator[Done]:
        for task in tasks:
            yield Done(task, clean_shard(task, self._runner.cleaner))
            if self._stopped:
                return


@contextmanager
def interrupts(pool: Pool | Here, stopped: threading.Event, watch: Watch) -> Iterator[None]:
    """Ctrl-C or SIGTERM once: finish what is in flight; twice: KeyboardInterrupt, and the workers are killed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(signum: int, _: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        pool.stop()
        watch({"event": "stopping", "signal": signal.Signals(signum).name})

    held = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in held.items():
            with suppress(TypeError):
                signal.signal(number, handler)
