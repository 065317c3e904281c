"""The files of a run on disk: its lock, its parts, their completion records, and the one moment at which they become
the output.

    OUT/run.json               what was run, with which settings, how it ended (the mark of a run of ours)
    OUT/articles.jsonl, journal.jsonl, failures.jsonl
    OUT/.cleaner/lock, plan.jsonl
    OUT/.cleaner/parts/ID-STEP.jsonl, ID-STEP.json   finished blocks and their completion records
    OUT/.cleaner/index.jsonl   the completion record of each block that is in the output, and where
    OUT/.cleaner/tmp/          everything that is not finished; emptied at each start
    OUT/.cleaner/commit.json   exists while finished files are being renamed into place

A run can be killed at any instruction: what is under its final name is whole, and the next run goes on from there.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from cleaner.batch.names import shown
from cleaner.batch.tally import Tally
from cleaner.errors import CleanerError, UsageError

FORMAT = 1
"""Version of the layout of a run folder."""

SECTIONS = ("articles", "journal", "failures")

LOCK_PATIENCE = 5.0
"""Seconds to wait for a lock: the workers of a run that was killed hold it until they have died."""


class OutputError(CleanerError):
    """The output cannot be written (no space, no permission); what is finished stays, and a later run goes on."""

    exit_code = 130


class Completion(Struct, frozen=True):
    """The completion record of one block of a shard: written last, so that its presence means it is done."""

    shard: str
    first: int
    end: int
    """The steps of the shard that it covers, `first` to before `end`."""
    last: bool
    """Whether the shard ends with this block."""
    documents: int
    sizes: tuple[int, int, int]
    """Bytes of articles, journal and failures."""
    sha256: str
    """Of those bytes."""
    cleaner: str
    """Fingerprint of version, rules and options of the `Cleaner`."""
    ruleset: str
    options: str
    """Hash of the batch options."""
    tally: Tally
    at: tuple[int, int, int] | None = None
    """Where they start in the output; None while the block is a part of its own."""
    read: int = 0
    """Bytes of the container that were read when the block ended: how far the run is."""


class Settings(Struct, frozen=True):
    """What decides whether a run can go on in an existing output."""

    version: str
    cleaner: str
    ruleset: str
    options: str
    roots: list[str]
    told: dict[str, str]
    """The same in words, to say what differs."""


class Manifest(Struct, frozen=True):
    """`run.json`."""

    format: int
    settings: Settings
    state: str
    """`running`, `complete`, or `interrupted`."""
    started: str
    """UTC, ISO 8601."""
    finished: str | None = None
    seconds: float | None = None
    """Wall time of the last run."""
    plan: str | None = None
    """Hash of the plan that the output was made from."""
    shards: int = 0
    inputs: int = 0
    rules: list[str] = []
    """The user's rule files, as given."""
    tally: Tally | None = None


class Store:
    """The run folder `root`. Made by `Store.open`, which takes its lock."""

    def __init__(self, root: Path, lock: int) -> None:
        self.root = root
        self.lock = lock
        """File descriptor that holds the lock; workers inherit it, so it is held until the last of them is gone."""
        self.inner = root / ".cleaner"
        self.tmp = self.inner / "tmp"
        self.parts = self.inner / "parts"
        self.plan = self.inner / "plan.jsonl"
        self.index = self.inner / "index.jsonl"
        self._commit = self.inner / "commit.json"

    @classmethod
    def open(cls, root: Path, *, restart: bool = False) -> Store:
        """Take the run folder, making it where needed.

        Raises UsageError when the folder holds anything else, when another run is at work in it, or when it cannot be
        written. `restart` forgets what was done before.
        """
        with _told(root):
            check_ours(root)
            inner = root / ".cleaner"
            inner.mkdir(parents=True, exist_ok=True)
            lock = os.open(inner / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                _take(lock, root)
                store = cls(root, lock)
                store._recover(restart)
            except BaseException:
                os.close(lock)
                raise
            return store

    def close(self) -> None:
        """Give the lock back, also where a worker that was killed has not let go of it yet."""
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        os.close(self.lock)

    def sweep(self) -> None:
        """Remove what is not finished, and never will be: of workers that died, or of a run before this."""
        shutil.rmtree(self.tmp, ignore_errors=True)
        self.tmp.mkdir()

    def _recover(self, restart: bool) -> None:
        self.sweep()
        self.parts.mkdir(exist_ok=True)
        self._roll_forward()
        if restart:
            self.index.unlink(missing_ok=True)
            for path in self.parts.iterdir():
                path.unlink()
        for path in self.parts.glob("*.jsonl"):
            if not path.with_suffix(".json").exists():
                path.unlink()

    def manifest(self) -> Manifest | None:
        """What `run.json` says, if there is one."""
        return read_manifest(self.root)

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace `run.json`."""
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
        self.write(self.root / "run.json", data)

    def write(self, path: Path, data: bytes) -> None:
        """Put `data` under `path` at once and for good."""
        tmp = self.tmp / f"{path.name}.{os.getpid()}"
        with open(tmp, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(tmp, path)
        sync_folder(path.parent)

    def finished_parts(self) -> dict[str, list[Completion]]:
        """Completion records of the parts on disk, by shard, in block order."""
        decoder = msgspec.json.Decoder(Completion)
        found: dict[str, list[Completion]] = {}
        for path in sorted(self.parts.glob("*.json")):
            with suppress(msgspec.MsgspecError):
                record = decoder.decode(path.read_bytes())
                if self.part(record).stat().st_size != sum(record.sizes):
                    continue
                found.setdefault(record.shard, []).append(record)
        return found

    def indexed(self) -> dict[str, list[Completion]]:
        """Completion records of the blocks in the output; none when the output was changed by someone else."""
        found: dict[str, list[Completion]] = {}
        try:
            with open(self.index, "rb") as file:
                if msgspec.json.decode(file.readline(), type=list[list[int]]) != self._output_state():
                    return {}
                decoder = msgspec.json.Decoder(Completion)
                for line in file:
                    record = decoder.decode(line)
                    found.setdefault(record.shard, []).append(record)
        except (FileNotFoundError, msgspec.MsgspecError):
            return {}
        return found

    def _output_state(self) -> list[list[int]]:
        state: list[list[int]] = []
        for section in SECTIONS:
            try:
                status = os.stat(self.root / f"{section}.jsonl")
                state.append([status.st_size, status.st_mtime_ns])
            except FileNotFoundError:
                state.append([-1, 0])
        return state

    def forget(self, records: Iterable[Completion]) -> None:
        """Have blocks made again."""
        for record in records:
            self.part(record).with_suffix(".json").unlink(missing_ok=True)

    def part(self, record: Completion) -> Path:
        """The file of a finished block."""
        return self.parts / f"{part_name(record.shard, record.first)}.jsonl"

    def section(self, record: Completion, section: int) -> tuple[Path, int, int]:
        """The file, offset and length of one section of a finished block, wherever it now is."""
        if record.at is not None:
            return self.root / f"{SECTIONS[section]}.jsonl", record.at[section], record.sizes[section]
        return self.part(record), sum(record.sizes[:section]), record.sizes[section]

    def commit(self, files: dict[str, Path], records: list[Completion]) -> None:
        """Make finished temporary files the output, all or none, and forget the parts that are in them.

        `files` maps the name of each output file to its temporary file. From the moment at which `commit.json` exists
        the renames will be done, if need be by the next run.
        """
        state = []
        for section in SECTIONS:
            path = files.get(f"{section}.jsonl")
            status = os.stat(path) if path else None
            state.append([status.st_size, status.st_mtime_ns] if status else [-1, 0])
        index = self.tmp / "index.jsonl"
        with open(index, "wb") as file:
            file.write(msgspec.json.encode(state) + b"\n")
            for record in records:
                file.write(msgspec.json.encode(record) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        moves: dict[str, str | None] = {name: path.name for name, path in files.items()}
        moves |= {f"{section}.jsonl": None for section in SECTIONS if f"{section}.jsonl" not in files}
        moves[".cleaner/index.jsonl"] = index.name
        ready = self.inner / "ready"
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir()
        for name in moves.values():
            if name is not None:
                os.replace(self.tmp / name, ready / name)
        sync_folder(ready)
        self.write(self._commit, msgspec.json.encode(moves))
        self._roll_forward()

    def _roll_forward(self) -> None:
        """Do the renames of a commit that has begun; each may already have been done."""
        ready = self.inner / "ready"
        try:
            moves = msgspec.json.decode(self._commit.read_bytes(), type=dict[str, str | None])
        except FileNotFoundError:
            shutil.rmtree(ready, ignore_errors=True)
            return
        for name, source in moves.items():
            if source is None:
                (self.root / name).unlink(missing_ok=True)
            else:
                with suppress(FileNotFoundError):
                    os.replace(ready / source, self.root / name)
        sync_folder(self.root)
        sync_folder(self.inner)
        for path in list(self.parts.iterdir()):
            path.unlink()
        self._commit.unlink()
        shutil.rmtree(ready, ignore_errors=True)


def part_name(shard: str, first: int) -> str:
    """The name of the files of a block, without suffix."""
    return f"{shard}-{first:09d}"


def read_manifest(root: Path) -> Manifest | None:
    """What `run.json` in `root` says; None when there is none or it is not one of ours."""
    try:
        return msgspec.json.decode((root / "run.json").read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError):
        return None


def check_ours(root: Path) -> None:
    """Raises UsageError unless `root` is absent, empty, or the folder of a run."""
    if root.is_symlink() and not root.exists():
        raise UsageError(f"{shown(root)}: the output is a symbolic link that leads nowhere")
    if not root.exists():
        return
    if not root.is_dir():
        raise UsageError(f"{shown(root)}: the output is a file; name a folder, or a file with a known suffix")
    names = set(os.listdir(root))
    if names and ".cleaner" not in names:
        example = shown(min(names))
        raise UsageError(
            f"{shown(root)}: the folder holds files that are not from a run of cleaner (such as {example}); "
            "choose an empty or a new one"
        )


def _take(lock: int, root: Path) -> None:
    until = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                message = f"{shown(root)}: another run is at work in this output; wait for it or choose another"
                raise UsageError(message) from None
            time.sleep(0.05)
        else:
            return


@contextmanager
def _told(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(error, root) from error


def output_error(error: OSError, path: str | os.PathLike[str]) -> CleanerError:
    """The sentence for an output that cannot be written."""
    where = shown(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            f"{where}: no space is left there; nothing finished is lost: free some space and run the same command again"
        )
    if error.errno == errno.EROFS:
        return UsageError(f"{where}: the output is on a read-only file system; choose another folder")
    if isinstance(error, PermissionError):
        return UsageError(f"{where}: the output may not be written (permission denied); choose another folder")
    return OutputError(f"{where}: the output cannot be written ({(error.strerror or str(error)).lower()})")


def sync_folder(path: Path) -> None:
    """Make renames in a folder survive a loss of power."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def copy_range(source: IO[bytes], offset: int, length: int, target: IO[bytes]) -> None:
    """Append a range of one file to another. Raises OSError when the range is not all there."""
    source.seek(offset)
    while length:
        chunk = source.read(min(length, 1 << 20))
        if not chunk:
            raise OSError(errno.EIO, f"{source.name} is shorter than its completion record says")
        target.write(chunk)
        length -= len(chunk)
