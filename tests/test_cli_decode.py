"""`cleaner decode` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli.decode import command
from cleaner.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_bytes("Größe, schön, übermäßig — für Jürgen".encode("cp1252"))
    (tmp_path / "in" / "sub" / "b.txt").write_bytes("schÃ¶n\r\nund gut".encode())
    (tmp_path / "in" / "c.html").write_bytes(b'<meta charset="windows-1251"><p>' + "Привет, мир и все".encode("cp1251"))
    return tmp_path


def test_it_says_what_and_why(folder: Path) -> None:
    result = CliRunner().invoke(command, [str(folder / "in")], standalone_mode=False)
    assert result.return_value == 0
    assert "a.txt: windows-1252, its bytes look like it" in result.output
    assert "b.txt: utf-8, all of it is valid UTF-8" in result.output
    assert "repairs: line-end.crlf 1, mojibake.line 1" in result.output
    assert "c.html: windows-1251, it was declared" in result.output


def test_json_has_one_object_for_each_file(folder: Path) -> None:
    result = CliRunner().invoke(command, [str(folder / "in"), "--json"], standalone_mode=False)
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [Path(row["path"]).name for row in rows] == ["a.txt", "c.html", "b.txt"]
    assert rows[2]["repairs"] == {"line-end.crlf": 1, "mojibake.line": 1}
    assert all(row["round_trips"] for row in rows)


def test_write_makes_utf8_copies_and_leaves_the_sources(folder: Path) -> None:
    before = (folder / "in" / "a.txt").read_bytes()
    result = CliRunner().invoke(command, [str(folder / "in"), "--write", str(folder / "out")], standalone_mode=False)
    assert result.return_value == 0
    assert (folder / "out" / "a.txt").read_text("utf-8") == "Größe, schön, übermäßig — für Jürgen"
    assert (folder / "out" / "sub" / "b.txt").read_bytes() == "schön\nund gut".encode()
    assert "<p>Привет, мир и все" in (folder / "out" / "c.html").read_text("utf-8")
    assert (folder / "in" / "a.txt").read_bytes() == before


def test_binary_files_are_named_and_fail_the_run(folder: Path) -> None:
    (folder / "in" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = CliRunner().invoke(command, [str(folder / "in")], standalone_mode=False)
    assert result.return_value == 3
    assert "x.png: the data is a PNG image, not text" in result.output


def test_it_never_overwrites_what_it_reads(folder: Path) -> None:
    for paths in ([str(folder / "in"), "--write", str(folder / "in")], [str(folder / "missing")]):
        result = CliRunner().invoke(command, paths, standalone_mode=False)
        assert isinstance(result.exception, UsageError)
    assert (folder / "in" / "sub" / "b.txt").read_bytes() == "schÃ¶n\r\nund gut".encode()


def test_two_files_of_one_name_are_refused(folder: Path) -> None:
    (folder / "in" / "sub" / "a.txt").write_bytes(b"other")
    paths = [str(folder / "in" / "a.txt"), str(folder / "in" / "sub" / "a.txt"), "--write", str(folder / "out")]
    result = CliRunner().invoke(command, paths, standalone_mode=False)
    assert isinstance(result.exception, UsageError)
