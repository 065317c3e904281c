"""Folders for runs whose output is only looked at. A run that is killed cannot take its folder away; the next one does.

Each folder holds a mark with a lock on it for as long as its run lives. A folder without a mark is never touched, so
nothing is removed that was not made here, nor anything of a run that is at work.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "cleaner-"
MARK = ".cleaner-scratch"


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder, removed at the end, or by the next call in any process when this one is killed.

    >>> with scratch() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    sweep()
    folder, lock = _make()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _make() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(folder / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (folder / MARK).exists():
                return folder, lock
        os.close(lock)  # between the mark and the lock somebody swept it away


def sweep() -> None:
    """Remove the folders of runs that were killed."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                _remove_if_left(entry.path)


def _remove_if_left(folder: str) -> None:
    try:
        if os.lstat(folder).st_uid != os.geteuid():
            return
        lock = os.open(os.path.join(folder, MARK), os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return  # no mark: not made here, or gone by now
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass  # its run is at work
    finally:
        os.close(lock)
