"""The paths that a user gives: folders, files, globs, `@lists`, standard input, remote URLs, turned into roots."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from cleaner.batch.names import shown
from cleaner.batch.walk import Found, Item, look, sorted_stream, walk
from cleaner.errors import UsageError

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[]")
STDIN = "stdin"
"""The name of what comes over standard input."""
RUN_FILES = frozenset({".cleaner", "articles.jsonl", "journal.jsonl", "failures.jsonl", "run.json"})


class Root(Struct, frozen=True):
    """A place that inputs are relative to, and which of the files there are meant."""

    path: str
    """Absolute path or URL."""
    kind: Literal["folder", "files", "remote", "stdin"]
    names: tuple[str, ...] = ()
    """For `files` and `stdin`: the names meant, relative to `path`."""
    list_file: str | None = None
    """For `files`: a file with one name in each line, instead of `names`."""

    @property
    def told(self) -> str:
        """What the user means by it; standard input is the same wherever its copy is."""
        return "-" if self.kind == "stdin" else self.path

    def found(self, key: Callable[[str], str], avoid: str | None = None) -> Iterator[Found]:
        """The inputs of this root in the order of `key`, part by part; links into the folder `avoid` are left."""
        if self.kind == "folder":
            return walk(self.path, key, RUN_FILES if is_run(self.path) else frozenset(), avoid)
        if self.kind == "remote":
            from cleaner.batch.remote import find

            return find(self.path, key)
        return self._look(key)

    def _look(self, key: Callable[[str], str]) -> Iterator[Found]:
        last = None
        for _, _, raw in _sorted_names(self._names(), key):
            if raw != last:
                name = os.fsdecode(raw)
                yield look(os.path.join(self.path, name), name)
            last = raw

    def _names(self) -> Iterable[str]:
        if self.list_file is None:
            return self.names
        return (os.path.relpath(os.path.abspath(line), self.path) for line in _lines(self.list_file))


def is_run(folder: str) -> bool:
    """Whether a folder is the output of a run."""
    return os.path.isfile(os.path.join(folder, "run.json")) and os.path.isdir(os.path.join(folder, ".cleaner"))


def resolve(paths: Sequence[str], spool: Path) -> list[Root]:
    """The roots of the given paths, sorted, each once. Raises UsageError for a path that is not there.

    `spool` is where `copy_stdin` will put what comes over standard input, so that it can be read again.
    """
    folders: set[str] = set()
    remote: set[str] = set()
    files: dict[str, set[str]] = {}
    lists: list[Root] = []
    for path in dict.fromkeys(paths):
        if path == "-":
            lists.append(Root(os.fspath(spool), "stdin", (STDIN,)))
        elif path.startswith("@") and not os.path.lexists(path):
            lists.append(_list_root(path[1:]))
        elif _REMOTE.match(path):
            remote.add(path)
        elif os.path.isdir(path):
            folders.add(os.path.abspath(path))
        elif os.path.lexists(path):
            _add_file(files, path)
        elif _GLOB.search(path):
            _add_glob(files, path)
        else:
            raise UsageError(f"{shown(path)}: there is no such file or folder")
    roots = [Root(path, "folder") for path in folders]
    roots += [Root(path, "files", tuple(sorted(names))) for path, names in files.items()]
    roots += [Root(path, "remote") for path in remote]
    return sorted([*roots, *lists], key=lambda root: (root.told, root.kind, root.list_file or ""))


def copy_stdin(spool: Path) -> None:
    """Write standard input to a file in `spool`, which must not exist.

    Its time is made of its bytes: when the same come again, a run that was stopped goes on where it stood.
    """
    spool.mkdir()
    digest = hashlib.sha256()
    with open(spool / STDIN, "wb") as copy:
        while piece := sys.stdin.buffer.read(1 << 20):
            digest.update(piece)
            copy.write(piece)
    stamp = int.from_bytes(digest.digest()[:7], "big")
    os.utime(spool / STDIN, ns=(stamp, stamp))


def _add_file(files: dict[str, set[str]], path: str) -> None:
    folder, name = os.path.split(os.path.abspath(path))
    files.setdefault(folder, set()).add(name)


def _add_glob(files: dict[str, set[str]], pattern: str) -> None:
    """Names found by a glob are relative to its folder without wildcards: `data/**/*.html` to `data`."""
    fixed = pattern[: _GLOB.search(pattern).start()]  # type: ignore[union-attr]  # called for patterns only
    root = os.path.abspath(os.path.dirname(fixed) or ".")
    names = {os.path.relpath(path, root) for path in glob.iglob(pattern, recursive=True) if not os.path.isdir(path)}
    if not names:
        raise UsageError(f"{shown(pattern)}: no file matches")
    files.setdefault(root, set()).update(names)


def _list_root(path: str) -> Root:
    """Names in a list are relative to the working folder; to the top where one of them is not below it."""
    if not os.path.isfile(path):
        raise UsageError(f"@{shown(path)}: there is no such list file")
    outside = any(os.path.isabs(line) or line.split("/")[0] == ".." for line in _lines(path))
    return Root("/" if outside else os.getcwd(), "files", list_file=os.path.abspath(path))


def _lines(path: str) -> Iterator[str]:
    with open(path, "rb") as file:
        for line in file:
            name = os.fsdecode(line.rstrip(b"\r\n"))
            if name:
                yield os.path.normpath(name)


def _sorted_names(names: Iterable[str], key: Callable[[str], str]) -> Iterator[Item]:
    """Sorted by the parts of the key: `/` is put before every other byte, as a walk does."""
    return sorted_stream((os.fsencode(key(name)).replace(b"/", b"\0"), 0, os.fsencode(name)) for name in names)


def refuse_overlap(roots: Sequence[Root], output: str) -> None:
    """Raises UsageError when the output is an input, lies inside one, or holds one: inputs are never touched."""
    target = os.path.realpath(output)
    for root in roots:
        if root.kind in ("remote", "stdin"):
            continue
        places = [root.path] if root.kind == "folder" else [os.path.join(root.path, name) for name in root.names]
        for place in places:
            source = os.path.realpath(place)
            if target == source:
                raise UsageError(f"{shown(output)}: the output is the input itself; choose another folder")
            if root.kind == "folder" and target.startswith(source.rstrip("/") + "/"):
                raise UsageError(
                    f"{shown(output)}: the output lies inside the input {shown(place)}; choose a folder outside"
                )
            if source.startswith(target.rstrip("/") + "/"):
                raise UsageError(
                    f"{shown(output)}: the output folder holds the input {shown(place)}; choose another folder"
                )
