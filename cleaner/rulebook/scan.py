"""The rule engine: which rules match which lines, at a cost that hardly depends on the number of rules.

Phrases are looked up by key. Patterns are tried only on lines that hold one of their fixed words, found for all rules
at once by one automaton over the folded lines; of a line longer than any rule allows only the ends are looked at.
`regex` has the last word on every match. What was learnt of a line is remembered within bounds: whether a rule matches
a line depends on the line alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import Final, NamedTuple

import regex

from cleaner.errors import RuleError
from cleaner.rulebook.automaton import Finder, word_finder
from cleaner.rulebook.fold import canonical, canonical_lines, fold, key_of_folded
from cleaner.rulebook.format import FIELD, MAX_SHAPE, SHAPES
from cleaner.rulebook.rule import Rule

TIMEOUT: Final = 0.5
"""Seconds of processor time for one pattern on one line. The checks on load keep patterns far below it."""

SLACK: Final = 80
"""Characters of white space and bullets a line may have beyond the longest line that a rule allows."""

PIECE: Final = FIELD["max_chars"].kind.high + SLACK
"""Characters at an end of a line that a match at that end can lie in; a longer line is too long for rules on lines."""

PREFIX: Final = 16
"""Characters of what a match begins with that are looked for. With eight, rules that begin with the same word are all
tried on lines with that word: ten times as many rules then cost five times as much, with sixteen the same."""
MIN_PREFIX: Final = 4
"""A shorter beginning is shared by too many lines."""

MEMO_LINES: Final = 4096
MEMO_CHARS: Final = 2000
_NOTHING: Final[tuple[int, ...]] = ()
_ANY_DIGIT = regex.compile(r"\d")
_BEGINS_SHAPE = regex.compile(r"[\d@]")
"""What all of `SHAPES` begin with."""


class Pieces(NamedTuple):
    """Lines, and ends of long lines, in the forms that rules are matched on: one entry of each list for each."""

    lines: Sequence[int]
    """Number of the line."""
    places: list[str | None]
    """The only place that rules for parts of lines may have to be tried on it; None: any rule may."""
    sizes: list[int]
    """Characters of the line as it is."""
    texts: list[str]
    folded: list[str]
    joined: str
    """The folded texts, each after a line end."""


class Index:
    """Rules compiled for scanning. Positions in `rules` are what `find` speaks of.

    `plain`: without the automaton library; the results are the same.
    """

    def __init__(self, rules: Sequence[Rule], *, plain: bool = False) -> None:
        self.rules = tuple(rules)
        self._key_cap = max((rule.max_chars for rule in self.rules if rule.keys), default=0)
        self._shapes = [number for number, rule in enumerate(self.rules) if rule.shape]
        self._keys = _by_name((number, rule.keys) for number, rule in enumerate(self.rules) if rule.keys)
        words = _by_name((number, _sought(rule)) for number, rule in enumerate(self.rules))
        reaches = list(map(_reach, self.rules))
        places = {rule.at for rule in self.rules}
        self._places = tuple(at for at in ("start", "end", "any") if at in places)
        self._word_rules = list(words.values())
        self._word_caps = [max(map(reaches.__getitem__, numbers)) for numbers in self._word_rules]
        self._words: Finder | None = word_finder(list(words), plain=plain) if words else None
        self._memo: dict[str, tuple[int, ...]] = {}
        self._patterns: list[regex.Pattern[str] | None] = [None] * len(self.rules)

    def find(self, lines: Sequence[str], timeouts: set[int]) -> list[tuple[int, tuple[int, ...]]]:
        """(line number, positions of the rules that match it) of all lines that a rule matches.

        Rules that took too long on a line are added to `timeouts` and are off for all of `lines`.
        """
        if not self.rules:
            return []
        known = list(map(self._memo.get, lines))
        if None in known:
            self._learn(lines, known, timeouts)
        return [(i, found) for i, found in enumerate(known) if found]

    def forget(self) -> None:
        """Forget the lines seen so far."""
        self._memo.clear()

    def _learn(self, lines: Sequence[str], known: list[tuple[int, ...] | None], timeouts: set[int]) -> None:
        fresh = list(dict.fromkeys([line for line, rules in zip(lines, known, strict=True) if rules is None]))
        pieces = self._pieces(fresh)
        found: dict[int, set[int]] = {}
        self._by_key(pieces, found)
        for at, numbers in self._candidates(pieces):
            for number in sorted(numbers):
                if self._confirm(number, pieces, at, timeouts):
                    found.setdefault(pieces.lines[at], set()).add(number)
        learnt = {line: tuple(sorted(found[i])) if i in found else _NOTHING for i, line in enumerate(fresh)}
        for i, rules in enumerate(known):
            if rules is None:
                known[i] = learnt[lines[i]]
        if not timeouts:
            if len(self._memo) + len(learnt) > MEMO_LINES:
                self._memo.clear()
            self._memo.update((line, rules) for line, rules in learnt.items() if len(line) <= MEMO_CHARS)

    def _pieces(self, lines: list[str]) -> Pieces:
        """What there is to look at."""
        raw: list[str] = lines
        numbers: Sequence[int] = range(len(lines))
        places: list[str | None] = [None] * len(lines)
        if lines and max(map(len, lines)) > PIECE:
            raw, numbers, places = self._cut_up(lines)
        texts = canonical_lines(raw)
        folded = list(map(fold, texts))  # line by line: those that are ASCII take a tenth of the time
        sizes = [len(lines[i]) for i in numbers]
        return Pieces(numbers, places, sizes, texts, folded, "\n".join(["", *folded]))

    def _cut_up(self, lines: Sequence[str]) -> tuple[list[str], list[int], list[str | None]]:
        """The lines, of those that are longer than any rule for whole lines allows only the ends."""
        raw: list[str] = []
        numbers: list[int] = []
        places: list[str | None] = []
        for i, line in enumerate(lines):
            if len(line) <= PIECE:
                raw.append(line)
                numbers.append(i)
                places.append(None)
                continue
            for at in self._places:
                raw.append(line if at == "any" else line[:PIECE] if at == "start" else line[-PIECE:])
                numbers.append(i)
                places.append(at)
        return raw, numbers, places

    def _by_key(self, pieces: Pieces, found: dict[int, set[int]]) -> None:
        keys, cap = self._keys, self._key_cap
        for at, (folded, text) in enumerate(zip(pieces.folded, pieces.texts, strict=True)):
            if len(text) <= cap:
                name = folded if folded[-1:].isalnum() and folded[:1].isalnum() else key_of_folded(folded)
                if name in keys:
                    fit = [number for number in keys[name] if self._fits(number, pieces, at)]
                    found.setdefault(pieces.lines[at], set()).update(fit)

    def _candidates(self, pieces: Pieces) -> list[tuple[int, set[int]]]:
        """Entries of `pieces` with the rules that may match them."""
        out: dict[int, set[int]] = {}
        if self._shapes:
            for at, text in enumerate(pieces.texts):
                if len(text) <= MAX_SHAPE and _BEGINS_SHAPE.match(text):
                    out[at] = set(self._shapes)
        found = self._words(pieces.joined) if self._words is not None and pieces.texts else None
        if found:
            starts = list(accumulate([len(text) + 1 for text in pieces.folded], initial=1))
            rules, caps, texts = self._word_rules, self._word_caps, pieces.texts
            sizes = list(map(len, texts))
            at = low = high = 0
            for word, _, end in found:
                if not low < end <= high:  # words of one line come one after the other
                    at = bisect_left(starts, end) - 1
                    low, high = starts[at], starts[at + 1]
                if sizes[at] <= caps[word]:
                    if at in out:
                        out[at].update(rules[word])
                    else:
                        out[at] = set(rules[word])
        return sorted(out.items())

    def _fits(self, number: int, pieces: Pieces, at: int) -> bool:
        """Whether the line is not too long and not too short for a rule on whole lines."""
        rule = self.rules[number]
        return pieces.sizes[at] <= rule.max_chars + SLACK and rule.min_chars <= len(pieces.texts[at]) <= rule.max_chars

    def _confirm(self, number: int, pieces: Pieces, at: int, timeouts: set[int]) -> bool:
        rule = self.rules[number]
        text = pieces.texts[at]
        if rule.at is None:
            if not rule.min_chars <= len(text) <= rule.max_chars or pieces.sizes[at] > rule.max_chars + SLACK:
                return False
            if rule.prefixes and not pieces.folded[at].startswith(rule.prefixes):
                return False
        elif pieces.places[at] is not None and pieces.places[at] != rule.at:
            return False
        if number in timeouts or (rule.digit and _ANY_DIGIT.search(text) is None):
            return False
        try:
            return self._match(number, text) is not None
        except TimeoutError:
            timeouts.add(number)
            return False

    def _match(self, number: int, text: str) -> regex.Match[str] | None:
        rule = self.rules[number]
        pattern = self._patterns[number]
        if pattern is None:
            source = SHAPES[rule.shape] if rule.shape else rule.pattern
            if source is None:
                return None
            pattern = self._patterns[number] = compiled(source, rule.at)
        # By position, and without giving up the interpreter's lock: else one of some 3 µs takes 0.5 µs more.
        if rule.at is None:
            return pattern.fullmatch(text, 0, len(text), False, False, TIMEOUT)
        if rule.at == "start":
            found = pattern.match(text, 0, len(text), False, False, TIMEOUT)
        else:
            begin = max(0, len(text) - rule.max_chars) if rule.at == "end" else 0
            found = pattern.search(text, begin, len(text), False, False, TIMEOUT)
        if found and (found.end() - found.start() > rule.max_chars or found.end() == found.start()):
            return None
        return found

    def match(self, number: int, line: str) -> regex.Match[str] | None:
        """The match of one rule in the canonical form of `line`; None where a phrase matched, or nothing."""
        try:
            return self._match(number, canonical(line))
        except TimeoutError:
            return None

    def search(self, number: int, text: str) -> str | None:
        """The part of a canonical line that the pattern of a rule for whole lines would match."""
        source = self.rules[number].pattern
        found = regex.search(source, text, regex.IGNORECASE, timeout=TIMEOUT) if source else None
        return found[0] if found else None


def _by_name(named: Iterable[tuple[int, Iterable[str]]]) -> dict[str, tuple[int, ...]]:
    """For each name the numbers it came with, in their order. Most names come once: those of one number share it."""
    out: dict[str, tuple[int, ...]] = {}
    for number, names in named:
        alone = (number,)
        for name in names:
            out[name] = out[name] + alone if name in out else alone
    return out


def _reach(rule: Rule) -> float:
    """Characters of the longest entry of `Pieces` that the rule can match in."""
    return rule.max_chars if rule.at is None else inf if rule.at == "any" else PIECE


def _sought(rule: Rule) -> Iterable[str]:
    """Words of which a line must hold one; what a match begins with is looked for at the start of lines."""
    if not rule.prefixes or min(map(len, rule.prefixes)) < MIN_PREFIX:
        return rule.atoms
    start = "" if rule.at else "\n"
    return dict.fromkeys(start + prefix[:PREFIX] for prefix in rule.prefixes)


@lru_cache(maxsize=8192)
def compiled(source: str, at: str | None) -> regex.Pattern[str]:
    """The pattern as the engine runs it."""
    if at == "end":
        source = rf"(?:{source})\Z"
    elif at == "any":
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        return regex.compile(source, regex.IGNORECASE)
    except regex.error as error:  # only in a shipped pack that is being changed: user files are tried on load
        raise RuleError(f"{error} in {source!r}") from error


def matching(rules: Iterable[Rule], lines: Sequence[str]) -> list[list[str]]:
    """For each line the ids of the rules that match it, conditions aside.

    >>> rule = Rule(id="en.x.y", does="", status="test", action="drop", category="ad_marker", keys=("advertisement",))
    >>> matching([rule], ["- Advertisement -"])
    [['en.x.y']]
    """
    index = Index(tuple(rules))
    out: list[list[str]] = [[] for _ in lines]
    for i, found in index.find(lines, set()):
        out[i] = [index.rules[number].id for number in found]
    return out
