"""All that can be told about a rule book from its own examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from multiprocessing import get_all_start_methods, get_context

from msgspec import Struct

from cleaner.rulebook.examples import failures, matched
from cleaner.rulebook.growth import slow_rules
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule import Rule


class Report(Struct, frozen=True):
    """What a test of the examples found; `warnings` do not make it fail."""

    rules: int
    hits: int
    misses: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def run_suite(
    rules: Sequence[Rule], against: Sequence[Rule] | None = None, *, growth: bool = True, jobs: int = 1
) -> Report:
    """Run the examples of `rules`: each by itself, and each counter-example against all rules of `against`.

    `jobs`: processes to divide the work among, since thousands of patterns take seconds to compile.
    """
    every = list({rule.id: rule for rule in (*rules, *(against or ()))}.values())
    parts = [every[number::jobs] for number in range(jobs)]
    tested = {rule.id for rule in rules} if growth else set()
    work = partial(_work, of=tuple(rules), tested=tested)
    if jobs == 1:
        results = [work(parts[0])]
    else:
        with get_context("fork" if "fork" in get_all_start_methods() else None).Pool(jobs) as pool:
            results = pool.map(work, parts, chunksize=1)
    found: dict[str, set[str]] = {}
    for part, _ in results:
        for line, ids in part.items():
            found.setdefault(line, set()).update(ids)
    slow = {name: (line, seconds) for _, part in results for name, line, seconds in part}
    problems = [_problem(rule, *failure) for rule in rules for failure in failures(rule, found)]
    problems += noisy(rules, every if against is not None else rules, found)
    problems += [
        _problem(rule, "R034", "match", slow[rule.id][0], _steep(slow[rule.id][1]), "bound its repeats")
        for rule in rules
        if rule.id in slow
    ]
    return Report(
        len(rules),
        sum(len(rule.hits) for rule in rules),
        sum(len(rule.misses) for rule in rules),
        tuple(problems),
        tuple(shadowed(rules, found)),
    )


def _work(
    by: Sequence[Rule], of: Sequence[Rule], tested: Set[str]
) -> tuple[dict[str, frozenset[str]], list[tuple[str, str, float]]]:
    """What a part of the rules match of the examples, and which of those to be tested are slow."""
    slow = slow_rules(rule for rule in by if rule.id in tested)
    return matched(by, of), [(rule.id, line, seconds) for rule, line, seconds in slow]


def _steep(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms on a hostile line"


def noisy(rules: Sequence[Rule], against: Sequence[Rule], found: Mapping[str, Set[str]]) -> Iterator[Problem]:
    """Counter-examples of one rule that another one matches. What a keep rule matches is kept, so it may."""
    cutting = {rule.id: rule for rule in against if rule.action != "keep" and rule.status != "retired"}
    owners = {text: rule for rule in reversed(rules) for text in rule.misses}
    for line, owner in sorted(owners.items()):
        for name in sorted(found.get(line, set()) & cutting.keys() - {owner.id}):
            message = f"counter-example of {owner.id} is matched: {line!r}"
            yield _problem(cutting[name], "R032", "match", line, message, "narrow the rule, or move the line away")


def shadowed(rules: Sequence[Rule], found: Mapping[str, Set[str]]) -> Iterator[Problem]:
    """Rules all of whose hits another unconditional rule of the same action matches as well."""
    live = {rule.id: rule for rule in rules if rule.status in ("test", "stable") and rule.at is None}
    for rule in live.values():
        common = frozenset.intersection(*(frozenset(found.get(text, ())) for text in rule.hits)) & live.keys()
        for name in sorted(common - {rule.id}):
            other = live[name]
            if other.action == rule.action and other.category == rule.category and _unconditional(other):
                yield _problem(rule, "R031", "hits", "", f"all its hits are matched by {name} too", "join them")


def _unconditional(rule: Rule) -> bool:
    return (
        rule.zone == "any"
        and all(
            condition is None
            for condition in (rule.first, rule.last, rule.near, rule.unless, rule.only_if, rule.neighbours)
        )
        and not rule.stands
        and rule.times == 1
        and not rule.sites
        and rule.template is None
    )


def _problem(rule: Rule, code: str, field: str, text: str, message: str, fix: str) -> Problem:
    return Problem(rule.file, rule.line, code, rule.id, f"{field}: {message}", text[:200], fix=fix)
