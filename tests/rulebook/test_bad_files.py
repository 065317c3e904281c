"""Each kind of mistake in a rule file gives one error with file, line, code, rule and a fix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rulebook import load
from cleaner.rulebook.problems import CODES

BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))
BY_TOOLS = {"R030", "R031", "R032", "R033"}
"""Codes that `rules check` and `rules test` give; see test_suite.py and tests/finders/test_gate.py."""


def expectation(path: Path) -> tuple[str, str, list[str]]:
    first = path.read_text("utf-8").splitlines()[0]
    head, *texts = (part.strip() for part in first.removeprefix("# expect: ").split(" | "))
    code, _, rule = head.partition(" ")
    return code, rule or "-", texts


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_mistake_is_named(path: Path) -> None:
    code, rule, texts = expectation(path)
    with pytest.raises(RuleError) as caught:
        load(files=[path], shipped=code == "R015")
    message = str(caught.value)
    found = re.search(rf"^{re.escape(str(path))}:(\d+): error\[{code}\] {re.escape(rule)}: ", message, re.M)
    assert found, message
    lines = path.read_text("utf-8").splitlines()
    number = int(found[1])
    if code in ("R007", "R014", "R034"):  # found when all files are read: only the rule's head is known
        assert lines[number - 1] == "[[rule]]" or rule == "-"
        assert lines[number - 1].strip()
    else:
        assert lines[number - 1].strip()
        assert lines[number - 1][:80] in message
    for text in texts:
        assert text in message


def test_every_code_has_a_bad_file() -> None:
    shown = {expectation(path)[0] for path in BAD}
    assert shown == set(CODES) - BY_TOOLS


def test_all_mistakes_of_all_files_come_in_one_error() -> None:
    paths = [path for path in BAD if expectation(path)[0] in ("R002", "R004", "R010", "R012")]
    with pytest.raises(RuleError) as caught:
        load(files=paths, shipped=False)
    assert all(str(path) in str(caught.value) for path in paths)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'pack = "caf\xe9"')
    (tmp_path / "huge.toml").write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(RuleError) as caught:
        load(files=[tmp_path / "latin.toml", tmp_path / "huge.toml", tmp_path / "none.toml"], shipped=False)
    message = str(caught.value)
    assert "not UTF-8 at byte 11" in message
    assert "larger than 1024 KB" in message
    assert "none.toml:0: error[R001] -: cannot be read" in message


def test_too_many_rules(tmp_path: Path) -> None:
    text = 'pack = "x"\nformat = 1\n' + "[[rule]]\n" * 501
    (tmp_path / "many.toml").write_text(text)
    with pytest.raises(RuleError, match="501 rules in one file, more than 500"):
        load(files=[tmp_path / "many.toml"], shipped=False)


def test_deep_nesting_is_an_error_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "deep.toml").write_text("x = " + "[" * 100_000)
    with pytest.raises(RuleError, match="R001"):
        load(files=[tmp_path / "deep.toml"], shipped=False)


def test_a_pack_may_not_switch_rules() -> None:
    from cleaner.rulebook.book import parse_files
    from cleaner.rulebook.files import RuleFile

    (parsed,) = parse_files([RuleFile("rules/x.toml", b'format = 1\ndisable = ["en.*"]')], "shipped")
    assert [problem.code for problem in parsed.problems] == ["R009"]


def test_unknown_names_in_switches(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('format = 1\ndisable = ["en.no.such"]\n\n[override."en.no.other"]\nstatus = "stable"\n')
    with pytest.raises(RuleError) as caught:
        load(files=[path], shipped=False)
    assert str(caught.value).count("R014") == 2
