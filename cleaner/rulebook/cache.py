"""Parsed rule files kept between runs, so that a start does not parse and check thousands of rules again.

Never required and never trusted: a missing, unreadable, damaged or foreign entry is as good as none. The key holds the
content of the files and of this package, so nothing is ever out of date.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import regex

from cleaner.rulebook.collector import collector_paused
from cleaner.rulebook.files import RuleFile

_DIGEST = 32
_SIZE = 8
"""Bytes that hold the size of a piece of an entry."""
LIMIT = 200_000_000
"""Bytes that all entries may take; those of one version with the shipped packs take about 9 MB."""
Kept = TypeVar("Kept")


def cache_folder() -> Path:
    """`$CLEANER_CACHE_DIR`, or the user's cache folder of the system."""
    chosen = os.environ.get("CLEANER_CACHE_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "cleaner"


def key_of(files: Iterable[RuleFile], layer: str) -> str:
    """A name for what parsing these files gives: their names and contents, this code, Python and regex."""
    return key_of_parts(
        part for file in files for part in (layer, file.name, file.data, "unread" if file.problem else "")
    )


def key_of_parts(parts: Iterable[str | bytes]) -> str:
    """A name for what these texts give by this code, Python and regex."""
    digest = hashlib.sha256(_versions())
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _versions() -> bytes:
    digest = hashlib.sha256(f"{sys.version_info}{regex.__version__}{msgspec.__version__}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def read(kind: str, key: str, type_: type[Kept]) -> list[Kept] | None:
    """What was kept under `key`, or None.

    Read piece by piece: the shipped packs take 9 MB, and room for all of them at once costs more than reading it.
    """
    decoder = msgspec.msgpack.Decoder(type_)
    digest = hashlib.sha256()
    found: list[Kept] = []
    try:
        with collector_paused(), open(cache_folder() / f"{kind}-{key}.bin", "rb") as stream:
            left = os.fstat(stream.fileno()).st_size
            expected = stream.read(_DIGEST)
            while head := stream.read(_SIZE):
                size = int.from_bytes(head, "big")
                if size > left:
                    return None
                piece = stream.read(size)
                digest.update(head)
                digest.update(piece)
                found.append(decoder.decode(piece))
    except (OSError, RuntimeError, msgspec.DecodeError, RecursionError):
        return None
    return found if digest.digest() == expected else None


def write(kind: str, key: str, found: Iterable[Any]) -> None:
    """Keep `found` under `key` if the folder can be written; a reader sees the whole entry or none."""
    pieces = map(msgspec.msgpack.encode, found)
    body = b"".join(part for piece in pieces for part in (len(piece).to_bytes(_SIZE, "big"), piece))
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{kind}-", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(body).digest() + body)
            os.replace(name, folder / f"{kind}-{key}.bin")
        except OSError:
            os.unlink(name)
            raise
        _prune(folder)


def _prune(folder: Path) -> None:
    """Remove the oldest entries where all take more than LIMIT: whoever edits rules makes a new one each time."""
    entries = []
    for path in folder.glob("*.bin"):
        with contextlib.suppress(OSError):
            entries.append((path.stat().st_mtime_ns, path.stat().st_size, path))
    size = sum(entry[1] for entry in entries)
    for _, taken, path in sorted(entries)[:-1]:
        if size <= LIMIT:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            size -= taken
