"""Checks of single values against the format table: type, closed list, limits, normal form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import regex

from cleaner.rulebook.format import MAX_TEXT, Kind
from cleaner.rulebook.problems import did_you_mean


class Mistake(NamedTuple):
    """What is wrong with a value; `text` is the part of it to point at."""

    code: str
    message: str
    fix: str = ""
    text: str | None = None


def mistakes(name: str, value: Any, kind: Kind) -> Iterator[Mistake]:
    """All that is wrong with `value` as field `name`."""
    match kind.check:
        case "text":
            yield from _text(name, value, kind)
        case "texts":
            yield from _texts(name, value, kind)
        case "int":
            if not isinstance(value, int) or isinstance(value, bool):
                yield Mistake("R003", f"{name} must be a whole number, not {_type(value)}")
            elif not kind.low <= value <= kind.high:
                yield Mistake("R004", f"{name} = {value} is outside {kind.low} to {kind.high}")
        case "flag":
            if not isinstance(value, bool):
                yield Mistake("R003", f"{name} must be true or false, not {_type(value)}")
        case "until":
            if isinstance(value, list):
                yield from _texts(name, value, kind)
            elif value not in ("blank", "end", "text", "text-or-end"):
                fix = 'write "blank", "end" or a list of phrases for a block, "text" or "text-or-end" for a run'
                yield Mistake("R004", f"{name} = {value!r} is no end condition", fix)
        case _:
            yield from _table(name, value, kind)


def _type(value: Any) -> str:
    names = {str: "a text", bool: "true/false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), f"a {type(value).__name__}")


def _text(name: str, value: Any, kind: Kind) -> Iterator[Mistake]:
    if not isinstance(value, str):
        yield Mistake("R003", f"{name} must be a text in quotes, not {_type(value)}")
    elif not value.strip():
        yield Mistake("R004", f"{name} is empty")
    elif kind.choices and value not in kind.choices:
        fix = did_you_mean(value, kind.choices)
        if len(kind.choices) <= 8:
            yield Mistake("R004", f'{name} = "{value}" is not one of {", ".join(kind.choices)}')
        else:
            yield Mistake("R004", f'{name} = "{value}" is not in the closed list', fix)
    elif kind.pattern and not regex.fullmatch(kind.pattern, value):
        code = "R006" if name == "id" else "R004"
        fix = (
            "write language.topic.name in small letters, digits and hyphens: en.share.this-post" if name == "id" else ""
        )
        yield Mistake(code, f'{name} = "{value}" has not the right form', fix, value)
    elif kind.high and len(value) > kind.high:
        yield Mistake("R017", f"{name} has {len(value)} characters, more than {kind.high}")
    else:
        yield from _normal(name, value)


def _texts(name: str, value: Any, kind: Kind) -> Iterator[Mistake]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        yield Mistake("R003", f"{name} must be a list of texts, not {_type(value)}", f'write {name} = ["…"]')
        return
    if not value:
        yield Mistake("R004", f"{name} is an empty list")
    if len(value) > kind.high:
        yield Mistake("R017", f"{name} has {len(value)} items, more than {kind.high}")
    seen: set[str] = set()
    for item in value:
        if not item.strip():
            yield Mistake("R004", f"{name} holds an empty text", "", item or None)
        elif kind.pattern and not regex.fullmatch(kind.pattern, item):
            yield Mistake("R004", f'"{item}" in {name} has not the right form', "", item)
        elif len(item) > MAX_TEXT:
            yield Mistake("R017", f"a text of {name} has {len(item)} characters, more than {MAX_TEXT}", "", item)
        elif item in seen:
            yield Mistake("R004", f'"{item}" stands twice in {name}', "", item)
        else:
            yield from _normal(name, item)
        seen.add(item)


def _normal(name: str, value: str) -> Iterator[Mistake]:
    if not unicodedata.is_normalized("NFC", value):
        fix = "the text that rules see is in form C: write it as " + unicodedata.normalize("NFC", value)
        yield Mistake("R008", f"{name} is not in Unicode normal form C", fix, value)


def _table(name: str, value: Any, kind: Kind) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield Mistake("R003", f"{name} must be a table, not {_type(value)}", f"write {name} = {{ … }}")
        return
    if not value:
        yield Mistake("R004", f"{name} is empty")
    for key, item in value.items():
        if key not in kind.fields:
            yield Mistake("R002", f'unknown field "{key}" in {name}', did_you_mean(key, kind.fields), key)
        else:
            yield from mistakes(f"{name}.{key}", item, kind.fields[key])
    for key in kind.required:
        if key not in value:
            yield Mistake("R005", f'{name} lacks "{key}"')
    if kind.one_of and sum(key in value for key in kind.one_of) != 1:
        yield Mistake("R005", f"{name} needs one of {', '.join(kind.one_of)}")
