"""How far a block or a run of lines after a cue goes. Where its end is not found, it has no lines beside the cue."""

from __future__ import annotations

from typing import Final

from cleaner.finders.conditions import Surroundings
from cleaner.finders.prose import ends_sentence, width
from cleaner.model import View
from cleaner.rulebook.rule import Rule

LONG: Final = 200
"""A block does not cross a line longer than this unless its rule says so: it would be a paragraph."""
RUN_LINE: Final = 100
"""Widest line of a run: 90 % of the titles behind related cues have at most 91 characters."""
RUN_MIN: Final = 25
"""Narrowest line of a run; a shorter one may be a subheading of the text that resumes."""


def extent(view: View, around: Surroundings, index: int, rule: Rule) -> tuple[int, str]:
    """(number of the last line of the block that begins at `index`, why it is only the cue if it is)."""
    if rule.action == "drop-run":
        return _run(view, around, index, rule)
    return _block(view, around, index, rule)


def _block(view: View, around: Surroundings, index: int, rule: Rule) -> tuple[int, str]:
    lines = view.lines
    for i in range(index + 1, min(len(lines), index + rule.max_lines + 2)):
        if rule.until == "blank" and view.blank_before[i]:
            return i - 1, ""
        if i > index + rule.max_lines:
            break
        if len(lines[i]) > LONG and not rule.over_prose:
            return index, f"a line of {len(lines[i])} characters stands in the block"
        if rule.until_keys and around.key(i) in rule.until_keys:
            return i, ""
    else:
        if rule.until in ("blank", "end"):
            return len(lines) - 1, ""
    return index, f"its end does not come within {rule.max_lines} lines"


def _run(view: View, around: Surroundings, index: int, rule: Rule) -> tuple[int, str]:
    """Lines like titles, up to where text resumes. Above the text the last of them would be its own title."""
    lines = view.lines
    if not 0 <= around.prose()[0] < index:
        return index, "no text stands before the cue"
    last = index
    while (
        last + 1 < len(lines) and RUN_MIN <= width(lines[last + 1]) <= RUN_LINE and not ends_sentence(lines[last + 1])
    ):
        last += 1
        if last - index > rule.max_lines:
            return index, f"more than {rule.max_lines} lines like titles follow"
    if last == index:
        return index, ""
    if last + 1 == len(lines):
        return (last, "") if rule.until == "text-or-end" else (index, "no text resumes after the lines like titles")
    following = lines[last + 1 : last + 3]
    if any(width(line) > RUN_LINE for line in following):
        return last, ""
    return index, "no text resumes after the lines like titles"
