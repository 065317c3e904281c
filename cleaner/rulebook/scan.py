"""The rule engine: which rules match which lines, at a cost that hardly depends on the number of rules.

Phrases are looked up by key. Patterns are tried only on lines that hold one of their fixed words, found for all rules
at once by one automaton over the folded short lines; rules for parts of lines have an automaton of their own over the
ends of lines. `regex` has the last word on every match. What was learnt of a line is remembered within bounds: whether
a rule matches a line depends on the line alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import regex

from cleaner.rulebook.automaton import Finder, word_finder
from cleaner.rulebook.fold import canonical, canonical_characters, fold, key_of_folded
from cleaner.rulebook.format import MAX_SHAPE, SHAPES, SHORT
from cleaner.rulebook.rule import Rule

TIMEOUT: Final = 0.5
"""Seconds of processor time for one pattern on one line. The checks on load keep patterns far below it."""

SLACK: Final = 80
"""Characters of white space and bullets a line may have beyond the longest line that any rule allows."""

MEMO_LINES: Final = 8192
MEMO_CHARS: Final = 2000
_NOTHING: Final[tuple[int, ...]] = ()
_ANY_DIGIT = regex.compile(r"\d")
_MAY_BE_SHAPE = regex.compile(r"\d|^@")


class Line:
    """A line that may match; its forms are worked out when a rule asks for them."""

    def __init__(self, raw: str, piece: int) -> None:
        self.raw = raw
        self._piece = piece

    @cached_property
    def text(self) -> str:
        """The canonical line."""
        return canonical(self.raw)

    @cached_property
    def folded(self) -> str:
        """The canonical line, folded."""
        return fold(self.text)

    @cached_property
    def digit(self) -> bool:
        """Whether it holds a digit."""
        return _ANY_DIGIT.search(self.raw) is not None

    @cached_property
    def head(self) -> str:
        """As much of the canonical line as a match at its start can take."""
        return self.text if len(self.raw) <= self._piece else canonical(self.raw[: self._piece])

    @cached_property
    def tail(self) -> str:
        """As much of the canonical line as a match at its end can take."""
        return self.text if len(self.raw) <= self._piece else canonical(self.raw[-self._piece :])


class Index:
    """Rules compiled for scanning. Positions in `rules` are what `find` speaks of.

    `plain`: without the automaton library; the results are the same.
    """

    def __init__(self, rules: Sequence[Rule], *, plain: bool = False) -> None:
        self.rules = tuple(rules)
        self._patterns: list[regex.Pattern[str] | None] = [None] * len(self.rules)
        self._keys: dict[str, list[int]] = {}
        self._shapes: list[int] = []
        words: dict[str, list[int]] = {}
        span_words: dict[str, list[int]] = {}
        self._cap = self._span_cap = 0
        self._span_anywhere = False
        for number, rule in enumerate(self.rules):
            if rule.at is not None:
                self._span_cap = max(self._span_cap, rule.max_chars)
                self._span_anywhere |= rule.at == "any"
            else:
                self._cap = max(self._cap, rule.max_chars)
                for key in rule.keys:
                    self._keys.setdefault(key, []).append(number)
                for word in rule.atoms:
                    words.setdefault(word, []).append(number)
                if rule.shape:
                    self._shapes.append(number)
            if rule.at is not None or rule.max_chars > SHORT:
                for word in rule.pieces:
                    span_words.setdefault(word, []).append(number)
        self._word_rules = list(words.values())
        self._words: Finder | None = word_finder(list(words), plain=plain) if words else None
        self._span_word_rules = list(span_words.values())
        self._span_words: Finder | None = word_finder(list(span_words), plain=plain) if span_words else None
        self._memo: dict[str, tuple[int, ...]] = {}

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

    def _learn(self, lines: Sequence[str], known: list[tuple[int, ...] | None], timeouts: set[int]) -> None:
        fresh = [i for i, found in enumerate(known) if found is None]
        candidates: dict[int, set[int]] = {}
        self._whole_lines(lines, fresh, candidates)
        self._long_lines(lines, fresh, candidates)
        found: dict[int, tuple[int, ...]] = {}
        for i, numbers in candidates.items():
            line = Line(lines[i], self._span_cap + SLACK)
            found[i] = tuple(number for number in sorted(numbers) if self._confirm(number, line, timeouts))
        late = bool(timeouts)
        memo = self._memo
        if len(memo) + len(fresh) > MEMO_LINES:
            memo.clear()
        for i in fresh:
            known[i] = rules = found.get(i, _NOTHING)
            if not late and len(lines[i]) <= MEMO_CHARS:
                memo[lines[i]] = rules

    def _whole_lines(self, lines: Sequence[str], fresh: list[int], candidates: dict[int, set[int]]) -> None:
        short: list[int] = []
        folded: list[str] = []
        keys = self._keys
        for i in fresh:
            line = lines[i]
            if len(line) > SHORT + SLACK:
                continue
            text = fold(canonical(line))
            short.append(i)
            folded.append(text)
            rules = keys.get(key_of_folded(text))
            if rules is not None:
                candidates.setdefault(i, set()).update(rules)
            if self._shapes and len(text) <= MAX_SHAPE and _MAY_BE_SHAPE.search(text):
                candidates.setdefault(i, set()).update(self._shapes)
        if self._words is not None and short:
            self._add(self._words, self._word_rules, short, folded, candidates)

    def _long_lines(self, lines: Sequence[str], fresh: list[int], candidates: dict[int, set[int]]) -> None:
        """Rules for long lines and for parts of lines, by words without white space in lines as they are.

        A match of at most `_span_cap` canonical characters at an end lies in the piece at that end.
        """
        if self._span_words is None:
            return
        piece = self._span_cap + SLACK
        longest = max(2 * piece, self._cap + SLACK if self._cap > SHORT else 0)
        pieces: list[str] = []
        for i in fresh:
            line = lines[i]
            if len(line) > longest and not self._span_anywhere:
                line = line[:piece] + "\t" + line[-piece:]
            pieces.append(fold(canonical_characters(line)))
        self._add(self._span_words, self._span_word_rules, fresh, pieces, candidates)

    @staticmethod
    def _add(
        finder: Finder, rules: list[list[int]], numbers: list[int], texts: list[str], candidates: dict[int, set[int]]
    ) -> None:
        found = finder("\n".join(texts))
        if not found:
            return
        starts: list[int] = []
        at = 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        for word, start, _ in found:
            candidates.setdefault(numbers[bisect_right(starts, start) - 1], set()).update(rules[word])

    def _confirm(self, number: int, line: Line, timeouts: set[int]) -> bool:
        rule = self.rules[number]
        if rule.at is None:
            if len(line.raw) > rule.max_chars + SLACK or not rule.min_chars <= len(line.text) <= rule.max_chars:
                return False
            if rule.keys and key_of_folded(line.folded) in rule.keys:
                return True
            if rule.prefixes and not line.folded.startswith(rule.prefixes):
                return False
            text = line.text
        else:
            text = line.tail if rule.at == "end" else line.head if rule.at == "start" else line.text
        if number in timeouts or (rule.digit and not line.digit):
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
        if rule.at is None:
            return pattern.fullmatch(text, timeout=TIMEOUT)
        if rule.at == "start":
            found = pattern.match(text, timeout=TIMEOUT)
        else:
            begin = max(0, len(text) - rule.max_chars) if rule.at == "end" else 0
            found = pattern.search(text, begin, timeout=TIMEOUT)
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


def compiled(source: str, at: str | None) -> regex.Pattern[str]:
    """The pattern as the engine runs it."""
    if at == "end":
        source = rf"(?:{source})\Z"
    elif at == "any":
        source = rf"(?<!\w)(?:{source})(?!\w)"
    return regex.compile(source, regex.IGNORECASE)


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
