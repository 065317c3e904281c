"""Imports point one way, and each third-party library enters through one module."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "cleaner"

LAYERS = [
    {"version", "model", "errors", "edits", "record", "words", "views", "compiled"},
    {"decoding", "repairing", "dates", "counts", "people", "zones", "language", "sites", "html"},
    {"extractor", "rulebook"},
    {"finders"},
    {"judge", "layout", "article"},
    {"compose", "reasons", "body_rounds"},
    {"pipeline"},
    {"explain", "batch"},
    {""},  # cleaner/__init__.py: the public names
    {"integrations", "cli"},
    {"__main__"},
]
"""From the bottom up: a module imports from its own layer's package and from layers below."""

SHARED = {"regex", "msgspec"}
"""Libraries that are a language of their own here: patterns, and frozen data."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module != "cleaner":
                names.add(node.module)
                continue
            for alias in node.names:
                inner = (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").exists()
                names.add(f"cleaner.{alias.name}" if inner else "cleaner")
    return names


def _noun(path: Path) -> str:
    """The module or package directly below cleaner/ that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def test_every_module_has_a_layer() -> None:
    unknown = {_noun(path) for path in PACKAGE.rglob("*.py")} - LEVEL.keys()
    assert not unknown, f"put {sorted(unknown)} into LAYERS"


def test_imports_point_downwards() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        noun = _noun(path)
        for name in _imports(path):
            if name.split(".")[0] != "cleaner":
                continue
            parts = name.split(".")
            other = parts[1] if len(parts) > 1 and parts[1] in LEVEL else ""
            if other != noun and LEVEL[other] >= LEVEL[noun] and not (noun == "" and LEVEL[other] < LEVEL[noun]):
                same_layer = LEVEL[other] == LEVEL[noun] and (LEVEL[noun] < 2 or noun in ("compose", "article", "cli"))
                if not same_layer:
                    wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert not wrong


def test_each_library_has_one_door() -> None:
    doors: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in _imports(path):
            library = name.split(".")[0]
            if library not in sys.stdlib_module_names and library != "cleaner" and library not in SHARED:
                doors[library].add(_noun(path))
    crowded = {library: sorted(nouns) for library, nouns in doors.items() if len(nouns) > 1}
    assert not crowded, f"more than one door: {crowded}"
