"""What becomes of a task whose worker died."""

from __future__ import annotations

import signal
from pathlib import Path

from cleaner.batch.jobs import MAX_KILLS, Job, after_death
from cleaner.batch.options import Limits, Options
from cleaner.batch.plan import Shard
from cleaner.batch.shard import Work

SEGV, KILL = int(signal.SIGSEGV), int(signal.SIGKILL)
WORK = Work(Shard("s", True, []), ("/",), Path("out"), Options(), 1, 2)
LIMITS = Limits()


def ranges(jobs: list[Job]) -> list[tuple[int, int | None]]:
    return [(job.task.begin, job.task.end) for job in jobs]


def test_a_task_is_split_at_the_document_and_the_parts_cover_it_once() -> None:
    parts = after_death(Job(WORK), 7, "", SEGV, LIMITS)
    assert ranges(parts) == [(0, 7), (7, 8), (8, None)]
    assert [part.alone for part in parts] == [False, True, False]
    assert [(part.task.lane, part.task.lanes) for part in parts] == [(1, 2), (0, 1), (1, 2)]
    assert ranges(after_death(Job(WORK), 0, "", SEGV, LIMITS)) == [(0, 1), (1, None)]


def test_a_document_alone_that_kills_again_is_given_up() -> None:
    alone = after_death(Job(WORK), 7, "", SEGV, LIMITS)[1]
    (job,) = after_death(alone, 7, "", SEGV, LIMITS)
    assert job.skip[7].kind == "crash"
    (job,) = after_death(alone, 7, "memory", KILL, LIMITS)
    assert job.skip[7].kind == "memory"


def test_a_worker_killed_from_outside_is_not_held_against_the_document_at_once() -> None:
    job = after_death(Job(WORK), 7, "", KILL, LIMITS)[1]
    for _ in range(MAX_KILLS - 1):
        (job,) = after_death(job, 7, "", KILL, LIMITS)
        assert not job.skip
    (job,) = after_death(job, 7, "", KILL, LIMITS)
    assert job.skip[7].kind == "crash"


def test_a_death_on_the_way_to_a_range_does_not_split_what_is_outside_of_it() -> None:
    last = after_death(Job(WORK), 7, "", SEGV, LIMITS)[2]
    (job,) = after_death(last, 3, "", SEGV, LIMITS)
    assert ranges([job]) == [(8, None)]
    assert not job.skip
    (job,) = after_death(job, 3, "", SEGV, LIMITS)
    assert ranges([job]) == [(8, None)]
    assert job.skip[3].whole


def test_a_document_over_its_time_is_not_tried_again() -> None:
    (job,) = after_death(Job(WORK), 7, "timeout", KILL, LIMITS)
    assert job.skip[7].kind == "timeout"
    assert ranges([job]) == [(0, None)]
