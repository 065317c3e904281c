"""Files inside gzip or Zstandard, read as a stream; data that ends early is said so, whatever came before it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.batch.extras import needed
from cleaner.batch.names import Compression, shown
from cleaner.batch.readers import Task
from cleaner.errors import InputError

_CHUNK = 1 << 17


@contextmanager
def opened(raw: BinaryIO, task: Task) -> Iterator[BinaryIO]:
    """The decompressed stream. Errors of the compressed data come out as InputError."""
    try:
        yield unpacked(raw, task.kind.compression)
    except EOFError as error:
        raise InputError("truncated", f"{shown(task.name)}: the compressed data ends early") from error
    except PackedDataError as error:
        raise InputError("corrupt", f"{shown(task.name)}: the compressed data is damaged ({error})") from error


class PackedDataError(Exception):
    """Compressed data is damaged."""


def unpacked(raw: BinaryIO, compression: Compression) -> BinaryIO:
    """The decompressed stream of members or frames one after the other.

    Reading raises EOFError when the last one is not whole, but only after all that stood before it was read: the
    readers of the libraries lose it (gzip), or take the break for the end (zstandard). PackedDataError for damage.
    """
    if compression == "gz":
        return cast(BinaryIO, io.BufferedReader(_Unpacked(raw, lambda: zlib.decompressobj(31), zlib.error), _CHUNK))
    zstd = needed("zstandard", "zst")
    return cast(
        BinaryIO,
        io.BufferedReader(_Unpacked(raw, lambda: zstd.ZstdDecompressor().decompressobj(), zstd.ZstdError), _CHUNK),
    )


class _Unpacked(io.RawIOBase):
    def __init__(self, raw: BinaryIO, new: Callable[[], Any], wrong: type[Exception]) -> None:
        self._raw = raw
        self._new = new
        self._wrong = wrong
        self._member: Any = None
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
                if self._member is not None:
                    raise EOFError
                return 0
            if self._member is None:
                data = data.lstrip(b"\0")  # padding between members, as tapes have it
                if not data:
                    continue
                self._member = self._new()
            try:
                self._ready = self._member.decompress(data)
            except self._wrong as error:
                raise PackedDataError(str(error)) from error
            if self._member.eof:
                self._unread = self._member.unused_data
                self._member = None
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
