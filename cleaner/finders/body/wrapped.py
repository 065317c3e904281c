"""Lines that a program wrapped at a fixed width, joined again: what is judged is the paragraph, not its pieces.

Mail programs, terminals and some dumps break lines where the next word would not fit. That is also how they are told:
no line is longer than the width, and after most long lines the next line's first word would not have fitted. Blank
lines are not needed for this, since they do not survive cleaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

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


def unwrap(lines: list[str]) -> tuple[list[str], list[int]] | None:
    """The paragraphs, and for each line the paragraph it belongs to; None where the text was not wrapped.

    >>> prose = "the quick brown fox jumps over the lazy dog and runs away, " * 6 + "happy."
    >>> import textwrap
    >>> unwrap(["Title", *textwrap.wrap(prose, 60), "The end"])[1]
    [0, 1, 1, 1, 1, 1, 1, 1, 2]
    """
    width = max(map(len, lines))
    if width not in _WIDTHS or len(lines) <= _FEWEST:
        return None
    joins: list[bool] = []
    long = 0
    for line, following in pairwise(lines):
        is_long = len(line) >= _LONG * width
        long += is_long
        is_full = is_long and len(line) + 1 + len(following.split(None, 1)[0]) > width
        # A sentence that ends where the line does may end the paragraph too; two halves of one do no harm.
        joins.append(is_full and not line.endswith(_STOPS))
    if sum(joins) < max(_FEWEST, _FULL * long):
        return None
    group = list(accumulate((not joined for joined in joins), initial=0))
    paragraphs: list[list[str]] = [[] for _ in range(group[-1] + 1)]
    for number, line in zip(group, lines, strict=True):
        paragraphs[number].append(line)
    return ["".join(_spaced(parts)) for parts in paragraphs], group


def _spaced(parts: list[str]) -> Iterator[str]:
    """The pieces of a paragraph with the spaces that were lost; none between characters of East Asia."""
    for number, part in enumerate(parts):
        if number and not (part[0] >= _WIDE and parts[number - 1][-1] >= _WIDE):
            yield " "
        yield part
