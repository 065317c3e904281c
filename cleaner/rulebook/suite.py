"""All that can be told about a rule book from its own examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from cleaner.rulebook.examples import failures
from cleaner.rulebook.growth import slow_rules
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Index


class Report(Struct, frozen=True):
    """What a test of the examples found; `warnings` do not make it fail."""

    rules: int
    hits: int
    misses: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def run_suite(rules: Sequence[Rule], against: Sequence[Rule] | None = None, *, growth: bool = True) -> Report:
    """Run the examples of `rules`: each by itself, and each counter-example against all rules of `against`."""
    every = tuple(rules if against is None else against)
    problems = [_problem(rule, *failure) for rule in rules for failure in failures(rule)]
    problems += noisy(rules, every)
    if growth:
        problems += [
            _problem(rule, "R034", "match", line, f"{seconds * 1000:.0f} ms on a hostile line", "bound its repeats")
            for rule, line, seconds in slow_rules(rules)
        ]
    return Report(
        len(rules),
        sum(len(rule.hits) for rule in rules),
        sum(len(rule.misses) for rule in rules),
        tuple(problems),
        tuple(shadowed(rules)),
    )


def noisy(rules: Sequence[Rule], against: Sequence[Rule]) -> Iterator[Problem]:
    """Counter-examples of one rule that another one matches. What a keep rule matches is kept, so it may."""
    cutting = [rule for rule in against if rule.action != "keep" and rule.status != "retired"]
    index = Index(cutting)
    owners = {text: rule for rule in reversed(rules) for text in rule.misses}
    lines = sorted(owners)
    for i, numbers in index.find(lines, set()):
        owner = owners[lines[i]]
        for number in numbers:
            other = cutting[number]
            if other.id != owner.id:
                message = f"counter-example of {owner.id} is matched: {lines[i]!r}"
                yield _problem(other, "R032", "match", lines[i], message, "narrow the rule, or move the line away")


def shadowed(rules: Sequence[Rule]) -> Iterator[Problem]:
    """Rules all of whose hits another unconditional rule of the same action matches as well."""
    live = [rule for rule in rules if rule.status in ("test", "stable") and rule.at is None]
    index = Index(live)
    hits = sorted({text for rule in live for text in rule.hits})
    found = {hits[i]: set(numbers) for i, numbers in index.find(hits, set())}
    for number, rule in enumerate(live):
        common = set.intersection(*(found.get(text, set()) for text in rule.hits)) - {number}
        for other in sorted(common):
            if (
                live[other].action == rule.action
                and _unconditional(live[other])
                and live[other].category == rule.category
            ):
                yield _problem(
                    rule, "R031", "hits", "", f"all its hits are matched by {live[other].id} too", "join them"
                )


def _unconditional(rule: Rule) -> bool:
    return (
        rule.zone == "any"
        and all(
            condition is None
            for condition in (rule.first, rule.last, rule.near, rule.unless, rule.only_if, rule.neighbours)
        )
        and rule.times == 1
        and not rule.sites
        and rule.template is None
    )


def _problem(rule: Rule, code: str, field: str, text: str, message: str, fix: str) -> Problem:
    return Problem(rule.file, rule.line, code, rule.id, f"{field}: {message}", text[:200], fix=fix)
