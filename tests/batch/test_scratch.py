"""Nothing of a run stays behind outside its output, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import article, command, lines, make_files, started, tree, until

from cleaner.batch.scratch import MARK, scratch, sweep


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the system's for temporary files, for this process and those it starts."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


def test_only_what_a_killed_run_left_is_swept_away(temporary: Path) -> None:
    left = temporary / "cleaner-left"
    (left / "run").mkdir(parents=True)
    (left / MARK).touch()
    mine = temporary / "cleaner-notes"
    mine.mkdir()
    (mine / "a.txt").write_text("somebody's own")
    (temporary / "cleaner-link").symlink_to(mine)
    (temporary / "other").mkdir()
    with scratch() as live:
        (live / "run").mkdir()
        sweep()
        assert (live / "run").is_dir()
        names = {path.name for path in temporary.iterdir()}
        assert names == {live.name, "cleaner-notes", "cleaner-link", "other"}
    assert not live.exists()
    assert (mine / "a.txt").read_text() == "somebody's own"


@pytest.mark.parametrize("what", [["clean", "--dry-run"], ["clean", "-o", "-"], ["check"]], ids=" ".join)
def test_a_run_without_output_that_is_killed_leaves_nothing_for_long(
    what: list[str], temporary: Path, tmp_path: Path
) -> None:
    make_files(tmp_path / "in", 1500, per_folder=500)
    with started(*what, tmp_path / "in", "--jobs", "1", stdout=subprocess.DEVNULL) as process:
        until(lambda: bool(list(temporary.glob("*/run/.cleaner/plan.jsonl"))))
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert len(list(temporary.iterdir())) == 1
    make_files(tmp_path / "few", 1)
    assert command("check", tmp_path / "few", "-q").code == 1
    assert not list(temporary.iterdir())


def test_standard_input_is_copied_into_the_output_alone_and_the_same_input_goes_on(
    temporary: Path, tmp_path: Path
) -> None:
    rows = "".join(f'{{"id": {n}, "text": "Article {n} of the day.", "pad": "{"x" * 900}"}}\n' for n in range(3000))
    (tmp_path / "rows").write_text(rows)
    inner = tmp_path / "out" / ".cleaner"
    line: list[str | Path] = ["clean", "-", "-o", tmp_path / "out", "--input-format", "jsonl", "-q", "--jobs", "1"]

    def parts() -> dict[str, int]:
        if not (inner / "parts").exists():
            return {}
        with os.scandir(inner / "parts") as entries:
            return {entry.name: entry.inode() for entry in entries if entry.name.endswith(".json")}

    with started(*line, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(rows[:1_500_000].encode())
        process.stdin.flush()
        until(lambda: (inner / "tmp" / "input").exists())
        process.kill()
    with open(tmp_path / "rows", "rb") as source, started(*line, stdin=source) as process:
        until(lambda: len(parts()) > 1)
        process.kill()
    before = parts()
    with open(tmp_path / "rows", "rb") as source, started(*line, stdin=source) as process:
        while process.poll() is None:
            now = parts()
            if not (inner / "index.jsonl").exists():  # from then on the parts are in the output, and go
                assert before.items() <= now.items()
            time.sleep(0.02)
        assert process.returncode == 0
    rows_done = [record["source"]["row_id"] for record in lines(tmp_path / "out" / "articles.jsonl")]
    assert rows_done == [str(n) for n in range(3000)]
    assert not (inner / "tmp" / "input").exists()
    assert not list(temporary.iterdir())


def test_one_text_over_standard_input(temporary: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "cleaner", "clean", "-", "-o", str(tmp_path / "out"), "-q", "--jobs", "0"]
    for n, code in ((1, 0), (1, 0), (2, 0)):
        assert subprocess.run(line, input=article(n).encode(), check=False).returncode == code
        assert f"number {n} " in (tmp_path / "out" / "stdin.txt").read_text()
    assert set(tree(tmp_path / "out")) == {"stdin.txt", "articles.jsonl", "journal.jsonl"}
    assert not os.listdir(temporary)
