"""The examples inside rules, run: every hit must match, no miss may.

Conditions on place and neighbours are not part of it: an example is one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from cleaner.rulebook.fold import canonical
from cleaner.rulebook.problems import Lines, Problem
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Index

Failure = tuple[str, str, str, str, str]
"""(code, field, example, message, fix) of an example that fails."""


def example_problems(rules: Sequence[Rule], lines: Lines) -> Iterator[Problem]:
    """Examples of the rules that do not do what they say; `lines` is the file they stand in."""
    heads = {rule.id: rule.line for rule in rules}
    order = {line - 1: number for number, line in enumerate(sorted(heads.values()))}
    starts = {lines.section(number)[0]: number for number in range(len(rules) + 1)}
    found = matched(rules, rules)
    for rule in rules:
        number = starts.get(rule.line - 1, order.get(rule.line - 1))
        for code, field, text, message, fix in failures(rule, found):
            yield lines.problem(code, message, rule=rule.id, number=number, keys=(field,), text=text, fix=fix)


def matched(by: Sequence[Rule], of: Sequence[Rule]) -> dict[str, frozenset[str]]:
    """For each example of the rules `of`, the ids of the rules `by` that match it; none where none does.

    All rules are run on all examples at once: compiling the patterns is nearly all that it costs.
    """
    index = Index(by)
    lines = sorted({text for rule in of for text in rule_examples(rule)})
    return {
        lines[i]: frozenset(index.rules[number].id for number in numbers) for i, numbers in index.find(lines, set())
    }


def rule_examples(rule: Rule) -> tuple[str, ...]:
    """All examples of a rule, whatever they show."""
    noted = rule.noted
    return (*noted.hits, *noted.misses, *noted.todo_hits, *noted.todo_misses)


def failures(rule: Rule, found: Mapping[str, Set[str]]) -> Iterator[Failure]:
    """The examples of a rule that fail; `found` is what `matched` gave for them."""
    hit = {text for text in rule_examples(rule) if rule.id in found.get(text, ())}
    whole = "must match the whole line" if rule.at is None else "must match"
    for text in rule.hits:
        if text not in hit:
            yield "R020", "hits", text, f"example {whole}, but does not: {text!r}", _partial(rule, text)
    for text in rule.misses:
        if text in hit:
            yield "R021", "misses", text, "counter-example is matched by the rule: it would destroy article text", ""
    for text in rule.noted.todo_hits:
        if text in hit:
            yield "R022", "todo_hits", text, "this gap is closed", "move the line to hits"
    for text in rule.noted.todo_misses:
        if text not in hit:
            yield "R022", "todo_misses", text, "this fault is mended", "move the line to misses"


def _partial(rule: Rule, text: str) -> str:
    line = canonical(text)
    if len(line) > rule.max_chars:
        return f"the line has {len(line)} characters: raise max_chars"
    if len(line) < rule.min_chars:
        return f"the line has {len(line)} characters: lower min_chars"
    if rule.pattern is None or rule.at is not None:
        return f"what the rule sees is {line!r}"
    found = Index((rule,)).search(0, line)
    if found is None:
        return f"what the rule sees is {line!r}"
    return f'it matches only "{found}": add what is missing to the pattern, or use action = "strip"'
