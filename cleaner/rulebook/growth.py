"""Patterns run on hostile lines: as long as their rule allows, and almost a match.

The checks on load refuse what can take exponential time; this finds what is merely steep. Times are processor time,
so a busy machine does not change the verdict.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.rulebook.fold import canonical
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import compiled

LIMIT: Final = 0.02
"""Seconds for one hostile line. Ordinary lines take some microseconds; the limit at run time is 0.5 s."""
TOTAL: Final = 0.06
"""Seconds for all hostile lines of a rule; the shipped rules take up to 0.003."""
_RUNS: Final = ("a", "A", "1", "1,", "1 ", "a ", "Aa ", "Aa. ", ".", "-", "é", "字")
_BREAK: Final = "\0"


def hostile_lines(rule: Rule) -> Iterator[str]:
    r"""Lines grown from the rule's own examples and fixed words, broken at the last character.

    >>> rule = Rule.of(id="x.y", does="", status="test", action="drop", category="ad_marker", hits=("ab",), max_chars=5)
    >>> next(hostile_lines(rule))
    'abab\x00'
    """
    size = rule.max_chars - 1
    for hit in rule.hits[:4]:
        text = canonical(hit)
        yield (text * (size // max(1, len(text)) + 1))[:size] + _BREAK
        half = text[: max(1, len(text) // 2)]
        yield (half * (size // len(half) + 1))[:size] + _BREAK
        for run in _RUNS:
            yield (text + run * size)[:size] + _BREAK
    for word in ("", *rule.atoms[:4]):
        for run in _RUNS:
            yield (word + run * size)[:size] + _BREAK


def slow_line(rule: Rule) -> tuple[str, float] | None:
    """The first hostile line on which the rule's pattern takes longer than `LIMIT`, and the seconds it took.

    Or the one at which all lines together took longer than `TOTAL`.
    """
    if rule.pattern is None:
        return None
    pattern = compiled(rule.pattern, rule.at)
    run = pattern.fullmatch if rule.at is None else pattern.search
    total = 0.0
    for line in hostile_lines(rule):
        seconds = _seconds(run, line)
        total += min(seconds, LIMIT)  # no single disturbed run can fill the sum
        if total > TOTAL:
            return line, seconds
        if seconds > LIMIT and (again := _seconds(run, line)) > LIMIT:  # the first run may have been disturbed
            return line, min(seconds, again)
    return None


def _seconds(run: object, line: str) -> float:
    start = time.process_time()
    try:
        run(line, timeout=10 * LIMIT)  # type: ignore[operator]  # a bound method of a regex pattern
    except TimeoutError:
        return 10 * LIMIT
    return time.process_time() - start


def slow_rules(rules: Iterable[Rule]) -> Iterator[tuple[Rule, str, float]]:
    """Rules that are too slow on a hostile line."""
    for rule in rules:
        found = slow_line(rule)
        if found is not None:
            yield rule, *found
