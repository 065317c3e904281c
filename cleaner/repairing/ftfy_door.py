"""The door to ftfy, of which only the encoding step is used.

Its default configuration also alters clean text (quotes, widths, ligatures: 99 % of Chinese, 41 % of French
paragraphs); its encoding step changed none of 15,071 clean paragraphs.
"""

from __future__ import annotations

import ftfy
from ftfy import badness

_CONFIG = ftfy.TextFixerConfig(explain=False)


def fix_encoding(line: str) -> str:
    r"""`line` with UTF-8 mojibake undone as ftfy does it.

    >>> fix_encoding("voilÃ\xa0 le travail")
    'voilà le travail'
    """
    return ftfy.fix_encoding(line, _CONFIG)


def is_bad(line: str) -> bool:
    """Whether ftfy sees a sequence of characters that mojibake has and text has not. It changes no other lines."""
    return badness.is_bad(line)


BADNESS = badness.BADNESS_RE.pattern
"""The pattern of `is_bad`, verbose syntax; the gate is tested to hit wherever it hits."""
