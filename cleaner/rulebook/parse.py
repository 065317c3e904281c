"""One rule file: from TOML text to rules, with every mistake found on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from msgspec import Struct, field

from cleaner.rulebook.check_values import Mistake, mistakes
from cleaner.rulebook.fold import key
from cleaner.rulebook.format import (
    DEFAULTS,
    FIELD,
    HEADER,
    MATCHERS,
    MAX_FRAGMENT,
    MAX_RULES,
    MAX_RUN,
    OVERRIDES,
    REQUIRED,
    SITE,
    TOP,
    Kind,
)
from cleaner.rulebook.patterns import Fragments, Pattern, foreign, read_pattern
from cleaner.rulebook.problems import Lines, Problem, did_you_mean
from cleaner.rulebook.rule import Near, Other, Rule
from cleaner.rulebook.toml import read_toml

Layer = Literal["shipped", "user"]
MAX_MISTAKES: Final = 100
"""Mistakes of one file after which reading it stops: finding each place costs time."""
_BESIDE: Final = ("near", "only_if", "zone", "stands", "neighbours", "sites")
"""Conditions one of which a shape needs."""
USER_ONLY = ("enable", "disable", "override", "site")


class Site(Struct, frozen=True):
    """Switches of one site."""

    generic: bool = True
    disable: tuple[str, ...] = ()


class Switches(Struct, frozen=True):
    """What a user changed: rules on and off by id or glob, single fields by id, switches by site."""

    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    override: dict[str, dict[str, Any]] = field(default_factory=dict)
    site: dict[str, Site] = field(default_factory=dict)

    def names(self) -> Iterator[str]:
        """Every id and glob in it."""
        yield from (*self.enable, *self.disable, *self.override)
        for site in self.site.values():
            yield from site.disable


class Parsed(Struct, frozen=True):
    """What one file holds."""

    path: str
    rules: tuple[Rule, ...] = ()
    redirects: dict[str, str] = field(default_factory=dict)
    switches: Switches = Switches()
    problems: tuple[Problem, ...] = ()
    named: dict[str, int] = field(default_factory=dict)
    """Line on which a rule is first named outside of the rules: in redirects and switches."""


class Draft(Struct, frozen=True):
    """A file read as TOML, its rules not yet built: their patterns may need fragments of other files."""

    path: str
    table: dict[str, Any]
    lines: Lines
    layer: Layer
    problems: tuple[Problem, ...] = ()

    @property
    def fragments(self) -> dict[str, str]:
        """The file's own fragments, those that are texts."""
        table = self.table.get("fragments")
        return {k: v for k, v in table.items() if isinstance(v, str)} if isinstance(table, dict) else {}


def draft(path: str, text: str, layer: Layer) -> Draft:
    """Read TOML; a mistake in it becomes a problem and an empty table."""
    lines = Lines(path, text.replace("\r\n", "\n"))
    table, problem = read_toml(lines)
    return Draft(path, table, lines, layer, (problem,) if problem else ())


def build(source: Draft, fragments: Fragments) -> Parsed:
    """The rules of a file, their patterns filled in; whatever is wrong is in `problems`."""
    if source.problems:
        return Parsed(source.path, problems=source.problems)
    return _Builder(source, fragments).parsed()


class _TooManyError(Exception):
    """A file has so many mistakes that no more are looked for."""


class _Builder:
    def __init__(self, source: Draft, fragments: Fragments) -> None:
        self.source = source
        self.fragments = fragments
        self.lines = source.lines
        self.problems: list[Problem] = []

    def parsed(self) -> Parsed:
        try:
            return self._parsed()
        except _TooManyError:
            return Parsed(self.source.path, problems=tuple(self.problems))

    def _parsed(self) -> Parsed:
        table = self.source.table
        self._header(table)
        defaults = self._defaults(table.get("defaults", {}))
        raw = table.get("rule", [])
        if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
            self._add("R003", "rules are written under [[rule]], with two brackets", keys=("rule",))
            raw = []
        if len(raw) > MAX_RULES:
            self._add("R017", f"{len(raw)} rules in one file, more than {MAX_RULES}", fix="split it by topic")
            raw = []
        rules = [self._rule(number, {**defaults, **item}, set(item)) for number, item in enumerate(raw)]
        redirects = self._redirects(table.get("redirects", {}))
        switches = self._switches(table)
        return Parsed(
            self.source.path,
            tuple(rule for rule in rules if rule is not None),
            redirects,
            switches,
            tuple(self.problems),
            self.lines.texts({*redirects.values(), *switches.names()}),
        )

    def _add(self, code: str, message: str, **place: Any) -> None:
        self.problems.append(self.lines.problem(code, message, **place))
        if len(self.problems) >= MAX_MISTAKES:
            raise _TooManyError

    def _check(self, name: str, value: Any, kind: Kind, **place: Any) -> bool:
        good = True
        for mistake in mistakes(name, value, kind):
            self._mistake(mistake, name, **place)
            good = False
        return good

    def _mistake(self, mistake: Mistake, name: str, **place: Any) -> None:
        column = (mistake.text, 0) if mistake.text else None
        top = name.split(".")[0]
        self._add(
            mistake.code, mistake.message, keys=(top,), text=mistake.text, column_of=column, fix=mistake.fix, **place
        )

    def _header(self, table: Mapping[str, Any]) -> None:
        known = (*HEADER, *TOP)
        for name, value in table.items():
            if name in HEADER:
                self._check(name, value, HEADER[name].kind)
            elif name not in TOP:
                self._add("R002", f'unknown field "{name}"', keys=(name,), fix=did_you_mean(name, known))
            elif name in USER_ONLY and self.source.layer == "shipped":
                self._add("R009", f'"{name}" is for user files; a pack only brings rules', keys=(name,))
        if "format" not in table:
            self._add("R005", "required field format is missing", fix="write format = 1 at the top of the file")
        if "rule" in table and "pack" not in table:
            self._add("R005", "required field pack is missing", fix='write pack = "my.pack" at the top of the file')
        fragments = table.get("fragments", {})
        if not isinstance(fragments, dict):
            self._add("R003", "fragments must be a table: [fragments]", keys=("fragments",))
            return
        for name, value in fragments.items():
            if self._check(name, value, Kind("text", high=MAX_FRAGMENT)):
                for mistake in self.fragments.mistakes(name):
                    self._mistake(mistake, name)

    def _defaults(self, table: Any) -> dict[str, Any]:
        if not isinstance(table, dict):
            self._add("R003", "defaults must be a table: [defaults]", keys=("defaults",))
            return {}
        good: dict[str, Any] = {}
        for name, value in table.items():
            if name not in DEFAULTS:
                fix = did_you_mean(name, DEFAULTS)
                self._add("R002", f'"{name}" can not be set in [defaults]', keys=(name,), fix=fix)
            elif self._check(name, value, FIELD[name].kind):
                good[name] = value
        return good

    def _redirects(self, table: Any) -> dict[str, str]:
        kind = FIELD["id"].kind
        if not isinstance(table, dict):
            self._add("R003", "redirects must be a table: [redirects]", keys=("redirects",))
            return {}
        return {
            old: new
            for old, new in table.items()
            if self._check(old, old, kind) and self._check(old, new, Kind("text", pattern=kind.pattern, high=80))
        }

    def _switches(self, table: Mapping[str, Any]) -> Switches:
        lists: dict[str, tuple[str, ...]] = {}
        for name in ("enable", "disable"):
            if name in table and self._check(name, table[name], SITE["disable"].kind):
                lists[name] = tuple(table[name])
        override: dict[str, dict[str, Any]] = {}
        for rule, fields in _tables(table.get("override")):
            override[rule] = {}
            for name, value in fields.items():
                if name not in OVERRIDES:
                    self._add(
                        "R002", f'"{name}" can not be overridden', keys=(name, rule), fix=did_you_mean(name, OVERRIDES)
                    )
                elif self._check(name, value, FIELD[name].kind):
                    override[rule][name] = value
        site: dict[str, Site] = {}
        for host, fields in _tables(table.get("site")):
            good = True
            for name, value in fields.items():
                if name not in SITE:
                    self._add(
                        "R002", f'unknown field "{name}" in site', keys=(name, host), fix=did_you_mean(name, SITE)
                    )
                    good = False
                else:
                    good &= self._check(name, value, SITE[name].kind)
            if good:
                site[host] = Site(fields.get("generic", True), tuple(fields.get("disable", ())))
        return Switches(**lists, override=override, site=site)

    def _rule(self, number: int, table: dict[str, Any], own: set[str]) -> Rule | None:
        name = table["id"] if isinstance(table.get("id"), str) else f"rule {number + 1}"
        place: dict[str, Any] = {"rule": name, "number": number}
        before = len(self.problems)
        for key_, value in table.items():
            if key_ not in FIELD:
                self._add("R002", f'unknown field "{key_}"', keys=(key_,), fix=did_you_mean(key_, FIELD), **place)
            elif key_ in own:
                self._check(key_, value, FIELD[key_].kind, **place)
        for key_ in REQUIRED:
            if key_ not in table:
                self._add("R005", f"required field {key_} is missing", fix=f"add {key_}: {FIELD[key_].does}", **place)
        if len(self.problems) > before:
            return None
        self._fits(table, place)
        pattern = self._pattern(table, place)
        if len(self.problems) > before or (pattern is None and "match" in table):
            return None
        return self._build(table, pattern, number)

    def _fits(self, table: dict[str, Any], place: dict[str, Any]) -> None:
        """Fields that need or exclude each other."""
        action = table["action"]
        for name in table:
            allowed = FIELD[name].actions
            if allowed and action not in allowed:
                self._add("R009", f'{name} does not go with action = "{action}"', keys=(name,), **place)
        if not any(name in table for name in MATCHERS):
            self._add(
                "R005", "one of match, phrases, shape is missing", fix='add phrases = ["the whole line"]', **place
            )
        if "shape" in table and ("match" in table or "phrases" in table):
            self._add("R009", "shape stands alone: a whole line of that form", keys=("shape",), **place)
        if "shape" in table and not any(name in table for name in _BESIDE):
            fix = "add near, only_if, zone, stands or neighbours: such lines are data in tables, scores and timelines"
            self._add("R009", "a shape needs a condition beside it", keys=("shape",), fix=fix, **place)
        if action == "strip" and "at" not in table:
            self._add("R005", "required field at is missing", keys=("action",), fix='add at = "end"', **place)
        if "at" in table and "match" not in table:
            self._add("R009", "a part of a line is found by match", keys=("at",), **place)
        if action == "capture" and "into" not in table:
            fix = 'add into = { field = "text" }'
            self._add("R005", "required field into is missing", keys=("action",), fix=fix, **place)
        if action in ("drop-block", "drop-run"):
            self._block(table, action, place)
        for name in ("phrases", "until"):
            lines = table.get(name)
            for phrase in lines if isinstance(lines, list) else ():
                if not key(phrase):
                    fix = "a line of ornaments alone parts the scenes of a text"
                    self._add("R012", "a phrase without a letter", keys=(name,), text=phrase, fix=fix, **place)
        if "hits" in table and "misses" in table:
            for line in sorted(set(table["hits"]) & set(table["misses"])):
                self._add("R004", "the same line stands in hits and misses", keys=("misses",), text=line, **place)

    def _block(self, table: dict[str, Any], action: str, place: dict[str, Any]) -> None:
        if "max_lines" not in table:
            self._add("R005", "required field max_lines is missing", keys=("action",), fix="add max_lines = 6", **place)
        elif action == "drop-run" and table["max_lines"] > MAX_RUN:
            self._add("R004", f"max_lines of a run is at most {MAX_RUN}", keys=("max_lines",), **place)
        until = table.get("until")
        if action == "drop-block" and until not in ("blank", "end") and not isinstance(until, list):
            fix = 'until = "blank", "end" or a list of phrases'
            self._add("R005", "a block needs an end: until", keys=("until", "action"), fix=fix, **place)
        if action == "drop-run" and until not in (None, "text", "text-or-end"):
            self._add("R009", 'a run ends at "text" or "text-or-end"', keys=("until",), **place)

    def _pattern(self, table: dict[str, Any], place: dict[str, Any]) -> Pattern | None:
        for name in ("unless", "only_if"):
            if "match" in table.get(name, {}):
                for mistake in read_pattern(table[name]["match"], self.fragments, literal=False).mistakes:
                    self._mistake(mistake, name, **place)
        into = set(table.get("into", {}))
        if "match" not in table:
            if len(into) > 1:
                self._add("R013", "without a pattern the whole line goes to one field", keys=("into",), **place)
            return None
        pattern = read_pattern(table["match"], self.fragments)
        for mistake in pattern.mistakes:
            self._pattern_mistake(mistake, table["match"], place)
        if pattern.mistakes:
            return None
        groups = set(pattern.groups)
        whole = len(into) == 1 and not groups
        if into - groups and not whole:
            fix = f"groups in the pattern: {sorted(groups)}" if groups else "write (?P<field>…) in the pattern"
            self._add(
                "R013",
                f"into names {sorted(into - groups)} but the pattern has no such group",
                keys=("into",),
                fix=fix,
                **place,
            )
        elif groups - into and table["action"] in ("capture", "strip", "keep"):
            fix = "name it in into, or write (?:…)"
            self._add("R013", f"group {sorted(groups - into)} goes to no field", keys=("match",), fix=fix, **place)
        return pattern

    def _pattern_mistake(self, mistake: Mistake, match: str, place: dict[str, Any]) -> None:
        at = mistake.text
        column = (match, int(at)) if at is not None and at.isdigit() else None
        self._add(mistake.code, mistake.message, keys=("match",), column_of=column, fix=mistake.fix, **place)

    def _build(self, table: dict[str, Any], pattern: Pattern | None, number: int) -> Rule:
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
        }
        for name in ("unless", "only_if"):
            if name in values:
                values[name] = self._other(values[name])
        if "near" in values:
            near = values["near"]
            values["near"] = Near(tuple(near["rules"]), near.get("lines", 3), near.get("count", 1))
        values["neighbours"] = values["neighbours"]["max_chars"] if "neighbours" in values else None
        values["times"] = values["times"]["min"] if "times" in values else 1
        values["into"] = tuple(values.get("into", {}).items())
        phrases = values.get("phrases", ())
        keys = tuple(dict.fromkeys(key(phrase) for phrase in phrases))
        if isinstance(until := values.get("until"), tuple):
            values["until_keys"] = frozenset(map(key, until))
        longest = max((len(phrase) for phrase in phrases), default=0)
        if "max_chars" not in values and longest > 100:
            values["max_chars"] = min(400, longest + 20)
        words = (*keys, *(pattern.atoms if pattern else ()))
        return Rule.of(
            **values,
            pattern=pattern.expanded if pattern else None,
            keys=keys,
            atoms=pattern.atoms if pattern else (),
            prefixes=pattern.prefixes if pattern else (),
            digit=bool(pattern and pattern.digit),
            own_script=bool(words) and all(map(foreign, words)),
            pack=str(self.source.table.get("pack", "")),
            layer=self.source.layer,
            file=self.source.path,
            line=self.lines.section(number)[0] + 1,
        )

    def _other(self, table: Mapping[str, Any]) -> Other:
        match = table.get("match")
        return Other(
            frozenset(map(key, table.get("phrases", ()))),
            read_pattern(match, self.fragments, literal=False).expanded if match else None,
            table.get("lines", 3),
        )


def _tables(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, dict):
                yield name, item
