"""Walk folders in sorted order, one folder at a time, with bounded memory; whatever cannot be read is named."""

from __future__ import annotations

import errno
import heapq
import marshal
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import IO

from msgspec import Struct

from cleaner.batch.names import shown

SPILL = 50_000
"""Names of one folder that are sorted in memory; beyond, sorted runs go to a temporary file and are merged.
A folder of a million names then costs about 15 MB instead of 250."""

DEEPEST = 200
"""Folders inside each other that are followed; a deeper tree is a loop of mounts or made to hurt."""

Item = tuple[bytes, int, bytes]
"""Key (the output name), 0 for a file and 1 for a folder, name."""


class Found(Struct, frozen=True, gc=False):
    """One input as the walk saw it: its name relative to the root, or why it cannot be read."""

    name: str
    size: int
    mtime_ns: int
    problem: str = ""
    message: str = ""


def walk(
    root: str, key: Callable[[str], str], skip: frozenset[str] = frozenset(), avoid: str | None = None
) -> Iterator[Found]:
    """Everything below the folder `root`, ordered by `key(name)` part by part, bytes compared.

    Links to files are followed, links to folders too unless they lead back up. `skip` are names directly below the
    root to leave out; `avoid` is a folder that links are not followed into (the output). A folder that cannot be
    listed is itself reported, as is anything that is no regular file.
    """
    above: list[tuple[int, int]] = []
    real = os.path.realpath(root)
    places = [real]
    while (parent := os.path.dirname(places[-1])) != places[-1]:
        places.append(parent)
    for place in [*places, avoid]:
        if place is None:
            continue
        try:
            status = os.stat(place)
        except OSError as error:
            if place == real:
                yield _failed("", error)
                return
            continue
        above.append((status.st_dev, status.st_ino))
    yield from _walk(root, "", tuple(above), key, skip)


def look(path: str, name: str) -> Found:
    """One file by its path. A folder is reported as a problem."""
    try:
        status = os.stat(path)
    except OSError as error:
        return _failed(name, error, os.path.islink(path))
    if stat.S_ISREG(status.st_mode):
        return Found(name, status.st_size, status.st_mtime_ns)
    return _special(name, status.st_mode)


def _walk(
    folder: str, prefix: str, above: tuple[tuple[int, int], ...], key: Callable[[str], str], skip: frozenset[str]
) -> Iterator[Found]:
    try:
        # Opened here, so that an error is this folder's and not its parent's.
        with os.scandir(folder) as entries:
            items = sorted_stream(_items(entries, key, skip))
    except OSError as error:
        yield _failed(prefix.rstrip("/"), error)
        return
    base = folder.rstrip("/") + "/"
    for _, _, raw in items:
        name = os.fsdecode(raw)
        path = base + name
        try:
            status = os.stat(path)
        except OSError as error:
            yield _failed(prefix + name, error, os.path.islink(path))
            continue
        if stat.S_ISREG(status.st_mode):
            yield Found(prefix + name, status.st_size, status.st_mtime_ns)
        elif not stat.S_ISDIR(status.st_mode):
            yield _special(prefix + name, status.st_mode)
        elif (status.st_dev, status.st_ino) in above:
            yield Found(prefix + name, 0, 0, "link", "the link leads to a folder above it or to the output")
        elif prefix.count("/") > DEEPEST:
            yield Found(prefix + name, 0, 0, "depth", f"more than {DEEPEST} folders inside each other; not followed")
        else:
            inside = (*above, (status.st_dev, status.st_ino))
            yield from _walk(path, f"{prefix}{name}/", inside, key, frozenset())


def _items(entries: Iterable[os.DirEntry[str]], key: Callable[[str], str], skip: frozenset[str]) -> Iterator[Item]:
    for entry in entries:
        name = entry.name
        if name in skip:
            continue
        try:
            is_folder = entry.is_dir()
        except OSError:
            is_folder = False
        yield (os.fsencode(name if is_folder else key(name)), int(is_folder), os.fsencode(name))


def sorted_stream(items: Iterable[Item], limit: int = SPILL) -> Iterator[Item]:
    """The items in order; more than `limit` of them are sorted on disk. Reads all items before it returns."""
    source = iter(items)
    run = sorted(islice(source, limit))
    if len(run) < limit:
        return iter(run)
    runs: list[IO[bytes]] = []
    while run:
        spilled = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the stream that reads it
        for at in range(0, len(run), 1000):
            marshal.dump(run[at : at + 1000], spilled)
        spilled.seek(0)
        runs.append(spilled)
        run = sorted(islice(source, limit))
    return heapq.merge(*map(_read_run, runs))


def _read_run(spilled: IO[bytes]) -> Iterator[Item]:
    with spilled, suppress(EOFError):
        while True:
            yield from marshal.load(spilled)  # noqa: S302  # our own unnamed temporary file


def _failed(name: str, error: OSError, is_link: bool = False) -> Found:
    return Found(name, 0, 0, *reason(error, is_link))


def _special(name: str, mode: int) -> Found:
    if stat.S_ISDIR(mode):
        return Found(name, 0, 0, "folder", "it is a folder, not a file")
    kinds = {
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a character device",
        stat.S_IFBLK: "a block device",
    }
    return Found(name, 0, 0, "special", f"it is {kinds.get(stat.S_IFMT(mode), 'not a regular file')}; not read")


def reason(error: OSError, is_link: bool = False) -> tuple[str, str]:
    """A short stable word and one sentence for an error of the file system.

    >>> reason(PermissionError(13, "Permission denied"))
    ('unreadable', 'it may not be read (permission denied)')
    """
    if error.errno == errno.ELOOP:
        return "link", "the symbolic link leads to itself"
    if isinstance(error, FileNotFoundError):
        return ("link", "the symbolic link leads nowhere") if is_link else ("missing", "it is no longer there")
    if isinstance(error, PermissionError):
        return "unreadable", "it may not be read (permission denied)"
    if isinstance(error, IsADirectoryError):
        return "folder", "it is a folder, not a file"
    return "unreadable", f"it cannot be read ({shown((error.strerror or str(error)).lower())})"
