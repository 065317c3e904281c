"""The editor's schema is generated, shipped, and agrees with the loader."""

from __future__ import annotations

import tomllib
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest

from cleaner.rulebook.files import shipped_folder
from cleaner.rulebook.schema import schema, schema_text

BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))
SEEN_BY_SCHEMA = {"R002", "R003", "R004", "R005", "R006", "R017"}
BEYOND = {"r004-both", "r005-block", "r005-required-default", "r017-unrolled"}
"""What takes more than one field to see, or a look into a pattern."""


def test_shipped_schema_is_the_generated_one() -> None:
    assert (shipped_folder() / "rule.schema.json").read_text("utf-8") == schema_text()


def test_it_is_a_schema() -> None:
    jsonschema.Draft4Validator.check_schema(schema())


@pytest.mark.parametrize("path", sorted(shipped_folder().rglob("*.toml")), ids=lambda path: path.stem)
def test_shipped_packs_are_valid(path: Path) -> None:
    if path.name == "gold-errors.toml":
        pytest.skip("a list, not a pack")
    jsonschema.Draft4Validator(schema()).validate(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "path", [path for path in BAD if path.stem[:4].upper() in SEEN_BY_SCHEMA], ids=lambda p: p.stem
)
def test_bad_files_are_refused_by_both(path: Path) -> None:
    if path.stem in BEYOND:
        pytest.skip("beyond what a schema can say")
    assert list(jsonschema.Draft4Validator(schema()).iter_errors(tomllib.loads(path.read_text("utf-8"))))


@pytest.mark.parametrize(
    "path", [path for path in BAD if path.stem[:4].upper() not in SEEN_BY_SCHEMA], ids=lambda p: p.stem
)
def test_the_schema_does_not_refuse_what_only_the_loader_can_judge(path: Path) -> None:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError:
        assert path.stem.startswith("r001")
        return
    jsonschema.Draft4Validator(schema()).validate(table)
