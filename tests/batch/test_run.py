"""Resume, changes of inputs and settings, one run at a time."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import article, command, lines, make_files, state, tree

from cleaner.batch.inputs import resolve
from cleaner.batch.options import Options
from cleaner.batch.plan import make_plan, read_plan
from cleaner.batch.store import Store
from cleaner.batch.system import usable_cores
from cleaner.batch.walk import sorted_stream, walk
from cleaner.errors import UsageError


def events(path: Path, name: str) -> list[dict[str, object]]:
    return [event for event in lines(path) if event["event"] == name]


def clean(source: Path, out: Path, *args: str) -> tuple[int, dict[str, object], str]:
    log = out.parent / "events"
    ran = command("clean", source, "-o", out, "-q", "--events", log, *args)
    plans = events(log, "plan")
    return ran.code, plans[0] if plans else {}, ran.err


def test_a_run_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 60)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    before = state(tmp_path / "out")
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out")
    assert (code, plan["todo"], plan["inputs"]) == (0, 0, 60)
    assert state(tmp_path / "out").keys() == before.keys()
    articles = str(tmp_path / "out" / "articles.jsonl")
    assert state(tmp_path / "out")[articles] == before[articles]


def test_changed_added_and_removed_inputs_are_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batch.plan.CUT_ONE_IN", 64)
    make_files(tmp_path / "in", 700, per_folder=50)
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out")
    assert code == 0
    shards = plan["shards"]
    assert isinstance(shards, int)
    assert shards >= 2
    (tmp_path / "in" / "part-000" / "00003.txt").write_text(article(4444))
    (tmp_path / "in" / "part-003" / "new.txt").write_text(article(5555))
    (tmp_path / "in" / "part-001" / "00070.txt").unlink()
    shutil.rmtree(tmp_path / "in" / "part-012")
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out")
    assert code == 0
    assert plan["gone"] == 51
    assert clean(tmp_path / "in", tmp_path / "fresh")[0] == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    assert not (tmp_path / "out" / "part-012").exists()


def test_one_more_file_changes_one_shard(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4000, per_folder=500)

    def ids(name: str) -> list[str]:
        roots = resolve([str(tmp_path / "in")], tmp_path)
        return [shard.id for shard in make_plan(roots, Options(), tmp_path / name).shards()]

    before = ids("a")
    assert len(before) > 4
    (tmp_path / "in" / "part-000" / "0.txt").write_text("first of all")
    after = ids("b")
    assert len(set(after) - set(before)) <= 2
    shutil.move(tmp_path / "in", tmp_path / "moved")
    (tmp_path / "moved").rename(tmp_path / "in")
    assert ids("c") == after


def test_an_input_that_turned_bad_leaves_no_old_article(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    (tmp_path / "in" / "part-000" / "00001.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 3
    assert not (tmp_path / "out" / "part-000" / "00001.txt").exists()
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == 2
    (tmp_path / "in" / "part-000" / "00001.txt").write_text(article(1))
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    assert not (tmp_path / "out" / "failures.jsonl").exists()


def test_fewer_rows_leave_no_old_articles(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    rows = [json.dumps({"text": article(n)}) for n in range(5)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(rows))
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(rows[:2]))
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    assert sorted(os.listdir(tmp_path / "out" / "a.jsonl.d")) == ["000000001.txt", "000000002.txt"]


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("--profile", "strict"), "profile balanced -> strict"),
        (("--txt", "body"), "part full -> body"),
        (("--journal", "none"), "journal sidecar -> none"),
        (("--max-mb", "5"), "max_bytes"),
        (("--captions", "drop"), "captions capture -> drop"),
        (("--tables", "drop"), "tables keep -> drop"),
        (("--repair", "nfc=off"), "repair nfc on -> off"),
        (("--bijoy", "convert"), "repair bijoy flag -> convert"),
    ],
)
def test_other_settings_are_refused_in_an_output_and_restart_begins_anew(
    args: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    make_files(tmp_path / "in", 3)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    before = tree(tmp_path / "out")
    code, _, err = clean(tmp_path / "in", tmp_path / "out", *args)
    assert code == 2
    assert what in err
    assert "--restart" in err
    assert tree(tmp_path / "out") == before
    assert clean(tmp_path / "in", tmp_path / "out", *args, "--restart")[0] == 0
    assert clean(tmp_path / "in", tmp_path / "fresh", *args)[0] == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_restart_with_another_tree_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    assert clean(tmp_path / "in", tmp_path / "out", "--tree", "md", "--restart")[0] == 0
    assert {Path(name).suffix for name in tree(tmp_path / "out")} == {".md", ".jsonl"}


def test_other_inputs_are_refused_in_an_output(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    make_files(tmp_path / "other", 3)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    code, _, err = clean(tmp_path / "other", tmp_path / "out")
    assert code == 2
    assert "holds a run over other inputs" in err


def test_an_output_that_was_tampered_with_is_made_again(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    before = tree(tmp_path / "out")
    with open(tmp_path / "out" / "articles.jsonl", "a") as file:
        file.write("something\n")
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    assert tree(tmp_path / "out") == before
    (tmp_path / "out" / "articles.jsonl").unlink()
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0
    assert tree(tmp_path / "out") == before


def test_failures_are_tried_again_when_asked_for(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    target = tmp_path / "target"
    (tmp_path / "in" / "link.txt").symlink_to(target)
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 3
    assert clean(tmp_path / "in", tmp_path / "out")[1]["todo"] == 0
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out", "--retry-failed")
    assert (code, plan["todo"]) == (3, 1)


def test_fail_fast_stops_and_keep_going_goes_on_from_there(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 1200, per_folder=400)
    (tmp_path / "in" / "0bad.txt").symlink_to("nowhere")
    code, _, _ = clean(tmp_path / "in", tmp_path / "out", "--fail-fast", "--jobs", "1")
    assert code == 130
    assert not (tmp_path / "out" / "articles.jsonl").exists()
    assert command("status", tmp_path / "out").out.startswith("interrupted: ")
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out", "--keep-going")
    assert code == 3
    assert isinstance(plan["todo"], int)
    assert isinstance(plan["shards"], int)
    assert plan["todo"] < plan["shards"]


def test_the_second_run_on_an_output_is_refused_while_the_first_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path / "in", 3)
    monkeypatch.setattr("cleaner.batch.store.LOCK_PATIENCE", 0.2)
    store = Store.open(tmp_path / "out")
    try:
        code, _, err = clean(tmp_path / "in", tmp_path / "out")
    finally:
        store.close()
    assert code == 2
    assert "another run is at work in this output" in err
    assert clean(tmp_path / "in", tmp_path / "out")[0] == 0


@pytest.mark.slow  # tests/batch/test_progress.py does the same on a terminal
def test_ctrl_c_once_finishes_what_is_in_flight_and_the_same_command_goes_on(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 1200, per_folder=100)
    line = [sys.executable, "-m", "cleaner", "clean", f"{tmp_path}/in", "-o", f"{tmp_path}/out", "--jobs", "1"]
    process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    parts = tmp_path / "out" / ".cleaner" / "parts"
    until = time.monotonic() + 30
    while time.monotonic() < until and not (parts.exists() and any(parts.glob("*.json"))):
        time.sleep(0.02)
    process.send_signal(2)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "stopping: what is in flight is finished" in err
    assert "run the same command again to go on" in err
    assert "Traceback" not in err
    done = len(list(parts.glob("*.json")))
    code, plan, _ = clean(tmp_path / "in", tmp_path / "out")
    assert code == 0
    assert plan["todo"] == plan["shards"] - done  # type: ignore[operator]  # both are numbers
    assert clean(tmp_path / "in", tmp_path / "fresh")[0] == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")


def test_an_input_that_changes_or_vanishes_during_the_run_is_a_named_failure(tmp_path: Path) -> None:
    from cleaner.batch.plan import Shard
    from cleaner.batch.shard import Work, clean_shard
    from cleaner.pipeline import Cleaner

    make_files(tmp_path / "in", 4)
    store = Store.open(tmp_path / "out")
    plan = make_plan(resolve([str(tmp_path / "in")], tmp_path), Options(), store.plan)
    (shard,) = list(plan.shards())
    assert isinstance(shard, Shard)
    (tmp_path / "in" / "part-000" / "00001.txt").unlink()
    (tmp_path / "in" / "part-000" / "00002.txt").write_text("something else entirely")
    (record,) = clean_shard(Work(shard, plan.roots, store.root, Options()), Cleaner())
    store.close()
    assert record.tally.failures == {"missing": 1, "changed": 1}
    assert record.tally.documents == 2


def test_a_walk_is_in_order_and_an_oversized_folder_is_sorted_on_disk(tmp_path: Path) -> None:
    names = [f"{n}.txt" for n in range(40)] + ["b/x.txt", "b.txt", "b-c.txt", "a/b/c.txt", "a.html"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [one.name for one in walk(str(tmp_path), str)]
    assert sorted(found) == sorted(names)
    assert found == sorted(names, key=lambda name: name.encode().split(b"/"))
    items = [(bytes([n % 251, n % 7]), n % 2, b"%d" % n) for n in range(5000)]
    random.Random(1).shuffle(items)  # noqa: S311  # an order, the same each time
    assert list(sorted_stream(items, limit=300)) == sorted(items)


def test_an_unfinished_plan_is_none(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4)
    path = tmp_path / "plan"
    make_plan(resolve([str(tmp_path / "in")], tmp_path), Options(), path)
    assert read_plan(path) is not None
    path.write_bytes(path.read_bytes()[:-20])
    assert read_plan(path) is None
    assert read_plan(tmp_path / "nothing") is None


def test_a_path_given_twice_or_in_two_ways_is_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_files(tmp_path / "in", 2)
    monkeypatch.chdir(tmp_path)
    assert len(resolve(["in", "./in", str(tmp_path / "in")], tmp_path)) == 1
    with pytest.raises(UsageError, match="no such file"):
        resolve(["missing"], tmp_path)


def test_the_cores_that_may_be_used() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    if hasattr(os, "sched_getaffinity"):
        code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
        code += "from cleaner.batch.system import usable_cores; print(usable_cores())"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"1\n"
