"""Captured texts become values; where one cannot, the line it stands in is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import regex

from cleaner.counts import parse_count
from cleaner.dates import parse_date, parse_stamp
from cleaner.model import Capture, Stamp, View
from cleaner.rulebook.fold import offsets
from cleaner.rulebook.rule import Rule

_NAME: Final = regex.compile(r"(?=.*\p{L})[\p{L}\p{M}\p{Zs}\p{Pd}.,'’`´&/()|·•\u200c\u200d]{2,90}+")
"""A person or a place: letters with the marks that names hold, no digits, no sentence."""

Value = Stamp | int | str | None


class ConversionError(ValueError):
    """The text is not what the rule took it for."""


def _stamp(raw: str, language: str | None) -> Value:
    return parse_stamp(raw, language=language)


def _date(raw: str, language: str | None) -> Value:
    return parse_date(raw, language=language)


def _count(raw: str, _: str | None) -> Value:
    return parse_count(raw)


def _name(raw: str, _: str | None) -> Value:
    return raw if _NAME.fullmatch(raw) else None


_CONVERT: Final[dict[str, Callable[[str, str | None], Value]]] = {
    "datetime": _stamp,
    "date": _date,
    "count": _count,
    "person": _name,
    "place": _name,
}


def read_captures(
    view: View, index: int, rule: Rule, match: regex.Match[str] | None, language: str | None
) -> tuple[Capture, ...]:
    """What the rule reads in line `index` of the view. Raises ConversionError.

    `match` is in the canonical form of the line; None: the whole line is the value.
    """
    if not rule.into:
        return ()
    line = view.lines[index]
    places = offsets(line)
    captures: list[Capture] = []
    for field, kind in rule.into:
        if match is not None and field in match.re.groupindex:
            low, high = match.span(field)
        elif match is not None:
            low, high = match.span()
        else:
            low, high = 0, len(places) - 1
        if low < 0:  # an optional group that took no part
            continue
        start, end = _trimmed(line, places[low], places[high - 1] + 1 if high > low else places[low])
        if start == end:
            continue
        raw = line[start:end]
        value: Value = None
        if kind != "text":
            value = _converted(kind, raw, language)
            if value is None:
                raise ConversionError(f'"{raw}" is no {kind}')
        captures.append(Capture(field, kind, raw, *view.span(index, start, end), value))  # type: ignore[arg-type]  # kinds are checked on load
    return tuple(captures)


@lru_cache(maxsize=1024)
def _converted(kind: str, raw: str, language: str | None) -> Value:
    """The value of a text; several rules read the same text, and the pages of a site the same label."""
    return _CONVERT[kind](raw, language)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
