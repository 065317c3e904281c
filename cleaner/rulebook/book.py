"""The rule book: packs loaded, checked against each other, and put in one order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase, translate
from functools import cache as cache_results
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from cleaner.errors import RuleError
from cleaner.rulebook import cache
from cleaner.rulebook.examples import example_problems
from cleaner.rulebook.files import Found, RuleFile, contents, shipped_files, user_files
from cleaner.rulebook.format import FORMAT
from cleaner.rulebook.growth import slow_rules
from cleaner.rulebook.parse import Draft, Layer, Parsed, Site, Switches, build, draft
from cleaner.rulebook.patterns import Fragments
from cleaner.rulebook.phrases import draft_of_phrases
from cleaner.rulebook.problems import MAX_TOLD, Lines, Problem, did_you_mean, raise_all
from cleaner.rulebook.rule import Rule

Profile = Literal["strict", "balanced", "keep"]
RUNS: Final[Mapping[Profile, frozenset[str]]] = {
    "strict": frozenset(("stable",)),
    "balanced": frozenset(("stable", "test")),
    "keep": frozenset(("stable", "test")),
}
"""Statuses of the rules that a profile runs."""

MAX_SLOW: Final = 3
"""Slow patterns of one file that are told: finding them is what takes the time."""
SHARED: Final = "fragments.toml"
"""The shipped file whose fragments user files may use too."""


class RuleBook(Struct, frozen=True):
    """All rules of a run. `active` are those that the profile and the user's switches let run."""

    rules: tuple[Rule, ...]
    active: tuple[Rule, ...]
    sha256: str
    """Of all that can change what the rules do; the same wherever the files lie and however they were named."""
    redirects: dict[str, str] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)

    def rule(self, name: str) -> Rule:
        """The rule of that id, or of a former id. Raises RuleError."""
        target = self.redirects.get(name, name)
        for rule in self.rules:
            if rule.id == target:
                return rule
        raise RuleError(f'no rule "{name}": {did_you_mean(name, [rule.id for rule in self.rules])[:300]}')


def load(
    *,
    files: Sequence[Path] = (),
    shipped: bool | Path = True,
    profile: Profile = "balanced",
    enable: Sequence[str] = (),
    disable: Sequence[str] = (),
) -> RuleBook:
    """Load the shipped packs and the user's `files` (or folders of files).

    `shipped` may be a folder of packs to stand in place of the shipped ones. `enable` and `disable` are ids or globs;
    the longer one decides, and disable where they are equally long.
    Raises RuleError, which lists every mistake of every file.

    >>> load(shipped=False).rules
    ()
    """
    own = shipped_files(shipped if isinstance(shipped, Path) else None) if shipped else []
    theirs = user_files(files)
    key_of_own, shipped_packs = _parsed(own, "shipped", (), tried=shipped is True)
    key_of_theirs, user_packs = _parsed(theirs, "user", own)
    parsed = [*shipped_packs, *user_packs]
    raise_all(problem for each in parsed for problem in each.problems)
    switches = _merged([each.switches for each in parsed], enable, disable)
    redirects = dict(sorted((old, new) for each in parsed for old, new in each.redirects.items()))
    every = [
        _overridden(rule, switches.override.get(rule.id, {})) if switches.override else rule
        for each in parsed
        for rule in each.rules
    ]
    key = cache.key_of_parts((key_of_own, key_of_theirs, profile, *switches.enable, "", *switches.disable))
    kept = cache.read("book", key, Order)
    if kept:
        order = kept[0]
    else:
        order = _put_in_order(every, parsed, redirects, switches, profile, (*enable, *disable))
        cache.write("book", key, [order])
    rules, active = (tuple(every[i] for i in numbers) for numbers in (order.rules, order.active))
    return RuleBook(rules, active, order.sha256, redirects, switches.site)


class Order(Struct, frozen=True):
    """What checking the rules of several files against each other gives: their order, by place in the files."""

    rules: list[int]
    active: list[int]
    sha256: str


def _put_in_order(
    every: Sequence[Rule],
    parsed: Sequence[Parsed],
    redirects: Mapping[str, str],
    switches: Switches,
    profile: Profile,
    asked: Sequence[str],
) -> Order:
    """Raises RuleError."""
    raise_all(_across(parsed))
    numbers = sorted(range(len(every)), key=lambda i: (every[i].layer, every[i].id))
    rules = [every[i] for i in numbers]
    raise_all(islice(_unknown(rules, redirects, parsed, asked), MAX_TOLD))
    active = [i for i in numbers if _runs(every[i], profile, switches)]
    return Order(numbers, active, _digest(rules, redirects, switches))


def parse_files(
    files: Sequence[RuleFile], layer: Layer, shared: Mapping[str, str] | None = None, *, tried: bool = False
) -> list[Parsed]:
    """Parse and check files of one layer together; fragments of one are known to the others.

    `tried`: they are the shipped packs, whose patterns and examples this project's tests run.
    """
    drafts = [_draft(file, layer) for file in files]
    fragments = dict(shared or {})
    for each in drafts:
        fragments.update(each.fragments)
    table = Fragments(fragments, tried=tried)
    parsed = [build(each, table) for each in drafts]
    if tried:
        return parsed
    return [
        replace(each, problems=(*each.problems, *_tried_out(each, source)))
        for each, source in zip(parsed, drafts, strict=True)
    ]


def _tried_out(parsed: Parsed, source: Draft) -> Iterator[Problem]:
    """Examples that do not hold, and patterns that are steep on hostile lines; of these the first few are enough."""
    yield from example_problems(parsed.rules, source.lines)
    for rule, line, seconds in islice(slow_rules(parsed.rules), MAX_SLOW):
        message = f"match: {seconds * 1000:.0f} ms on a hostile line"
        yield Problem(rule.file, rule.line, "R034", rule.id, message, line[:200], fix="bound its repeats")


def _draft(file: RuleFile, layer: Layer) -> Draft:
    text = file.text()
    if isinstance(text, Problem):
        return Draft(file.name, {}, Lines(file.name, ""), layer, (text,))
    read = draft if file.name.endswith(".toml") else draft_of_phrases
    return read(file.name, text, layer)


def _parsed(
    found: Sequence[Found], layer: Layer, own: Sequence[Found], *, tried: bool = False
) -> tuple[str, list[Parsed]]:
    """Parse files, or take what an earlier run kept, and its key. Files with mistakes are never kept."""
    if not found:
        return "", []
    shared = [file for file in own if file.name.rsplit("/", 1)[-1] == SHARED]
    how = layer if tried or layer == "user" else "untried"
    key = cache.key_of(contents((*found, *shared)), how)
    kept = cache.read("rules", key, Parsed)
    if kept is not None and [each.path for each in kept] == [file.name for file in found]:
        return key, kept
    every = list(contents((*found, *shared)))
    files = every[: len(found)]
    key = cache.key_of(every, how)  # of what is parsed: a file may have changed since
    fragments: dict[str, str] = {}
    for file in every[len(found) :]:
        fragments.update(_draft(file, "shipped").fragments)
    parsed = parse_files(files, layer, fragments, tried=tried)
    if not any(each.problems for each in parsed):
        cache.write("rules", key, parsed)
    return key, parsed


def _across(parsed: Iterable[Parsed]) -> list[Problem]:
    """Ids that stand twice, in one file or in two."""
    first: dict[str, Rule] = {}
    out: list[Problem] = []
    for each in parsed:
        for rule in each.rules:
            other = first.setdefault(rule.id, rule)
            if other is not rule:
                message = f"the id stands in {other.file}:{other.line} already"
                fix = "ids are for ever and for one rule: choose another name"
                out.append(Problem(rule.file, rule.line, "R007", rule.id, message, fix=fix))
    return out


def _merged(switches: Iterable[Switches], enable: Sequence[str], disable: Sequence[str]) -> Switches:
    """Switches of several files and of the call; the order of files does not matter."""
    every = list(switches)
    override: dict[str, dict[str, Any]] = {}
    site: dict[str, Site] = {}
    for each in every:
        for name, fields in each.override.items():
            mine = override.setdefault(name, {})
            for key, value in fields.items():
                mine[key] = value if key not in mine else min(mine[key], value, key=repr)
        for host, one in each.site.items():
            other = site.get(host, Site())
            site[host] = Site(one.generic and other.generic, tuple(sorted({*one.disable, *other.disable})))
    return Switches(
        tuple(sorted({*enable, *(name for each in every for name in each.enable)})),
        tuple(sorted({*disable, *(name for each in every for name in each.disable)})),
        dict(sorted(override.items())),
        dict(sorted(site.items())),
    )


@lru_cache(maxsize=8192)
def names(glob: str, rule: str) -> bool:
    """Whether an id or glob names the rule.

    >>> names("en.share.*", "en.share.this-post"), names("en.share", "en.share.this-post")
    (True, False)
    """
    return glob == rule or ("*" in glob and fnmatchcase(rule, glob))


def _unknown(
    rules: Sequence[Rule], redirects: Mapping[str, str], parsed: Sequence[Parsed], asked: Sequence[str]
) -> Iterator[Problem]:
    """Rules named somewhere that do not exist; `asked` are the names that the caller gave."""
    ids = {rule.id for rule in rules}

    @cache_results
    def known(name: str) -> bool:
        return name in ids or name in redirects or ("*" in name and any(map(re.compile(translate(name)).match, ids)))

    def check(
        names: Iterable[str], where: str, path: str, lines: int | Mapping[str, int], rule: str = ""
    ) -> Iterator[Problem]:
        for name in names:
            if not known(name):
                line = lines if isinstance(lines, int) else lines.get(name, 0)
                fix = did_you_mean(name, sorted(ids)) if len(ids) < 40 else _closest(name, ids)
                yield Problem(path, line, "R014", rule, f'{where} names "{name}", which is no rule', fix=fix)

    for rule in rules:
        yield from check(rule.against, "against", rule.file, rule.line, rule.id)
        yield from check(rule.near.rules if rule.near else (), "near", rule.file, rule.line, rule.id)
        if rule.replaced_by:
            yield from check((rule.replaced_by,), "replaced_by", rule.file, rule.line, rule.id)
    for each in parsed:
        yield from check(each.redirects.values(), "redirects", each.path, each.named)
        for where in ("enable", "disable", "override"):
            yield from check(getattr(each.switches, where), where, each.path, each.named)
        for host, site in each.switches.site.items():
            yield from check(site.disable, f"site {host}", each.path, each.named)
    yield from check(asked, "enable or disable", "the call", 0)


def _closest(name: str, ids: Iterable[str]) -> str:
    fix = did_you_mean(name, sorted(ids))
    return fix if fix.startswith("did") else "cleaner rules list shows all rules"


def _overridden(rule: Rule, fields: Mapping[str, Any]) -> Rule:
    if not fields:
        return rule
    return replace(rule, **{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})


def _runs(rule: Rule, profile: Profile, switches: Switches) -> bool:
    """The most exact word of the user decides, then the profile."""
    if not switches.enable and not switches.disable:
        return rule.status in RUNS[profile]
    on = max((len(name) for name in switches.enable if names(name, rule.id)), default=-1)
    off = max((len(name) for name in switches.disable if names(name, rule.id)), default=-1)
    if on == off == -1:
        return rule.status in RUNS[profile]
    return on > off


def _digest(rules: Sequence[Rule], redirects: Mapping[str, str], switches: Switches) -> str:
    encoder = msgspec.json.Encoder(order="deterministic")
    digest = hashlib.sha256(b"%d\n" % FORMAT)
    digest.update(encoder.encode_lines([replace(rule, file="", line=0) for rule in rules]))
    digest.update(encoder.encode([redirects, switches]))
    return digest.hexdigest()
