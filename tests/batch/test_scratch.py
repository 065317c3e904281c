"""Nothing of a run stays behind outside its output, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import article, command, lines, make_files, tree

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
    line = [sys.executable, "-m", "cleaner", *what, f"{tmp_path}/in", "--jobs", "1"]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until and not list(temporary.glob("*/run/.cleaner/plan.jsonl")):
        time.sleep(0.01)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert len(list(temporary.iterdir())) == 1
    make_files(tmp_path / "few", 1)
    assert command("check", tmp_path / "few", "-q").code == 1
    assert not list(temporary.iterdir())


def test_standard_input_is_copied_into_the_output_alone_and_can_be_resumed(temporary: Path, tmp_path: Path) -> None:
    """Killed while it reads the second half, it leaves nothing; then the same input comes again, and again."""
    rows = "".join(f'{{"id": {n}, "text": "Article {n} of the day.", "pad": "{"x" * 900}"}}\n' for n in range(3000))
    line = [sys.executable, "-m", "cleaner", "clean", "-", "-o", str(tmp_path / "out"), "--input-format", "jsonl", "-q"]
    process = subprocess.Popen(line, stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(rows[:1_500_000].encode())
    process.stdin.flush()
    time.sleep(0.2)
    process.kill()
    process.wait()
    process.stdin.close()
    process = subprocess.Popen([*line, "--jobs", "1"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(rows.encode())
    process.stdin.close()
    parts = tmp_path / "out" / ".cleaner" / "parts"
    until = time.monotonic() + 30
    while time.monotonic() < until and not (parts.exists() and len(list(parts.glob("*.json"))) > 1):
        time.sleep(0.01)
    process.kill()
    process.wait()
    before = {path.name: path.stat().st_ino for path in parts.glob("*.json")}
    (tmp_path / "rows").write_text(rows)
    with open(tmp_path / "rows", "rb") as source:
        process = subprocess.Popen([*line, "--jobs", "1"], stdin=source)
        until = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < until:
            now = {path.name: path.stat().st_ino for path in parts.glob("*.json")}
            assert not now or before.items() <= now.items()  # until all is put together
            time.sleep(0.01)
    assert process.wait() == 0
    assert [record["source"]["row_id"] for record in lines(tmp_path / "out" / "articles.jsonl")] == [
        str(n) for n in range(3000)
    ]
    assert not (tmp_path / "out" / ".cleaner" / "tmp" / "input").exists()
    assert not list(temporary.iterdir())


def test_one_text_over_standard_input(temporary: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "cleaner", "clean", "-", "-o", str(tmp_path / "out"), "-q", "--jobs", "0"]
    for n, code in ((1, 0), (1, 0), (2, 0)):
        assert subprocess.run(line, input=article(n).encode(), check=False).returncode == code
        assert f"number {n} " in (tmp_path / "out" / "stdin.txt").read_text()
    assert set(tree(tmp_path / "out")) == {"stdin.txt", "articles.jsonl", "journal.jsonl"}
    assert not os.listdir(temporary)
