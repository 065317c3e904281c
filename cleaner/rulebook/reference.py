"""Tables of docs/rules.md, generated from what the loader checks by; a test holds the page equal to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cleaner.rulebook.format import DEFAULTS, FIELDS, REQUIRED, SHAPES, Kind
from cleaner.rulebook.problems import CODES
from cleaner.rulebook.taxonomy import CAPTURE_FIELDS, CATEGORIES


def tables() -> Mapping[str, str]:
    """Markdown by name: fields, categories, captures, shapes, codes."""
    return {
        "fields": _table(
            ("field", "value", "meaning"),
            (
                (
                    f"`{field.name}`" + (" *" if field.name in REQUIRED else ""),
                    _kind(field.kind),
                    _does(field.does, field.actions),
                )
                for field in FIELDS
            ),
        ),
        "categories": _table(
            ("category", "usual action", "why"), ((f"`{row.name}`", row.default, row.why) for row in CATEGORIES)
        ),
        "captures": _table(
            ("field", "converters", "where the record holds it"),
            ((f"`{row.name}`", ", ".join(row.kinds), row.record) for row in CAPTURE_FIELDS),
        ),
        "shapes": _table(("shape", "pattern"), ((f"`{name}`", f"`{source}`") for name, source in SHAPES.items())),
        "codes": _table(("code", "meaning"), CODES.items()),
    }


MARK: Final = "<!-- {name}: generated -->"


def filled(page: str) -> str:
    """The page with each table between its two marks made anew. Raises ValueError where a mark is missing."""
    for name, table in tables().items():
        mark = MARK.format(name=name)
        head, _, rest = page.partition(mark)
        _, found, tail = rest.partition(mark)
        if not found:
            raise ValueError(f"the page lacks two marks {mark}")
        page = f"{head}{mark}\n{table}{mark}{tail}"
    return page


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _kind(kind: Kind) -> str:
    match kind.check:
        case "text":
            return ", ".join(kind.choices) if 0 < len(kind.choices) <= 8 else "text"
        case "texts":
            return "list of texts"
        case "int":
            return f"{kind.low} to {kind.high}"
        case "flag":
            return "true or false"
        case "until":
            return "`blank`, `end`, phrases; `text`, `text-or-end`"
        case _:
            names = kind.fields if len(kind.fields) < 6 else ("field = converter",)
            return "{ " + ", ".join(names) + " }"


def _does(does: str, actions: tuple[str, ...]) -> str:
    return does + (f" ({', '.join(actions)})" if actions else "")


DEFAULT_FIELDS: Final = ", ".join(f"`{name}`" for name in DEFAULTS)
