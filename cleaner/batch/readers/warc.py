"""WARC: the pages of a crawl with URL, HTTP charset and time of retrieval. The door to warcio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import Message
from functools import partial
from typing import Any, BinaryIO

from cleaner.batch.extras import needed
from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Pending, Skipped, Task, too_large
from cleaner.errors import InputError

_END = (b"\r\n\r\n", b"\n\n")
"""A record is closed by two line ends (WARC 1.1, ISO 28500:2017, 4.1); a file that ends otherwise was cut off."""
_WANTED = ("response", "resource", "conversion", "revisit")
_TEXT = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}


class _Tail(io.RawIOBase):
    """Passes a stream through and remembers its last bytes and the error that ended it: warcio takes any for an end."""

    def __init__(self, raw: BinaryIO) -> None:
        self._read = getattr(raw, "read1", raw.read)
        self.last = b""
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._read(len(buffer)) if self.error is None else b""
        except Exception as error:  # noqa: BLE001  # raised again when warcio is done
            self.error, data = error, b""
        buffer[: len(data)] = data
        self.last = (self.last + data[-4:])[-4:]
        return len(data)


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """Responses, resources and conversions. A record is given out when the next one has begun, so that the one in which
    the file was cut off is known for what it is.
    """
    warcio = needed("warcio.archiveiterator", "warc")
    errors = needed("warcio.exceptions", "warc")
    tail = _Tail(file)
    held: Pending | None = None
    number = 0
    try:
        for record in warcio.ArchiveIterator(io.BufferedReader(tail, 1 << 16)):
            if record.rec_type not in _WANTED:
                continue
            if held is not None:
                yield held
            number += 1
            held = _pending(record, number, task)
    except errors.ArchiveLoadFailed as error:
        if tail.error is not None:
            raise tail.error from None
        if held is not None:
            yield held
        first = str(error).strip().splitlines()[0] if str(error).strip() else "unknown"
        raise InputError("corrupt", f"{shown(task.name)}: damaged after record {number} ({shown(first)})") from error
    if tail.error is not None:
        # The record that was being read is not whole, unless the error came right behind it.
        if held is not None and tail.last.endswith(_END):
            yield held
        raise tail.error
    if tail.last and not tail.last.endswith(_END):
        raise InputError("truncated", f"{shown(task.name)}: cut off in record {max(number, 1)}")
    if held is not None:
        yield held


def _pending(record: Any, number: int, task: Task) -> Pending:
    """Read the record now, because the stream goes on; what it means is found out when it is wanted."""
    head, http = record.rec_headers, record.http_headers
    if record.rec_type == "revisit":
        return partial(Skipped, "revisit")
    status = http.get_statuscode() if http is not None else ""
    if status not in ("", "200", "203"):
        return partial(Skipped, f"http status {status}")
    media = Message()
    media["content-type"] = (http or head).get_header("Content-Type") or "application/octet-stream"
    media_type = _TEXT.get(media.get_content_type())
    if media_type is None:
        return partial(Skipped, media.get_content_type())
    limit = task.options.max_bytes
    stream = record.content_stream()
    pieces: list[bytes] = []
    size = 0
    while size <= limit and (piece := stream.read(1 << 20)):
        pieces.append(piece)
        size += len(piece)
    if size > limit:
        return partial(_fail, too_large(task, f": record {number}"))
    return partial(
        Document,
        b"".join(pieces),
        media_type,
        task.row_out(number),
        charset=media.get_content_charset(),
        member=head.get_header("WARC-Record-ID"),
        row_id=str(number),
        url=head.get_header("WARC-Target-URI"),
        retrieved_at=head.get_header("WARC-Date"),
    )


def _fail(error: InputError) -> Document:
    raise error
