"""docs/rules.md tells what the loader checks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from cases import ROOT

from cleaner.rulebook.book import parse_files
from cleaner.rulebook.files import RuleFile
from cleaner.rulebook.reference import filled

PAGE = (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_tables_are_the_generated_ones() -> None:
    assert filled(PAGE) == PAGE


def test_the_rule_of_the_guide_loads_and_its_examples_hold() -> None:
    blocks = re.findall(r"^ *```toml\n(.*?)^ *```", PAGE, re.M | re.S)
    rules = [block for block in blocks if "[[rule]]" in block]
    assert rules
    for block in rules:
        (parsed,) = parse_files([RuleFile("guide.toml", re.sub(r"^   ", "", block, flags=re.M).encode())], "user")
        assert not parsed.problems, parsed.problems[0].render()
    for block in blocks:
        tomllib.loads(re.sub(r"^   ", "", block, flags=re.M))


def test_the_list_of_the_guide_loads() -> None:
    (block,) = re.findall(r"^```\n(# id: .*?)^```", PAGE, re.M | re.S)
    (parsed,) = parse_files([RuleFile("guide.phrases.txt", block.encode())], "user")
    assert not parsed.problems
    assert Path(parsed.path).name == "guide.phrases.txt"
