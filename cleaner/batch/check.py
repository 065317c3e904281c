"""What is still wrong with texts (chrome, repeats, mojibake), found by cleaning them and reading the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from cleaner.batch.names import shown
from cleaner.batch.restore import articles
from cleaner.batch.tally import step_of
from cleaner.edits import undo
from cleaner.model import Edit
from cleaner.record import Journal, Record

MAX_SHOWN = 80
"""Characters of a finding that are shown."""


class Left(Struct, frozen=True):
    """Something left in a text that cleaning would change."""

    path: str
    row_id: str | None
    line: int
    """From 1, in the text as it was read."""
    what: str
    """`chrome`, `repeat` or `mojibake`."""
    by: str
    text: str


def left_in(folder: Path) -> Iterator[Left]:
    """The findings of a finished run that kept its journal, in order."""
    for record, journal in articles(folder):
        yield from left_in_article(record, journal)


def left_in_article(record: Record, journal: Journal) -> Iterator[Left]:
    """What cleaning changed in one article beside white space, normalisation and the place of the title."""
    repairs = [edit for edit in journal.repairs if "mojibake" in edit.by]
    steps = {"rules": "chrome", "body": "chrome", "repeats": "repeat"}
    cuts = [(steps[step], edit) for edit in journal.edits if (step := step_of(edit.by, edit.category)) in steps]
    if not repairs and not cuts:
        return
    repaired = undo(record.text, journal.edits)
    found: list[tuple[int, str, Edit]] = []
    if repairs:
        source = undo(repaired, journal.repairs)
        found += [(source.count("\n", 0, edit.start) + 1, "mojibake", edit) for edit in repairs]
    found += [(repaired.count("\n", 0, edit.start) + 1, what, edit) for what, edit in cuts]
    for line, what, edit in sorted(found, key=lambda one: (one[0], one[2].start)):
        text = " ".join(edit.before.split())
        text = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
        yield Left(record.source.path or "", record.source.row_id, line, what, edit.by, shown(text))
