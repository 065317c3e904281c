"""A rule, as loaded: plain frozen data."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from cleaner.model import USER_RULE

RuleAction = Literal["drop", "drop-block", "drop-run", "capture", "strip", "keep"]
Status = Literal["draft", "test", "stable", "retired"]
Zone = Literal["any", "head", "tail", "edge", "body"]
Place = Literal["first", "head", "between", "end", "apart", "lone", "among"]

UNIVERSAL: Final = frozenset(("en", "und"))
"""Rules of these languages apply to documents in every language: sites in all languages carry English chrome."""


class Near(Struct, frozen=True, gc=False):
    """`count` other lines within `lines` lines must be hit by one of `rules`, which are ids or globs."""

    rules: tuple[str, ...]
    lines: int = 3
    count: int = 1


class Other(Struct, frozen=True, gc=False):
    """A condition on other lines within `lines` lines: one of `keys`, or `pattern`."""

    keys: frozenset[str] = frozenset()
    pattern: str | None = None
    lines: int = 3


class Notes(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What a rule says to its readers and its tests. No document feels it but through the derived fields of `Rule`."""

    match: str | None = None
    phrases: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    todo_hits: tuple[str, ...] = ()
    todo_misses: tuple[str, ...] = ()
    source: str = ""
    by: str = ""
    added: str = ""
    since: str = ""


_unpack = msgspec.msgpack.Decoder(Notes).decode


class Rule(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One kind of chrome. docs/rules.md explains the fields; derived ones say so here.

    Kept and shown without the fields that were left at their defaults: most are, and reading them back takes time.

    >>> rule = Rule.of(id="x", does="", status="test", action="drop", category="ad_marker", hits=("Advertisement",))
    >>> rule.hits, rule.misses
    (('Advertisement',), ())
    """

    id: str
    does: str
    status: Status
    action: RuleAction
    category: str
    certainty: Literal["certain", "likely"] = "certain"
    notes: bytes = b""
    """Its `Notes`, packed: no run reads them. Unpacked, those of the shipped packs make a start take 20 ms longer and
    each process 9 MB larger."""
    pattern: str | None = None
    """Derived: `match` with fragments filled in, in canonical characters."""
    keys: tuple[str, ...] = ()
    """Derived: the phrases as keys."""
    atoms: tuple[str, ...] = ()
    """Derived: fixed words of the pattern; empty for a shape."""
    prefixes: tuple[str, ...] = ()
    """Derived: what every match begins with, if that is known."""
    digit: bool = False
    """Derived: every match holds a digit."""
    shape: str | None = None
    into: tuple[tuple[str, str], ...] = ()
    """(capture field, converter), in the order of the file."""
    at: Literal["start", "end", "any"] | None = None
    until: str | tuple[str, ...] | None = None
    until_keys: frozenset[str] = frozenset()
    """Derived: the end phrases as keys."""
    max_lines: int = 0
    over_prose: bool = False
    against: tuple[str, ...] = ()
    zone: Zone = "any"
    first: int | None = None
    last: int | None = None
    near: Near | None = None
    unless: Other | None = None
    only_if: Other | None = None
    stands: tuple[Place, ...] = ()
    """Places of a line alone beside running text, one of which it must hold; empty for any."""
    neighbours: int | None = None
    """The longest neighbouring line may have so many characters."""
    max_chars: int = 120
    min_chars: int = 0
    times: int = 1
    lang: tuple[str, ...] = ()
    script: str | None = None
    own_script: bool = False
    """Derived: every phrase and fixed word is in a script that is not Latin, which guards the rule by itself."""
    sites: tuple[str, ...] = ()
    template: str | None = None
    marks: str | None = None
    priority: int = 0
    replaced_by: str = ""
    pack: str = ""
    layer: Literal["shipped", "user"] = "shipped"
    file: str = ""
    line: int = 0

    @classmethod
    def of(cls, **fields: Any) -> Rule:
        """A rule of these fields, those of its notes among them. Raises TypeError for one that is not known."""
        noted = {name: fields.pop(name) for name in Notes.__struct_fields__ if name in fields}
        return cls(**fields, notes=msgspec.msgpack.encode(Notes(**noted)) if noted else b"")

    @property
    def noted(self) -> Notes:
        """What it says to its readers and its tests."""
        return _unpack(self.notes) if self.notes else Notes()

    @property
    def match(self) -> str | None:
        """The pattern as its author wrote it."""
        return self.noted.match

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases as their author wrote them."""
        return self.noted.phrases

    @property
    def hits(self) -> tuple[str, ...]:
        """Texts that it matches."""
        return self.noted.hits

    @property
    def misses(self) -> tuple[str, ...]:
        """Texts that it does not match."""
        return self.noted.misses

    @property
    def source(self) -> str:
        """Where its author saw what it is about."""
        return self.noted.source

    @property
    def order(self) -> tuple[int, int]:
        """Rank among findings of the same action: scope, then priority (see `Finding.order`)."""
        if self.layer == "user":
            return USER_RULE, self.priority
        if self.sites:
            return 3, self.priority
        if self.template:
            return 2, self.priority
        return (0 if not self.lang or "und" in self.lang else 1), self.priority

    def speaks(self, language: str | None) -> bool:
        """Whether the rule applies to a document in `language` (None: unknown).

        >>> Rule(id="x", does="", status="test", action="drop", category="ad_marker", lang=("de",)).speaks("fr-CA")
        False
        """
        if not self.lang or language is None or self.own_script or not UNIVERSAL.isdisjoint(self.lang):
            return True
        main = main_language(language)
        return any(main_language(tag) == main for tag in self.lang)


def main_language(tag: str) -> str:
    """The language of a tag without script and region.

    >>> main_language("pt-BR")
    'pt'
    """
    return tag.split("-")[0].lower()
