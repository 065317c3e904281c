"""Patterns as rules write them: fragments filled in, checked, and their fixed words found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import regex
from msgspec import Struct

from cleaner.rulebook.check_values import Mistake
from cleaner.rulebook.fold import canonical_characters
from cleaner.rulebook.format import MAX_EXPANDED
from cleaner.rulebook.lint import MAX_OPEN, MAX_UNROLLED, nested_repeat, open_repeats, unrolled
from cleaner.rulebook.literals import good, needs_digit, prefixes, required
from cleaner.rulebook.problems import did_you_mean
from cleaner.rulebook.syntax import Group, Node, Parser, PatternError, Shared, group_names

_USE = regex.compile(r"\{\{(\w*+)\}\}")
_LATIN = regex.compile(r"[\p{Latin}\p{N}]")
_LETTER = regex.compile(r"\p{L}")
_DEPTH = 5
_FILLED = 4 * MAX_EXPANDED
"""Where filling in stops: fragments of 1,500 characters, five deep, could grow to terabytes."""
Places = tuple[tuple[int, tuple[int, Shared]], ...]


class Pattern(Struct, frozen=True):
    """A pattern ready for the engine; with `mistakes`, not fit for it."""

    expanded: str
    atoms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    digit: bool = False
    groups: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


class Fragments:
    """Named parts of patterns, used as `{{name}}`; one may use others, five levels deep.

    `tried`: the patterns are those of the shipped packs, which this project's tests run on all their examples; `regex`
    does not compile them once more when they are read, which takes a third of the time of a first start.
    """

    def __init__(self, table: Mapping[str, str], *, tried: bool = False) -> None:
        self.table = dict(table)
        self.tried = tried
        self._shared: dict[str, Shared | None] = {}

    def fill(self, pattern: str) -> str:
        """The pattern with its fragments in place. Raises PatternError.

        >>> Fragments({"year": "[12][0-9]{3}"}).fill("in {{year}}")
        'in (?:[12][0-9]{3})'
        """
        return self._fill(pattern, 0)

    def _fill(self, pattern: str, depth: int) -> str:
        size = len(pattern)

        def part(found: regex.Match[str]) -> str:
            nonlocal size
            if found[1] not in self.table:
                raise UnknownFragmentError(found[1], found.start())
            if depth == _DEPTH:
                raise PatternError("fragments inside each other more than five deep", found.start())
            filled = f"(?:{self._fill(self.table[found[1]], depth + 1)})"
            size += len(filled)
            if size > _FILLED:
                raise PatternError(f"fragments that grow beyond {_FILLED} characters", found.start())
            return filled

        return _USE.sub(part, pattern)

    def places(self, pattern: str) -> dict[int, tuple[int, Shared]]:
        """Where in the canonical characters of the filled pattern fragments begin: their end and their tree."""
        found: dict[int, tuple[int, Shared]] = {}
        at = read = 0
        for use in _USE.finditer(pattern):
            at += len(canonical_characters(pattern[read : use.start()]))
            read = use.end()
            size = len(self._text(use[1]))
            node = self._tree(use[1])
            if node is not None:
                found[at] = at + size, node
            at += size
        return found

    def _text(self, name: str) -> str:
        return canonical_characters(f"(?:{self._fill(self.table[name], 1)})")

    def _tree(self, name: str) -> Shared | None:
        """The group that a fragment stands for; None for one that is refused, which is then met in its place."""
        if name not in self._shared:
            places = {at + 3: (end + 3, node) for at, (end, node) in self.places(self.table[name]).items()}
            parser = Parser(self._text(name), places)
            try:
                node: Node | None = parser.parse()
            except PatternError:
                node = None
            self._shared[name] = Shared(node.node, depth=parser.deepest) if isinstance(node, Group) else None
        return self._shared[name]

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
        places = fragments.places(match) if len(expanded) <= MAX_EXPANDED else {}
    except UnknownFragmentError as error:
        fix = did_you_mean(error.name, sorted(fragments.table))
        return Pattern(match, mistakes=(Mistake("R015", str(error), fix, str(error.at)),))
    except PatternError as error:
        return Pattern(match, mistakes=(Mistake("R010", f"regular expression: {error}", "", str(error.at)),))
    return _analyse(match, expanded, literal, fragments.tried, tuple(places.items()))


@lru_cache(maxsize=4096)
def _analyse(match: str, expanded: str, literal: bool, tried: bool, places: Places) -> Pattern:
    if len(expanded) > MAX_EXPANDED:
        message = f"the pattern has {len(expanded)} characters with its fragments, more than {MAX_EXPANDED}"
        return Pattern(expanded, mistakes=(Mistake("R017", message),))
    plain = expanded == canonical_characters(match)
    parser = Parser(expanded, dict(places))
    try:
        node = parser.parse()
    except PatternError as error:
        at = str(error.at) if plain else None
        return Pattern(expanded, mistakes=(Mistake("R010", f"regular expression: {error}", "", at),))
    if (size := unrolled(node)) > MAX_UNROLLED:
        message = f"the pattern has {size} elements with its repeats written out, more than {MAX_UNROLLED}"
        return Pattern(expanded, mistakes=(Mistake("R017", message, "count less, or write + or *"),))
    try:
        if not tried:
            regex.compile(_outline(parser), regex.IGNORECASE)
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
    groups = tuple(group_names(node))
    if not literal:
        return Pattern(expanded, groups=groups, mistakes=tuple(found))
    words = required(node)
    if not good(words):
        message = (
            "no fixed word of 3 letters (2 for Han, Kana, Hangul) in every branch: "
            "this rule would be tried on every line"
        )
        found.append(
            Mistake("R012", message, 'add the label the line carries, or set shape = "number" | "clock" | "date"')
        )
    atoms = tuple(sorted(words or ()))
    return Pattern(expanded, atoms, prefixes(node), needs_digit(node), groups, tuple(found))


def _outline(parser: Parser) -> str:
    """The pattern with a short group for each fragment; fragments are tried alone."""
    out: list[str] = []
    at = 0
    for start in parser.used:
        out += (parser.pattern[at:start], "(?:x)")
        at = parser.shared[start][0]
    return "".join((*out, parser.pattern[at:]))


def foreign(word: str) -> bool:
    """Whether a word has letters and none of them is Latin.

    >>> foreign("শেয়ার"), foreign("share")
    (True, False)
    """
    return _LETTER.search(word) is not None and _LATIN.search(word) is None
