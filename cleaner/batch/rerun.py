"""After a change of rules: which documents could the changed rules touch? The others keep their articles.

A document that has no line which a changed rule (as it was, or as it is) matches is cleaned the same way by both books:
in every round of the pipeline the lines looked at are lines of its repaired text, so none of those rules has a say in
any round. That does not hold for a line out of which a rule cut a part, because what remains of it is a new line; so
documents with such a cut are redone whatever the rules say. tests/batch/test_rerun.py compares with a full run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cleaner.article import Article, decode_journal, decode_record
from cleaner.batch.records import with_journal
from cleaner.batch.store import Completion, Store
from cleaner.batch.tally import step_of
from cleaner.edits import undo
from cleaner.model import Edit
from cleaner.pipeline import Cleaner
from cleaner.rulebook import Rule, RuleBook
from cleaner.rulebook.scan import Index
from cleaner.version import VERSION

_SAYS_NOTHING = frozenset(("does", "notes", "file", "line"))
"""Fields of a rule that no document can feel."""


_CUTS = ("rules", "repeats", "body")
"""Steps that are made in rounds: what one of them leaves of a line is looked at by the rules again."""


class OldRules(Struct, frozen=True):
    """The rules that a run was made with, kept beside it."""

    cleaner: str
    base: str
    """Hash of everything in the settings of the `Cleaner` but the rules."""
    rest: str
    """Hash of what is in the book beside its rules."""
    rules: list[Rule]


class Changes(Struct, frozen=True):
    """Rules that differ between an earlier run and this one."""

    cleaner: str
    """Fingerprint of the earlier run."""
    rules: tuple[Rule, ...]
    """Each as it was and as it is."""


class OldBlock(Struct, frozen=True):
    """Where the articles of a block made with other rules are, and their journals."""

    first: int
    end: int
    articles: tuple[Path, int, int]
    journals: tuple[Path, int, int]
    changes: Changes


def base_of(cleaner: Cleaner) -> str:
    """Hash of what decides the articles beside the rules."""
    options = cleaner.body_options, cleaner.repair_options
    settings = [VERSION, cleaner.profile, cleaner.extractor, *options, len(cleaner.finders)]
    return hashlib.sha256(msgspec.json.encode(settings)).hexdigest()


def keep_rules(store: Store, cleaner: Cleaner) -> None:
    """Write the rules of a run beside it, for a later rerun to compare with."""
    folder = store.inner / "rules"
    folder.mkdir(exist_ok=True)
    path = folder / f"{cleaner.fingerprint[:32]}.json"
    if not path.exists():
        book = cleaner.rulebook
        old = OldRules(cleaner.fingerprint, base_of(cleaner), _rest(book), list(book.active))
        store.write(path, msgspec.json.encode(old))


def forget_rules(store: Store, cleaner: Cleaner) -> None:
    """Drop what was kept of runs that nothing in the output is from any more."""
    for path in (store.inner / "rules").glob("*.json"):
        if path.stem != cleaner.fingerprint[:32]:
            path.unlink()


def changes_since(store: Store, cleaner: Cleaner) -> dict[str, Changes]:
    """By fingerprint of the earlier runs in this output: what changed, where rules alone did."""
    found: dict[str, Changes] = {}
    for path in sorted((store.inner / "rules").glob("*.json")):
        try:
            old = msgspec.json.decode(path.read_bytes(), type=OldRules)
        except msgspec.MsgspecError:
            continue  # of a version whose rules looked different: its articles are made anew
        book = cleaner.rulebook
        if old.cleaner != cleaner.fingerprint and old.base == base_of(cleaner) and old.rest == _rest(book):
            found[old.cleaner] = Changes(old.cleaner, tuple(_changed(old.rules, book.active)))
    return found


def _rest(book: RuleBook) -> str:
    rest = {"redirects": book.redirects, "sites": book.sites}
    return hashlib.sha256(msgspec.json.encode(rest, order="deterministic")).hexdigest()


def _changed(before: Sequence[Rule], after: Sequence[Rule]) -> Iterator[Rule]:
    old, new = {rule.id: rule for rule in before}, {rule.id: rule for rule in after}
    for name in sorted({*old, *new}):
        pair = [book[name] for book in (old, new) if name in book]
        if len(pair) == 1 or _felt(pair[0]) != _felt(pair[1]):
            yield from pair


def _felt(rule: Rule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__struct_fields__ if name not in _SAYS_NOTHING}


def old_block(store: Store, record: Completion, changes: Changes) -> OldBlock:
    """Where the articles of a finished block are."""
    return OldBlock(record.first, record.end, store.section(record, 0), store.section(record, 1), changes)


Key = tuple[str | None, str | None, str | None, str]
"""Path, member, row id and hash of a source."""


class Reuse:
    """Gives the earlier article of a document, under the new rule set, where no changed rule could have touched it.

    Holds one earlier block at a time.
    """

    def __init__(self, blocks: Sequence[OldBlock], ruleset: str) -> None:
        self._blocks = sorted(blocks, key=lambda block: block.first)
        self._ruleset = ruleset
        self._at: OldBlock | None = None
        self._index = Index(())
        self._held: dict[Key, Article] = {}

    def article(self, step: int, key: Key) -> Article | None:
        """The article, or None when the document must be cleaned."""
        if self._at is None or not self._at.first <= step < self._at.end:
            self._load(next((block for block in self._blocks if block.first <= step < block.end), None))
        old = self._held.get(key)
        if old is None or self._touched(old):
            return None
        return replace(old, cleaning=replace(old.cleaning, ruleset=self._ruleset))

    def _load(self, block: OldBlock | None) -> None:
        self._at = block
        self._held = {}
        if block is None:
            return
        self._index = Index(block.changes.rules)
        journals = iter(_lines(block.journals))
        for line in _lines(block.articles):
            record = decode_record(line)
            raw = next(journals, None) or bytes(msgspec.json.decode(line, type=_Inline).journal)
            source = record.source
            key = (source.path, source.member, source.row_id, source.sha256)
            self._held[key] = with_journal(record, decode_journal(raw))

    def _touched(self, old: Article) -> bool:
        journal = old.journal
        repaired = undo(old.text, journal.edits)
        if any(step_of(edit.by, edit.category) in _CUTS and _is_part(repaired, edit) for edit in journal.edits):
            return True
        lines = [stripped for line in repaired.split("\n") if (stripped := line.strip())]
        timeouts: set[int] = set()
        return bool(self._index.find(lines, timeouts)) or bool(timeouts)


class _Inline(Struct, frozen=True):
    journal: msgspec.Raw


def _is_part(text: str, edit: Edit) -> bool:
    """Whether an edit left something of the first or the last line that it cut something from."""
    begin = text.rfind("\n", 0, edit.start) + 1
    stop = text.find("\n", edit.end)
    cut = text[edit.start : edit.end].split("\n")
    before = text[begin : edit.start]
    after = text[edit.end : stop if stop >= 0 else len(text)]
    return bool((before.strip() and cut[0].strip()) or (after.strip() and cut[-1].strip()))


def _lines(place: tuple[Path, int, int]) -> list[bytes]:
    path, offset, size = place
    if not size:
        return []
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(size).splitlines()
