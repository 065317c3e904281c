"""Which lines go from a text that is too short to look like a page, where boilerplate was cut around them.

A text of a few paragraphs with a menu of eight entries has too few loose lines for the gate of the body finder, which
keeps lists, tables and verses whole. Lines that rules took tell more: they stand on pages only. What has none of them
between it and the text stays, whatever its score: it may be a list that belongs to the text, and among what is cut
there (0.0001 of F1 on flattened tune sites) were the ingredients of recipes.

The limits are read off 131 flattened pages (train and tune sites of the evaluation data) that the gate refuses: of the
lines that they take 97 in 100 are no part of the labelled body.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from cleaner.finders.body.engine import SCALE
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.title import is_headline
from cleaner.model import View

FEW: Final = 3
"""Lines of boilerplate from which what stands between them, before or after the text, is judged by its score."""
_TEXT: Final = 0
_WIDE_TEXT: Final = -2 * SCALE
_WIDE: Final = 80.0
"""Running text with a score from here on marks where the text begins and ends; a wide line of it with a lower one."""


def has_loose_lines(view: View) -> bool:
    """Whether a line other than a headline at the top is neither prose nor a sentence; only such lines may go."""
    lines = view.lines
    begin = 1 if lines and is_headline(lines[0]) else 0
    return any(not is_prose(line) and not ends_sentence(line) for line in lines[begin:])


def keep_in_frame(view: View, scores: Sequence[int], frame: Sequence[int]) -> list[bool]:
    """Which lines stay, by their scores in SCALE parts of a logit; of lines before the text the last headline does.

    frame: where in `view.text` the lines of boilerplate began that were cut, in order.
    """
    count = len(scores)
    keep = [True] * count
    if len(frame) < FEW:
        return keep
    loose = [not is_prose(line) and not ends_sentence(line) for line in view.lines[:count]]
    text = [
        i
        for i, line in enumerate(view.lines[:count])
        if not loose[i] and scores[i] >= (_WIDE_TEXT if width(line) >= _WIDE else _TEXT)
    ]
    if len(text) < 2:
        return keep
    first, last = text[0], text[-1]
    headline = next((i for i in range(first - 1, -1, -1) if is_headline(view.lines[i])), None)
    between = [bisect_left(frame, start) for start, _ in view.bounds[:count]]
    for i in range(count):
        if not loose[i] or first <= i <= last or i == headline:
            continue
        keep[i] = scores[i] >= 0 or between[i] == between[first if i < first else last]
    return keep
