"""The examples inside rules, run: every hit must match, no miss may.

Conditions on place and neighbours are not part of it: an example is one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.rulebook.fold import canonical
from cleaner.rulebook.problems import Lines, Problem
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Index


def matches(index: Index, number: int, line: str) -> bool:
    """Whether one rule of the index matches the line."""
    return any(number in found for _, found in index.find([line], set()))


def example_problems(rules: Sequence[Rule], lines: Lines) -> Iterator[Problem]:
    """Examples of the rules that do not do what they say; `lines` is the file they stand in."""
    heads = {rule.id: rule.line for rule in rules}
    order = {line - 1: number for number, line in enumerate(sorted(heads.values()))}
    starts = {lines.section(number)[0]: number for number in range(len(rules) + 1)}
    for rule in rules:
        number = starts.get(rule.line - 1, order.get(rule.line - 1))
        for code, field, text, message, fix in failures(rule):
            yield lines.problem(code, message, rule=rule.id, number=number, keys=(field,), text=text, fix=fix)


def failures(rule: Rule) -> Iterator[tuple[str, str, str, str, str]]:
    """(code, field, example, message, fix) of each example that fails."""
    index = Index((rule,))
    whole = "must match the whole line" if rule.at is None else "must match"
    for text in rule.hits:
        if not matches(index, 0, text):
            yield "R020", "hits", text, f"example {whole}, but does not: {text!r}", _partial(rule, text)
    for text in rule.misses:
        if matches(index, 0, text):
            yield "R021", "misses", text, "counter-example is matched by the rule: it would destroy article text", ""
    for text in rule.todo_hits:
        if matches(index, 0, text):
            yield "R022", "todo_hits", text, "this gap is closed", "move the line to hits"
    for text in rule.todo_misses:
        if not matches(index, 0, text):
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
