"""Patterns that can take exponential or steep time, found on the tree, without running them.

A length limit does not help against an exponential pattern (28 characters took more than 8 s), and a clock makes
results depend on the machine; so such patterns are refused when a file is loaded.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from cleaner.rulebook.syntax import Alt, Chars, Group, Lit, Node, Repeat, Seq, Shared, Zero

SMALL: Final = 4
"""A repeat of at most this many times inside another one is taken as bounded, if something fixed stands beside it."""
FEW: Final = 8
"""An outer repeat of at most this many times is taken as bounded."""
MAX_OPEN: Final = 3
"""Unbounded repeats that may stand in one pattern: each adds a power to the time on a line that almost matches."""
MAX_UNROLLED: Final = 20_000
"""Most elements of a pattern with its counted repeats written out; `regex` does write them out (`x{5000000}` costs it
1.3 GB, `(?:(?:x{1000}){1000}){1000}` all the memory there is)."""
LONG: Final = 24
"""A repeat of up to this many times counts as bounded when open repeats are counted."""


def nested_repeat(node: Node) -> bool:
    r"""Whether a repeat stands in a repeat so that one text can be divided in exponentially many ways.

    >>> from cleaner.rulebook.syntax import parse
    >>> [nested_repeat(parse(pattern)) for pattern in (r"(?:\d+,?)+", r"(?:\d++,?)+", r"(?:,\d{3})*")]
    [True, False, False]
    """
    match node:
        case Repeat(node=inner, high=high, possessive=possessive):
            risky = not possessive and (high is None or high > FEW) and _ambiguous(inner)
            return risky or nested_repeat(inner)
        case Shared():
            return _shared_nested(node)
        case Group(node=inner):
            return nested_repeat(inner)
        case Seq(items=items):
            return any(nested_repeat(item) for item in items if type(item) is not Lit)
        case Alt(branches=branches):
            return any(map(nested_repeat, branches))
        case Zero(node=inner) if inner is not None:
            return nested_repeat(inner)
        case _:
            return False


def unrolled(node: Node) -> int:
    """Elements of a pattern when each repeat is written out as often as it must match.

    >>> from cleaner.rulebook.syntax import parse
    >>> unrolled(parse("(?:ab{10}|c){3,9}d*"))
    37
    """
    match node:
        case Repeat(node=inner, low=low):
            return unrolled(inner) * max(1, low)
        case Shared():
            return _shared_unrolled(node)
        case Group(node=inner):
            return unrolled(inner)
        case Seq(items=items):
            return sum([1 if type(item) is Lit else unrolled(item) for item in items])
        case Alt(branches=branches):
            return sum(map(unrolled, branches))
        case Zero(node=inner) if inner is not None:
            return unrolled(inner)
        case _:
            return 1


def open_repeats(node: Node) -> int:
    """How many repeats without a small limit can follow each other on one path through the pattern."""
    match node:
        case Repeat(node=inner, high=high, possessive=possessive):
            return open_repeats(inner) + int(not possessive and (high is None or high > LONG))
        case Shared():
            return _shared_open(node)
        case Group(node=inner, atomic=atomic):
            return 0 if atomic else open_repeats(inner)
        case Seq(items=items):
            return sum([open_repeats(item) for item in items if type(item) is not Lit])
        case Alt(branches=branches):
            return max(map(open_repeats, branches))
        case Zero(node=inner) if inner is not None:
            return open_repeats(inner)
        case _:
            return 0


@lru_cache(maxsize=1024)
def _shared_nested(node: Shared) -> bool:
    return nested_repeat(node.node)


@lru_cache(maxsize=1024)
def _shared_unrolled(node: Shared) -> int:
    return unrolled(node.node)


@lru_cache(maxsize=1024)
def _shared_open(node: Shared) -> int:
    return open_repeats(node.node)


def _ambiguous(body: Node) -> bool:
    """Whether the body of a repeat holds a repeat of its own that can trade characters with its next round."""
    parts = _parts(body)
    for at, part in enumerate(parts):
        if isinstance(part, Alt):
            if any(_ambiguous(branch) for branch in part.branches) or _overlap(part):
                return True
        elif isinstance(part, Repeat):
            if not part.possessive and _varies(part):
                others = [other for i, other in enumerate(parts) if i != at]
                if not any(_separates(other, part.node) for other in others):
                    return True
            if _ambiguous(part.node):
                return True
    return False


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Seq(items=items):
            return tuple(part for item in items for part in _parts(item))
        case Group(node=inner, atomic=False):
            return _parts(inner)
        case Group():
            return ()
        case _:
            return (node,)


def _varies(part: Repeat) -> bool:
    return part.high is None or (part.high > 1 and part.high != part.low)


def _overlap(part: Alt) -> bool:
    r"""Whether two branches can match the same text, one as several rounds of the other: `a|aa`, `\w|\d`."""
    kinds = [_single(branch) for branch in part.branches]
    singles = [kind for kind in kinds if kind is not None]
    return any(_can_meet(left, right) for i, left in enumerate(singles) for right in singles[i + 1 :])


def _single(node: Node) -> Lit | Chars | None:
    parts = _parts(node)
    first = parts[0] if parts else None
    if isinstance(first, Repeat) and first.low:
        first = first.node
    return first if isinstance(first, Lit | Chars) and len(set(parts)) == 1 else None


def _separates(part: Node, inner: Node) -> bool:
    """Whether `part` must take a character that `inner` cannot."""
    if isinstance(part, Repeat):
        return part.low > 0 and _separates(part.node, inner)
    if isinstance(part, Group):
        return any(_separates(piece, inner) for piece in _parts(part))
    if not isinstance(part, Lit | Chars):
        return False
    return all(isinstance(piece, Lit | Chars) and not _can_meet(part, piece) for piece in _leaves(inner))


def _leaves(node: Node) -> list[Node]:
    match node:
        case Repeat(node=inner) | Group(node=inner):
            return _leaves(inner)
        case Seq(items=items):
            return [leaf for item in items for leaf in _leaves(item)]
        case Alt(branches=branches):
            return [leaf for branch in branches for leaf in _leaves(branch)]
        case Zero():
            return []
        case _:
            return [node]


def _can_meet(left: Lit | Chars, right: Lit | Chars) -> bool:
    """Whether one character can be taken by both; unknown counts as yes."""
    if isinstance(left, Lit):
        source = regex.escape(right.char) if isinstance(right, Lit) else right.source
        return regex.fullmatch(source, left.char, regex.IGNORECASE) is not None
    if isinstance(right, Lit):
        return _can_meet(right, left)
    for one, other in ((left, right), (right, left)):
        if one.members is not None:
            return any(_can_meet(Lit(char), other) for char in one.members)
    pair = {left.source, right.source}
    return not any(pair & one and pair & two for one, two in _APART)


_LETTERS: Final = frozenset((r"\p{L}", r"\p{Lu}", r"\p{Ll}"))
_DIGITS: Final = frozenset((r"\d", r"\p{N}", r"\p{Nd}"))
_APART: Final = (
    (frozenset((r"\s", r"\h")), _LETTERS | _DIGITS | {r"\w", r"\S"}),
    (_LETTERS, _DIGITS),
)
"""Pairs of classes that have no character in common."""
