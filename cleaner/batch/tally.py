"""Counts of a run: per rule, flag, encoding, kind of failure, and per step. They add up in any order."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from cleaner.article import Article

STEPS = ("repair", "rules", "repeats", "body", "title", "layout")
"""The steps that change text, in the order of the path of a document."""


class Tally(Struct):
    """What happened to some documents. Characters are code points."""

    documents: int = 0
    """Articles written."""
    failed: int = 0
    cleaned: int = 0
    """Articles that were not taken over from an earlier run with other rules."""
    changed: int = 0
    """Articles from which a rule, the repeats or the body finder cut something."""
    bytes_in: int = 0
    chars_in: int = 0
    chars_out: int = 0
    rules: dict[str, list[int]] = {}
    """By rule or step reason: hits, documents, characters taken away."""
    steps: dict[str, list[int]] = {}
    """By step: edits, documents, characters before minus characters after."""
    flags: dict[str, int] = {}
    encodings: dict[str, int] = {}
    languages: dict[str, int] = {}
    failures: dict[str, int] = {}
    skipped: dict[str, int] = {}
    """Parts of containers that are no documents, by what they are."""

    def add(self, article: Article) -> None:
        """Count one article."""
        self.documents += 1
        cleaning, source = article.cleaning, article.source
        self.bytes_in += source.bytes
        self.chars_in += cleaning.chars_in
        self.chars_out += cleaning.chars_out
        self.changed += cleaning.chars_removed > 0
        add_one(self.encodings, source.encoding)
        add_one(self.languages, article.language or "unknown")
        for flag in article.flags:
            add_one(self.flags, flag)
        rules: set[str] = set()
        steps: set[str] = set()
        journal = article.journal
        for edit in journal.repairs:
            taken = len(edit.before) - len(edit.after)
            for reason in edit.by.split("+"):
                _hit(self.rules, reason, rules, taken)
                taken = 0
            _hit(self.steps, "repair", steps, len(edit.before) - len(edit.after))
        for edit in journal.edits:
            taken = len(edit.before) - len(edit.after)
            _hit(self.steps, step_of(edit.by, edit.category), steps, taken)
            for reason in edit.by.split("+"):
                _hit(self.rules, reason, rules, taken)
                taken = 0

    def fail(self, kind: str) -> None:
        """Count one failure."""
        self.failed += 1
        add_one(self.failures, kind)

    def merge(self, other: Tally) -> None:
        """Add the counts of another part of the run."""
        for name in ("documents", "failed", "cleaned", "changed", "bytes_in", "chars_in", "chars_out"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.rules, other.rules), (self.steps, other.steps)):
            for key, values in theirs.items():
                held = mine.setdefault(key, [0, 0, 0])
                for i, value in enumerate(values):
                    held[i] += value
        for name in ("flags", "encodings", "languages", "failures", "skipped"):
            into: dict[str, int] = getattr(self, name)
            for key, value in getattr(other, name).items():
                into[key] = into.get(key, 0) + value

    def ordered(self) -> Tally:
        """The same with keys sorted, so that it prints the same whatever order the parts came in."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        return msgspec.convert(
            {name: dict(sorted(held.items())) if isinstance(held, dict) else held for name, held in values.items()},
            Tally,
        )


def step_of(by: str, category: str) -> str:
    """The step that an edit of the repaired text belongs to; merged edits belong to the first of STEPS among theirs."""
    steps = {_step(reason, category) for reason in by.split("+")}
    return min(steps, key=STEPS.index)


def _step(reason: str, category: str) -> str:
    if reason.startswith("repeat") or category.startswith("repeat"):
        return "repeats"
    if reason.startswith("body"):
        return "body"
    if reason.startswith("title"):
        return "title"
    if reason.startswith("layout"):
        return "layout"
    return "rules"


def add_one(held: dict[str, int], key: str) -> None:
    """Add one."""
    held[key] = held.get(key, 0) + 1


def _hit(held: dict[str, list[int]], key: str, seen: set[str], chars: int) -> None:
    values = held.setdefault(key, [0, 0, 0])
    values[0] += 1
    values[1] += key not in seen
    values[2] += chars
    seen.add(key)
