"""The words of a document: the only thing by which repeats are judged.

Case, punctuation, white space and line wrapping are no part of it. Scripts written without spaces give one word per
character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain

import regex
from msgspec import Struct

from cleaner.finders.prose import ends_sentence, is_prose

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# `regex`, not `re`: the standard library's \w leaves out vowel signs, so a Bengali word would fall into pieces.
# Both branches are single character classes without overlap: no backtracking.
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|(?:[\w--_--[{_UNSPACED}]])+", regex.VERSION1)
# The same words by cheaper patterns, where no character stands that they see otherwise (tests prove it over all code
# points): a tenth of the time on Latin, Greek and Cyrillic, half of it on other scripts with spaces.
_PLAIN_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(
    "[^\x00-\xb1\xb4-\xb8\xba\xbb\xbf-\u02c1\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u203e\u2190-\u23ff]"
)
_SPACED_WORD = regex.compile(r"[^\W_]+")
_MAY_BE_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u19ff\u2e80-\U0010ffff]")
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_FIRST_WIDE = "\u2e80"
"""First code point of the East Asian blocks, where a character says as much as about three Latin letters."""
_WIDE = 3
_SENTENCE = 60
"""Mass from which a line that ends like a sentence is running text."""


def words_of(line: str) -> list[str]:
    """The words of one line, casefolded.

    >>> words_of("“Don’t,” he said — 2 times")
    ['don', 't', 'he', 'said', '2', 'times']
    """
    if line.isascii():
        return _ASCII_WORD.findall(line.lower())
    for mark in _INVISIBLE:
        line = line.replace(mark, "")
    folded = unicodedata.normalize("NFKC", line).casefold()
    if _NOT_PLAIN.search(folded) is None:
        return _PLAIN_WORD.findall(folded)
    pattern = _WORD if _MAY_BE_UNSPACED.search(folded) else _SPACED_WORD
    found: list[str] = pattern.findall(folded)
    return found


# What may follow the ellipsis on its line ("Read more", "weiterlesen") is short. The tail is 60 characters, so that
# the bounded class cannot cost more.
_ELLIPSIS = regex.compile(r"[\s\[(]*(?:…+|\.{3,}|。{3,})[\])]?\s*(?P<more>[^.…。]{0,40})$")
_TAIL = 60
_MAX_MORE = 4


def cut_short_at(raw: str) -> int | None:
    """Where the ellipsis stands with which a line breaks off, "Read more" behind it or not; None where it does not.

    >>> cut_short_at("The council voted for… Read more"), cut_short_at("He waited... and went.")
    (21, None)
    """
    tail = raw[-_TAIL:]
    if "…" not in tail and "..." not in tail and "。。。" not in tail:
        return None
    match = _ELLIPSIS.search(tail)
    if match is None or len(words_of(match["more"])) > _MAX_MORE:
        return None
    return len(raw) - len(tail) + match.start()


def mass_of(words: Sequence[str]) -> int:
    """Letters and digits of `words`; a wide character counts as three."""
    joined = "".join(words)
    if joined.isascii() or max(joined) < _FIRST_WIDE:
        return len(joined)
    return sum([len(word) if word < _FIRST_WIDE else _WIDE * len(word) for word in words])


class Line(Struct, frozen=True, gc=False):
    """One line as the finder sees it."""

    words: tuple[str, ...]
    mass: int
    """Letters and digits; a wide character counts as three."""
    prose: bool
    """Long enough for running text, or ending like a sentence."""
    cut_short: bool
    """Breaks off in an ellipsis."""
    raw: str


def read_line(raw: str) -> Line:
    words = words_of(raw)
    mass = mass_of(words)
    prose = is_prose(raw) or (mass >= _SENTENCE and ends_sentence(raw))
    return Line(tuple(words), mass, prose, cut_short_at(raw) is not None, raw)


class Words(Struct, frozen=True):
    """The words of some lines as one stream. Line `i` is `stream[starts[i]:starts[i + 1]]`."""

    lines: list[Line]
    stream: list[str]
    starts: list[int]
    shingle: int
    """Words per shingle: long enough to be rare, short enough to survive edits."""

    def line_of(self, at: int) -> int:
        """The line in which the word at that position of the stream stands."""
        return bisect_right(self.starts, at) - 1


def join(lines: list[Line]) -> Words:
    """One stream of the words of `lines`. Five words make a shingle, or ten where most words are single characters."""
    stream = list(chain.from_iterable([line.words for line in lines]))
    starts = list(accumulate((len(line.words) for line in lines), initial=0))
    letters = len("".join(stream))
    return Words(lines, stream, starts, 5 if letters > 2 * len(stream) else 10)
