"""Documentation is run: doctests, Python blocks of README and docs, public names, fields, commands."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re

import msgspec
import pytest
from cases import ROOT

import cleaner
from cleaner import record
from cleaner.reasons import REASONS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
OPTIONAL = {"cleaner.integrations"}
"""Packages whose modules need an extra to be imported."""


def modules() -> list[str]:
    found = [info.name for info in pkgutil.walk_packages(cleaner.__path__, "cleaner.")]
    found.remove("cleaner.__main__")  # importing it runs the command
    return ["cleaner", *(name for name in found if not any(name.startswith(skip) for skip in OPTIONAL))]


@pytest.mark.parametrize("name", modules())
def test_doctests(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks_run(page: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """All blocks of a page run in one namespace, from the project's folder; a line `# -> value` is checked."""
    monkeypatch.chdir(ROOT)
    space: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text("utf-8")):  # type: ignore[attr-defined]  # a Path; pytest's ids want object
        lines = block.splitlines()
        tree = ast.parse(block)
        for node in tree.body:
            source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            wanted = re.search(r"#\s*->\s*(.+)$", lines[(node.end_lineno or 1) - 1])
            if isinstance(node, ast.Expr) and wanted:
                found = eval(ast.unparse(node), space)  # noqa: S307 - the project's own documentation
                assert repr(found) == wanted[1].strip(), source
            else:
                exec(compile(ast.Module([node], []), str(page), "exec"), space)  # noqa: S102 - as above


def test_readme_names_every_public_name() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [name for name in cleaner.__all__ if not name.startswith("__") and f"`{name}" not in readme]
    assert not missing


def test_every_public_name_has_a_docstring() -> None:
    for name in cleaner.__all__:
        if not name.startswith("__"):
            assert (getattr(cleaner, name).__doc__ or "").strip(), name


def test_record_page_names_every_field_flag_and_reason() -> None:
    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    wanted: list[str] = []
    for struct in (record.Record, record.DateEntry, record.Counter, record.CaptureEntry, record.SourceEntry):
        wanted.extend(field.name for field in msgspec.structs.fields(struct))
    wanted.extend(field.name for field in msgspec.structs.fields(record.CleaningEntry))
    wanted.extend(field.name for field in msgspec.structs.fields(record.Journal))
    wanted.extend(record.Flag.__args__)  # type: ignore[attr-defined]  # Literal's members
    assert not [name for name in wanted if f"`{name}`" not in page]
    assert not [reason for reason in REASONS if f"`{reason}`" not in page]
