"""A task on its way through the pool, and what becomes of it when its worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

from msgspec import Struct

from cleaner.batch.options import Limits
from cleaner.batch.shard import Skip

MAX_KILLS = 3
"""Times that a worker may be killed from outside at a document that it has alone, before the document is given up."""


class Task(Protocol):
    """What a pool works on: documents numbered somehow, which can be taken apart."""

    def split(self, step: int) -> Sequence[Any]:
        """The same task in parts: what is before a document, the document alone, and what is after it."""

    def is_alone(self, step: int) -> bool:
        """Whether the task is this one document."""

    def covers(self, step: int) -> bool:
        """Whether a document is one of the task's own, not one that is only passed on the way to them."""


class Job(Struct):
    """A task on its way."""

    task: Any
    skip: dict[int, Skip] = {}
    fresh: bool = False
    """Whether it wants a worker that has done nothing yet."""
    alone: bool = False
    """Whether it is one document that a worker has died of."""
    deaths: dict[int, int] = {}
    """How often a worker was killed from outside, or died on the way to the documents of the task, by step."""


def after_death(job: Job, step: int, verdict: str, status: int | None, limits: Limits) -> list[Job]:
    """What is to be done about a task when a worker has died at one of its documents."""
    deaths = {**job.deaths, step: job.deaths.get(step, 0) + 1}
    if not job.task.covers(step):
        # Reading on to the documents of this task. The part that covers the step finds the same, and ends its file.
        if verdict != "timeout" and deaths[step] < 2:
            return [Job(job.task, job.skip, fresh=True, alone=job.alone, deaths=deaths)]
        return [Job(job.task, {**job.skip, step: Skip("crash", "", whole=True)}, alone=job.alone, deaths=deaths)]
    if step in job.skip:  # not the document, but reading on behind the one before it
        skip = Skip(job.skip[step].kind, job.skip[step].why, whole=True)
        return [Job(job.task, {**job.skip, step: skip}, fresh=True)]
    if verdict == "timeout":
        skip = Skip("timeout", f"took longer than {limits.timeout:g} s (see --timeout)")
    elif not job.alone:
        parts = [Job(part, job.skip, fresh=True) for part in job.task.split(step)]
        for part in parts:
            part.alone = part.task.is_alone(step)
        return parts
    elif not verdict and _was_killed(status) and deaths[step] < MAX_KILLS:
        return [Job(job.task, job.skip, fresh=True, alone=True, deaths=deaths)]
    elif verdict == "memory":
        skip = Skip("memory", f"needs more memory than the {limits.memory >> 20} MB of a worker (see --memory-mb)")
    else:
        skip = Skip(
            "crash", f"the worker died of it {'again and again' if _was_killed(status) else 'twice'} ({died(status)})"
        )
    return [Job(job.task, {**job.skip, step: skip})]


def _was_killed(status: int | None) -> bool:
    """Whether it was SIGKILL, which comes from outside: from a kernel short of memory, or by mistake."""
    return status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL)


def died(status: int | None) -> str:
    if status is None:
        return "killed"
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with suppress(ValueError):
            return f"{signal.Signals(number).name}, {signal.strsignal(number)}".lower()
        return f"signal {number}"
    return f"exit status {os.waitstatus_to_exitcode(status)}"
