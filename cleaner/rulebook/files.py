"""Rule files on disk: the shipped packs and a user's files, as texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
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


class Found(Struct, frozen=True):
    """A rule file on disk, not yet read: its name as shown in messages, and where it is."""

    name: str
    path: str


class RuleFile(Struct, frozen=True):
    """What one file holds, as bytes; or the problem that kept it from being read."""

    name: str
    data: bytes
    problem: Problem | None = None

    def text(self) -> str | Problem:
        r"""What the file says, or why that cannot be told.

        >>> RuleFile("x.toml", b"\xef\xbb\xbfformat = 1").text()
        'format = 1'
        """
        if self.problem is not None:
            return self.problem
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            return _problem(self.name, f"not UTF-8 at byte {error.start}", "save the file as UTF-8", line)


def shipped_folder() -> Path:
    """Where the shipped packs are: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / "rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


def shipped_files(folder: Path | None = None) -> list[Found]:
    """All packs of the shipped folder, or of another one in its place, by name."""
    root = folder or shipped_folder()
    found = (parts for parts in _rule_files(root) if parts[-1] != GOLD_ERRORS)
    return [Found("/".join(("rules", *parts)), os.path.join(root, *parts)) for parts in found]


def user_files(paths: Iterable[Path]) -> list[Found]:
    """The files named, and those in the folders named. A path twice counts once."""
    found: dict[Path, str] = {}
    for path in paths:
        inner: Sequence[Path] = [path]
        if path.is_dir():
            inner = [path.joinpath(*parts) for parts in _rule_files(path)]
        for each in inner:
            found.setdefault(each.resolve(), str(each))
    return [Found(name, str(path)) for path, name in found.items()]


def contents(files: Iterable[Found]) -> Iterator[RuleFile]:
    """What the files hold, read one after the other: to know that nothing has changed, no two are needed at a time."""
    for file in files:
        yield _read(file.path, file.name)


def _rule_files(folder: Path) -> list[tuple[str, ...]]:
    """All rule files in a folder and its folders, as the parts of their paths below it, in order.

    Hundreds of files are listed at each start; as `Path` objects that takes five times as long.
    """
    found: list[tuple[str, ...]] = []
    for at, _, names in os.walk(folder):
        below = Path(at).relative_to(folder).parts
        found.extend(
            (*below, name) for name in names if name.endswith(SUFFIXES) and os.path.isfile(os.path.join(at, name))
        )
    return sorted(found)


def _problem(name: str, message: str, fix: str, line: int = 0) -> Problem:
    return Problem(name, line, "R001", "", message, fix=fix)


def _read(path: str, name: str) -> RuleFile:
    try:
        with open(path, "rb") as stream:
            data = stream.read(_USUAL)
            if len(data) == _USUAL:
                data += stream.read(MAX_FILE_BYTES + 1 - _USUAL)
    except OSError as error:
        return RuleFile(name, b"", _problem(name, f"cannot be read: {error.strerror}", "check the path"))
    if len(data) > MAX_FILE_BYTES:
        return RuleFile(name, b"", _problem(name, f"larger than {MAX_FILE_BYTES // 1024} KB", "split it by topic"))
    return RuleFile(name, data)
