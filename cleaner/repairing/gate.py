"""The door to google-re2: finds the lines that repair has to look at, and passes by all others at memory speed.

Each pattern is a superset of what its step changes, so that gated and ungated repair are the same; tests prove it on
real text, on damage of every kind and on noise. Without google-re2 the same patterns run on `regex`: the same result,
only slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import regex

from cleaner.decoding.plausible import ANOMALY
from cleaner.repairing import bidi, characters, composition, ftfy_door, mixups, punctuation, roundtrip
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
    find = _finder(everything(options))
    return find(text)


def may_be_mojibake(line: str) -> bool:
    """Whether the mojibake steps have to look at the line."""
    return next(_finder(mojibake())(line), None) is not None


def may_be_utf8(line: str) -> bool:
    """Whether the line may hold UTF-8 that was read in a wrong encoding: whether strict round trips are worth a try."""
    return next(_finder(utf8())(line), None) is not None


_Finder = Callable[[str], Iterator[tuple[int, int]]]


@cache
def _finder(pattern: str) -> _Finder:
    pattern = f"(?m){pattern}"
    compiled = _re2(pattern)
    if compiled is None:
        slow = regex.compile(pattern)
        return lambda text: _lines_by_regex(slow, text)
    return lambda text: _lines_by_re2(compiled, text)


def _re2(pattern: str) -> Any:
    """The compiled pattern, or None where google-re2 is missing or cannot compile it."""
    if re2 is None:
        return None
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.never_capture = True
    try:
        return re2.compile(pattern.encode("utf-8"), options)
    except re2.error:  # a pattern of a future ftfy that only a backtracking engine understands
        return None


def _lines_by_regex(pattern: regex.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (found := pattern.search(text, at)) is not None:
        hit = max(at, found.end() - 1)  # a match may begin with the line feed before
        start = text.rfind("\n", 0, hit) + 1
        end = text.find("\n", hit)
        end = len(text) if end < 0 else end
        yield start, end
        at = end + 1
        if at > len(text):
            return


def _lines_by_re2(pattern: Any, text: str) -> Iterator[tuple[int, int]]:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        yield from _lines_with_surrogates(pattern, text)
        return
    search = pattern.search
    at = 0  # in bytes
    chars = 0  # characters before `at`
    while (found := search(data, at)) is not None:
        hit = max(at, found.end() - 1)  # a match may begin with the line feed before
        start = data.rfind(b"\n", 0, hit) + 1
        end = data.find(b"\n", hit)
        end = len(data) if end < 0 else end
        chars += len(str(data[at:start], "utf-8")) if start > at else 0
        size = len(str(data[max(start, at) : end], "utf-8"))
        yield chars, chars + size
        chars += size + 1
        at = end + 1
        if at > len(data):
            return


def _lines_with_surrogates(pattern: Any, text: str) -> Iterator[tuple[int, int]]:
    at = 0
    search = pattern.search
    for line in text.split("\n"):
        try:
            if search(line.encode()) is not None:
                yield at, at + len(line)
        except UnicodeEncodeError:
            yield at, at + len(line)
        at += len(line) + 1


# What each step may change, as patterns without look-around or back-references.


@cache
def everything(options: RepairOptions) -> str:
    """The union of the patterns of all steps that are on."""
    parts = [mojibake()] if options.mojibake else []
    parts.append(characters.gate(options))
    if options.bijoy == "convert":
        parts.append("[†‡]")
    if options.bidi:
        parts.append(f"[{bidi.CONTROLS}]")
    if options.entities:
        parts.append("&[#A-Za-z][A-Za-z0-9]{1,32};")
    if options.tags:
        parts.append("</?[A-Za-z]")
    if options.escapes:
        parts.append(r"\\u[0-9A-Fa-f]{4}")
    if options.literal_line_ends:
        parts.append(r"\\n")
    if options.nfc:
        parts.append(composition.pattern())
    return "|".join(f"(?:{part})" for part in parts if part)


@cache
def mojibake() -> str:
    """Everything that the mojibake steps may change."""
    parts = [badness(), utf8(), punctuation.pattern(), mixups.RUN]
    return "|".join(f"(?:{part})" for part in parts)


@cache
def utf8() -> str:
    """What the strict round trips may change."""
    return "|".join(f"(?:{part})" for part in (ANOMALY, *roundtrip.shapes()))


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
