"""Conditions of a rule on the place of a line and on the lines around it.

They are judged by the lines of the view alone. Each failed one is named, so that `explain` can say what was missing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import Final

import regex

from cleaner.finders.prose import WIDE_WEIGHT, ends_sentence, is_prose, width
from cleaner.rulebook.fold import canonical, key
from cleaner.rulebook.rule import Other, Place, Rule
from cleaner.rulebook.scan import TIMEOUT

SCRIPTS: Final = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Cyrl": "Cyrillic",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Grek": "Greek",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hang": "Hangul",
    "Hani": "Han",
    "Hans": "Han",
    "Hant": "Han",
    "Hebr": "Hebrew",
    "Hira": "Hiragana",
    "Kana": "Katakana",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Laoo": "Lao",
    "Latn": "Latin",
    "Mlym": "Malayalam",
    "Mymr": "Myanmar",
    "Orya": "Oriya",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
    "Tibt": "Tibetan",
}


LONGEST: Final = 1000
"""A longer line is not tried by the pattern of a condition."""
TEXT: Final = 60
"""Width from which a line that ends as a sentence is running text: verses, list items and notes are narrower."""
_MAY_BE_TEXT: Final = int(TEXT / WIDE_WEIGHT)
"""Characters of the shortest line of that width."""
ABOVE: Final = 3
"""Lines that may stand above a label below the headline: headline, standfirst, a name or a date."""


class Surroundings:
    """The lines of one view as conditions see them; worked out when first asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._prose: tuple[int, int] | None = None
        self._keys: dict[int, str] = {}

    def prose(self) -> tuple[int, int]:
        """Numbers of the first and last prose line; (-1, -1) without any."""
        if self._prose is None:
            lines = self.lines
            first = next((i for i, line in enumerate(lines) if is_prose(line)), -1)
            last = next((i for i in range(len(lines) - 1, -1, -1) if is_prose(lines[i])), -1)
            self._prose = first, last
        return self._prose

    def zone_holds(self, zone: str, index: int) -> bool:
        """Without any prose there is no head and no tail: nothing tells the edges of a poem from its middle."""
        first, last = self.prose()
        if first < 0:
            return False
        head, tail = index < first, index > last
        return {"head": head, "tail": tail, "edge": head or tail, "body": not head and not tail}[zone]

    def key(self, index: int) -> str:
        """The key of a line."""
        if index not in self._keys:
            self._keys[index] = key(self.lines[index])
        return self._keys[index]

    def longest_neighbour(self, index: int) -> int:
        """Characters of the longer one of the lines before and after."""
        around = (*self.lines[max(0, index - 1) : index], *self.lines[index + 1 : index + 2])
        return max(map(len, around), default=0)

    def stands_near(self, other: Other, index: int, aside: Set[int] = frozenset()) -> bool:
        """Whether a line that `other` describes stands within its number of lines, lines of `aside` left out."""
        for i in self.around(index, other.lines):
            if i in aside:
                continue
            if other.keys and self.key(i) in other.keys:
                return True
            if other.pattern is not None and len(self.lines[i]) <= LONGEST and _whole(other.pattern, self.lines[i]):
                return True
        return False

    def around(self, index: int, reach: int) -> list[int]:
        """Numbers of the lines at most `reach` lines away, the line itself left out."""
        low, high = max(0, index - reach), min(len(self.lines), index + reach + 1)
        return [i for i in range(low, high) if i != index]


class Standing:
    """Where labels stand in a view of which `stay` are the numbers of the lines that no rule takes, in order.

    The others are left out of sight.
    """

    def __init__(self, around: Surroundings, stay: Sequence[int]) -> None:
        self.lines = around.lines
        self.stay = stay
        self._prose = around.prose()[0]
        self._places: dict[int, Place | None] = {}

    def place(self, index: int) -> Place | None:
        """Where the line stands alone beside running text; None anywhere else.

        A heading heads something, so a label behind which nothing stays is none; nor is one between headline and
        text. A line that ends in a colon announces the lines behind it, and short lines may be a list, a table, verse:
        `apart` is beside one of them.
        """
        if index not in self._places:
            self._places[index] = self._place(index)
        return self._places[index]

    def _place(self, index: int) -> Place | None:
        if self._prose < 0:
            return None
        stay = self.stay
        at, behind = bisect_left(stay, index), bisect_right(stay, index)
        above, below = stay[max(0, at - 2) : at][::-1], stay[behind : behind + 2]
        follows = bool(above) and self._is_text(above[0]) and not self._announces(above[0])
        leads = bool(below) and self._is_text(below[0])
        if not below and follows:
            return "end"
        if index > self._prose:
            if follows and leads:
                return "between"
        elif not above and any(map(self._is_text, below)):
            return "first"
        elif above and at <= ABOVE and any(map(self._is_text, below)):
            return ("between" if self._over_text < at else "head") if leads else "apart"
        return "apart" if self._one_between(above, below) else None

    @cached_property
    def _over_text(self) -> int:
        """How many of the lines that stay come before the first one that is text."""
        return next((n for n, i in enumerate(self.stay) if self._is_text(i)), len(self.stay))

    def is_above(self, index: int) -> bool:
        """Whether a label stands below the headline, before any text."""
        return bisect_left(self.stay, index) <= self._over_text

    def is_lone(self, index: int) -> bool:
        """Whether a label between two paragraphs is the only short line of the running text around it.

        A text with one part that has a heading has another such part, so a lone label heads nothing.
        """
        text = [n for n, i in enumerate(self.stay) if self._is_text(i)]
        span = self.stay[text[0] : text[-1] + 1]
        return all(self._is_text(i) or ends_sentence(self.lines[i]) for i in span if i != index)

    def is_among(self, index: int) -> bool:
        """Whether a label of two words and more stands among short lines of a text that has prose.

        Directly over a sentence it may be a heading. Where a line with a colon announces the short lines they are a
        list, and the label may be an entry of it.
        """
        if self._prose < 0 or len(self.lines[index].split()) < 2:
            return False
        stay = self.stay
        at, behind = bisect_left(stay, index), bisect_right(stay, index)
        if behind < len(stay) and ends_sentence(self.lines[stay[behind]]):
            return False
        for i in reversed(stay[:at]):
            if self._announces(i):
                return False
            if self._is_text(i):
                break
        return True

    def _one_between(self, above: Sequence[int], below: Sequence[int]) -> bool:
        """Whether one short line parts the label from the text above or below, and text or nothing is on both sides."""
        beside = [not lines or self._is_text(lines[0]) for lines in (above, below)]
        if beside[0] == beside[1]:
            return False
        other = below if beside[0] else above
        return len(other) > 1 and self._is_text(other[1]) and not any(map(self._announces, above))

    def _announces(self, index: int) -> bool:
        return self.lines[index].rstrip().endswith((":", "："))

    def _is_text(self, index: int) -> bool:
        line = self.lines[index]
        if len(line) < _MAY_BE_TEXT:
            return False
        return is_prose(line) or (ends_sentence(line) and width(line) >= TEXT)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.IGNORECASE)


def _whole(pattern: str, line: str) -> bool:
    try:
        return _compiled(pattern).fullmatch(canonical(line), timeout=TIMEOUT) is not None
    except TimeoutError:
        return False


@lru_cache(maxsize=64)
def _script(code: str) -> regex.Pattern[str]:
    return regex.compile(rf"\p{{Script={SCRIPTS.get(code, code)}}}")


def guarded(around: Surroundings, index: int, rule: Rule, taken: Mapping[int, Set[str]]) -> str | None:
    """Why `unless` forbids the rule. Lines taken by a rule of another category (`taken`) guard nothing."""
    if rule.unless is None:
        return None
    own = {rule.category}
    aside = {i for i in around.around(index, rule.unless.lines) if not taken.get(i, own) <= own}
    if not around.stands_near(rule.unless, index, aside):
        return None
    return "unless: such a line stands close by"


def misplaced(standing: Standing, index: int, rule: Rule) -> str | None:
    """Why `stands` forbids the rule."""
    if not rule.stands or (place := standing.place(index)) in rule.stands:
        return None
    if (
        place == "apart"
        and ("head" if standing.is_above(index) else "end" if index >= standing.stay[-1] else "") in rule.stands
    ):
        return None
    if "lone" in rule.stands and place == "between" and standing.is_lone(index):
        return None
    if "among" in rule.stands and place in (None, "apart") and standing.is_among(index):
        return None
    return f"stands = {', '.join(rule.stands)} fails: it stands {place or 'beside lines that are no running text'}"


def failed(around: Surroundings, index: int, rule: Rule) -> str | None:
    """The first condition, `unless` and `stands` aside, that does not hold for the line; None when all hold."""
    if rule.zone != "any" and not around.zone_holds(rule.zone, index):
        return f'zone = "{rule.zone}" fails'
    if rule.first is not None and index >= rule.first:
        return f"first = {rule.first} fails: it is line {index + 1}"
    if rule.last is not None and index < len(around.lines) - rule.last:
        return f"last = {rule.last} fails: {len(around.lines) - index - 1} lines follow"
    if rule.neighbours is not None and (longest := around.longest_neighbour(index)) > rule.neighbours:
        return f"neighbours.max_chars = {rule.neighbours} fails: one has {longest}"
    if rule.script is not None and not _script(rule.script).search(around.lines[index]):
        return f'script = "{rule.script}" fails'
    if rule.only_if is not None and not around.stands_near(rule.only_if, index):
        return "only_if: no such line close by"
    return None


def stands_in(globs: Sequence[str], hit: Set[str], names: Callable[[str, str], bool]) -> bool:
    """Whether one of the rules hit is named by one of the ids or globs."""
    return any(names(glob, rule) for glob in globs for rule in hit)
