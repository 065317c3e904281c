"""What another rule book changes: the lines it newly removes and newly keeps, from two runs over the same inputs."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from cleaner.batch.names import shown
from cleaner.batch.rerun import OldRules
from cleaner.batch.restore import articles
from cleaner.batch.tally import step_of
from cleaner.edits import undo
from cleaner.errors import UsageError
from cleaner.record import Journal, Record
from cleaner.rulebook import RuleBook

_CUTS = ("rules", "repeats", "body")

Spans = list[tuple[int, int, str]]


class Change(Struct, frozen=True):
    """A piece of text that only one of two rule books cuts."""

    change: Literal["removed", "kept"]
    """`removed`: the new book cuts it, the old one did not; `kept`: the other way round."""
    by: str
    """The rule or reason that cuts it, in the new or the old book."""
    path: str
    row_id: str | None
    line: int
    """From 1, in the repaired text."""
    text: str


class Compared(Struct):
    """Counts of a comparison."""

    documents: int = 0
    changed: int = 0
    """Documents with at least one change."""
    missing: int = 0
    """Documents that one of the two runs could not clean."""
    handed: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    """Pieces that both cut: by which rule before, and by which one now, where these differ."""


def rules_of_run(folder: Path) -> RuleBook:
    """The active rules that a run was made with; switches by site are not kept with a run. Raises UsageError."""
    books = sorted((folder / ".cleaner" / "rules").glob("*.json"))
    for path in books:
        try:
            rules = tuple(msgspec.json.decode(path.read_bytes(), type=OldRules).rules)
        except (OSError, msgspec.MsgspecError):
            continue
        return RuleBook(rules, rules, sha256=f"run:{path.stem}")
    raise UsageError(f"{shown(str(folder))}: the run did not keep its rules, or they are of another version")


def compare(old: Path, new: Path, counts: Compared) -> Iterator[Change]:
    """The changes between two finished runs over the same inputs, in the order of the new one; `counts` is filled."""
    waiting: dict[tuple[str | None, ...], list[tuple[Record, Journal]]] = {}
    before = articles(old)
    for record, journal in articles(new):
        key = _key(record)
        while key not in waiting and (pair := next(before, None)) is not None:
            waiting.setdefault(_key(pair[0]), []).append(pair)
        if key not in waiting:
            counts.missing += 1
            continue
        pair = waiting[key].pop(0)
        if not waiting[key]:
            del waiting[key]
        found = list(_changes(pair, (record, journal), counts))
        counts.documents += 1
        counts.changed += bool(found)
        yield from found
    counts.missing += sum(map(len, waiting.values())) + sum(1 for _ in before)


def _key(record: Record) -> tuple[str | None, ...]:
    source = record.source
    return source.path, source.member, source.row_id, source.sha256


def _changes(old: tuple[Record, Journal], new: tuple[Record, Journal], counts: Compared) -> Iterator[Change]:
    before, after = _cuts(old[1]), _cuts(new[1])
    if before == after:
        return
    record, journal = new
    text = undo(record.text, journal.edits)
    found: list[tuple[int, Literal["removed", "kept"], str, str]] = []
    for start, end, by in after:
        found.extend((low, "removed", by, text[low:high]) for low, high in _outside(start, end, before))
    for start, end, by in before:
        found.extend((low, "kept", by, text[low:high]) for low, high in _outside(start, end, after))
    now = {(start, end): by for start, end, by in after}
    for start, end, by in before:
        if (start, end) in now and now[start, end] != by:
            counts.handed[by, now[start, end]] += 1
    path, row = record.source.path or "", record.source.row_id
    for start, change, by, piece in sorted(found):
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            line = text.count("\n", 0, start + lead) + 1
            yield Change(change, by, path, row, line, " ".join(piece.split()))


def _cuts(journal: Journal) -> Spans:
    return [(edit.start, edit.end, edit.by) for edit in journal.edits if step_of(edit.by, edit.category) in _CUTS]


def _outside(start: int, end: int, spans: Spans) -> Iterator[tuple[int, int]]:
    """The parts of a span that none of the others covers; these are sorted and disjoint."""
    at = start
    for low, high, _ in spans[bisect_right(spans, start, key=lambda span: span[1]) :]:
        if low >= end:
            break
        if at < low:
            yield at, low
        at = high
    if at < end:
        yield at, end
