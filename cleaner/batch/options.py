"""What a run is asked to do, beside the settings of the `Cleaner`: everything here can change the bytes written."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec
from msgspec import Struct

from cleaner.batch.names import Format, Tree

JournalMode = Literal["sidecar", "inline", "none"]
Part = Literal["full", "body"]

MAX_BYTES = 256 * 1024 * 1024
"""Largest document that is read, in bytes after decompression; a larger one is a named failure, never a full memory."""


class Options(Struct, frozen=True):
    """How inputs are read and how articles are written."""

    tree: Tree = "txt"
    """Whether each article also becomes a file: `txt`, `md` (with front matter), or `none`."""
    part: Part = "full"
    """What the `.txt` holds: `full` is title, blank line, text; `body` is the text alone."""
    journal: JournalMode = "sidecar"
    input_format: Format | None = None
    """Overrides what the suffix of an input says."""
    text_field: str = "text"
    html_field: str = "html"
    id_field: str = "id"
    url_field: str = "url"
    max_bytes: int = MAX_BYTES

    def sha256(self) -> str:
        """Hash of the options, as it stands in completion records."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Limits(Struct, frozen=True):
    """What one document and one worker may use. They can only turn a document into a named failure."""

    timeout: float = 60.0
    """Seconds of wall time for one document, plus one second for each megabyte of it that is being read."""
    memory: int = 2 * 1024**3
    """Bytes of memory for one worker."""
    recycle: int = 500
    """Documents after which a worker is replaced at the end of its shard; in a long one `memory` bounds what it holds.

    A new one is forked in milliseconds; its first twenty documents take twice as long, 3 % of the time for 500."""
