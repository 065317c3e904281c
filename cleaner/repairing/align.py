"""Edits between a text and what it became, as small as can be told without guessing."""

from __future__ import annotations

import re

from cleaner.model import Edit
from cleaner.repairing.reasons import category

_ASCII = re.compile(r"[\x00-\x7f]+")


def edit(start: int, before: str, after: str, reason: str) -> Edit:
    """One edit of repair."""
    return Edit(start, start + len(before), before, after, reason, category(reason))


def edits(start: int, before: str, after: str, reason: str) -> list[Edit]:
    """Edits that turn `before`, which stands at `start`, into `after`.

    A wrong decoding leaves ASCII alone: where both sides hold the same runs of it, each stretch between them is an edit
    of its own; otherwise what is left between the common beginning and end is one.

    >>> [(e.start, e.before, e.after) for e in edits(10, "Ã© et Ã¨", "é et è", "mojibake.encoding")]
    [(10, 'Ã©', 'é'), (16, 'Ã¨', 'è')]
    """
    if before == after:
        return []
    runs = list(_ASCII.finditer(before))
    new_runs = list(_ASCII.finditer(after))
    if [run[0] for run in runs] != [run[0] for run in new_runs]:
        return [_trimmed(start, before, after, reason)]
    out: list[Edit] = []
    at = 0
    new = 0
    for old, run in zip(runs, new_runs, strict=True):
        _add(out, start + at, before[at : old.start()], after[new : run.start()], reason)
        at, new = old.end(), run.end()
    _add(out, start + at, before[at:], after[new:], reason)
    return out


def _add(out: list[Edit], start: int, before: str, after: str, reason: str) -> None:
    if before != after:
        out.append(edit(start, before, after, reason))


def _trimmed(start: int, before: str, after: str, reason: str) -> Edit:
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return edit(start + head, before[head : len(before) - tail], after[head : len(after) - tail], reason)
