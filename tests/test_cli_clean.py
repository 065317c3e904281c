"""`cleaner clean` end to end: output tree, records, journal, the way back, tables, exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from runs import CHROME, article, command, lines, make_files, state, tree

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def test_a_folder_becomes_texts_records_and_a_journal_and_comes_back(tmp_path: Path) -> None:
    before = state(SEEDS)
    ran = command("clean", SEEDS, "-o", tmp_path / "out")
    assert ran.code == 0
    assert ran.out == ""
    names = sorted(os.listdir(SEEDS))
    assert sorted(tree(tmp_path / "out")) == sorted([*names, "articles.jsonl", "journal.jsonl"])
    records = lines(tmp_path / "out" / "articles.jsonl")
    assert [record["source"]["path"] for record in records] == names
    for record, name in zip(records, names, strict=True):
        whole = f"{record['title']}\n\n{record['text']}" if record["title"] else record["text"]
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == whole
    assert [entry["id"] for entry in lines(tmp_path / "out" / "journal.jsonl")] == [record["id"] for record in records]
    assert "theme.themesbazar.share" in ran.err
    assert command("restore", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert subprocess.run(["diff", "-r", SEEDS, tmp_path / "back"], check=False).returncode == 0
    assert state(SEEDS) == before


def test_checking_the_output_finds_nothing_and_cleaning_it_again_changes_nothing(tmp_path: Path) -> None:
    assert command("clean", SEEDS, "-o", tmp_path / "out", "-q").code == 0
    assert command("check", tmp_path / "out") == (0, "", "3 articles, nothing found\n")
    again = command("clean", tmp_path / "out", "-o", tmp_path / "again", "-q")
    assert again.code == 0
    for name in os.listdir(SEEDS):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    listed = command("clean", *sorted((tmp_path / "out").glob("*.txt")), "--dry-run", "--diff", "-q")
    assert listed == (0, "", "")


def test_check_tells_what_is_left_and_where(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A caf\u00c3\u00a9 opened.\n\n" + article(1))
    (tmp_path / "b.txt").write_text("The council met on Tuesday and voted for the bridge over the river.\n")
    ran = command("check", tmp_path)
    assert ran.code == 1
    assert "a.txt:1: mojibake [" in ran.out
    assert f"chrome [theme.themesbazar.share] {CHROME}" in ran.out
    assert "b.txt" not in ran.out
    assert command("check", tmp_path / "b.txt").code == 0
    found = [json.loads(line) for line in command("check", tmp_path, "--json").out.splitlines()]
    assert {left["what"] for left in found} == {"mojibake", "chrome"}
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.txt"]


def test_check_of_something_unreadable_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere")
    assert command("check", tmp_path).code == 3


def test_dry_run_writes_nothing_and_diff_shows_the_cuts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    ran = command("clean", tmp_path / "in", "--dry-run", "--diff", "-o", tmp_path / "out")
    assert ran.code == 1
    assert "--- a.txt\n+++ a.txt (clean)\n" in ran.out
    assert f"\n-{CHROME}" in ran.out
    assert os.listdir(tmp_path) == ["in"]
    assert command("clean", tmp_path / "in", "--dry-run").code == 0


@pytest.mark.parametrize("mode", ["sidecar", "inline", "none"])
def test_the_journal_beside_inside_or_nowhere(mode: str, tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "--journal", mode, "-q").code == 0
    assert (tmp_path / "out" / "journal.jsonl").exists() == (mode == "sidecar")
    assert all(("journal" in record) == (mode == "inline") for record in lines(tmp_path / "out" / "articles.jsonl"))
    ran = command("restore", tmp_path / "out", "-o", tmp_path / "back")
    if mode == "none":
        assert ran.code == 2
        assert "kept no journal" in ran.err
    else:
        assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_body_only_and_markdown_and_no_tree(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "body", "--txt", "body", "-q").code == 0
    (record,) = lines(tmp_path / "body" / "articles.jsonl")
    assert (tmp_path / "body" / "a.txt").read_text() == record["text"]
    assert command("clean", tmp_path / "in", "-o", tmp_path / "md", "--tree", "md", "-q").code == 0
    text = (tmp_path / "md" / "a.txt.md").read_text()
    head = f"# {record['title']}\n\n" if record["title"] else ""
    assert text.startswith("---\n")
    assert text.endswith(f'\nid: "{record["id"]}"\n---\n\n{head}{record["text"]}')
    assert command("clean", tmp_path / "in", "-o", tmp_path / "none", "--tree", "none", "-q").code == 0
    assert sorted(tree(tmp_path / "none")) == ["articles.jsonl", "journal.jsonl"]


def test_same_bytes_for_any_number_of_workers_and_any_order_of_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batch.shard.BLOCK_ROWS", 100)
    monkeypatch.setattr("cleaner.batch.run.LANE_BYTES", 200_000)
    make_files(tmp_path / "in", 60, per_folder=20)
    parts = sorted((tmp_path / "in").iterdir())
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        "".join(json.dumps({"text": article(n), "id": f"r{n}", "pad": "x" * 3000}) + "\n" for n in range(350))
    )
    outputs = []
    for number, (jobs, paths) in enumerate(
        [("1", [tmp_path / "in", rows]), ("2", [rows, tmp_path / "in"]), ("7", [tmp_path / "in", rows])]
    ):
        out = tmp_path / f"out{number}"
        assert command("clean", *paths, "-o", out, "--jobs", jobs, "--tree", "none", "-q").code == 0
        outputs.append(tree(out))
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0]["articles.jsonl"].splitlines()) == 60 + 350
    both = []
    for number, paths in enumerate([parts, parts[::-1]]):
        out = tmp_path / f"parts{number}"
        assert command("clean", *paths, "-o", out, "-q").code == 0
        both.append(tree(out))
    assert both[0] == both[1]


def test_standard_input_and_output(tmp_path: Path) -> None:
    command_line = [sys.executable, "-m", "cleaner", "clean", "-", "-o", "-", "-q"]
    done = subprocess.run(command_line, input=article(5).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (record,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert record["source"]["path"] == "stdin"
    assert record["source"]["sha256"] == hashlib.sha256(article(5).encode()).hexdigest()


def test_a_list_and_a_glob(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_files(tmp_path / "in", 6, per_folder=3)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_text("in/part-000/00001.txt\n\nin/part-001/00004.txt\n./in/part-000/00001.txt\n")
    assert command("clean", "@list", "-o", "out", "-q").code == 0
    assert {name for name in tree(tmp_path / "out") if name.endswith(".txt")} == {
        "in/part-000/00001.txt",
        "in/part-001/00004.txt",
    }
    assert command("clean", "in/*/*[02].txt", "-o", "out2", "-q").code == 0
    assert {name for name in tree(tmp_path / "out2") if name.endswith(".txt")} == {
        "part-000/00000.txt",
        "part-000/00002.txt",
    }
    (tmp_path / "list2").write_text(f"{tmp_path}/in/part-000/00001.txt\n")
    assert command("clean", "@list2", "-o", "out3", "-q").code == 0
    (record,) = lines(tmp_path / "out3" / "articles.jsonl")
    assert record["source"]["path"] == f"{tmp_path}/in/part-000/00001.txt".lstrip("/")


def test_fail_on_a_flag(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Short.")
    assert command("clean", tmp_path, "--dry-run", "--fail-on", "too_short", "-q").code == 1
    assert command("clean", tmp_path, "--dry-run", "--fail-on", "paywall_stub", "-q").code == 0
    assert command("clean", tmp_path, "--dry-run", "--fail-on", "any", "-q").code == 1


def test_summary_for_a_methods_section(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4)
    (tmp_path / "in" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    markdown = command("clean", tmp_path / "in", "--dry-run", "-q", "--summary", "md")
    assert markdown.code == 3
    assert markdown.out.startswith("| Step | unit | before | after | dropped |\n")
    assert "| read | documents | 5 | 4 | 1 |" in markdown.out
    csv = command("clean", tmp_path / "in", "--dry-run", "-q", "--summary", "csv").out
    assert csv.startswith("step,unit,before,after,dropped\nread,documents,5,4,1\n")
    told = json.loads(command("clean", tmp_path / "in", "--dry-run", "-q", "--summary", "json").out)
    assert told["documents"] == 4
    assert told["failures"] == {"binary": 1}
    rows = [row for row in told["table"] if row["unit"] == "characters"]
    assert rows[0]["before"] == told["chars_in"]
    assert all(one["after"] == two["before"] for one, two in pairwise(rows))
    assert rows[-1]["after"] == told["chars_out"]
    assert next(row for row in rows if row["step"] == "rules")["dropped"] == 4 * len(CHROME)


def test_events_say_what_happened(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4)
    (tmp_path / "in" / "x.txt").symlink_to("nowhere")
    ran = command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q", "--events", tmp_path / "events")
    assert ran.code == 3
    events = lines(tmp_path / "events")
    assert [event["event"] for event in events][:2] == ["start", "plan"]
    assert events[-1]["event"] == "end"
    assert events[-1]["documents"] == 4
    assert [event["path"] for event in events if event["event"] == "failure"] == ["x.txt"]


def test_status_of_a_run(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    ran = command("status", tmp_path / "out")
    assert ran.code == 0
    assert ran.out.startswith("complete: 1 of 1 shards, 4 inputs\n4 articles, 0 failed\n")
    assert json.loads(command("status", tmp_path / "out", "--json").out)["tally"]["documents"] == 4
    assert command("status", tmp_path / "in").code == 2


def test_restore_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 2)
    assert command("restore", tmp_path / "in", "-o", tmp_path / "back").code == 2
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    assert command("restore", tmp_path / "out", "-o", tmp_path / "in").code == 2
    assert command("restore", tmp_path / "out", "-o", tmp_path / "out" / "back").code == 2


def test_restore_lists_what_had_failed_and_what_was_changed_since(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 2)
    (tmp_path / "in" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 3
    ran = command("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert ran.code == 3
    assert "not restorable, it had failed: x.png" in ran.err
    assert len(tree(tmp_path / "back")) == 2
    articles = tmp_path / "out" / "articles.jsonl"
    articles.write_bytes(articles.read_bytes().replace(b"three hours", b"forty hours", 1))
    ran = command("restore", tmp_path / "out", "-o", tmp_path / "back2")
    assert ran.code == 3
    assert "00000.txt" in ran.err


def test_the_schema_is_printed() -> None:
    ran = command("schema")
    assert ran.code == 0
    assert json.loads(ran.out)["$id"] == "article/1"


def test_help_is_quick_because_it_imports_no_step() -> None:
    code = (
        "import sys; from cleaner.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'cleaner.pipeline', 'rich', 'regex', 'msgspec'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_listed_command_is_there_with_the_help_that_is_listed() -> None:
    from importlib import import_module
    from importlib.util import find_spec

    from cleaner.cli import COMMANDS, main

    for name, help_line in COMMANDS.items():
        if find_spec(f"cleaner.cli.{name}") is None:
            continue
        found = import_module(f"cleaner.cli.{name}").command
        assert found.name == name
        if found.short_help:
            assert found.short_help == help_line
        assert main.commands == {}
