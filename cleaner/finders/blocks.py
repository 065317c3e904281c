"""How far a block or a run of lines after a cue goes. Where its end is not found, it has no lines beside the cue."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

import regex

from cleaner.finders.conditions import Surroundings
from cleaner.finders.prose import ends_sentence, width
from cleaner.model import View
from cleaner.rulebook.rule import Rule

LONG: Final = 200
"""A block does not cross a line longer than this unless its rule says so: it would be a paragraph."""
BEHIND: Final = "after the cue in line"
"""How the note of a finding begins that only the block or run of a cue takes; the number of the cue's line follows."""
RUN_LINE: Final = 100
"""Widest line of a run: 90 % of the titles behind related cues have at most 91 characters."""
RUN_MIN: Final = 25
"""Narrowest line of a run; a shorter one may be a subheading of the text that resumes."""
SHORT_MIN: Final = 4
"""Narrowest line of a run whose neighbours on both sides are no text."""

_WORD: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{2}"
    r"|[^\W\d_\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}][\p{L}\p{M}]{3,}"
)
HEADING: Final = 45
"""Widest subheading. A title of the next article is longer as a rule: the median of teasers is 47."""
NARROW: Final = 40
SHARE: Final = 0.8
"""A last line of at most so many characters, and this share of the titles before it, is left to the text. Of 7 runs
directly before a paragraph on 503 pages that spares one title; of 3 subheadings behind runs on other pages all are
kept."""
_SPEECH: Final = frozenset("\"'“„‚‘«»‹,–—-")
_NUMBERED: Final = regex.compile(r"(\d{1,3}) ?[.):、．] ?(?=\D)")
_GAP: Final = 40
"""Most numbers between two entries of one list: rankings are told in extracts."""
_STEM: Final = 5
"""Letters that words are compared by: inflection changes the end."""


def extent(
    view: View, around: Surroundings, index: int, rule: Rule, taken: Container[int] = ()
) -> tuple[Sequence[int], str]:
    """(numbers of the lines of the block that begins at `index`, the cue left out; why there are none if so).

    `taken`: lines that other rules take.
    """
    if rule.action == "drop-run":
        return _run(view, around, index, rule, taken)
    return _block(view, around, index, rule)


def _block(view: View, around: Surroundings, index: int, rule: Rule) -> tuple[Sequence[int], str]:
    lines = view.lines
    for i in range(index + 1, min(len(lines), index + rule.max_lines + 2)):
        if rule.until == "blank" and view.blank_before[i]:
            return range(index + 1, i), ""
        if i > index + rule.max_lines:
            break
        if len(lines[i]) > LONG and not rule.over_prose:
            return (), f"a line of {len(lines[i])} characters stands in the block"
        if rule.until_keys and around.key(i) in rule.until_keys:
            return range(index + 1, i + 1), ""
    else:
        if rule.until in ("blank", "end"):
            return range(index + 1, len(lines)), ""
    return (), f"its end does not come within {rule.max_lines} lines"


def _run(view: View, around: Surroundings, index: int, rule: Rule, taken: Container[int]) -> tuple[Sequence[int], str]:
    """Lines like titles, up to where text resumes. Above the text the last of them would be its own title."""
    lines = view.lines
    first, last = around.prose()
    if not 0 <= first < index:
        return (), "no text stands before the cue"
    tail = index > last
    run: list[int] = []
    titles = 0
    at = index + 1
    while at < len(lines):
        if at in taken and (run or tail):  # a date or a button between two teasers
            at += 1
            continue
        if is_numbered_on(lines, at, index):
            break
        if _is_title(lines[at]):
            titles += 1
        elif not _is_short_title(lines, at, tail, taken):
            break
        run.append(at)
        if titles > rule.max_lines:
            return (), f"more than {rule.max_lines} lines like titles follow"
        at += 1
    if not titles and not (run and tail):
        return (), ""
    if at == len(lines):
        if rule.until == "text-or-end" or (tail and at - 1 not in run):
            return run, ""
        return (), "no text resumes after the lines like titles"
    if not any(width(line) > RUN_LINE for line in lines[at : at + 2]):
        return (), "no text resumes after the lines like titles"
    if (
        run
        and run[-1] == at - 1
        and (_heads(lines[run[-1]], lines[at]) or _may_head([lines[i] for i in run], lines[at]))
    ):
        run.pop()
    return run, ""


def _is_title(line: str) -> bool:
    return RUN_MIN <= width(line) <= RUN_LINE and not ends_sentence(line)


def is_numbered_on(lines: Sequence[str], at: int, before: int) -> bool:
    """Whether the line goes on with a numbered list or the numbered headings of the lines up to `before`.

    >>> is_numbered_on(["4. The floor", "It takes a day.", "Read more", "5. The walls"], 3, 2)
    True
    """
    found = _NUMBERED.match(lines[at])
    if found is None:
        return False
    others = (_NUMBERED.match(line) for line in reversed(lines[:before]))
    last = next((int(other[1]) for other in others if other is not None), None)
    return last is not None and 0 < int(found[1]) - last <= _GAP


def _is_short_title(lines: Sequence[str], at: int, tail: bool, taken: Container[int]) -> bool:
    """A line too short for a title stands for one where no text follows and what comes next is a title or chrome."""
    if not tail or not SHORT_MIN <= width(lines[at]) < RUN_MIN or ends_sentence(lines[at]):
        return False
    return at + 1 < len(lines) and (at + 1 in taken or _is_title(lines[at + 1]))


def _heads(line: str, paragraph: str) -> bool:
    """Whether the line is a subheading of the paragraph behind it: half of its longer words stand there again."""
    words = _words(line) if width(line) <= HEADING else set()
    return 2 * len(words & _words(paragraph)) >= max(len(words), 2)


def _may_head(run: Sequence[str], paragraph: str) -> bool:
    """Whether the last line is so much narrower than the titles before it that it may be a subheading.

    A paragraph that begins with speech goes on with what stood before the run; and in scripts of wide characters
    titles differ as much among each other.
    """
    *others, last = run
    if not others or paragraph[:1] in _SPEECH or width(last) > len(last):
        return False
    return len(last) <= NARROW and len(last) * len(others) <= SHARE * sum(map(len, others))


def _words(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}
