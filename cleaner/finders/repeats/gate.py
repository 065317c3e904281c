"""The gate: a document in which nothing long stands twice leaves the finder after one cheap scan.

A copy of a body, even with every tenth word changed, has clauses that stand unchanged in both copies. So the lines are
glued together, cut at sentence and clause marks, and compared as bytes. White space, quotes and dashes are deleted
first: they are what differs between two printings of one text.
"""

from __future__ import annotations

import re
from itertools import pairwise

_MIN_CLAUSE = 24
"""Bytes of a clause that is unlikely to be said twice by chance: about five English words, eight Han characters."""
_MAX_MEAN_CLAUSE = 400
"""Bytes per clause above which a text has too little punctuation for its clauses to tell anything (Thai, lists)."""
_HEAD = 12
"""Lines in which a title printed twice is looked for."""
_MIN_TITLE = 10

# The map works on UTF-8 bytes. Deleting the bytes of NBSP, curly quotes and dashes also takes them out of letters, but
# out of both copies alike: equal text stays equal, and different clauses hardly ever become equal.
_DELETE = b" \t\n\r\x0b\x0c\"'`-_*()[]\xc2\xa0\xe2\x80\x93\x94\x98\x99\x9c\x9d\xab\xbb"
_TABLE = bytes(ord(".") if chr(byte) in ",;:!?|/\xef" else byte for byte in range(256))
_STOPS = "。、।॥۔،؟…"
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese, Khmer: sentences and clauses end in a space and no mark."""
_SAMPLE = 400
_TEASER = 24
"""Letters that a teaser shares with the text that it was cut from."""


def may_repeat(lines: list[str]) -> bool:
    """Whether anything in `lines` could be a repeat: a long clause twice, or two head lines that look alike.

    >>> may_repeat(["The fox jumps over the lazy dog today.", "The cat sleeps."])
    False
    >>> may_repeat(["The fox jumps over the lazy dog today.", "The cat.", "The fox jumps over", "the lazy dog today."])
    True
    """
    joined = " ".join(lines)
    if not joined.isascii():
        for stop in _STOPS:
            joined = joined.replace(stop, ".")
        if _UNSPACED.search(joined, 0, _SAMPLE):
            joined = joined.replace(" ", ".")
    clauses = joined.encode("utf-8", "surrogatepass").translate(_TABLE, _DELETE).split(b".")
    long = [clause for clause in clauses if len(clause) >= _MIN_CLAUSE]
    if len(set(long)) != len(long):
        return True
    if len(joined) > _MAX_MEAN_CLAUSE * len(clauses):
        return True
    return _head_stutters(lines) or _head_teases(lines)


def _head_stutters(lines: list[str]) -> bool:
    head = lines[:_HEAD]
    for line, following in pairwise(head):
        size = len(line)
        if size >= _MIN_TITLE and -4 < size - len(following) < 4 and line[:1].casefold() == following[:1].casefold():
            return True
    return False


def _head_teases(lines: list[str]) -> bool:
    """Whether a head line that is cut short begins like another line, a dateline before it or not."""
    for line in lines[:_HEAD]:
        tail = line[-60:]
        if "…" in tail or "..." in tail:
            begin = line[:_TEASER]
            if sum(begin in other for other in lines) > 1:
                return True
    return False
