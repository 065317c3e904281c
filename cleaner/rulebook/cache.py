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

import msgspec
import regex

from cleaner.rulebook.files import RuleFile
from cleaner.rulebook.parse import Parsed

_DIGEST = 32


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
    digest = hashlib.sha256(_versions())
    for file in files:
        for part in (layer, file.name, file.text):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _versions() -> bytes:
    digest = hashlib.sha256(f"{sys.version_info}{regex.__version__}{msgspec.__version__}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def read(key: str) -> list[Parsed] | None:
    """What was kept under `key`, or None."""
    try:
        data = (cache_folder() / f"rules-{key}.bin").read_bytes()
    except (OSError, RuntimeError):
        return None
    body = data[_DIGEST:]
    if hashlib.sha256(body).digest() != data[:_DIGEST]:
        return None
    try:
        return msgspec.msgpack.decode(body, type=list[Parsed])
    except (msgspec.DecodeError, RecursionError):
        return None


def write(key: str, parsed: list[Parsed]) -> None:
    """Keep `parsed` under `key` if the folder can be written; a reader sees the whole entry or none."""
    body = msgspec.msgpack.encode(parsed)
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="rules-", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(body).digest() + body)
            os.replace(name, folder / f"rules-{key}.bin")
        except OSError:
            os.unlink(name)
            raise
