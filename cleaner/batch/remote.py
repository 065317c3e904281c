"""Inputs at URLs (s3://, gs://, https:// …). The door to fsspec."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from cleaner.batch.extras import needed
from cleaner.batch.walk import Found
from cleaner.errors import UsageError


def _place(url: str) -> tuple[Any, str]:
    fsspec = needed("fsspec", "remote")
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: cannot be reached ({error})") from error
    return system, path.rstrip("/")


def find(url: str, key: Callable[[str], str]) -> Iterator[Found]:
    """The files at a URL, as `walk` gives those of a folder. Their names are listed whole, as the stores do it.

    Raises UsageError when nothing is there.
    """
    system, path = _place(url)
    try:
        listed: dict[str, dict[str, Any]] = system.find(path, detail=True)
    except (OSError, ValueError) as error:
        raise UsageError(f"{url}: cannot be listed ({error})") from error
    if not listed:
        raise UsageError(f"{url}: there is nothing there")
    names = {place[len(path) :].lstrip("/") or os.path.basename(place): info for place, info in listed.items()}
    for name in sorted(names, key=lambda one: os.fsencode(key(one)).split(b"/")):
        info = names[name]
        yield Found(name, int(info.get("size") or 0), _version(info))


def _version(info: dict[str, Any]) -> int:
    """A number that changes when the file does: stores tell an ETag, a checksum or a time."""
    told = [
        str(info.get(key)) for key in ("ETag", "etag", "md5", "checksum", "mtime", "LastModified", "updated", "created")
    ]
    return int.from_bytes(hashlib.sha256("|".join(told).encode()).digest()[:6], "big")


def open_remote(url: str, name: str) -> BinaryIO:
    """Open one file found at a URL."""
    system, path = _place(url)
    place = path if os.path.basename(path) == name and not system.isdir(path) else f"{path}/{name}"
    return cast(BinaryIO, system.open(place, "rb"))
