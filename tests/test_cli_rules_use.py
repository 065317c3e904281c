"""`cleaner rules stats` and `cleaner rules diff`, run as commands over folders of small articles."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from runs import CHROME, Ran, article, command, make_files, state

SHARE = "theme.themesbazar.share"
MINE = """
pack = "mine"
format = 1
disable = ["theme.themesbazar.*", "en.share.*"]

[[rule]]
id = "x.mine.ferry"
does = "A line of this test"
status = "test"
action = "drop"
category = "ui_control"
phrases = ["ferry times on page four"]
hits = ["Ferry times on page four"]
misses = ["The ferry times on page four are wrong."]
source = "this test"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_files(tmp_path / "in", 3)
    (tmp_path / "in" / "z.txt").write_text(f"{CHROME}\n\n{article(9)}\nFerry times on page four\n", encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def stats(*args: str | os.PathLike[str]) -> Ran:
    return command("rules", "stats", *args, "--jobs", "0")


def diff(*args: str | os.PathLike[str]) -> Ran:
    return command("rules", "diff", *args, "--jobs", "0")


def rows(ran: Ran) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_stats_count_hits_documents_characters_and_places(folder: Path) -> None:
    before = state(folder)
    ran = stats(folder, "--json")
    assert ran.code == 0
    (row,) = (row for row in rows(ran) if row["rule"] == SHARE)
    wanted = {"hits": 5, "documents": 4, "characters": 5 * len(CHROME), "head": 1, "middle": 1, "tail": 3}
    assert {name: row[name] for name in wanted} == wanted
    assert row["examples"] == [{"line": CHROME, "hits": 5}]
    assert "4 documents, 5 hits of 1 rules; " in ran.err
    assert state(folder) == before


def test_stats_as_a_table_with_lines(folder: Path, mine: Path) -> None:
    out = stats(folder, "--rules", mine, "--only", "x.mine.*", "--examples", "2").out.splitlines()
    assert out[0].split()[:8] == ["rule", "hits", "docs", "chars", "head%", "mid%", "tail%", "nearly"]
    assert out[1].split()[:7] == ["x.mine.ferry", "1", "1", "24", "0", "0", "100"]
    assert out[2].split(maxsplit=1) == ["1", "Ferry times on page four"]


def test_stats_of_a_run_are_those_of_its_inputs(folder: Path, tmp_path: Path) -> None:
    assert command("clean", folder, "-o", tmp_path / "out", "-q").code == 0
    assert stats(tmp_path / "out", "--json").out == stats(folder, "--json").out
    assert stats(tmp_path / "out", "--sort", "id").code == 0


def test_rules_that_match_and_never_cut_tell_why(folder: Path, mine: Path, tmp_path: Path) -> None:
    text = mine.read_text(encoding="utf-8")
    silent = text[text.index("[[rule]]") :].replace("x.mine.ferry", "x.mine.silent").replace("four", "five")
    mine.write_text(text.replace('action = "drop"', 'action = "drop"\nzone = "head"') + silent, encoding="utf-8")
    asked = (folder, "--never", "--only", "x.mine.*", "--rules", mine)
    ran = stats(*asked)
    assert ran.out.splitlines() == [
        f'{mine}:6: warning[R033] x.mine.ferry: matches lines, but never cuts one: zone = "head" 1 times',
        f"{mine}:17: warning[R033] x.mine.silent: fires nowhere here",
    ]
    assert "4 documents: 1 rules match nothing, 1 match and never cut" in ran.err
    assert [row["rule"] for row in rows(stats(*asked, "--json"))] == ["x.mine.ferry", "x.mine.silent"]


def test_diff_lists_newly_removed_and_newly_kept_lines_by_rule(folder: Path, mine: Path) -> None:
    ran = diff("shipped", mine, folder, "--examples", "2")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "newly removed, by x.mine.ferry: 1 lines, 24 characters, 1 documents",
        "  - z.txt:11  Ferry times on page four",
        f"newly kept, by {SHARE}: 5 lines, {5 * len(CHROME)} characters, 4 documents",
        f"  + part-000/00000.txt:7  {CHROME}",
        f"  + part-000/00001.txt:7  {CHROME}",
        "    … and 3 more",
    ]
    assert "4 documents, 4 of them change: 1 lines newly removed, 5 newly kept" in ran.err
    assert {(row["change"], row["by"]) for row in rows(diff(mine, "shipped", folder, "--json"))} == {
        ("kept", "x.mine.ferry"),
        ("removed", SHARE),
    }


def test_diff_of_the_same_rules_is_empty(folder: Path) -> None:
    ran = diff("shipped", "shipped", folder)
    assert (ran.code, ran.out) == (0, "")


def test_diff_with_the_rules_and_the_sources_of_a_run(folder: Path, mine: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert command("clean", folder, "-o", out, "--rules", mine, "-q").code == 0
    assert diff(out, mine, folder).code == 0
    assert diff("shipped", out, out).out == diff("shipped", mine, folder).out


def test_a_folder_of_packs_stands_in_place_of_the_shipped_ones(folder: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "road.toml").write_text(MINE.replace('disable = ["theme.themesbazar.*", "en.share.*"]\n', ""))
    ran = diff("shipped", packs, folder, "--json")
    assert {(row["change"], row["by"]) for row in rows(ran)} == {("removed", "x.mine.ferry"), ("kept", SHARE)}


def test_a_rule_that_another_one_takes_over_from(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "heir.toml"
    rule = MINE.replace("ferry times on page four", CHROME).replace("Ferry times on page four", CHROME)
    path.write_text(rule.replace('disable = ["theme.themesbazar.*", "en.share.*"]', ""))
    ran = diff("shipped", path, folder)
    assert ran.code == 0
    assert ran.out == f"removed by both: 5 by {SHARE} before, by x.mine.ferry now\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("stats", "{}/none"), "there is no such file or folder"),
        (("stats", "{}/bare"), "kept no journal"),
        (("stats", "{}/bare", "--rules", "{}/mine.toml"), "made with its own rules"),
        (("diff", "shiped", "shipped", "{}/in"), "shiped: there is no such rule file"),
        (("diff", "shipped", "shipped", "{}/bare"), "kept no journal"),
        (("diff", "shipped", "{}/bad.toml", "{}/in"), "R001"),
    ],
)
def test_bad_calls_are_one_sentence(
    args: tuple[str, ...], message: str, folder: Path, mine: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text("format = ")
    if "bare" in args[-1] or "bare" in args[1]:
        assert command("clean", folder, "-o", tmp_path / "bare", "--journal", "none", "-q").code == 0
    ran = command("rules", *(arg.replace("{}", str(tmp_path)) for arg in args))
    assert ran.code == 2
    assert message in ran.err
