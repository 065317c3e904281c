"""Lines that a program wrapped at a fixed width, joined again: what is judged is the paragraph, not its pieces.

Mail programs, terminals and some dumps break lines where the next word would not fit. That is also how they are told:
no line is longer than the width, and after most long lines the next line's first word would not have fitted. Blank
lines are not needed for this, since they do not survive cleaning.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.finders.body.chars import Ints

_WIDTHS = range(50, 133)
"""Widths that text is wrapped at: 60 to 80 in mail, 100 and 132 on terminals. Verse and menus are narrower."""
_LONG = 0.6
"""Share of the width from which a line is long."""
_FULL = 0.3
"""Share of the long lines after which the next word would not have fitted; the others end paragraphs or sentences, or
are labels. Of pages of the evaluation sets that were wrapped at 72, 80 and 100 columns 97, 95 and 91 % have more; of
the same pages as they were 0.3 % (of those, the ones with no long paragraph), of their bodies none.
"""
_FEWEST = 5
_STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", '."', "”", "»")
_WIDE = "\u2e80"


def unwrap(lines: list[str]) -> tuple[list[str], Ints] | None:
    """The paragraphs, and for each line the paragraph it belongs to; None where the text was not wrapped.

    >>> prose = "the quick brown fox jumps over the lazy dog and runs away, " * 6 + "happy."
    >>> import textwrap
    >>> unwrap(["Title", *textwrap.wrap(prose, 60), "The end"])[1].tolist()
    [0, 1, 1, 1, 1, 1, 1, 1, 2]
    """
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    width = int(sizes.max())
    if width not in _WIDTHS or len(lines) <= _FEWEST:
        return None
    first_words = np.fromiter((len(line.split(None, 1)[0]) for line in lines), np.int64, len(lines))
    full = sizes[:-1] + 1 + first_words[1:] > width
    long = sizes[:-1] >= _LONG * width
    # A sentence that ends where the line does may end the paragraph too; two halves of one do no harm.
    ended = np.fromiter((line.endswith(_STOPS) for line in lines), bool, len(lines))[:-1]
    joins = full & long & ~ended
    if int(joins.sum()) < _FEWEST or joins.sum() < _FULL * long.sum():
        return None
    group = np.concatenate(([0], np.cumsum(~joins)))
    paragraphs: list[list[str]] = [[] for _ in range(int(group[-1]) + 1)]
    for number, line in zip(group.tolist(), lines, strict=True):
        paragraphs[number].append(line)
    return ["".join(_spaced(parts)) for parts in paragraphs], group


def _spaced(parts: list[str]) -> Iterator[str]:
    """The pieces of a paragraph with the spaces that were lost; none between characters of East Asia."""
    for number, part in enumerate(parts):
        if number and not (part[0] >= _WIDE and parts[number - 1][-1] >= _WIDE):
            yield " "
        yield part
