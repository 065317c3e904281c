"""Random edits of a user's rule file, each one that the loader takes: rules added, removed, changed in every way."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.pipeline import Cleaner

HEAD = 'pack = "mine"\nformat = 1\nlicence = "CC0-1.0"\n'
_WORD = re.compile(r"[^\W\d_]{3}")

Fields = dict[str, Any]


class RuleFile:
    """A user's rule file that is edited step by step; `cleaner` is made with it as it now is.

    lines: lines of the documents, so that rules hit some of them.
    """

    def __init__(self, path: Path, lines: Sequence[str], seed: int) -> None:
        self.path = path
        stripped = map(str.strip, lines)
        self._lines = [line for line in stripped if 8 <= len(line) <= 90 and _WORD.search(line)]
        self._draw = random.Random(seed)  # noqa: S311  # the same edits in every run
        self._rules: dict[str, Fields] = {}
        self._switches: Fields = {}
        self._made = 0
        self.cleaner = self._load()

    def edit(self) -> str:
        """Make one edit that the loader takes, and say what it was."""
        while True:
            rules, switches = {name: dict(rule) for name, rule in self._rules.items()}, dict(self._switches)
            told = self._draw.choice(
                (self._add, self._add, self._add, self._remove, self._change, self._change, self._switch)
            )()
            try:
                self.cleaner = self._load()
            except RuleError:
                self._rules, self._switches = rules, switches  # a phrase that too much speaks against, for example
            else:
                return told

    def _load(self) -> Cleaner:
        parts = [HEAD]
        parts += [f"{key} = {_toml(value)}" for key, value in self._switches.items()]
        for name, rule in sorted(self._rules.items()):
            parts.append(f'[[rule]]\nid = "{name}"')
            parts += [f"{key} = {_toml(value)}" for key, value in rule.items()]
        self.path.write_text("\n".join(parts) + "\n", "utf-8")
        return Cleaner(rules=[self.path])

    def _add(self) -> str:
        self._made += 1
        kind = self._draw.choice(("phrase", "pattern", "part", "block", "keep", "shape", "near"))
        self._rules[f"en.mine.r{self._made}"] = {
            "does": "A rule of a test",
            "status": "stable",
            "category": "share_prompt",
            "lang": ["und"],
            "source": "a test",
            "misses": ["Nothing that stands anywhere in these documents, I hope."],
            **self._match(kind),
        }
        return f"added {kind}"

    def _match(self, kind: str) -> Fields:
        line = self._draw.choice(self._lines)
        if kind == "phrase":
            return {"action": "drop", "phrases": [line], "hits": [line]}
        if kind == "keep":
            return {"action": "keep", "phrases": [line], "hits": [line]}
        if kind == "block":
            until = self._draw.choice(("blank", "end"))
            return {"action": "drop-block", "phrases": [line], "hits": [line], "until": until, "max_lines": 6}
        if kind == "near":
            near = {"rules": ["en.*"], "lines": 4, "count": 1}
            return {"action": "drop", "match": _pattern(line), "hits": [line], "near": near}
        if kind == "part":
            word = self._draw.choice(_WORD.findall(line))
            at = self._draw.choice(("start", "any", "end"))
            words = " ".join(line.split()[:2] if at == "start" else line.split()[-2:]) if at != "any" else word
            return {"action": "strip", "match": _pattern(words), "at": at, "hits": [line], "max_chars": 60}
        if kind == "shape":
            # Without any word that could be looked for.
            return {"action": "drop", "shape": "number", "hits": ["1234"], "neighbours": {"max_chars": 60}}
        return {"action": "drop", "match": _pattern(line), "hits": [line]}

    def _remove(self) -> str:
        if not self._rules:
            return self._add()
        del self._rules[self._draw.choice(sorted(self._rules))]
        return "removed"

    def _change(self) -> str:
        if not self._rules:
            return self._add()
        rule = self._rules[self._draw.choice(sorted(self._rules))]
        what = self._draw.choice(("match", "action", "zone", "status", "priority", "times", "does"))
        if what == "match":
            kept = {key: rule[key] for key in ("does", "status", "category", "lang", "source", "misses")}
            rule.clear()
            rule.update(kept | self._match(self._draw.choice(("phrase", "pattern", "part", "keep"))))
        elif what == "action":
            rule["action"] = "keep" if rule["action"] == "drop" else "drop"
        elif what == "zone":
            rule["zone"] = self._draw.choice(("any", "head", "tail", "edge", "body"))
        elif what == "status":
            rule["status"] = "draft" if rule["status"] == "stable" else "stable"
        elif what == "priority":
            rule["priority"] = self._draw.randint(-9, 9)
        elif what == "times":
            rule["times"] = {"min": self._draw.randint(2, 3)}
        else:
            rule["does"] = f"A rule of a test, told again {self._draw.random()}"
        return f"changed {what}"

    def _switch(self) -> str:
        globs = ("en.*", "en.share.*", "en.nav.*", "theme.*", "bn.*", "*.stamp.*", "en.related.*")
        self._switches = {"disable": self._draw.sample(globs, self._draw.randint(0, 2))}
        return f"disabled {self._switches['disable']}"


def _pattern(line: str) -> str:
    """The line as a pattern, any number in place of its numbers."""
    return re.sub(r"\d+", r"\\d{1,8}", "".join(c if c.isalnum() or c in " ,\n" else f"\\{c}" for c in line))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
