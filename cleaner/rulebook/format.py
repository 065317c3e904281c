"""The rule file format as one table: the loader checks by it and the editor's schema is generated from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from cleaner.rulebook.rule import RuleAction
from cleaner.rulebook.taxonomy import CATEGORY_NAMES, CONVERTERS, FIELD_KINDS

FORMAT: Final = 1
MAX_FILE_BYTES: Final = 1 << 20
MAX_RULES: Final = 500
MAX_PATTERN: Final = 500
MAX_EXPANDED: Final = 4000
MAX_FRAGMENT: Final = 1500
MAX_TEXT: Final = 2000
MAX_ITEMS: Final = 500
MAX_BLOCK: Final = 40
MAX_RUN: Final = 12

ACTIONS: Final = ("drop", "drop-block", "drop-run", "capture", "strip", "keep")
STATUSES: Final = ("draft", "test", "stable", "retired")
ID_PATTERN: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){1,3}"
GLOB_PATTERN: Final = r"[a-z0-9.*-]+"

Schema = Mapping[str, Any]


class Kind(NamedTuple):
    """What a value may be. `check` is one of text, texts, int, flag, table, until."""

    check: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    pattern: str = ""
    fields: Mapping[str, Kind] = {}
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


class Field(NamedTuple):
    """One field of a rule: its kind, what it means, and the actions it goes with (empty: all)."""

    name: str
    kind: Kind
    does: str
    actions: tuple[RuleAction, ...] = ()


_TEXT: Final = Kind("text", high=MAX_TEXT)
_TEXTS: Final = Kind("texts", high=MAX_ITEMS)
_IDS: Final = Kind("texts", high=50, pattern=GLOB_PATTERN)
_LINES: Final = Kind("int", low=1, high=500)
_MATCH: Final = Kind("text", high=MAX_PATTERN)
_OTHER: Final = Kind(
    "table",
    fields={"match": _MATCH, "phrases": _TEXTS, "lines": _LINES},
    one_of=("match", "phrases"),
)
SHAPES: Final = {
    "number": r"\d[\d.,' ]{0,11}[kKmM]?",
    "clock": r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})? ?(?:[ap]\.?m\.?|uhr|h)?",
    "date": r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?(?:\d{4}|\d{2}))",
    "handle": r"@\w{2,30}",
}
"""Whole lines without a word; `date` and the rest need a condition on place or neighbours beside them."""
MAX_SHAPE: Final = 30

FIELDS: Final = (
    Field(
        "id",
        Kind("text", pattern=ID_PATTERN, high=80),
        "language (or theme, cms, agency …), topic, name; never changes",
    ),
    Field("does", _TEXT, "one sentence: what kind of chrome this is"),
    Field(
        "status", Kind("text", choices=STATUSES), "draft and retired rules are not run; strict profile runs stable only"
    ),
    Field("action", Kind("text", choices=ACTIONS), "what happens to a line that matches"),
    Field("category", Kind("text", choices=CATEGORY_NAMES), "kind of chrome, from the taxonomy"),
    Field("certainty", Kind("text", choices=("certain", "likely")), "likely: not carried out under the strict profile"),
    Field("match", _MATCH, "regular expression for the whole canonical line, without case"),
    Field("phrases", _TEXTS, "whole lines, compared without case and without ornaments at their ends"),
    Field("shape", Kind("text", choices=tuple(SHAPES)), "a built-in form of line without any word"),
    Field(
        "into",
        Kind("table", fields={name: Kind("text", choices=kinds) for name, kinds in FIELD_KINDS.items()}),
        "field = converter; fields are group names of the pattern, or one field for the whole line",
        ("capture", "strip", "keep"),
    ),
    Field(
        "at",
        Kind("text", choices=("start", "end", "any")),
        "where in the line the pattern is searched",
        ("strip", "keep"),
    ),
    Field("until", Kind("until", high=50), "where a block or run ends", ("drop-block", "drop-run")),
    Field(
        "max_lines",
        Kind("int", low=1, high=MAX_BLOCK),
        "lines a block or run may have after its cue",
        ("drop-block", "drop-run"),
    ),
    Field("over_prose", Kind("flag"), "the block may hold lines of more than 200 characters", ("drop-block",)),
    Field("against", _IDS, "ids or globs of the rules that this keep rule overrules; all if absent", ("keep",)),
    Field(
        "zone",
        Kind("text", choices=("any", "head", "tail", "edge", "body")),
        "place relative to the first and last prose line",
    ),
    Field("first", _LINES, "only among the first lines of the document"),
    Field("last", _LINES, "only among the last lines of the document"),
    Field(
        "near",
        Kind(
            "table", fields={"rules": _IDS, "lines": _LINES, "count": Kind("int", low=1, high=10)}, required=("rules",)
        ),
        "so many lines close by must be hit by one of these rules",
    ),
    Field(
        "stands",
        Kind("texts", high=7, pattern="first|head|between|end|apart|lone|among"),
        "alone beside running text: above the headline or text, below the headline, between paragraphs, at the end; "
        "apart from it by one short line, the only short line between its paragraphs, or among short lines",
    ),
    Field("unless", _OTHER, "not where such a line stands close by"),
    Field("only_if", _OTHER, "only where such a line stands close by"),
    Field(
        "neighbours",
        Kind("table", fields={"max_chars": Kind("int", low=1, high=1000)}, required=("max_chars",)),
        "the lines before and after are at most so long",
    ),
    Field(
        "max_chars", Kind("int", low=1, high=400), "longest canonical line that is tried; longest match of a strip rule"
    ),
    Field("min_chars", Kind("int", low=1, high=400), "shortest canonical line that is tried"),
    Field(
        "times",
        Kind("table", fields={"min": Kind("int", low=2, high=50)}, required=("min",)),
        "the rule must hit so many lines of the document",
    ),
    Field(
        "lang", Kind("texts", high=40, pattern=r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "BCP 47 tags; und for any language"
    ),
    Field(
        "script", Kind("text", pattern=r"[A-Z][a-z]{3}", high=4), "ISO 15924 code: the line must hold a letter of it"
    ),
    Field(
        "sites",
        Kind("texts", high=200, pattern=r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*"),
        "registrable domains, or *.tld",
    ),
    Field("template", Kind("text", pattern=r"[a-z0-9-]+", high=40), "only in documents of this template"),
    Field("marks", Kind("text", pattern=r"[a-z0-9-]+", high=40), "a hit shows that the document is of this template"),
    Field("priority", Kind("int", low=-100, high=100), "higher wins among equals"),
    Field("hits", _TEXTS, "lines the rule must match; each is run as a test"),
    Field("misses", _TEXTS, "lines no rule may match; each is run against every rule"),
    Field("todo_hits", _TEXTS, "known gaps: not matched yet"),
    Field("todo_misses", _TEXTS, "known faults: matched, but should not be"),
    Field("source", _TEXT, "where the line was seen"),
    Field("by", _TEXT, "author of the rule"),
    Field("added", Kind("text", pattern=r"\d{4}-\d{2}-\d{2}", high=10), "date of the rule"),
    Field("since", Kind("text", high=20), "version in which the status was reached"),
    Field("replaced_by", Kind("text", pattern=ID_PATTERN, high=80), "the rule that took over from a retired one"),
)
FIELD: Final = {field.name: field for field in FIELDS}
REQUIRED: Final = ("id", "does", "status", "action", "category", "hits", "misses", "source")
MATCHERS: Final = ("match", "phrases", "shape")

DEFAULTS: Final = (
    "lang",
    "status",
    "source",
    "by",
    "added",
    "sites",
    "template",
    "category",
    "certainty",
    "zone",
    "script",
)
"""Fields that `[defaults]` of a file may fill in for its rules."""

OVERRIDES: Final = (
    "status",
    "certainty",
    "zone",
    "max_chars",
    "min_chars",
    "priority",
    "lang",
    "sites",
    "first",
    "last",
)
"""Fields that a user may change in a shipped rule: none of them changes what the rule matches or cuts."""

HEADER: Final = {
    "pack": Field("pack", Kind("text", pattern=r"[a-z0-9.-]+", high=60), "name of the pack"),
    "format": Field("format", Kind("int", low=FORMAT, high=FORMAT), "version of this format"),
    "licence": Field("licence", Kind("text", high=60), "SPDX id of the licence of the rules"),
}
SITE: Final = {
    "generic": Field("generic", Kind("flag"), "false: only rules of this site are run on its documents"),
    "disable": Field("disable", _IDS, "ids or globs of rules that are not run on this site"),
}
TOP: Final = {
    "defaults": "values for all rules of the file",
    "fragments": "named parts of patterns, used as {{name}}",
    "redirects": "old id = new id",
    "rule": "the rules",
    "enable": "ids or globs of rules to run whatever their status (user files)",
    "disable": "ids or globs of rules not to run (user files)",
    "override": "fields of shipped rules to change, by id (user files)",
    "site": "switches by registrable domain (user files)",
}
CONVERTER_NAMES: Final = CONVERTERS
