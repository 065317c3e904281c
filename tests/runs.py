"""Helpers of the batch tests: run the command in this process, compare trees, make inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from click.testing import CliRunner

from cleaner.cli import main
from cleaner.pipeline import Cleaner

CHROME = "Please Share This Post in Your Social Media"
BODY = (
    "The council met on Tuesday and voted, after a debate of three hours, to build the bridge over the river.\n\n"
    "Work begins in the spring; the ferry will run until the first cars cross, the mayor told reporters.\n"
)


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def command(*args: str | os.PathLike[str]) -> Ran:
    """Run `cleaner …` in this process; without workers unless `--jobs` is given, because their start costs more."""
    given = [os.fspath(arg) for arg in args]
    if given[0] in ("clean", "check") and "--jobs" not in given:
        given += ["--jobs", "0"]
    # Workers may have to be sent the class, which must then be the real one.
    alone = "--jobs" in given and given[given.index("--jobs") + 1] == "0"
    with patch("cleaner.pipeline.Cleaner", shared) if alone else nullcontext():
        result = CliRunner().invoke(main, given, prog_name="cleaner")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


@contextmanager
def started(*args: str | os.PathLike[str], **given: Any) -> Iterator[subprocess.Popen[Any]]:
    """`cleaner …` as a process of its own, which does not outlive the block."""
    line = [sys.executable, "-m", "cleaner", *(os.fspath(arg) for arg in args)]
    with subprocess.Popen(line, **{"stderr": subprocess.DEVNULL, **given}) as process:
        try:
            yield process
        finally:
            process.kill()


def until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it has not come to be so"
        time.sleep(0.01)


def shared(*, rules: tuple[str, ...] = (), **settings: Any) -> Cleaner:
    """A `Cleaner`; with the shipped rules alone the same one each time, because loading them is most of a small run."""
    return Cleaner(rules=rules, **settings) if rules else _shipped(**settings)


@cache
def _shipped(**settings: Any) -> Cleaner:
    return Cleaner(**settings)


def article(number: int) -> str:
    """A small article with chrome, different for each number."""
    return f"Article number {number} on the bridge\n\nIn its {number}th report {BODY}\n{CHROME}\n"


def make_files(folder: Path, count: int, per_folder: int = 40) -> Path:
    """A folder of small articles, some folders deep."""
    for number in range(count):
        path = folder / f"part-{number // per_folder:03d}" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output by its name, without what says when and how the run was made."""
    return {
        os.fsencode(os.path.relpath(os.path.join(top, name), folder)).decode("utf-8", "backslashreplace"): Path(
            top, name
        ).read_bytes()
        for top, _, names in os.walk(folder)
        for name in names
        if name != "run.json" and ".cleaner" not in Path(top).parts
    }


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything of an input that a run could have touched: sizes, times, bytes."""
    return {
        os.path.join(top, name): (
            os.lstat(os.path.join(top, name)).st_mtime_ns,
            os.lstat(os.path.join(top, name)).st_mode,
            Path(top, name).read_bytes() if Path(top, name).is_file() and not Path(top, name).is_symlink() else b"",
        )
        for top, folders, names in os.walk(folder)
        for name in [*names, *folders, "."]
    }


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]
