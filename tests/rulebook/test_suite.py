"""What the examples of a book tell, hostile lines, and drafts of rules."""

from __future__ import annotations

import tomllib

from cleaner.rulebook.growth import LIMIT, hostile_lines, slow_line
from cleaner.rulebook.parse import build, draft
from cleaner.rulebook.patterns import Fragments
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scaffold import placeholders, scaffold
from cleaner.rulebook.suite import Report, run_suite


def rule(name: str, *phrases: str, hits: tuple[str, ...] = (), misses: tuple[str, ...] = (), **fields: object) -> Rule:
    values = {"does": "x", "status": "test", "action": "drop", "category": "share_prompt"} | fields
    return Rule.of(id=name, keys=phrases, hits=hits or phrases, misses=misses, **values)


def codes(*rules: Rule) -> list[tuple[str, str]]:
    return [(problem.code, problem.rule) for problem in run_suite(rules).problems]


def test_a_miss_of_one_rule_is_tried_on_all_others() -> None:
    one = rule("x.a.one", "share", misses=("print",))
    two = rule("x.a.two", "print", misses=("a line",))
    assert codes(one, two) == [("R032", "x.a.two")]


def test_a_keep_rule_may_match_a_miss() -> None:
    one = rule("x.a.one", "share", misses=("print",))
    assert codes(one, rule("x.a.two", "print", misses=("a line",), action="keep")) == []


def test_shadowed_rules_are_warned_of() -> None:
    one = rule("x.a.one", "share", "tweet")
    two = rule("x.a.two", "share")
    report = run_suite([one, two])
    assert [(warning.code, warning.rule) for warning in report.warnings] == [("R031", "x.a.two")]


def test_steep_patterns_are_found() -> None:
    steep = rule("x.a.steep", hits=("share a a a",), pattern=r"(?:[\w ]+?[ ,]?){2,30}[!;]", max_chars=400)
    assert slow_line(steep) is not None
    assert slow_line(rule("x.a.flat", hits=("share",), pattern=r"share \w+", max_chars=400)) is None
    assert ("R034", "x.a.steep") in codes(steep)


def test_hostile_lines_are_as_long_as_the_rule_allows() -> None:
    flat = rule("x.a.flat", hits=("share it",), max_chars=90)
    lines = list(hostile_lines(flat))
    assert {len(line) for line in lines} == {90}
    assert all(line.endswith("\0") for line in lines)
    assert LIMIT < 0.5


def test_scaffold_makes_rules_that_load_and_match() -> None:
    fragments = Fragments({"stamp_any": r"[\d:]{8} am, \w{6,9}, \d{2} \w{3,9} \d{4}|\d March \d{4}"})
    for line in (
        "Update Time : 08:00:44 am, Wednesday, 29 January 2025",
        "• / 470 Time View",
        'Don’t "share" this (please)',
        "Published 5 March 2021 | 12 comments",
        "C:\\share",
    ):
        text = scaffold(line, name="en.some.rule")
        assert placeholders(text)[0].startswith("does:")
        text = text.replace('category = "…"', 'category = "share_prompt"').replace("“", "").replace("”", "")
        parsed = build(draft("x.toml", 'pack = "x"\nformat = 1\n' + text, "user"), fragments)
        assert not parsed.problems, parsed.problems[0].render()
        report = run_suite(parsed.rules)
        assert not report.problems, report.problems[0].render()


def test_scaffold_reads_dates_and_counts() -> None:
    table = tomllib.loads(scaffold("Updated 5 March 2021, 12 views"))["rule"][0]
    assert table["into"] == {"modified": "datetime"}
    assert tomllib.loads(scaffold("470 Time View"))["rule"][0]["into"] == {"views": "count"}


def test_dividing_the_work_changes_nothing() -> None:
    rules = [
        rule("x.a.one", "share", misses=("print",), hits=("share", "tweet")),
        rule("x.a.two", "print", misses=("a line",)),
        rule("x.a.three", "share", "print"),
        rule(
            "x.a.steep", hits=("share a a a",), pattern=r"(?:[\w ]+?[ ,]?){2,30}[!;]", max_chars=400, atoms=("share",)
        ),
    ]
    alone = run_suite(rules)
    divided = run_suite(rules, jobs=2)
    assert {problem.code for problem in alone.problems} == {"R020", "R032", "R034"}

    def told(report: Report) -> list[tuple[str, str, str]]:
        every = (*report.problems, *report.warnings)
        return [(problem.code, problem.rule, problem.message.split(" ms ")[-1]) for problem in every]

    assert told(divided) == told(alone)
