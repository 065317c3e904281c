"""Fixed words of a pattern: a set of which every match must hold at least one.

They decide which lines a pattern is tried on at all, so the cost of a rule book hardly depends on its size. A line
without any of the words cannot match; a line with one is confirmed by `regex`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from cleaner.rulebook.fold import fold
from cleaner.rulebook.syntax import Alt, Chars, Group, Lit, Node, Repeat, Seq, Shared, Zero

MAX_ATOMS: Final = 64
_MAX_SIZE: Final = 48
_COMMON: Final = regex.compile(
    "about|after|all|also|and|any|are|because|been|before|being|but|can|come|could|day|did|does|for|from|get|had|has"
    "|have|her|here|him|his|home|how|information|into|its|know|last|like|make|many|may|might|more|most|must|new|news"
    "|next|not|now|off|one|only|other|our|out|over|people|read|right|said|say|see|sent|she|should|some|state|such|tag"
    "|take|than|that|the|their|them|then|there|these|they|this|those|time|two|under|use|very|view|was|way|well|were"
    "|what|when|where|which|while|who|will|with|world|would|year|you|your"
)
"""Words so common in English text that another word of a pattern is the better one to look for."""
_WORDLIKE = regex.compile(r"[\p{L}\p{M}\p{N}]")
_RARE = regex.compile(r"[©®™№¶]|\(c\)")
_DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")

Words = frozenset[str]


def required(node: Node) -> Words | None:
    """The best set of folded words of which every match of `node` holds one; None where there is none.

    >>> from cleaner.rulebook.syntax import parse
    >>> sorted(required(parse("(?:last )?updated?:")))
    ['update:', 'updated:']
    """
    exact, best = _walk(node)
    sets = [words for words in (_solid(exact) if exact else None, best) if words is not None]
    words = _best(*sets)
    return None if words is None else _shortest(words)


def _shortest(words: Words) -> Words:
    """Without the words that hold another one of them: whatever holds them holds that one too."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def prefixes(node: Node) -> tuple[str, ...]:
    r"""Folded texts of which every match begins with one; empty where nothing is known.

    >>> from cleaner.rulebook.syntax import parse
    >>> prefixes(parse(r"(?:share|tweet)(?: this)? on \w+"))
    ('share on ', 'share this on ', 'tweet on ', 'tweet this on ')
    """
    words, _ = _prefixes(node)
    return tuple(sorted(_shortest_prefixes(words))) if words and "" not in words else ()


def needs_digit(node: Node) -> bool:
    """Whether every match holds a digit."""
    match node:
        case Lit(char=char):
            return char.isdecimal()
        case Chars(source=source, members=members):
            return source == r"\d" or (members is not None and all(map(str.isdecimal, members)))
        case Shared():
            return _shared_digit(node)
        case Group(node=inner):
            return needs_digit(inner)
        case Seq(items=items):
            return any(map(needs_digit, items))
        case Alt(branches=branches):
            return all(map(needs_digit, branches))
        case Repeat(node=inner, low=low):
            return low > 0 and needs_digit(inner)
        case _:
            return False


def _prefixes(node: Node) -> tuple[Words, bool]:
    """(texts the node can begin with, whether they are all of it)."""
    match node:
        case Seq(items=items):
            words: Words = frozenset(("",))
            tail = ""  # letters that all of the words go on with
            for item in items:
                if type(item) is Lit:
                    if len(words) > MAX_ATOMS:
                        return _with(words, tail), False
                    tail += _folded(item.char)
                    continue
                words, tail = _with(words, tail), ""
                more, whole = _prefixes(item)
                if len(words) * len(more) > MAX_ATOMS:
                    return words, False
                words = frozenset([left + right for left in words for right in more])
                if not whole:
                    return words, False
            return _with(words, tail), True
        case Alt(branches=branches):
            parts = [_prefixes(branch) for branch in branches]
            joined = frozenset(word for part, _ in parts for word in part)
            if len(joined) > 4 * MAX_ATOMS:
                return frozenset(("",)), False
            return joined, all(whole for _, whole in parts)
        case Shared():
            return _shared_prefixes(node)
        case Group(node=inner):
            return _prefixes(inner)
        case Repeat(node=inner, low=0, high=1):
            words, whole = _prefixes(inner)
            return (words | {""}, True) if whole else (frozenset(("",)), False)
        case Repeat(node=inner, low=low) if low > 0:
            return _prefixes(inner)[0], False
        case Repeat():
            return frozenset(("",)), False
        case Lit():
            return frozenset((_folded(node.char),)), True
        case _:
            exact, _ = _walk(node)
            return (exact, True) if exact is not None else (frozenset(("",)), False)


def _shortest_prefixes(words: Words) -> Words:
    return frozenset(word for word in words if not any(word[:size] in words for size in range(1, len(word))))


def good(words: Words | None) -> bool:
    """Whether the words are long enough: 3 letters, or 2 where a letter is a syllable or a word."""
    return words is not None and bool(words) and min(map(_weight, words)) >= 3


@lru_cache(maxsize=8192)
def _rank(word: str) -> float:
    """How rare a word is likely to be: its weight, little for the commonest words of English text."""
    weight = _weight(word)
    return min(weight, 2.5) if _COMMON.fullmatch(word.strip()) else weight


@lru_cache(maxsize=8192)
def _weight(word: str) -> float:
    letters = len(_WORDLIKE.findall(word)) + 3 * len(_RARE.findall(word))
    edge = letters == 2 and word != word.strip()  # "by " stands at far fewer places than "by"
    return letters + len(_DENSE.findall(word)) * 0.5 + edge


def _best(*sets: Words | None) -> Words | None:
    """The set whose shortest word is longest; the smaller set on a tie; order-free."""
    known = [words for words in sets if words]
    if not known:
        return None
    return max(known, key=lambda words: (min(min(map(_rank, words)), 8), -len(words), sorted(words)))


def _walk(node: Node) -> tuple[Words | None, Words | None]:
    """(all strings the node can match, if few; the best required set)."""
    match node:
        case Lit():
            return frozenset((_folded(node.char),)), None
        case Chars():
            return (frozenset(map(fold, node.members)) if node.members else None), None
        case Zero():
            return frozenset(("",)), None
        case Shared():
            return _shared_walk(node)
        case Group():
            return _walk(node.node)
        case Seq():
            return _sequence(node.items)
        case Alt():
            return _alternatives(node.branches)
        case Repeat():
            return _repeat(node)


_folded = lru_cache(maxsize=8192)(fold)


def _with(words: Words, tail: str) -> Words:
    return frozenset([word + tail for word in words]) if tail else words


@lru_cache(maxsize=1024)
def _shared_walk(node: Shared) -> tuple[Words | None, Words | None]:
    return _walk(node.node)


@lru_cache(maxsize=1024)
def _shared_prefixes(node: Shared) -> tuple[Words, bool]:
    return _prefixes(node.node)


@lru_cache(maxsize=1024)
def _shared_digit(node: Shared) -> bool:
    return needs_digit(node.node)


def _sequence(items: tuple[Node, ...]) -> tuple[Words | None, Words | None]:
    run: Words = frozenset(("",))
    best: Words | None = None
    whole = True
    tail = ""  # letters that all words of the run go on with
    longest = 0
    for item in items:
        if type(item) is Lit:
            if longest > _MAX_SIZE or len(run) > MAX_ATOMS:
                whole = False
                best, run, tail, longest = _best(best, _solid(_with(run, tail))), frozenset(("",)), "", 0
            letter = _folded(item.char)
            tail += letter
            longest += len(letter)
            continue
        run, tail = _with(run, tail), ""
        exact, inner = _walk(item)
        if inner is not None:
            best = _best(best, inner)
        if exact is None:
            whole = False
            best, run = _best(best, _solid(run)), frozenset(("",))
        elif len(run) * len(exact) > MAX_ATOMS or longest > _MAX_SIZE:
            whole = False
            best, run = _best(best, _solid(run)), exact
        else:
            run = frozenset([left + right for left in run for right in exact])
        longest = max(map(len, run))
    run = _with(run, tail)
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
