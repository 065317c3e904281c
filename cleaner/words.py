"""Count words as UAX 29 does (`regex` with its WORD flag), at a fraction of the cost on Latin text."""

from __future__ import annotations

import regex

_WORD = regex.compile(r"(?w)\b\w")


def count_words(text: str) -> int:
    """Words of the text by the default word boundaries of UAX 29: segments that begin with a letter or a digit.

    A white-space token of ASCII letters and digits, with or without one more ASCII character at its end, is one word by
    the standard (rules WB5, WB8 to WB10, WB12), so only the others need the pattern: the same count
    (tests/test_words.py) in a fifth of the time on English.

    >>> count_words("US-China tensions, 3.5 percent")
    5
    >>> count_words("新华社")
    3
    """
    tokens = text.split()
    odd = [token for token in tokens if not (token.isalnum() and token.isascii())]
    odd = [token for token in odd if not (token[:-1].isalnum() and token.isascii())]
    return len(tokens) - len(odd) + len(_WORD.findall(" ".join(odd)))
