"""Files that are one document each: text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from cleaner.batch.readers import Document, Pending, Task, too_large
from cleaner.errors import InputError
from cleaner.html import begins_as_html

_MEDIA = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}


def read(file: BinaryIO, task: Task) -> Iterator[Pending]:
    """The one document of the file."""
    yield partial(_document, file, task)


def _document(file: BinaryIO, task: Task) -> Document:
    data = file.read(task.options.max_bytes + 1)
    if len(data) > task.options.max_bytes:
        raise too_large(task)
    media_type = _MEDIA.get(task.kind.format)
    if media_type is None:
        raise InputError("format", f"{task.name}: not a single document")
    if media_type == "text/plain" and begins_as_html(data):
        media_type = "text/html"  # scrapers save pages under any name
    return Document(data, media_type, task.single_out())
