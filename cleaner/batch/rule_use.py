"""What each rule did in a run: how often, where in the documents, on what lines. Read from the records and journals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from cleaner.batch.restore import articles
from cleaner.batch.tally import step_of
from cleaner.edits import undo
from cleaner.model import Edit
from cleaner.record import Journal, Record
from cleaner.rulebook import Rule, RuleBook

Place = Literal["head", "middle", "tail"]

MAX_LINES = 10_000
"""Different lines of one rule that are counted apart; later ones only count as hits."""


class Use(Struct):
    """What one rule did."""

    hits: int = 0
    """Lines that it cut, or cut a part from."""
    documents: int = 0
    characters: int = 0
    """Taken away, white space at the ends of lines left out."""
    head: int = 0
    """Hits before the text that stays."""
    tail: int = 0
    """Hits after the text that stays."""
    read: int = 0
    """Values that it read and that are in the record; of a keep rule the only trace."""
    nearly: int = 0
    """Lines that it matched, but a condition or another verdict held."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why nearly."""
    lines: Counter[str] = field(default_factory=Counter)
    """What it cut, with white space runs as one space."""

    def share(self, place: Place) -> float:
        """Share of the hits in a place; 0 where there are none."""
        count = {"head": self.head, "tail": self.tail, "middle": self.hits - self.head - self.tail}[place]
        return count / self.hits if self.hits else 0.0

    def examples(self, count: int) -> list[tuple[str, int]]:
        """The most frequent lines, and how often each."""
        return sorted(self.lines.items(), key=lambda line: (-line[1], line[0]))[:count]


def rule_use(folder: Path) -> tuple[dict[str, Use], int]:
    """What the rules did in a finished run that kept its journal, by rule id, and the number of documents."""
    uses: dict[str, Use] = {}
    documents = 0
    for documents, (record, journal) in enumerate(articles(folder), 1):  # noqa: B007  # the last number is the count
        add_article(uses, record, journal)
    return dict(sorted(uses.items())), documents


def add_article(uses: dict[str, Use], record: Record, journal: Journal) -> None:
    """Count one article."""
    seen: set[str] = set()
    for rule, line, place in _hits(record, journal):
        use = uses.setdefault(rule, Use())
        use.hits += 1
        use.documents += rule not in seen
        seen.add(rule)
        use.characters += len(line.strip())
        use.head += place == "head"
        use.tail += place == "tail"
        text = " ".join(line.split())
        if text in use.lines or len(use.lines) < MAX_LINES:
            use.lines[text] += 1
    for miss in journal.near_misses:
        if step_of(miss.by, "") == "rules":
            use = uses.setdefault(miss.by, Use())
            use.nearly += 1
            use.reasons[_kind(miss.why)] += 1
    for rule in (*(entry.rule for entry in record.captures), *(entry.rule for entry in record.dates)):
        if step_of(rule, "") == "rules":
            uses.setdefault(rule, Use()).read += 1


def _hits(record: Record, journal: Journal) -> Iterator[tuple[str, str, Place]]:
    """The lines and parts of lines that rules cut, and whether before, between or after what stays of the text."""
    repaired = undo(record.text, journal.edits)
    first, last = _stays(repaired, journal.edits)
    for edit in journal.edits:
        if step_of(edit.by, edit.category) != "rules":
            continue
        place: Place = "head" if edit.end <= first else "tail" if edit.start >= last else "middle"
        for rule in edit.by.split("+"):
            yield from ((rule, line, place) for line in edit.before.split("\n") if line.strip())


def _stays(repaired: str, edits: Iterable[Edit]) -> tuple[int, int]:
    """Where the text that stays begins and ends in the repaired text; all of it is tail where nothing stays."""
    first, last, at = -1, 0, 0
    for start, end in (*((edit.start, edit.end) for edit in edits), (len(repaired), len(repaired))):
        gap = repaired[at:start]
        if gap.strip():
            last = at + len(gap.rstrip())
            if first < 0:
                first = start - len(gap.lstrip())
        at = end
    return first, last


def _kind(why: str) -> str:
    """The condition that failed, without the particulars of the line: `zone = "edge" fails`."""
    return why.partition(" fails")[0].partition(":")[0]


def idle(book: RuleBook, uses: dict[str, Use]) -> list[Rule]:
    """Active rules that did nothing and left no trace. Keep rules that read nothing never leave one: not listed."""
    return [rule for rule in book.active if rule.id not in uses and (rule.action != "keep" or rule.into)]
