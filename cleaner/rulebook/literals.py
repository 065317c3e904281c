"""Fixed words of a pattern: a set of which every match must hold at least one.

They decide which lines a pattern is tried on at all, so the cost of a rule book hardly depends on its size. A line
without any of the words cannot match; a line with one is confirmed by `regex`.
"""

from __future__ import annotations

from typing import Final

import regex

from cleaner.rulebook.fold import fold
from cleaner.rulebook.syntax import Alt, Chars, Group, Lit, Node, Repeat, Seq, Zero

MAX_ATOMS: Final = 64
_MAX_SIZE: Final = 48
_WORDLIKE = regex.compile(r"[\p{L}\p{M}\p{N}]")
_RARE = regex.compile(r"[©®™№¶]|\(c\)")
_DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")

Words = frozenset[str]


def required(node: Node, *, split: bool = False) -> Words | None:
    """The best set of folded words of which every match of `node` holds one; None where there is none.

    `split`: only words without white space, for text whose white space runs are as they were written.

    >>> from cleaner.rulebook.syntax import parse
    >>> sorted(required(parse("(?:last )?updated?:")))
    ['update:', 'updated:']
    """
    exact, best = _walk(node)
    sets = [words for words in (_solid(exact) if exact else None, best) if words is not None]
    if split:
        sets = [frozenset(_longest(word) for word in words) for words in sets]
    words = _best(*sets)
    return None if words is None else _shortest(words)


def _shortest(words: Words) -> Words:
    """Without the words that hold another one of them: whatever holds them holds that one too."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def good(words: Words | None) -> bool:
    """Whether the words are long enough: 3 letters, or 2 where a letter is a syllable or a word."""
    return words is not None and bool(words) and min(map(_weight, words)) >= 3


def _longest(word: str) -> str:
    return max(word.split(), key=_weight, default="")


def _weight(word: str) -> float:
    letters = len(_WORDLIKE.findall(word)) + 3 * len(_RARE.findall(word))
    edge = letters == 2 and word != word.strip()  # "by " stands at far fewer places than "by"
    return letters + len(_DENSE.findall(word)) * 0.5 + edge


def _best(*sets: Words | None) -> Words | None:
    """The set whose shortest word is longest; the smaller set on a tie; order-free."""
    known = [words for words in sets if words]
    if not known:
        return None
    return max(known, key=lambda words: (min(min(map(_weight, words)), 8), -len(words), sorted(words)))


def _walk(node: Node) -> tuple[Words | None, Words | None]:
    """(all strings the node can match, if few; the best required set)."""
    match node:
        case Lit():
            return frozenset((fold(node.char),)), None
        case Chars():
            return (frozenset(map(fold, node.members)) if node.members else None), None
        case Zero():
            return frozenset(("",)), None
        case Group():
            return _walk(node.node)
        case Seq():
            return _sequence(node.items)
        case Alt():
            return _alternatives(node.branches)
        case Repeat():
            return _repeat(node)


def _sequence(items: tuple[Node, ...]) -> tuple[Words | None, Words | None]:
    run: Words = frozenset(("",))
    best: Words | None = None
    whole = True
    for item in items:
        exact, inner = _walk(item)
        best = _best(best, inner)
        if exact is None:
            whole = False
            best, run = _best(best, _solid(run)), frozenset(("",))
        elif len(run) * len(exact) > MAX_ATOMS or max(map(len, run)) > _MAX_SIZE:
            whole = False
            best, run = _best(best, _solid(run)), exact
        else:
            run = frozenset(left + right for left in run for right in exact)
    if whole:
        return run, best
    return None, _best(best, _solid(run))


def _solid(words: Words) -> Words | None:
    """The words as a required set; a set with an empty word requires nothing."""
    return None if "" in words else words


def _alternatives(branches: tuple[Node, ...]) -> tuple[Words | None, Words | None]:
    walked = [_walk(branch) for branch in branches]
    exact: Words | None = None
    if all(words is not None for words, _ in walked):
        exact = frozenset(word for words, _ in walked for word in words or ())
        if len(exact) > MAX_ATOMS:
            exact = None
    needs = [_best(_solid(words) if words else None, inner) for words, inner in walked]
    if any(words is None for words in needs):
        return exact, None
    union = _shortest(frozenset(word for words in needs for word in words or ()))
    return exact, union if len(union) <= MAX_ATOMS else None


def _repeat(node: Repeat) -> tuple[Words | None, Words | None]:
    exact, best = _walk(node.node)
    if node.low == 0:
        if exact is not None and node.high == 1:
            return exact | {""}, None
        return None, None
    if node.low == node.high == 1:
        return exact, best
    if exact is not None and node.low == node.high and len(exact) ** node.low <= MAX_ATOMS:
        return _sequence((node.node,) * node.low)
    return None, _best(_solid(exact) if exact else None, best)
