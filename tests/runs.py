"""Helpers of the batch tests: run the command in this process, compare trees, make inputs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from cleaner.cli import main

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
    result = CliRunner().invoke(main, given, prog_name="cleaner")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


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
