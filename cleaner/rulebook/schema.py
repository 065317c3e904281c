"""The JSON Schema of a rule file, for editors. Generated from the format table; `rules/rule.schema.json` is its copy.

Draft 4, the one that editors of TOML read.
"""

from __future__ import annotations

import json
from typing import Any

from cleaner.rulebook.format import (
    DEFAULTS,
    FIELD,
    FIELDS,
    HEADER,
    MATCHERS,
    MAX_RULES,
    OVERRIDES,
    REQUIRED,
    SITE,
    TOP,
    Field,
    Kind,
)


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    rule = {
        "type": "object",
        "properties": {field.name: _field(field) for field in FIELDS},
        "required": ["id", "does", "action", "hits", "misses"],
        "anyOf": [{"required": [name]} for name in MATCHERS],
        "additionalProperties": False,
    }
    top: dict[str, Any] = {name: _field(field) for name, field in HEADER.items()}
    texts = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
    top |= {
        "defaults": _table({name: _field(FIELD[name]) for name in DEFAULTS}),
        "fragments": texts,
        "redirects": texts,
        "rule": {"type": "array", "items": {"$ref": "#/definitions/rule"}, "maxItems": MAX_RULES},
        "enable": _kind(SITE["disable"].kind),
        "disable": _kind(SITE["disable"].kind),
        "override": {
            "type": "object",
            "additionalProperties": _table({name: _field(FIELD[name]) for name in OVERRIDES}),
        },
        "site": {"type": "object", "additionalProperties": _table({name: _field(f) for name, f in SITE.items()})},
    }
    for name, does in TOP.items():
        top[name]["description"] = does
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "cleaner rule file",
        "type": "object",
        "properties": top,
        "required": ["format"],
        "additionalProperties": False,
        "definitions": {"rule": rule},
    }


def schema_text() -> str:
    """The schema as the shipped file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _field(field: Field) -> dict[str, Any]:
    does = field.does
    if field.actions:
        does += f" (action {', '.join(field.actions)})"
    if field.name in REQUIRED and field.name in DEFAULTS:
        does += " (required, here or in [defaults])"
    return {"description": does, **_kind(field.kind)}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _kind(kind: Kind) -> dict[str, Any]:
    match kind.check:
        case "text":
            out: dict[str, Any] = {"type": "string", "minLength": 1}
            if kind.choices:
                out["enum"] = list(kind.choices)
            if kind.high:
                out["maxLength"] = kind.high
            if kind.pattern:
                out["pattern"] = f"^(?:{kind.pattern})$"
            return out
        case "texts":
            item: dict[str, Any] = {"type": "string", "minLength": 1}
            if kind.pattern:
                item["pattern"] = f"^(?:{kind.pattern})$"
            return {"type": "array", "items": item, "minItems": 1, "maxItems": kind.high, "uniqueItems": True}
        case "int":
            return {"type": "integer", "minimum": kind.low, "maximum": kind.high}
        case "flag":
            return {"type": "boolean"}
        case "until":
            words = {"type": "string", "enum": ["blank", "end", "text", "text-or-end"]}
            return {"anyOf": [words, _kind(Kind("texts", high=kind.high))]}
        case _:
            out = _table({name: _kind(inner) for name, inner in kind.fields.items()})
            out["minProperties"] = 1
            if kind.required:
                out["required"] = list(kind.required)
            if kind.one_of:
                out["oneOf"] = [{"required": [name]} for name in kind.one_of]
            return out
