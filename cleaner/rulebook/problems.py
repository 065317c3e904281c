"""Mistakes in rule files: where, what, and how to mend them. All mistakes of all files are shown in one run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence, Set
from typing import Final

import regex
from msgspec import Struct

from cleaner.errors import RuleError

CODES: Final = {
    "R001": "the file is not TOML, not UTF-8, or too large",
    "R002": "unknown field",
    "R003": "a field of the wrong type",
    "R004": "a value outside its closed list or limits",
    "R005": "a required field is missing",
    "R006": "the id has not the form lang.topic.name",
    "R007": "the id stands twice",
    "R008": "text that is not in Unicode normal form C, or holds characters that lines lose",
    "R009": "a field that does not fit the action",
    "R010": "not a valid regular expression",
    "R011": "a repeat inside a repeat",
    "R012": "no fixed word",
    "R013": "captures and groups do not agree",
    "R014": "a rule is named that does not exist",
    "R015": "an unknown fragment",
    "R016": "too many open repeats",
    "R017": "pattern or file over its limit",
    "R020": "an example is not matched",
    "R021": "a counter-example is matched",
    "R022": "a todo example passes: move it to hits or misses",
    "R030": "fires on article text",
    "R031": "shadowed by another rule on all its hits",
    "R032": "a hit of one rule is a miss of another",
    "R033": "fires nowhere",
    "R034": "time grows faster than the line",
}
"""What each code means; docs/rules.md shows one example of each."""


MAX_TOLD: Final = 200
"""Mistakes that one error lists."""


class Problem(Struct, frozen=True):
    """One mistake. `line` is 1-based, 0 where there is none; `column` is 0-based in the excerpt."""

    path: str
    line: int
    code: str
    rule: str
    message: str
    excerpt: str = ""
    column: int | None = None
    fix: str = ""

    def render(self) -> str:
        """The mistake as a user reads it."""
        out = [f"{self.path}:{self.line}: error[{self.code}] {self.rule or '-'}: {self.message}"]
        if self.excerpt:
            number = f"{self.line:>8} | "
            out.append(number + self.excerpt)
            if self.column is not None:
                out.append(" " * (len(number) - 2) + "| " + " " * self.column + "^")
        if self.fix:
            out.append(f"    fix: {self.fix}")
        return "\n".join(out)


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise one RuleError that lists the problems by file and line; do nothing when there are none."""
    ordered = sorted(problems, key=lambda p: (p.path, p.line, p.code, p.rule, p.message))
    if ordered:
        told = [problem.render() for problem in ordered[:MAX_TOLD]]
        more = len(ordered) - len(told)
        raise RuleError("\n\n".join([*told, f"… and {more} more mistakes"] if more else told))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A fix that names the closest known word, or the known words.

    >>> did_you_mean("mises", ["hits", "misses"])
    'did you mean "misses"?'
    """
    choices = list(known)
    close = difflib.get_close_matches(word, choices, 1, 0.6)
    return f'did you mean "{close[0]}"?' if close else "known: " + ", ".join(choices)


_QUOTED = regex.compile(r""""[^"]*+"|'[^']*+'""")
_RULE_HEAD = regex.compile(r"^[ \t]*+\[\[[ \t]*+rule[ \t]*+\]\]", regex.MULTILINE)


class Lines:
    """Finds where in a rule file something stands; tomllib keeps no positions."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self._heads = [text.count("\n", 0, found.start()) for found in _RULE_HEAD.finditer(text)]

    def section(self, number: int | None) -> tuple[int, int]:
        """First and last-plus-one line (0-based) of the n-th rule; of the part before the rules for None."""
        if number is None:
            return 0, self._heads[0] if self._heads else len(self.lines)
        if number >= len(self._heads):
            return 0, len(self.lines)
        end = self._heads[number + 1] if number + 1 < len(self._heads) else len(self.lines)
        return self._heads[number], end

    def texts(self, wanted: Set[str]) -> dict[str, int]:
        """The first line, from 1, on which each of some quoted texts stands; those that are found."""
        found: dict[str, int] = {}
        for number, line in enumerate(self.lines if wanted else (), 1):
            for quoted in _QUOTED.finditer(line):
                text = quoted[0][1:-1]
                if text in wanted:
                    found.setdefault(text, number)
        return found

    def problem(
        self,
        code: str,
        message: str,
        *,
        rule: str = "",
        number: int | None = None,
        keys: Sequence[str] = (),
        text: str | None = None,
        column_of: tuple[str, int] | None = None,
        fix: str = "",
    ) -> Problem:
        """A problem at the line of the first of `keys` found, moved on to the line that holds `text`.

        `column_of` is (a text on that line, an offset in it): where the caret goes.
        """
        start, end = self.section(number)
        at = start
        for name in keys:
            word = regex.escape(name)
            form = regex.compile(rf"\s*+[\"']?{word}[\"']?\s*+[=.]|\s*+\[+[^\]]*(?<!\w){word}(?!\w)")
            found = next((i for i in range(start, end) if form.match(self.lines[i])), None)
            if found is not None:
                at = found
                break
        if text:
            probe = text.split("\n")[0]
            at = next((i for i in range(at, end) if probe in self.lines[i]), at)
        excerpt = self.lines[at] if at < len(self.lines) else ""
        column = None
        if column_of is not None and column_of[0] in excerpt:
            column = excerpt.index(column_of[0]) + column_of[1]
        if len(excerpt) > 200:
            excerpt, column = excerpt[:200] + " …", column if column is not None and column < 200 else None
        return Problem(self.path, at + 1, code, rule, message, excerpt, column, fix)
