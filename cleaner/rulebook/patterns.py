"""Patterns as rules write them: fragments filled in, checked, and their fixed words found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import regex
from msgspec import Struct

from cleaner.rulebook.check_values import Mistake
from cleaner.rulebook.fold import canonical_characters
from cleaner.rulebook.format import MAX_EXPANDED
from cleaner.rulebook.lint import MAX_OPEN, nested_repeat, open_repeats
from cleaner.rulebook.literals import good, needs_digit, prefixes, required
from cleaner.rulebook.problems import did_you_mean
from cleaner.rulebook.syntax import PatternError, group_names, parse

_USE = regex.compile(r"\{\{(\w*+)\}\}")
_LATIN = regex.compile(r"[\p{Latin}\p{N}]")
_LETTER = regex.compile(r"\p{L}")
_DEPTH = 5


class Pattern(Struct, frozen=True):
    """A pattern ready for the engine; with `mistakes`, not fit for it."""

    expanded: str
    atoms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    digit: bool = False
    groups: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


class Fragments:
    """Named parts of patterns, used as `{{name}}`; one may use others, five levels deep."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = dict(table)

    def fill(self, pattern: str) -> str:
        """The pattern with its fragments in place. Raises PatternError.

        >>> Fragments({"year": "[12][0-9]{3}"}).fill("in {{year}}")
        'in (?:[12][0-9]{3})'
        """
        return self._fill(pattern, 0)

    def _fill(self, pattern: str, depth: int) -> str:
        def part(found: regex.Match[str]) -> str:
            if found[1] not in self.table:
                raise UnknownFragmentError(found[1], found.start())
            if depth == _DEPTH:
                raise PatternError("fragments inside each other more than five deep", found.start())
            return f"(?:{self._fill(self.table[found[1]], depth + 1)})"

        return _USE.sub(part, pattern)

    def mistakes(self, name: str) -> Iterator[Mistake]:
        """What is wrong with one fragment by itself."""
        found = read_pattern(self.table[name], self, literal=False)
        yield from found.mistakes
        if found.groups:
            yield Mistake(
                "R010", f"fragment {name} holds a named group", "name groups in the rule, not in the fragment"
            )


class UnknownFragmentError(PatternError):
    """A `{{name}}` that no file defines."""

    def __init__(self, name: str, at: int) -> None:
        super().__init__(f'unknown fragment "{name}"', at)
        self.name = name


def read_pattern(match: str, fragments: Fragments, *, literal: bool = True) -> Pattern:
    """Check `match` and find its fixed words; `literal` demands that it has some."""
    try:
        expanded = canonical_characters(fragments.fill(match))
    except UnknownFragmentError as error:
        fix = did_you_mean(error.name, sorted(fragments.table))
        return Pattern(match, mistakes=(Mistake("R015", str(error), fix, str(error.at)),))
    except PatternError as error:
        return Pattern(match, mistakes=(Mistake("R010", f"regular expression: {error}", "", str(error.at)),))
    return _analyse(match, expanded, literal)


@lru_cache(maxsize=4096)
def _analyse(match: str, expanded: str, literal: bool) -> Pattern:
    if len(expanded) > MAX_EXPANDED:
        message = f"the pattern has {len(expanded)} characters with its fragments, more than {MAX_EXPANDED}"
        return Pattern(expanded, mistakes=(Mistake("R017", message),))
    plain = expanded == canonical_characters(match)
    try:
        node = parse(expanded)
    except PatternError as error:
        at = str(error.at) if plain else None
        return Pattern(expanded, mistakes=(Mistake("R010", f"regular expression: {error}", "", at),))
    try:
        regex.compile(expanded, regex.IGNORECASE)
    except regex.error as error:
        position = getattr(error, "pos", None)
        at = str(position) if plain and position is not None else None
        return Pattern(
            expanded, mistakes=(Mistake("R010", f"regular expression: {getattr(error, 'msg', error)}", "", at),)
        )
    found: list[Mistake] = []
    if nested_repeat(node):
        message = "a repeat inside a repeat: it can take exponential time on a line that almost matches"
        found.append(Mistake("R011", message, r"make the inner one possessive (\w++) or bound it ({1,4})"))
    elif (count := open_repeats(node)) > MAX_OPEN:
        message = f"{count} open repeats in one pattern, more than {MAX_OPEN}"
        found.append(Mistake("R016", message, r"bound them (.{0,20}) or make them possessive (\w++)"))
    words = required(node)
    if literal and not good(words):
        message = (
            "no fixed word of 3 letters (2 for Han, Kana, Hangul) in every branch: "
            "this rule would be tried on every line"
        )
        found.append(
            Mistake("R012", message, 'add the label the line carries, or set shape = "number" | "clock" | "date"')
        )
    atoms, groups = tuple(sorted(words or ())), tuple(group_names(node))
    return Pattern(expanded, atoms, prefixes(node), needs_digit(node), groups, tuple(found))


def foreign(word: str) -> bool:
    """Whether a word has letters and none of them is Latin.

    >>> foreign("শেয়ার"), foreign("share")
    (True, False)
    """
    return _LETTER.search(word) is not None and _LATIN.search(word) is None
