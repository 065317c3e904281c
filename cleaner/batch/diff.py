"""What a run changed, as a unified diff of each source against its clean text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from cleaner.article import render, restore_text
from cleaner.batch.names import shown
from cleaner.batch.restore import articles
from cleaner.record import Journal, Record

MAX_LINES = 20_000
"""Lines beyond which a diff (quadratic at its worst) is not made; the change is only named."""


def run_diff(folder: Path) -> Iterator[str]:
    """The lines of the diff of a run that kept its journal."""
    for record, journal in articles(folder):
        yield from article_diff(record, journal)


def article_diff(record: Record, journal: Journal) -> Iterator[str]:
    """The lines of the diff of one article; none when source and clean text are the same."""
    source, clean = restore_text(record.text, journal), render(record.title, record.text)
    if source == clean:
        return
    name = shown(record.source.path or record.id) + (f":{record.source.row_id}" if record.source.row_id else "")
    before, after = source.splitlines(), clean.splitlines()
    if len(before) > MAX_LINES:
        yield f"--- {name}"
        yield f"+++ {name} (clean)"
        yield f"@@ {len(before)} lines before, {len(after)} after: too many to compare here @@"
        return
    if before == after:
        yield f"--- {name}"
        yield f"+++ {name} (clean)"
        yield "@@ line ends differ @@"
        return
    yield from difflib.unified_diff(before, after, name, f"{name} (clean)", lineterm="")
