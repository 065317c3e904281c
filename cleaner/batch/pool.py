"""A pool of workers that survives them: a document that crashes, hangs or eats the memory costs itself and no other.

`concurrent.futures` and loky lose the whole batch when a process dies. Here every worker says which document it is at
before it touches it, in memory that outlives it. When it dies, its task is split there: what stood before, that
document alone, and what comes after, each for a fresh worker. A document that kills a worker alone is listed as failed.
"""

from __future__ import annotations

import mmap
import os
import signal
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any

from msgspec import Struct

from cleaner.batch.jobs import Job, after_death, died
from cleaner.batch.options import Limits
from cleaner.batch.system import is_single_threaded, one_thread_each, resident
from cleaner.batch.worker import BEAT, EXIT, Inherited, Reply, Runner, nursery
from cleaner.errors import CleanerError

POLL = 0.05
"""Seconds between looks at the deadlines."""
MEMORY_EVERY = 0.5
STARTING = 30.0
"""Seconds in which a worker must say that it is ready."""
CLOSING = 2.0
"""Seconds to wait for a killed worker to be gone."""
MAX_FALSE_STARTS = 10
"""Workers, or nurseries, that may die in a row before any of them has begun."""

_CONTEXTS: dict[str, ForkContext | SpawnContext] = {"fork": ForkContext(), "spawn": SpawnContext()}


class Done(Struct, frozen=True):
    """A task that is finished."""

    task: Any
    value: Any


class Worker(Struct, eq=False):
    """The parent's side of one worker."""

    connection: Connection[Any, Reply]
    slot: int
    generation: int
    """Of its nursery."""
    pid: int = 0
    base: int = 0
    """Bytes it held when it began."""
    job: Job | None = None
    used: bool = False
    """Whether it has had a task."""
    hired: float = 0.0
    suspect: tuple[int, float] | None = None
    """The beat at which it was first seen to be over time."""
    verdict: str = ""
    """Why it was killed."""


class Pool:
    """Workers for tasks. Use as a context manager; `run` gives results as they come.

    make: makes what a worker does with a task; called once, in the nursery.
    locks: descriptors to hold open as long as any worker lives.
    """

    def __init__(self, make: Callable[[], Runner], jobs: int, limits: Limits, locks: Sequence[int] = ()) -> None:
        self._make = make
        self._jobs = jobs
        self._limits = limits
        self._locks = locks
        self._workers: list[Worker] = []
        self._slots = set(range(jobs))
        self._stopped = False
        self._false_starts = 0
        self._memory_seen = 0.0
        self._exits: dict[int, int] = {}
        self.restarts = 0
        """Workers replaced because they died."""
        self._generation = 0
        self._beats_file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the pool
        self._beats_file.truncate(max(1, jobs) * BEAT.size)
        self._beats = mmap.mmap(self._beats_file.fileno(), 0)
        try:
            self._start_nursery()
        except BaseException:
            self._beats.close()
            self._beats_file.close()
            raise

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _start_nursery(self) -> None:
        self._generation += 1
        ours, theirs = socket.socketpair()
        method = "fork" if is_single_threaded() else "spawn"
        arguments = (
            os.getpid(),
            Inherited(theirs.fileno()),
            Inherited(self._beats_file.fileno()),
            [Inherited(lock) for lock in self._locks],
            self._make,
            self._limits.memory,
            self._limits.recycle,
        )
        self._nursery: BaseProcess = _CONTEXTS[method].Process(target=nursery, args=arguments, name="cleaner-nursery")
        try:
            with one_thread_each():
                self._nursery.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._control = ours

    def stop(self) -> None:
        """Give out no new task; what is in flight is finished."""
        self._stopped = True

    def close(self) -> None:
        """End all workers: at once when one is at work, else by closing their pipes."""
        if any(worker.job is not None for worker in self._workers) or not self._nursery.is_alive():
            for worker in self._workers:
                self._kill(worker)
            self._nursery.kill()
        else:
            for worker in self._workers:
                worker.connection.close()
            self._workers.clear()
            with suppress(OSError):  # the nursery may be gone by now
                self._control.shutdown(socket.SHUT_WR)
            self._nursery.join(CLOSING)
            self._nursery.kill()
        for worker in self._workers:
            # Its end of the pipe closes when it is gone: until then it could still be writing.
            with suppress(EOFError, OSError):
                while worker.connection.poll(CLOSING):
                    worker.connection.recv()
            worker.connection.close()
        self._workers.clear()
        self._nursery.join()
        self._nursery.close()
        self._control.close()
        self._beats.close()
        self._beats_file.close()

    def run(self, tasks: Iterable[Any]) -> Iterator[Done]:
        """Do the tasks, in any order; each gives one `Done`. Raises OSError when a worker could not write."""
        source = iter(tasks)
        again: deque[Job] = deque()
        while True:
            self._hand_out(source, again)
            busy = [worker for worker in self._workers if worker.job is not None or not worker.pid]
            if not busy or (self._stopped and all(worker.job is None for worker in busy)):
                return
            ready = wait([worker.connection for worker in self._workers], POLL)
            for worker in [worker for worker in self._workers if worker.connection in ready]:
                done = self._receive(worker, again)
                if done is not None:
                    yield done
            self._watch()

    def _hand_out(self, source: Iterator[Any], again: deque[Job]) -> None:
        """Give work to idle workers, and hire while there is work that none of them will take."""
        if self._stopped:
            return
        for worker in [worker for worker in self._workers if worker.job is None and worker.pid]:
            job = again.popleft() if again else _next_job(source)
            if job is None:
                return
            if job.fresh and worker.used:
                again.appendleft(job)
                self._kill(worker)
                self._dismiss(worker)
            else:
                self._give(worker, job, again)
        while len(self._workers) < self._jobs:
            if len(again) > sum(worker.job is None for worker in self._workers):
                self._hire()
                continue
            job = _next_job(source)
            if job is None:
                return
            again.append(job)

    def _hire(self) -> None:
        slot = min(self._slots)
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [slot.to_bytes(4, "little")], [theirs.fileno()])
        except OSError:
            ours.close()
            self._revive()
            return
        finally:
            theirs.close()
        self._slots.discard(slot)
        self._workers.append(Worker(Connection(ours.detach()), slot, self._generation, hired=time.monotonic()))

    def _give(self, worker: Worker, job: Job, again: deque[Job]) -> None:
        BEAT.pack_into(self._beats, worker.slot * BEAT.size, -1, time.monotonic())
        worker.job, worker.used, worker.suspect = job, True, None
        try:
            worker.connection.send((job.task, job.skip))
        except OSError:
            self._bury(worker, again)

    def _receive(self, worker: Worker, again: deque[Job]) -> Done | None:
        try:
            reply = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker, again)
            return None
        if reply.kind == "ready":
            worker.pid, worker.base = reply.value, resident(reply.value)
            self._false_starts = 0
            return None
        job = worker.job
        assert job is not None  # noqa: S101  # a worker answers only what it was asked
        if reply.kind == "broken":
            raise OSError(*reply.value)
        if reply.kind == "error":
            raise CleanerError(f"a worker failed: {reply.value}")
        if reply.kind == "memory":
            worker.verdict = "memory"
            self._bury(worker, again)
            return None
        worker.job = None
        if reply.leaving:
            self._dismiss(worker)
        return Done(job.task, reply.value)

    def _watch(self) -> None:
        """Kill what is over its time or its memory."""
        now = time.monotonic()
        if any(not worker.pid and now - worker.hired > STARTING for worker in self._workers):
            # Whatever holds it up (a machine out of memory, a lock held at the fork), another nursery may do better.
            self._nursery.kill()
            self._nursery.join()
        for worker in self._workers:
            if worker.job is None or worker.verdict:
                continue
            number, began = BEAT.unpack_from(self._beats, worker.slot * BEAT.size)
            if now - began <= self._limits.timeout:
                worker.suspect = None
            elif worker.suspect == (number, began):
                worker.verdict = "timeout"
                self._kill(worker)
            else:
                # A beat read while it is being written is half old: only one that stands still is believed.
                worker.suspect = (number, began)
        if now - self._memory_seen > MEMORY_EVERY:
            self._memory_seen = now
            self._read_exits()
            self._exits = {worker.pid: self._exits[worker.pid] for worker in self._workers if worker.pid in self._exits}
            for worker in self._workers:
                if worker.pid and resident(worker.pid) - worker.base > self._limits.memory:
                    worker.verdict = worker.verdict or "memory"
                    self._kill(worker)

    def _bury(self, worker: Worker, again: deque[Job]) -> None:
        """A worker is gone: decide what becomes of its task."""
        number, _ = BEAT.unpack_from(self._beats, worker.slot * BEAT.size)
        status = self._exit_status(worker.pid)
        self._dismiss(worker)
        self.restarts += 1
        job = worker.job
        orphaned = worker.generation != self._generation or not self._nursery.is_alive()
        if not orphaned and (not worker.pid or job is None or number < 0):
            self._false_starts += 1
            if self._false_starts > MAX_FALSE_STARTS:
                raise CleanerError(f"the worker processes die before they begin ({died(status)})")
        if job is None:
            return
        if worker.generation != self._generation:
            again.appendleft(job)
        elif not self._nursery.is_alive():
            again.appendleft(job)
            self._revive()
        elif number < 0:
            again.appendleft(job)
        else:
            again.extendleft(reversed(after_death(job, number, worker.verdict, status, self._limits)))

    def _revive(self) -> None:
        """The nursery itself was killed, and its workers with it."""
        self._false_starts += 1
        if self._false_starts > MAX_FALSE_STARTS:
            raise CleanerError("the worker processes are killed as soon as they begin")
        self._nursery.kill()
        self._nursery.join()
        self._control.close()
        self._start_nursery()

    def _dismiss(self, worker: Worker) -> None:
        worker.connection.close()
        self._workers.remove(worker)
        self._slots.add(worker.slot)

    def _kill(self, worker: Worker) -> None:
        if worker.pid:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)

    def _exit_status(self, pid: int) -> int | None:
        """How a worker ended; the nursery tells a moment after the pipe closed."""
        until = time.monotonic() + 1.0
        while pid and pid not in self._exits and time.monotonic() < until:
            if not self._read_exits(0.05) and not self._nursery.is_alive():
                break
        return self._exits.pop(pid, None)

    def _read_exits(self, patience: float = 0.0) -> bool:
        """Take what the nursery said of workers that ended."""
        heard = False
        while wait([self._control], 0.0 if heard else patience):
            try:
                data = self._control.recv(EXIT.size, socket.MSG_WAITALL)
            except OSError:
                return heard
            if len(data) < EXIT.size:
                return heard
            ended, status = EXIT.unpack(data)
            self._exits[ended] = status
            heard = True
        return heard


def _next_job(source: Iterator[Any]) -> Job | None:
    """The next task; None when there is none, or (the source gives None) none for now."""
    task = next(source, None)
    return Job(task) if task is not None else None
