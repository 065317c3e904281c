"""Files inside gzip or Zstandard, read as a stream; data that ends early is said so, whatever came before it."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.batch.extras import needed
from cleaner.batch.names import shown
from cleaner.batch.readers import Task
from cleaner.errors import InputError

_CHUNK = 1 << 17


@contextmanager
def opened(raw: BinaryIO, task: Task) -> Iterator[BinaryIO]:
    """The decompressed stream. Errors of the compressed data come out as InputError."""
    try:
        if task.kind.compression == "gz":
            with gzip.GzipFile(fileobj=raw) as plain:
                yield cast(BinaryIO, io.BufferedReader(plain, _CHUNK))
        else:
            yield cast(BinaryIO, io.BufferedReader(Unzstd(raw), _CHUNK))
    except EOFError as error:
        raise InputError("truncated", f"{shown(task.name)}: the compressed data ends early") from error
    except (gzip.BadGzipFile, zlib.error, ZstdDataError) as error:
        raise InputError("corrupt", f"{shown(task.name)}: the compressed data is damaged ({error})") from error


class ZstdDataError(Exception):
    """Damaged Zstandard data."""


class Unzstd(io.RawIOBase):
    """Frames of Zstandard one after the other; EOFError when the last one is not whole, which the library's own
    reader does not tell from the end.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._zstd: Any = needed("zstandard", "zst")
        self._raw = raw
        self._frame: Any = None
        self._ready = b""
        self._unread = b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._unread or self._raw.read(_CHUNK)
            self._unread = b""
            if not data:
                if self._frame is not None:
                    raise EOFError
                return 0
            if self._frame is None:
                self._frame = self._zstd.ZstdDecompressor().decompressobj()
            try:
                self._ready = self._frame.decompress(data)
            except self._zstd.ZstdError as error:
                raise ZstdDataError(str(error)) from error
            if self._frame.eof:
                self._unread = self._frame.unused_data
                self._frame = None
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
