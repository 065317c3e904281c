"""The door to google-re2: finds the lines that repair has to look at, and passes by all others at memory speed.

Each pattern is a superset of what its step changes, so that gated and ungated repair are the same; tests prove it on
real text, on damage of every kind and on noise. Without google-re2 the same patterns run on `re`: the same result,
only slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from cleaner.repairing import bidi, characters, composition, ftfy_door, mixups, punctuation, shapes
from cleaner.repairing.options import RepairOptions

try:
    import re2  # type: ignore[import-untyped]  # it has no type information
except ImportError:  # an accelerator that may be missing: no wheel for some platforms
    re2 = None

_MEMORY = 1 << 28  # bytes for the automaton; with the default of 8 MB it is rebuilt again and again


def lines(text: str, options: RepairOptions) -> Iterator[tuple[int, int]]:
    r"""Spans of the lines, without their ends, that repair may change; lone surrogates make their line one of them.

    >>> list(lines("clean\nschÃ¶n\nclean", RepairOptions()))
    [(6, 12)]
    """
    if text.isascii():
        return search(text, ascii_characters(options))
    if not options.mojibake:
        return search(text, other_characters(options))
    return search(text, other_characters(options), mojibake())


def may_be_mojibake(line: str) -> bool:
    """Whether the mojibake steps have to look at the line."""
    return not line.isascii() and next(search(line, mojibake()), None) is not None


def search(text: str, *patterns: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines in which one of the patterns hits."""
    fast = [_re2(pattern) for pattern in patterns]
    if None in fast:
        return _lines_by_re(patterns, text)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return _lines_with_surrogates(fast, text)
    return _spans_of_text(data, sorted({span for pattern in fast for span in _lines_by_re2(pattern, data)}))


@cache
def _re2(pattern: str) -> Any:
    """The compiled pattern, to be matched, or None where google-re2 is missing or cannot compile it.

    Matching any bytes before it is as fast as searching, and asks only where a hit ends: to know where it begins,
    google-re2 would compile the pattern a second time, backwards.
    """
    if re2 is None:
        return None
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.never_capture = True
    try:
        return re2.compile(f"(?m)\\C*?(?:{pattern})".encode(), options)
    except re2.error:  # a pattern of a future ftfy that only a backtracking engine understands
        return None


def _lines_by_re2(pattern: Any, data: bytes) -> Iterator[tuple[int, int]]:
    """Spans, in bytes, of the lines with a hit."""
    match = pattern.match
    at = 0
    while (found := match(data, at)) is not None:
        hit = max(at, found.end() - 1)  # a match may begin with the line feed before
        start = data.rfind(b"\n", 0, hit) + 1
        end = data.find(b"\n", hit)
        end = len(data) if end < 0 else end
        yield start, end
        at = end + 1
        if at > len(data):
            return


def _spans_of_text(data: bytes, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of UTF-8 in characters."""
    at = chars = 0
    for start, end in spans:
        chars += len(str(data[at:start], "utf-8"))
        size = len(str(data[start:end], "utf-8"))
        yield chars, chars + size
        chars += size
        at = end


def _lines_with_surrogates(patterns: list[Any], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        try:
            data = line.encode()
            is_hit = any(pattern.match(data) is not None for pattern in patterns)
        except UnicodeEncodeError:
            is_hit = True
        if is_hit:
            yield at, at + len(line)
        at += len(line) + 1


@cache
def _slow(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# A backtracking engine takes its time on long lines; repair looks at them without asking it.
_LONG = 10_000


def _lines_by_re(patterns: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if len(line) > _LONG or any(_slow(pattern).search(line) is not None for pattern in patterns):
            yield at, at + len(line)
        at += len(line) + 1


# What each step may change, as patterns without look-around or back-references.


@cache
def ascii_characters(options: RepairOptions) -> str:
    """What the steps may change in text that is all ASCII."""
    parts = [characters.ascii_gate(options)]
    if options.entities:
        parts.append("&[#A-Za-z][A-Za-z0-9]{1,32};")
    if options.tags:
        parts.append("</?[A-Za-z]")
    if options.escapes:
        parts.append(r"\\u[0-9A-Fa-f]{4}")
    if options.literal_line_ends:
        parts.append(r"\\n")
    return _union(parts)


@cache
def other_characters(options: RepairOptions) -> str:
    """What all steps but those for mojibake may change in any text."""
    parts = [ascii_characters(options), characters.gate(options)]
    if options.bijoy == "convert":
        parts.append("[†‡]")
    if options.bidi:
        parts.append(f"[{bidi.CONTROLS}]")
    if options.nfc:
        parts += [composition.pattern(), composition.marks() * _ROW]
    return _union(parts)


_ROW = 4
"""So many combining marks in a row are in hardly any text; the stream-safe form breaks rows of more than 30."""


@cache
def mojibake() -> str:
    """Everything that the mojibake steps may change."""
    return _union([badness(), shapes.pattern(), punctuation.pattern(), mixups.RUN])


def _union(parts: list[str]) -> str:
    return "|".join(f"(?:{part})" for part in parts if part)


_WORD = "[^\\x00-/:-@\\[-^`{-\x7f]"
_SPACE = "[\\t\\v-\\r\x1c-\x20\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


@cache
def badness() -> str:
    """The pattern of ftfy in plain syntax, and wider: only ASCII signs are no word characters, lines start anywhere."""
    out: list[str] = []
    in_class = in_comment = False
    chars = iter(ftfy_door.BADNESS)
    for char in chars:
        if in_comment:
            in_comment = char != "\n"
        elif char == "\\":
            code = next(chars)
            out.append(f"\\{code}" if in_class or code not in "sw" else {"s": _SPACE, "w": _WORD}[code])
        elif in_class:
            in_class = char != "]"
            out.append(char)
        elif char == "[":
            in_class = True
            out.append(char)
        elif char == "#":
            in_comment = True
        elif char != "^" and not char.isspace():
            out.append(char)
    return "".join(out)
