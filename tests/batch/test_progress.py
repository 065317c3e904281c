"""What a run shows while it works: on a terminal, elsewhere, and to programs; and what Ctrl-C does."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from runs import article, command, lines, make_files, started, tree, until

ROOT = Path(__file__).resolve().parents[2]
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """A run with a terminal on its standard error, of which everything it shows is read."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._seen = b""

    def shows(self, wanted: str) -> Callable[[], bool]:
        """Whether a pattern has been on the terminal."""

        def look() -> bool:
            self._read()
            return re.search(wanted, self.seen) is not None

        return look

    @property
    def seen(self) -> str:
        return _CONTROL.sub("", self._seen.decode())

    def ended(self) -> int:
        while self._read():
            pass
        return self.process.wait()

    def _read(self) -> bool:
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # the other end is closed
            return False
        self._seen += data
        return bool(data)


@contextmanager
def on_terminal(*args: str | Path, **more: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120", **more}
    try:
        with started(*args, stderr=theirs, env=env) as process:
            os.close(theirs)
            yield Terminal(process, ours)
    finally:
        os.close(ours)


def make_slow(folder: Path) -> Path:
    """Some seconds of work for one worker: containers of rows, then files of which some fail."""
    folder.mkdir()
    for name in "ab":
        rows = (json.dumps({"id": n, "text": article(n), "pad": "x" * 1800}) for n in range(600))
        (folder / f"{name}.jsonl").write_text("\n".join(rows))
    (folder / "a0.txt").symlink_to("nowhere")
    make_files(folder / "z", 40)
    return folder


def test_a_terminal_shows_how_far_it_is_how_fast_how_long_and_what_failed(tmp_path: Path) -> None:
    source = make_slow(tmp_path / "in")
    with on_terminal("clean", source, "-o", tmp_path / "out", "--jobs", "1") as terminal:
        until(terminal.shows("cleaning"))
        assert not _started_anew(terminal.process.pid)
        assert terminal.ended() == 3
        bar = r"cleaning\s+\S+\s+\d+/43 inputs [1-9]\d*/s\s+1 failed 0:00:\d\d 0:00:\d\d"
        assert re.search(bar, terminal.seen), terminal.seen
        assert "cleaner: failed: a0.txt: the symbolic link leads nowhere" in terminal.seen
        assert re.search(r"43 inputs, 1240 articles, 1 failed; \d+\.\d s; in ", terminal.seen)


def _started_anew(pid: int) -> bool:
    """Whether the children of a process are new interpreters, which had to load the rules again.

    They would be, had the thread that draws the bar been started before them.
    """
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return False
    lines = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children.read_text().split()]
    assert lines
    return any(b"multiprocessing" in line for line in lines)


@pytest.mark.parametrize("more", [{"TERM": "dumb"}, {"quiet": "-q"}], ids=["dumb", "quiet"])
def test_no_bar_on_a_terminal_that_cannot_draw_or_when_quiet(more: dict[str, str], tmp_path: Path) -> None:
    make_files(tmp_path / "in", 5)
    quiet = [more["quiet"]] if "quiet" in more else []
    env = {key: value for key, value in more.items() if key != "quiet"}
    with on_terminal("clean", tmp_path / "in", "-o", tmp_path / "out", *quiet, **env) as terminal:
        assert terminal.ended() == 0
        assert "cleaning" not in terminal.seen
        assert ("5 inputs, 5 articles" in terminal.seen) != bool(quiet)


def test_elsewhere_a_plain_line_every_few_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.cli.show.EVERY", 0.0)
    source = make_slow(tmp_path / "in")
    ran = command("clean", source, "-o", tmp_path / "out")
    told = [line for line in ran.err.splitlines() if " to go" in line]
    form = r"cleaner: (\d+) of 43 inputs, (\d+) articles, \d+/s, (\d) failed, about \d+ s to go"
    found = [re.fullmatch(form, line) for line in told]
    assert len(found) >= 4  # two blocks of each container
    assert all(found), told
    counts = [tuple(map(int, match.groups())) for match in found if match]
    assert counts == sorted(counts)
    assert counts[0][1] == 500  # a container that is not done counts as far as it is
    assert counts[-1] == (43, 1240, 1)
    assert told[-1].endswith("about 0 s to go")
    assert "\x1b" not in ran.err
    # Of a run that goes on, what is left counts.
    (source / "z" / "part-000" / "00003.txt").write_text(article(77))
    ran = command("clean", source, "-o", tmp_path / "out")
    assert re.search(r"40 of 40 inputs, 40 articles, .* about 0 s to go", ran.err), ran.err


def test_events_add_up_to_what_the_run_was(tmp_path: Path) -> None:
    source = make_slow(tmp_path / "in")
    log = tmp_path / "events"
    assert command("clean", source, "-o", tmp_path / "out", "-q", "--events", log, "--jobs", "2").code == 3
    events = lines(log)
    names = [event["event"] for event in events]
    assert names[:3] == ["start", "plan", "workers"]
    assert names[-1] == "end"
    told = (ROOT / "docs" / "batch.md").read_text("utf-8")
    for event in events:  # each is in the table of the guide, with its keys
        (row,) = re.findall(rf"^\| `{event['event']}` \| (.*) \|$", told, re.M)
        if event["event"] != "failure":  # a line of failures.jsonl, told above
            assert event.keys() - {"time", "event"} == set(re.findall(r"`(\w+)`", row))
    plan = events[1]
    blocks = [event for event in events if event["event"] == "block"]
    assert sum(block["read"] for block in blocks) == plan["bytes"] == plan["todo_bytes"]
    assert sum(block["inputs"] for block in blocks) == plan["inputs"] == plan["todo_inputs"] == 43
    assert sum(block["documents"] for block in blocks) == events[-1]["documents"] == 1240
    (failure,) = [event for event in events if event["event"] == "failure"]
    assert (failure["path"], failure["kind"]) == ("a0.txt", "link")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", event["time"]) for event in events)


def test_ctrl_c_on_a_terminal_once_and_twice(tmp_path: Path) -> None:
    source = make_slow(tmp_path / "in")
    parts = tmp_path / "out" / ".cleaner" / "parts"
    with on_terminal("clean", source, "-o", tmp_path / "out", "--jobs", "1") as terminal:
        until(terminal.shows(r" [1-9]\d*/s"))
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.ended() == 130
        assert "stopping: what is in flight is finished and kept; once more to stop at once" in terminal.seen
        assert "interrupted: 43 inputs, " in terminal.seen
    assert any(parts.glob("*.json"))
    with on_terminal("clean", source, "-o", tmp_path / "out", "--jobs", "1") as terminal:
        until(terminal.shows(r"cleaning"))
        terminal.process.send_signal(signal.SIGINT)
        until(terminal.shows("once more to stop at once"))
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.ended() == 130
        assert "interrupted; run the same command again to go on" in terminal.seen
        assert "Traceback" not in terminal.seen
    assert command("status", tmp_path / "out").code == 130
    assert command("clean", source, "-o", tmp_path / "out", "-q").code == 3
    assert command("clean", source, "-o", tmp_path / "fresh", "-q").code == 3
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
