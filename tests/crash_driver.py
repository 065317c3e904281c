"""Runs and kills runs, in a process of its own that can fork safely. Called by test_crash.py.

    crash_driver.py parent SOURCE WORK once|twice    kill before (and after) every rename and unlink of the parent
    crash_driver.py worker SOURCE WORK once|twice    the same of the worker
    crash_driver.py random SOURCE WORK COUNT SEED    kill parent or a worker at COUNT random moments

Prints one JSON object: kills made, and how many outputs differed from an undisturbed run.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from runs import state, tree

from cleaner.batch import shard
from cleaner.batch.run import Orders, run
from cleaner.pipeline import Cleaner


def forked(work: Callable[[], Any]) -> int:
    """Do something in a child; its wait status."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(status)
    return pid


def ended(pid: int) -> int:
    return os.waitpid(pid, 0)[1]


def boundaries(cleaner: Cleaner, source: str, work: Path, after: Sequence[bool], *, worker: bool) -> dict[str, int]:
    """Kill the parent, or the worker, before (and after) its n-th change of a name, for every n.

    A parent's run is resumed; a worker's goes on by itself.
    """
    reference = work / "reference"
    run([source], reference, cleaner, None, Orders(jobs=1))
    truth, given = tree(reference), state(Path(source))
    kills = wrong = 0
    out, flag = work / "out", work / "flag"
    for late in after:
        number = 0
        while True:
            shutil.rmtree(out, ignore_errors=True)
            flag.unlink(missing_ok=True)
            status = ended(forked(partial(_killed_at, cleaner, source, out, number, late, flag if worker else None)))
            if worker:
                assert status == 0
                if not flag.exists():
                    break
            else:
                if not os.WIFSIGNALED(status):
                    break
                _check_whole(out, truth)
                assert ended(forked(partial(run, [source], out, cleaner, None, Orders(jobs=1)))) == 0
            kills += 1
            wrong += _differs(tree(out), truth)
            wrong += any((out / ".cleaner" / "tmp").iterdir()) or (out / ".cleaner" / "commit.json").exists()
            number += 1
    return {"kills": kills, "wrong": wrong + _touched(source, given, work)}


def _killed_at(cleaner: Cleaner, source: str, out: Path, number: int, late: bool, flag: Path | None) -> None:
    """A run of which the parent dies; with `flag`, its workers do, until one has left the flag behind."""
    me = os.getpid()
    count = 0

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            if (os.getpid() == me) != (flag is None) or (flag is not None and flag.exists()):
                return call(*args, **kwargs)
            count += 1
            if count - 1 == number and not late:
                die()
            result = call(*args, **kwargs)
            if count - 1 == number:
                die()
            return result

        return wrapped

    def die() -> None:
        if flag is not None:
            flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)

    os.replace = dying(os.replace)
    os.unlink = dying(os.unlink)
    run([source], out, cleaner, None, Orders(jobs=1))


def _check_whole(out: Path, truth: dict[str, bytes]) -> None:
    """What is under its final name is whole, whenever one looks."""
    for name, data in tree(out).items():
        assert data == truth[name], name


def randomly(cleaner: Cleaner, source: str, work: Path, wanted: int, seed: int) -> dict[str, int]:
    """Kill the parent, a worker or the nursery at random moments until that was done `wanted` times."""
    draw = random.Random(seed)  # noqa: S311  # moments, the same each time as far as they can be
    began = time.monotonic()
    reference = work / "reference"
    run([source], reference, cleaner, None, Orders(jobs=2))
    usual = time.monotonic() - began
    truth, given = tree(reference), state(Path(source))
    kills = wrong = finished = parents = 0
    out = work / "out"
    while kills < wanted:
        pid = forked(lambda: run([source], out, cleaner, None, Orders(jobs=2)))
        while True:
            time.sleep(draw.random() * usual * 0.7)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                break
            victims = _children(pid)
            if victims and draw.random() < 0.6:
                try:
                    os.kill(draw.choice(victims), signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass
                continue
            os.kill(pid, signal.SIGKILL)
            kills += 1
            parents += 1
            status = ended(pid)
            break
        wrong += _differs(tree(out), truth, whole=False)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            finished += 1
            wrong += _differs(tree(out), truth)
            shutil.rmtree(out)
    assert ended(forked(lambda: run([source], out, cleaner, None, Orders(jobs=2)))) == 0
    wrong += _differs(tree(out), truth) + _touched(source, given, work)
    return {"kills": kills, "parents": parents, "finished": finished, "wrong": wrong}


def _differs(found: dict[str, bytes], truth: dict[str, bytes], *, whole: bool = True) -> bool:
    """Whether an output differs from the undisturbed one, and in what; unfinished ones may lack files."""
    names = [name for name, data in found.items() if truth.get(name) != data]
    if whole:
        names += sorted(truth.keys() - found.keys())
    if names:
        told = found.get("failures.jsonl", b"").decode()
        print(f"differ: {names[:5]} of {len(names)}; {told[:500]}", file=sys.stderr)  # noqa: T201  # for whoever looks
    return bool(names)


def _touched(source: str, given: dict[str, tuple[int, int, bytes]], work: Path) -> bool:
    """Whether anything was written into the inputs, or beside them."""
    beside = set(os.listdir(work)) - {Path(source).name, "reference", "out", "flag"}
    return state(Path(source)) != given or bool(beside)


def _children(pid: int) -> list[int]:
    """Children and grandchildren of a process."""
    found: list[int] = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parent = int(Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found += [int(name), *_children(int(name))]
    return sorted(found)


if __name__ == "__main__":
    what, source, work, *rest = sys.argv[1:]
    shard.BLOCK_ROWS = 100 if what == "random" else 5
    if what in ("parent", "worker"):
        after = (False, True) if rest == ["twice"] else (False,)
        told = boundaries(Cleaner(), source, Path(work), after, worker=what == "worker")
    else:
        told = randomly(Cleaner(), source, Path(work), int(rest[0]), int(rest[1]))
    print(json.dumps(told))  # noqa: T201  # its result
