"""Whatever dies, however it dies: the other documents are done, the output is whole, and it can go on."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from poison import Poisoned, Stillborn
from runs import article, command, lines, make_files, started, tree, until

from cleaner.batch.many import clean_many
from cleaner.batch.options import Limits, Options
from cleaner.batch.run import Orders, Report, run
from cleaner.errors import CleanerError, InputError
from cleaner.pipeline import Cleaner

HERE = Path(__file__).resolve().parent
QUICK = Limits(timeout=1.5, memory=512 << 20)


def driver(*args: str | Path) -> dict[str, int]:
    """Run crash_driver.py, with this folder on the path as pytest has it."""
    done = subprocess.run(
        [sys.executable, HERE / "crash_driver.py", *args],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: dict[str, int] = json.loads(done.stdout)
    return told


def make_mixed(folder: Path, files: int, rows: int, pad: int = 3600) -> Path:
    make_files(folder, files, per_folder=50)
    with open(folder / "rows.jsonl", "w") as file:
        for number in range(rows):
            file.write(json.dumps({"id": number, "text": article(number), "pad": "x" * pad}) + "\n")
    return folder


@pytest.mark.parametrize("who", ["parent", "worker"])
def test_killed_at_every_rename_and_removal_it_makes_the_run_can_go_on(who: str, tmp_path: Path) -> None:
    """The renames of a worker are those of its articles and shards, of the parent those of the plan and the commit."""
    source = make_mixed(tmp_path / "in", 4, 2)
    told = driver(who, source, tmp_path, "once")
    assert told["kills"] >= 8
    assert told["wrong"] == 0


def test_killed_at_random_moments_the_run_can_go_on(tmp_path: Path) -> None:
    source = make_mixed(tmp_path / "in", 60, 300)
    told = driver("random", source, tmp_path, "5", "1")
    assert told["kills"] >= 5
    assert told["wrong"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("who", ["parent", "worker"])
def test_killed_before_and_after_every_rename(who: str, tmp_path: Path) -> None:
    source = make_mixed(tmp_path / "in", 8, 14, pad=90_000)  # the rows are a container of their own, in three blocks
    assert driver(who, source, tmp_path, "twice")["wrong"] == 0


@pytest.mark.slow
def test_killed_at_two_hundred_random_moments_the_run_can_go_on(tmp_path: Path) -> None:
    source = make_mixed(tmp_path / "in", 600, 600)
    told = driver("random", source, tmp_path, "200", "2")
    assert told["kills"] >= 200
    assert told["parents"] > 20
    assert told["wrong"] == 0


POISON = {
    "SEGFAULT": ("crash", "the worker died of it twice (sigsegv"),
    "KILLED": ("crash", "the worker died of it again and again (sigkill"),
    "EXIT": ("crash", "the worker died of it twice (exit status 7)"),
    "LOOP": ("timeout", "took longer than 1.5 s (see --timeout)"),
    "TEN-GIGABYTES": ("memory", "needs more memory than the 512 MB of a worker (see --memory-mb)"),
    "BUG": ("error", "an error of cleaner itself: ZeroDivisionError: a bug"),
}


@cache
def poison() -> Poisoned:
    return Poisoned()


def poisoned(source: Path, out: Path, jobs: int = 2) -> Report:
    return run([str(source)], out, poison(), Options(), Orders(jobs=jobs, limits=QUICK))


def test_a_poison_document_costs_itself_and_no_other(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 40)
    bad = dict(zip((3, 7, 8, 20, 31, 39), POISON, strict=True))
    for number, word in bad.items():
        (tmp_path / "in" / "part-000" / f"{number:05d}.txt").write_text(f"{word} in this one.")
    report = poisoned(tmp_path / "in", tmp_path / "out")
    assert report.exit_code == 3
    assert report.tally.documents == 34
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert [failure["path"] for failure in failures] == [f"part-000/{n:05d}.txt" for n in bad]
    for failure, word in zip(failures, bad.values(), strict=True):
        kind, why = POISON[word]
        assert failure["kind"] == kind
        assert why in failure["message"]


@pytest.mark.parametrize("rows", [560, pytest.param(1300, marks=pytest.mark.slow)])
def test_poison_in_a_container_of_rows(rows: int, tmp_path: Path) -> None:
    """One in the first block, one behind it."""
    bad = (3, rows - 50)
    with open(tmp_path / "a.jsonl", "w") as file:
        for number in range(rows):
            text = "SEGFAULT" if number in bad else article(number)
            file.write(json.dumps({"id": number, "text": text, "pad": "x" * 1900}) + "\n")
    report = poisoned(tmp_path / "a.jsonl", tmp_path / "out")
    assert report.tally.failures == {"crash": 2}
    done = [int(record["source"]["row_id"]) for record in lines(tmp_path / "out" / "articles.jsonl")]
    assert done == [n for n in range(rows) if n not in bad]


def test_a_crash_that_does_not_come_again_costs_nothing(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 20)
    (tmp_path / "in" / "part-000" / "00005.txt").write_text(f"ONCE {tmp_path}/flag and no more.")
    report = poisoned(tmp_path / "in", tmp_path / "out")
    assert report.exit_code == 0
    assert report.tally.documents == 20
    assert (tmp_path / "flag").exists()


def test_memory_that_grows_from_document_to_document_costs_no_document(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 4)
    for number in range(16):  # 40 MB each, where 512 are allowed
        (tmp_path / "in" / f"leak{number:02d}.txt").write_text(f"LEAK number {number}.")
    report = poisoned(tmp_path / "in", tmp_path / "out", jobs=1)
    assert report.exit_code == 0, report.tally.failures
    assert report.tally.documents == 20


def test_a_poisoned_output_is_the_same_however_many_workers(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 60, per_folder=20)
    for number, word in ((3, "SEGFAULT"), (30, "BUG"), (50, "EXIT")):
        (tmp_path / "in" / f"part-{number // 20:03d}" / f"{number:05d}.txt").write_text(word)
    for jobs in (1, 3):
        poisoned(tmp_path / "in", tmp_path / str(jobs), jobs=jobs)
    assert tree(tmp_path / "1") == tree(tmp_path / "3")


def test_clean_many_keeps_order_and_gives_failures_in_their_place() -> None:
    sources: list[str | bytes] = [article(n) for n in range(150)]
    sources[20], sources[99], sources[149] = "SEGFAULT", "LOOP", b"\x89PNG\r\n\x1a\n" + bytes(99)
    results = list(clean_many(iter(sources), cleaner=poison(), jobs=2, timeout=1.5, on_error="return"))
    assert [n for n, result in enumerate(results) if isinstance(result, InputError)] == [20, 99, 149]
    kinds = [result.kind for result in results if isinstance(result, InputError)]
    assert kinds == ["crash", "timeout", "binary"]
    plain = Cleaner()
    for n in (0, 19, 21, 100, 148):
        assert results[n] == plain.clean(sources[n])


def test_clean_many_raises_at_the_document_that_failed_and_reads_no_further_than_it_must() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "LOOP" if taken == 100 else f"Short text number {taken}."

    got: list[object] = []
    with pytest.raises(InputError, match="took longer") as caught:
        got.extend(clean_many(endless(), cleaner=poison(), jobs=2, timeout=1.0))
    assert caught.value.kind == "timeout"
    assert len(got) == 99
    assert taken < 5000


def test_workers_that_cannot_start_end_the_run_with_a_sentence(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 2)

    with pytest.raises(CleanerError, match="worker processes"):
        run([str(tmp_path / "in")], tmp_path / "out", Stillborn(), None, Orders(jobs=1))


def full_disk(tmp_path: Path, megabytes: int) -> Path:
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here")
    return place


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_space(tmp_path: Path) -> None:
    source = make_files(tmp_path / "in", 400)
    place = full_disk(tmp_path, 1)
    try:
        ran = command("clean", source, "-o", place / "out", "-q")
        assert ran.code == 130
        assert "no space is left there; nothing finished is lost" in ran.err
        assert ran.err.count("\n") == 1
        for path in (place / "out").rglob("*.txt"):
            assert path.read_bytes()
        subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
        assert command("clean", source, "-o", place / "out", "-q").code == 0
        assert command("clean", source, "-o", tmp_path / "fresh", "-q").code == 0
        assert tree(place / "out") == tree(tmp_path / "fresh")
    finally:
        subprocess.run(["umount", place], check=False)


def test_a_read_only_output(tmp_path: Path) -> None:
    source = make_files(tmp_path / "in", 4)
    place = full_disk(tmp_path, 4)
    try:
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        ran = command("clean", source, "-o", place / "out", "-q")
        assert ran.code == 2
        assert "read-only file system" in ran.err
    finally:
        subprocess.run(["umount", place], check=False)


def test_a_limit_on_file_size_is_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """Where nothing can be mounted, this is the nearest to a full disk that any user can make."""
    source = make_files(tmp_path / "in", 60)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    line: list[str | Path] = [sys.executable, "-m", "cleaner", "clean", source, "-o", tmp_path / "out", "-q"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, preexec_fn=limited)
    assert done.returncode == 130, done.stderr
    assert "the output cannot be written (file too large)" in done.stderr
    assert command("clean", source, "-o", tmp_path / "out", "-q").code == 0


def test_no_process_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc here")
    source = make_files(tmp_path / "in", 1500, per_folder=500)
    with started("clean", source, "-o", tmp_path / "out", "-q", "--jobs", "2") as process:
        until(lambda: bool(list((tmp_path / "out").glob("part-*"))))
        process.kill()
    marker = str(tmp_path / "out").encode()
    until(lambda: not _with_argument(marker), seconds=5)


def _with_argument(word: bytes) -> list[str]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                if word in Path(f"/proc/{name}/cmdline").read_bytes():
                    found.append(name)
            except OSError:
                continue
    return found


@pytest.mark.parametrize("size_mb", [64, pytest.param(500, marks=pytest.mark.slow)])
def test_a_line_without_an_end_is_passed_over_without_being_held(size_mb: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "a.jsonl"

    def peak() -> int:
        """Megabytes that the largest process of a run held."""
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        with started("clean", source, "-o", tmp_path / "out", "--max-mb", "2", "-q", "--jobs", "0") as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == (3 if source.stat().st_size > 1 << 20 else 0)
        return usage.ru_maxrss >> 10

    good = [json.dumps({"text": article(n)}).encode() + b"\n" for n in (1, 2)]
    source.write_bytes(b"".join(good))
    usual = peak()
    with open(source, "wb") as file:
        file.write(good[0] + b'{"text": "')
        for _ in range(size_mb):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + good[1])
    assert peak() - usual < 30  # the limit of a row is 8 MB here
    assert [failure["kind"] for failure in lines(tmp_path / "out" / "failures.jsonl")] == ["too_large"]
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == 2


def test_inputs_that_change_and_vanish_during_a_run_and_a_second_run_on_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.batch.store.LOCK_PATIENCE", 0.2)
    source, out = tmp_path / "in", tmp_path / "out"
    make_files(source / "z", 12, per_folder=4)
    for name in "abc":  # containers of half a second each, before them in the order of names
        rows = (json.dumps({"id": n, "text": article(n), "pad": "x" * 2000}) + "\n" for n in range(500))
        (source / f"{name}.jsonl").write_text("".join(rows))
    before = tree(source)
    with started("clean", source, "-o", out, "-q", "--jobs", "1") as process:
        until(lambda: any((out / ".cleaner" / "parts").glob("*.json")))
        process.send_signal(signal.SIGSTOP)  # it hands out no more work; the shard in work is finished
        assert tree(source) == before
        ran = command("clean", source, "-o", out, "-q")
        assert ran.code == 2
        assert "another run is at work in this output" in ran.err
        assert command("status", out).out.startswith("running: ")
        (source / "z" / "part-001" / "00005.txt").unlink()
        (source / "z" / "part-001" / "00006.txt").write_text("Something else entirely.")
        (source / "c.jsonl").write_text((source / "c.jsonl").read_text() + '{"text": "One more."}\n')
        process.send_signal(signal.SIGCONT)
        assert process.wait() == 3
    failures = lines(out / "failures.jsonl")
    assert [(failure["path"], failure["kind"]) for failure in failures] == [
        ("c.jsonl", "changed"),
        ("z/part-001/00005.txt", "missing"),
        ("z/part-001/00006.txt", "changed"),
    ]
    assert command("clean", source, "-o", out, "-q").code == 0
    assert command("clean", source, "-o", tmp_path / "fresh", "-q").code == 0
    assert tree(out) == tree(tmp_path / "fresh")
