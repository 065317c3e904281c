"""The subset of regular expressions that rules may use, parsed into a tree.

The engine never runs this tree: `regex` decides what matches. The tree tells which fixed words every match must hold
(literals.py) and whether a pattern can take exponential time (lint.py). What it does not know it refuses, so it can
not be wrong about a pattern that loads. Left out on purpose: back references, recursion, flags, conditionals, fuzzy
matching, nested sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import regex
from msgspec import Struct


class Lit(Struct, frozen=True):
    """One character, matched without case."""

    char: str


class Chars(Struct, frozen=True):
    """One character of a class. `members` lists them where that is short; `source` is the class as written."""

    source: str
    members: tuple[str, ...] | None = None


class Seq(Struct, frozen=True):
    """One after the other."""

    items: tuple[Node, ...]


class Alt(Struct, frozen=True):
    """One of several."""

    branches: tuple[Node, ...]


class Repeat(Struct, frozen=True):
    """`low` to `high` (None: no limit) times; possessive ones never give back what they took."""

    node: Node
    low: int
    high: int | None
    possessive: bool = False


class Group(Struct, frozen=True):
    """A group, with a name if it captures; an atomic group never gives back."""

    node: Node
    name: str | None = None
    atomic: bool = False


class Shared(Group, frozen=True, eq=False):
    """The group that a fragment stands for, parsed once for all patterns that use it; equal to itself alone."""

    depth: int = 0
    """Groups inside each other, this one included."""


class Zero(Struct, frozen=True):
    """Matches no character: an anchor, a boundary, a look around."""

    node: Node | None = None


Node = Lit | Chars | Seq | Alt | Repeat | Group | Zero

MANY: Final = 16
"""Classes of more members than this are not listed."""
_CLASSES: Final = "dDwWsSpPhH"
_ZERO: Final = "bBAZ"
_QUANTIFIERS: Final = frozenset("*+?{")
_SIGNS: Final = frozenset("()[]{}\\.^$|") | _QUANTIFIERS
_CONTROL: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_QUANTIFIER = regex.compile(r"\{(\d*+)(,?)(\d*+)\}")

_GROUP = regex.compile(r"\?(?:(:|-i:)|(>)|(<?[=!])|P?<(\w+)>)")


class PatternError(ValueError):
    """A pattern outside the subset; `at` is the offset in the pattern."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


_letter = lru_cache(maxsize=4096)(Lit)
MAX_DEPTH: Final = 20
NO_SHARED: Final[Mapping[int, tuple[int, Shared]]] = MappingProxyType({})


def parse(pattern: str) -> Node:
    """The tree of `pattern`. Raises PatternError.

    >>> parse("ab|c")
    Alt(branches=(Seq(items=(Lit(char='a'), Lit(char='b'))), Lit(char='c')))
    """
    return Parser(pattern).parse()


class Parser:
    """Parses one pattern. `shared`: where fragments begin in it, with their end and their tree.

    After `parse`, `used` tells at which of these places the tree was taken (not so inside a class), and `deepest` how
    many groups stand inside each other.
    """

    def __init__(self, pattern: str, shared: Mapping[int, tuple[int, Shared]] = NO_SHARED) -> None:
        self.pattern = pattern
        self.at = 0
        self.shared = shared
        self.used: list[int] = []
        self.deepest = 0

    def parse(self) -> Node:
        """The tree. Raises PatternError."""
        node = self.alternatives(0)
        if self.at < len(self.pattern):
            raise PatternError("unbalanced parenthesis", self.at)
        return node

    def peek(self, size: int = 1) -> str:
        return self.pattern[self.at : self.at + size]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError("the pattern ends too early", self.at)
        self.at += 1
        return char

    def alternatives(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise PatternError(f"more than {MAX_DEPTH} groups inside each other", self.at)
        self.deepest = max(self.deepest, depth)
        branches = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence(depth))
        return branches[0] if len(branches) == 1 else Alt(tuple(branches))

    def sequence(self, depth: int) -> Node:
        items: list[Node] = []
        pattern, size = self.pattern, len(self.pattern)
        while self.at < size and (char := pattern[self.at]) not in "|)":
            if char not in _SIGNS and pattern[self.at + 1 : self.at + 2] not in _QUANTIFIERS:
                items.append(_letter(char))
                self.at += 1
            else:
                items.append(self.repeated(self.atom(depth)))
        return items[0] if len(items) == 1 else Seq(tuple(items))

    def repeated(self, node: Node) -> Node:
        char = self.peek()
        start = self.at
        if not char or char not in "*+?{":
            return node
        if char == "{":
            found = _QUANTIFIER.match(self.pattern, self.at)
            if not found or not (found[1] or found[3]):
                raise PatternError("a brace that is no repeat count: write \\{", self.at)
            self.at = found.end()
            low = int(found[1] or 0)
            high = low if not found[2] else int(found[3]) if found[3] else None
        else:
            self.at += 1
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        if isinstance(node, Zero):
            raise PatternError("nothing to repeat", start)
        suffix = self.peek()
        possessive = suffix == "+"
        if suffix and suffix in "+?":
            self.at += 1
        if self.peek() and self.peek() in "*+?{":
            raise PatternError("a repeat of a repeat", self.at)
        return Repeat(node, low, high, possessive)

    def atom(self, depth: int) -> Node:
        start = self.at
        if start in self.shared:
            end, known = self.shared[start]
            if depth + known.depth <= MAX_DEPTH:
                self.at = end
                self.used.append(start)
                self.deepest = max(self.deepest, depth + known.depth)
                return known
        char = self.take()
        if char == "(":
            return self.group(depth, start)
        if char == "[":
            return self.character_class(start)
        if char == "\\":
            return self.escape(start)
        if char == ".":
            return Chars(".")
        if char in "^$":
            return Zero()
        if char in "*+?":
            raise PatternError("nothing to repeat", start)
        if char == "{":
            raise PatternError("a brace that is no repeat count: write \\{", start)
        return Lit(char)

    def group(self, depth: int, start: int) -> Node:
        name: str | None = None
        atomic = zero = False
        if self.peek() == "?":
            found = _GROUP.match(self.pattern, self.at)
            if not found:
                raise PatternError("this kind of group is not allowed in rules", start)
            self.at = found.end()
            atomic, zero, name = bool(found[2]), bool(found[3]), found[4]
        node = self.alternatives(depth + 1)
        if self.peek() != ")":
            raise PatternError("missing )", start)
        self.at += 1
        return Zero(node) if zero else Group(node, name, atomic)

    def escape(self, start: int) -> Node:
        char = self.take()
        if char in "pP":
            if self.take() != "{" or "}" not in self.pattern[self.at :]:
                raise PatternError("write a property as \\p{Name}", start)
            self.at = self.pattern.index("}", self.at) + 1
            return Chars(self.pattern[start : self.at])
        if char in _CLASSES:
            return Chars("\\" + char)
        if char in _ZERO:
            return Zero()
        return Lit(self.escaped(char, start))

    def escaped(self, char: str, start: int) -> str:
        if char in _CONTROL:
            return _CONTROL[char]
        if char in "xuU":
            size = {"x": 2, "u": 4, "U": 8}[char]
            digits = self.peek(size)
            if len(digits) < size or not regex.fullmatch("[0-9A-Fa-f]+", digits):
                raise PatternError(f"\\{char} needs {size} hexadecimal digits", start)
            self.at += size
            return chr(int(digits, 16))
        if char.isalnum():
            raise PatternError(f"\\{char} is not allowed in rules", start)
        return char

    def character_class(self, start: int) -> Node:
        negated = self.peek() == "^"
        if negated:
            self.at += 1
        members: list[str] | None = []
        first = True
        while True:
            char = self.take()
            if char == "]" and not first:
                break
            first = False
            if char == "[":
                raise PatternError("a set inside a set is not allowed: write \\[", self.at - 1)
            if char + self.peek() in ("--", "&&", "||", "~~"):
                raise PatternError("set operators are not allowed", self.at - 1)
            member = self.member(char)
            if member is None:
                members = None
            elif self.peek() == "-" and self.peek(2) != "-]":
                self.at += 1
                last = self.member(self.take())
                if last is None or last < member:
                    raise PatternError("a range whose ends do not fit", self.at)
                size = ord(last) - ord(member)
                if members is not None:
                    members = members + [chr(ord(member) + i) for i in range(size + 1)] if size < MANY else None
            elif members is not None:
                members.append(member)
        source = self.pattern[start : self.at]
        if negated or members is None or len(members) > MANY:
            return Chars(source)
        return Chars(source, tuple(members))

    def member(self, char: str) -> str | None:
        """One member of a class; None for a class inside it."""
        if char != "\\":
            return char
        node = self.escape(self.at - 1)
        if isinstance(node, Zero):
            raise PatternError("this escape is not allowed in a set", self.at - 1)
        return node.char if isinstance(node, Lit) else None


def group_names(node: Node) -> list[str]:
    """Names of the capturing groups, in order."""
    match node:
        case Shared():
            return list(_shared_names(node))
        case Group():
            return ([node.name] if node.name else []) + group_names(node.node)
        case Seq():
            return [name for item in node.items if type(item) is not Lit for name in group_names(item)]
        case Alt():
            return [name for branch in node.branches for name in group_names(branch)]
        case Repeat():
            return group_names(node.node)
        case Zero(node=inner) if inner is not None:
            return group_names(inner)
        case _:
            return []


@lru_cache(maxsize=1024)
def _shared_names(node: Shared) -> tuple[str, ...]:
    return tuple(group_names(node.node))
