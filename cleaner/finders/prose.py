"""What makes a line prose: shared by all finders, so that they mean the same by it."""

from __future__ import annotations

import re
from typing import Final

import regex

PROSE_WIDTH: Final = 120
"""A line at least this wide is prose: outside the span of such lines chrome is 1.1-2.5 x as sure (rules.md, zones)."""

WIDE_WEIGHT: Final = 2.5
"""Width of a character of a script without spaces.

A Chinese sentence takes about 0.4 of the characters of its translation, a Korean one about half; Hangul counts the
same, or a Korean page has no line of prose and thus no edges.
"""

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_MAY_HOLD_WIDE = re.compile("[\u0e01-\u1fff\u2e80-\U0010ffff]")
"""All characters of these scripts, and more; not the quotes and dashes that stand in texts of every script."""
_MAY_BE_WIDE = int(PROSE_WIDTH / WIDE_WEIGHT)

_CLOSERS: Final = "\"'”’»›)]}」』）】》〉*_\u200e\u200f "
_CLOSING: Final = frozenset(_CLOSERS)
_ENDS: Final = frozenset(".!?…。！？｡।॥۔؟։።፧‽⁇⁈⁉᙮")


def width(line: str) -> float:
    """Characters of the line, those of scripts without spaces counted `WIDE_WEIGHT` times.

    >>> width("abc"), width("新华社")
    (3.0, 7.5)
    """
    if line.isascii() or _MAY_HOLD_WIDE.search(line) is None:
        return float(len(line))
    return len(line) + (WIDE_WEIGHT - 1) * len(_WIDE.findall(line))


def is_prose(line: str) -> bool:
    """Whether the line is wide enough to be running text.

    >>> is_prose("Share this post"), is_prose("x" * 120)
    (False, True)
    """
    size = len(line)
    if size >= PROSE_WIDTH:
        return True
    return size >= _MAY_BE_WIDE and not line.isascii() and width(line) >= PROSE_WIDTH


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes and brackets aside, in any script.

    >>> ends_sentence('He said: "Yes."'), ends_sentence("Share this"), ends_sentence("তিনি বলেন।")
    (True, False, True)
    """
    last = line[-1:]
    if last not in _CLOSING:
        return last in _ENDS
    line = line.rstrip(_CLOSERS)
    return bool(line) and line[-1] in _ENDS
