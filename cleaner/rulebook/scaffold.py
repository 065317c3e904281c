"""A first draft of a rule from one line of text."""

from __future__ import annotations

import unicodedata

import regex

from cleaner.dates import find_stamps
from cleaner.rulebook.fold import canonical
from cleaner.rulebook.format import FIELD

_NUMBER = regex.compile(r"\d[\d.,]*")
_SPECIAL = regex.compile(r"[\\.^$*+?{}\[\]|()]")


def scaffold(line: str, *, name: str = "", action: str = "", category: str = "", lang: str = "en") -> str:
    """A rule for `line` in the file format; fields that only its author can know hold an ellipsis.

    A line without numbers becomes a phrase; dates and numbers become groups of a pattern.

    >>> print(scaffold("Share this article").splitlines()[6])
    phrases  = ["Share this article"]
    """
    text = unicodedata.normalize("NFC", canonical(line))
    pattern, into = _pattern(text)
    action = action or ("capture" if into else "drop")
    if into and not category:
        category = (
            "view_count" if "views" in into else "update_timestamp" if "modified" in into else "publish_timestamp"
        )
    rows = [
        "[[rule]]",
        f"id       = {_quoted(name or f'{lang}.topic.name')}",
        'does     = "…"',
        'status   = "draft"',
        f"action   = {_quoted(action)}",
        f"category = {_quoted(category or '…')}",
    ]
    if into:
        rows.append(f"match    = {_literal(pattern)}")
        rows.append("into     = { " + ", ".join(f"{field} = {_quoted(kind)}" for field, kind in into.items()) + " }")
    else:
        rows.append(f"phrases  = [{_quoted(text)}]")
    rows += [
        f"lang     = [{_quoted(lang)}]",
        f"hits     = [{_quoted(unicodedata.normalize('NFC', line.strip()))}]",
        f"misses   = [{_quoted(f'“{text}” is what the sign said, a witness told the paper.')}]",
        'source   = "…"',
    ]
    return "\n".join(rows) + "\n"


def placeholders(rule: str) -> list[str]:
    """Fields of a draft that its author still has to fill in, with what they mean.

    >>> placeholders('does = "…"')
    ['does: one sentence: what kind of chrome this is']
    """
    names = regex.findall(r'^(\w+)\s*= "…"$', rule, regex.MULTILINE)
    return [f"{name}: {FIELD[name].does}" for name in names]


def _pattern(text: str) -> tuple[str, dict[str, str]]:
    into: dict[str, str] = {}
    out: list[str] = []
    at = 0
    stamps = [(start, end) for start, end, _ in find_stamps(text)]
    label = text.casefold()
    for start, end in stamps:
        field = "modified" if "updat" in label or "modif" in label else "published"
        if field in into:
            continue
        into[field] = "datetime"
        out.append(_escaped(text[at:start]) + f"(?P<{field}>{{{{stamp_any}}}})")
        at = end
    rest = text[at:]
    number = _NUMBER.search(rest) if not into else None
    if number:
        into["views"] = "count"
        out.append(_escaped(rest[: number.start()]) + r"(?P<views>\d[\d.,]{0,11})" + _escaped(rest[number.end() :]))
    else:
        out.append(_escaped(rest))
    return "".join(out), into


def _escaped(text: str) -> str:
    return _NUMBER.sub(r"\\d{1,9}", _SPECIAL.sub(r"\\\g<0>", text))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(text: str) -> str:
    return f"'''{text}'''" if "'" in text else f"'{text}'"
