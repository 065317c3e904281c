"""WARC: the pages of a crawl with URL, HTTP charset and time of retrieval. The door to FastWARC."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from cleaner.batch.extras import needed
from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Skipped, Task, too_large
from cleaner.errors import InputError

_END = (b"\r\n\r\n", b"\n\n")
"""A record is closed by two line ends (WARC 1.1, ISO 28500:2017, 4.1); a file that ends otherwise was cut off."""
_TEXT = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}


class _Tail(io.RawIOBase):
    """Passes a stream through and remembers its last bytes."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.last = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.last = (self.last + data[-4:])[-4:]
        return len(data)


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """Responses, resources and conversions. A record is given out when the next one has begun, so that the one in which
    the file was cut off is known for what it is.
    """
    warc = needed("fastwarc.warc", "warc")
    tail = _Tail(file)
    types = warc.WarcRecordType
    wanted = types.response | types.resource | types.conversion | types.revisit
    held: Pending | None = None
    number = 0
    try:
        for record in warc.ArchiveIterator(
            io.BufferedReader(tail, 1 << 16), record_types=wanted, parse_http=True, auto_decode="all"
        ):
            if held is not None:
                yield held
            number += 1
            held = _pending(record, record.record_type == types.revisit, number, task)
    except (OSError, ValueError, RuntimeError) as error:
        if held is not None:
            yield held
        raise InputError("corrupt", f"{shown(task.name)}: damaged after record {number} ({error})") from error
    if tail.last and not tail.last.endswith(_END):
        raise InputError("truncated", f"{shown(task.name)}: cut off in record {max(number, 1)}")
    if held is not None:
        yield held


def _pending(record: Any, is_revisit: bool, number: int, task: Task) -> Pending:
    """Read the record now, because the stream goes on; what it means is found out when it is wanted."""
    where = f": record {number}"
    if is_revisit:
        return partial(Skipped, "revisit")
    media = (record.http_content_type if record.is_http else record.headers.get("Content-Type", "")) or "unknown type"
    media_type = _TEXT.get(media.partition(";")[0].strip().lower())
    if record.is_http and record.http_headers.status_code not in (200, 203, None):
        return partial(Skipped, f"http status {record.http_headers.status_code}")
    if media_type is None:
        return partial(Skipped, media.partition(";")[0].strip().lower())
    if record.content_length > task.options.max_bytes:
        return partial(_fail, too_large(task, where))
    try:
        data = record.reader.read(task.options.max_bytes + 1)
    except (OSError, ValueError, RuntimeError) as error:
        return partial(_fail, InputError("corrupt", f"{shown(task.name)}{where}: its body is damaged ({error})"))
    if len(data) > task.options.max_bytes:
        return partial(_fail, too_large(task, where))
    return partial(
        Document,
        data,
        media_type,
        task.row_out(number),
        charset=record.http_charset if record.is_http else None,
        member=record.record_id,
        row_id=str(number),
        url=record.headers.get("WARC-Target-URI"),
        retrieved_at=record.headers.get("WARC-Date"),
    )


def _fail(error: InputError) -> Document:
    raise error
