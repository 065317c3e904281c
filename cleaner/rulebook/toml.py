"""TOML texts of strangers: read within bounds, and their mistakes told with a fix."""

from __future__ import annotations

import tomllib
from typing import Any, Final

from cleaner.rulebook.problems import Lines, Problem

MAX_DOTS: Final = 5000
"""Dots in one line: a key of many parts costs the TOML reader the square of their number (200,000 parts: minutes)."""
_SHOWN: Final = 200


def read_toml(lines: Lines) -> tuple[dict[str, Any], Problem | None]:
    """The table; or an empty one, and what is wrong.

    >>> read_toml(Lines("x.toml", "a = 1"))
    ({'a': 1}, None)
    """
    dotted = next((number for number, line in enumerate(lines.lines, 1) if line.count(".") > MAX_DOTS), None)
    if dotted is not None:
        return {}, Problem(lines.path, dotted, "R001", "", f"a line with more than {MAX_DOTS} dots", fix="divide it")
    try:
        return tomllib.loads("\n".join(lines.lines)), None
    except tomllib.TOMLDecodeError as error:
        return {}, _syntax(lines, str(error))
    except RecursionError:
        number, line = max(enumerate(lines.lines, 1), key=lambda row: row[1].count("[") + row[1].count("{"))
        return {}, Problem(lines.path, number, "R001", "", "brackets inside each other, too deep", line[:_SHOWN])


def _syntax(lines: Lines, message: str) -> Problem:
    line, column = 0, None
    if "(at line " in message:
        message, _, place = message.rpartition(" (at line ")
        numbers = place.rstrip(")").split(", column ")
        line, column = int(numbers[0]), int(numbers[1]) - 1
    elif message.endswith("(at end of document)"):
        line = len(lines.lines)
    excerpt = lines.lines[line - 1] if 0 < line <= len(lines.lines) else ""
    fix = ""
    if "escape" in message or "\\" in message:
        fix = r"write regular expressions in single quotes: '\d+ views' (TOML keeps backslashes there)"
    elif "Expected newline" in message and "'" in excerpt:
        fix = "a text with an apostrophe goes into \"…\", a pattern with one into '''…'''"
    elif "overwrite" in message.lower():
        fix = "a field may stand once in a rule; a new rule begins with [[rule]]"
    shown = column if column is not None and column < _SHOWN else None
    return Problem(lines.path, line, "R001", "", message, excerpt[:_SHOWN], shown, fix)
