"""Rule files on disk: the shipped packs and a user's files, as texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from cleaner.rulebook.format import MAX_FILE_BYTES
from cleaner.rulebook.problems import Problem

PACKAGE = Path(__file__).resolve().parent.parent
GOLD_ERRORS = "gold-errors.toml"
"""Beside the packs, but not one of them: the list of known errors in labelled data."""
_USUAL = 1 << 16
"""Bytes that hold nearly every file: room for the largest one that may be, made for each, takes longer than reading."""
SUFFIXES = (".toml", ".phrases.txt")


class RuleFile(Struct, frozen=True):
    """One file: its name as shown in messages, and its text; or the problem that kept it from being read."""

    name: str
    text: str
    problem: Problem | None = None


def shipped_folder() -> Path:
    """Where the shipped packs are: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / "rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


def shipped_files(folder: Path | None = None) -> list[RuleFile]:
    """All packs of the shipped folder, or of another one in its place, by name."""
    root = folder or shipped_folder()
    paths = [path for path in _rule_files(root) if path.name != GOLD_ERRORS]
    return [_read(path, "rules/" + path.relative_to(root).as_posix()) for path in paths]


def user_files(paths: Iterable[Path]) -> list[RuleFile]:
    """The files named, and those in the folders named. A path twice is read once."""
    found: dict[Path, str] = {}
    for path in paths:
        inner: Sequence[Path] = [path]
        if path.is_dir():
            inner = _rule_files(path)
        for each in inner:
            found.setdefault(each.resolve(), str(each))
    return [_read(path, name) for path, name in found.items()]


def _rule_files(folder: Path) -> list[Path]:
    """All rule files in a folder and its folders, in the order of their paths."""
    found = [Path(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(SUFFIXES)]
    return sorted(path for path in found if path.is_file())


def _read(path: Path, name: str) -> RuleFile:
    def bad(message: str, fix: str = "", line: int = 0) -> RuleFile:
        return RuleFile(name, "", Problem(name, line, "R001", "", message, fix=fix))

    try:
        with path.open("rb") as stream:
            data = stream.read(_USUAL)
            if len(data) == _USUAL:
                data += stream.read(MAX_FILE_BYTES + 1 - _USUAL)
    except OSError as error:
        return bad(f"cannot be read: {error.strerror}", "check the path")
    if len(data) > MAX_FILE_BYTES:
        return bad(f"larger than {MAX_FILE_BYTES // 1024} KB", "split it by topic")
    try:
        return RuleFile(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return bad(f"not UTF-8 at byte {error.start}", "save the file as UTF-8", line)
