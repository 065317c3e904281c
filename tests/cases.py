"""The documents that every contract runs on: each folder of fixtures/ and each seed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"
"""Evaluation data beside the project; tests that need it skip when it is absent."""

KEYS = {"about", "url", "charset", "media_type", "profile", "nothing_cut", "known_failure", "expect"}


class Case(Struct, frozen=True):
    """One document with what its case.toml says of it."""

    name: str
    path: Path
    settings: dict[str, Any]

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    @property
    def arguments(self) -> dict[str, Any]:
        """Keywords for `Cleaner.clean`."""
        names = ("url", "charset", "media_type")
        arguments: dict[str, Any] = {name: self.settings[name] for name in names if name in self.settings}
        if self.path.suffix == ".html":
            arguments.setdefault("media_type", "text/html")
        return arguments


def cases() -> Iterator[Case]:
    """All fixtures, then all seeds, by name."""
    for folder in sorted(path for path in FIXTURES.rglob("*") if path.is_dir()):
        inputs = sorted(folder.glob("input.*"))
        if not inputs:
            continue
        name = folder.relative_to(FIXTURES).as_posix()
        if len(inputs) > 1:
            raise ValueError(f"fixtures/{name}: one case, one input; found {[path.name for path in inputs]}")
        settings: dict[str, Any] = {}
        if (folder / "case.toml").exists():
            settings = tomllib.loads((folder / "case.toml").read_text("utf-8"))
            if unknown := settings.keys() - KEYS:
                raise ValueError(f"fixtures/{name}/case.toml: unknown keys {sorted(unknown)}; known: {sorted(KEYS)}")
        yield Case(name, inputs[0], settings)
    for path in sorted(SEEDS.glob("*.txt")):
        yield Case(f"seed-{path.stem[:3]}", path, {})
