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

from cleaner.rulebook.files import RuleFile

_DIGEST = 32
LIMIT = 200_000_000
"""Bytes that all entries may take; those of one version with the shipped packs take about 11 MB."""
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
    """A name for what parsing these files gives: their names and texts, this code, Python and regex."""
    return key_of_parts(part for file in files for part in (layer, file.name, file.text))


def key_of_parts(parts: Iterable[str]) -> str:
    """A name for what these texts give by this code, Python and regex."""
    digest = hashlib.sha256(_versions())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _versions() -> bytes:
    digest = hashlib.sha256(f"{sys.version_info}{regex.__version__}{msgspec.__version__}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def read(kind: str, key: str, type_: type[Kept]) -> Kept | None:
    """What was kept under `key`, or None."""
    try:
        data = (cache_folder() / f"{kind}-{key}.bin").read_bytes()
    except (OSError, RuntimeError):
        return None
    body = memoryview(data)[_DIGEST:]
    if hashlib.sha256(body).digest() != data[:_DIGEST]:
        return None
    try:
        return msgspec.msgpack.decode(body, type=type_)
    except (msgspec.DecodeError, RecursionError):
        return None


def write(kind: str, key: str, found: Any) -> None:
    """Keep `found` under `key` if the folder can be written; a reader sees the whole entry or none."""
    body = msgspec.msgpack.encode(found)
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
