"""`cleaner rules`: what each command prints and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli.rules import command
from cleaner.errors import RuleError, UsageError
from cleaner.rulebook.scaffold import scaffold


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    rule = scaffold("Share this road", name="x.mine.road", category="share_prompt")
    path.write_text('pack = "mine"\nformat = 1\n' + rule.replace('"draft"', '"test"'), "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, list(map(str, arguments)))


def test_list_filters(pack: Path) -> None:
    ran = run("list", "x.mine.*", "--rules", pack)
    assert ran.exit_code == 0
    assert ran.stdout.startswith("* x.mine.road  test")
    assert "1 rules, 1 of them run" in ran.stderr
    assert run("list", "x.mine.*", "--rules", pack, "--profile", "strict").stdout.startswith("  x.mine.road")
    assert run("list", "--category", "site_clock", "--status", "test", "--lang", "en").stdout.count("\n") >= 1


def test_show(pack: Path) -> None:
    ran = run("show", "x.mine.road", "--rules", pack)
    assert f"{pack}:3" in ran.stdout
    assert "Share this road" in ran.stdout
    assert "runs        yes" in ran.stdout
    ran = run("show", "theme.themesbazar.time-view")
    assert "looked for" in ran.stdout
    assert "time view" in ran.stdout


def test_show_of_no_rule() -> None:
    ran = run("show", "theme.themesbazar.time-views")
    assert isinstance(ran.exception, RuleError)
    assert 'did you mean "theme.themesbazar.time-view"?' in str(ran.exception)


def test_test_of_one_file(pack: Path) -> None:
    ran = run("test", pack)
    assert ran.exit_code == 0, ran.output
    assert "1 rules, 1 hits, 1 misses: 0 mistakes" in ran.stdout


def test_test_fails_on_a_noisy_rule(pack: Path) -> None:
    noisy = scaffold("Please Share This Post", name="x.mine.noisy", category="share_prompt").replace(
        '"draft"', '"test"'
    )
    text = pack.read_text("utf-8") + noisy.replace("misses   = [", 'misses   = ["Share this road", ')
    pack.write_text(text, "utf-8")
    ran = run("test", pack)
    assert ran.exit_code == 1
    assert "error[R032] x.mine.road" in ran.stdout


def test_a_broken_file_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("format = 1\n[[rule]]\nid = 3\n")
    ran = run("test", path)
    assert isinstance(ran.exception, RuleError)
    assert ran.exception.exit_code == 2


def test_new_prints_a_rule_and_what_to_fill_in() -> None:
    ran = run("new", "• / 470 Time View", "--id", "en.my.counter")
    assert ran.exit_code == 0
    assert 'into     = { views = "count" }' in ran.stdout
    assert "fill in does:" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", " "), "nothing in the line"),
        (("new", "x", "--action", "dorp"), 'did you mean "drop"?'),
        (("new", "x", "--category", "share_promt"), 'did you mean "share_prompt"?'),
    ],
)
def test_new_refuses(arguments: tuple[str, ...], message: str) -> None:
    ran = run(*arguments)
    assert isinstance(ran.exception, UsageError)
    assert message in str(ran.exception)
