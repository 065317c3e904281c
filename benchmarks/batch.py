"""Figures of the batch layer: memory of the parent, speed-up by workers, overhead, resumed no-op runs.

    python benchmarks/batch.py [--files 100000] [--work FOLDER] [--keep]

The files (4 KB each) are made from varied sentences by a seeded generator. Absolute speeds depend on what else the
machine does, so what is compared runs at the same time (the batch layer beside a loop over the bare library, on the
same files, in processor seconds) or is printed beside what was possible at that moment (two workers beside two
processes that only count).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

WORDS = (  # noqa: SIM905  # a list of eighty quoted words is harder to read
    "council bridge river ferry mayor budget vote street school market harbour engine storm winter summer price worker "
    "union court judge police fire station train doctor nurse patient clinic research study student teacher exam "
    "company bank loan trade export harvest farmer field water power grid solar wind plant factory strike minister "
    "party election ballot border treaty summit embassy president parliament speech protest square church museum stage "
    "festival film actor singer album goal match league coach striker stadium record medal"
).split()
NAMES = [
    "Rahman",
    "Ahmed",
    "Smith",
    "Okafor",
    "Garcia",
    "Tanaka",
    "Novak",
    "Larsen",
    "Costa",
    "Weber",
    "Haddad",
    "Silva",
]
CHROME = ["Please Share This Post in Your Social Media", "Advertisement", "  • / 470 Time View", "Reporter Name"]


def sentence(draw: random.Random) -> str:
    words = [draw.choice(WORDS) for _ in range(draw.randint(9, 22))]
    year = draw.randint(1950, 2026)
    return f"{draw.choice(NAMES)} said the {' '.join(words[:5])} and the {' '.join(words[5:])} in {year}."


def document(number: int) -> str:
    draw = random.Random(number)
    lines = [f"{draw.choice(NAMES)} opens the {' '.join(draw.choice(WORDS) for _ in range(6))}"]
    lines += draw.sample(CHROME, draw.randint(0, 2))
    size = 0
    while size < 3900:
        lines.append(" ".join(sentence(draw) for _ in range(draw.randint(2, 5))))
        size += len(lines[-1])
    lines += draw.sample(CHROME, draw.randint(0, 2))
    return "\n\n".join(lines) + "\n"


def make(folder: Path, count: int) -> None:
    for number in range(count):
        if number % 1000 == 0:
            (folder / f"{number // 1000:03d}").mkdir(parents=True, exist_ok=True)
        (folder / f"{number // 1000:03d}" / f"{number:06d}.txt").write_text(document(number), encoding="utf-8")


class Spent(NamedTuple):
    seconds: float
    cpu: float
    """Processor seconds of all its processes."""
    peak: int
    """Bytes of memory of the parent at its largest."""


RUN = """
import os, resource, sys, time
from cleaner.batch.run import run, Orders
from cleaner.pipeline import Cleaner
made = Cleaner(); begin = time.perf_counter(); used = sum(os.times()[:4])
report = run([sys.argv[1]], sys.argv[2], made, None, Orders(jobs=int(sys.argv[3])))
assert report.exit_code == 0, report
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(time.perf_counter() - begin, sum(os.times()[:4]) - used, peak)
"""
"""A run by the command's own function in a fresh process, loading of the rules not counted."""

LOOP = """
import os, resource, sys, time
from pathlib import Path
from cleaner.article import encode_journal, encode_record
from cleaner.pipeline import Cleaner
made = Cleaner(); made.clean("Share this post\\n\\nThe council met on Tuesday.")
source, out = Path(sys.argv[1]), Path(sys.argv[2])
begin = time.perf_counter(); used = sum(os.times()[:4])
out.mkdir()
with open(out / "articles.jsonl", "wb") as articles, open(out / "journal.jsonl", "wb") as journals:
    for folder in sorted(source.iterdir()):
        (out / folder.name).mkdir()
        for path in sorted(folder.iterdir()):
            article = made.clean(path.read_bytes(), path=f"{folder.name}/{path.name}")
            (out / folder.name / path.name).write_text(article.render(), encoding="utf-8")
            articles.write(encode_record(article) + b"\\n")
            journals.write(encode_journal(article.journal) + b"\\n")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(time.perf_counter() - begin, sum(os.times()[:4]) - used, peak)
"""
"""The same with the bare library: a loop that reads, cleans and writes the same files."""


def start(code: str, source: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(source), str(out), str(jobs)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},  # as the command sets them
    )


def spent(process: subprocess.Popen[str]) -> Spent:
    told, _ = process.communicate()
    assert process.returncode == 0
    seconds, cpu, peak = told.split()
    return Spent(float(seconds), float(cpu), int(peak))


def run(source: Path, out: Path, jobs: int) -> Spent:
    return spent(start(RUN, source, out, jobs))


def _spin(seconds: float) -> int:
    end = time.perf_counter() + seconds
    count = 0
    while time.perf_counter() < end:
        count += 1
    return count


def possible() -> float:
    """How much faster two processes that only count are than one, on this machine at this moment."""
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        one = pool.apply(_spin, (1.5,))
        return sum(pool.map(_spin, (1.5, 1.5), chunksize=1)) / one


def report(label: str, figure: str, wanted: str = "") -> None:
    print(f"{label:58} {figure:>16}   {wanted}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="cleaner-bench-"))
    many, few = work / f"{given.files}-files", work / f"{given.files // 10}-files"
    if not many.exists():
        make(many, given.files)
    if not few.exists():
        make(few, given.files // 10)
    size = sum(path.stat().st_size for path in few.rglob("*.txt"))
    report("files", f"{given.files}", f"{size / (given.files // 10):.0f} bytes each")
    try:
        out = {name: work / f"out-{name}" for name in ("loop", "beside", "few", "one", "two")}
        for path in out.values():
            shutil.rmtree(path, ignore_errors=True)
        # Side by side, so that whatever else the machine does, it does to both.
        loop, beside = start(LOOP, many, out["loop"], 0), start(RUN, many, out["beside"], 1)
        alone, layer = spent(loop), spent(beside)
        report("loop over the library that writes the same files", f"{given.files / alone.cpu:.0f} docs/CPU s")
        report("one worker, at the same time", f"{given.files / layer.cpu:.0f} docs/CPU s")
        report("batch layer over that loop", f"{layer.cpu / alone.cpu - 1:+.0%}", "wanted <= 20 %")
        small = run(few, out["few"], 1)
        chance = possible()
        one, two = run(many, out["one"], 1), run(many, out["two"], 2)
        chance = (chance + possible()) / 2
        report("one worker", f"{given.files / one.seconds:.0f} docs/s")
        report("two workers", f"{given.files / two.seconds:.0f} docs/s")
        speed_up = one.seconds / two.seconds
        report("two workers against one", f"{speed_up:.2f} x", f"wanted 1.8; two counters reach {chance:.2f} just now")
        few_files = given.files // 10
        report(f"peak memory of the parent, {few_files} files", f"{small.peak / 1e6:.0f} MB")
        report(f"peak memory of the parent, {given.files} files", f"{two.peak / 1e6:.0f} MB", "wanted <= 300 MB, flat")
        again = run(many, out["two"], 2)
        label = "resumed run with nothing to do"
        report(
            label,
            f"{given.files / again.cpu:.0f} files/CPU s",
            f"{given.files / again.seconds:.0f} files/s of wall time",
        )
    finally:
        if not given.keep and given.work is None:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
