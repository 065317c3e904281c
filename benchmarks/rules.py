"""Cost of the rule engine: how it grows with the number of rules, how long a start takes.

    python benchmarks/rules.py [FOLDER] [--extra 64500]

FOLDER holds text files; without it, texts are drawn from the fixtures and seeds of this project. Ratios within one run
are what counts: machines differ.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner import rulebook
from cleaner.finders.rules import RulesFinder
from cleaner.model import View
from cleaner.rulebook import RuleBook
from cleaner.views import view_of

ROOT = Path(__file__).resolve().parent.parent


def texts(folder: Path | None) -> list[str]:
    paths = (
        sorted(folder.rglob("*.txt"))
        if folder
        else [*ROOT.glob("seeds/*.txt"), *sorted(ROOT.glob("fixtures/*/input.txt"))]
    )
    out = []
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        if text.strip():
            out.append(text[:4096])
    return out


def varied(texts: Sequence[str], count: int) -> list[View]:
    """`count` documents of about 4 KB whose lines are drawn and changed, so that the engine has not seen them."""
    draw = random.Random(7)
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    views = []
    for number in range(count):
        picked: list[str] = []
        while sum(map(len, picked)) < 4000 and len(picked) < 60:
            line = draw.choice(lines)
            picked.append(line if draw.random() < 0.3 else f"{line} {number}")
        views.append(view_of("\n".join(picked)))
    return views


def synthetic(folder: Path, extra: int) -> list[Path]:
    """Files with so many rules such as a community would write, 40 % phrases, in words that pages use."""
    draw = random.Random(11)
    words = ["share", "read", "follow", "subscribe", "photo", "view", "update", "comment", "video", "news"]
    words += ["story", "more", "print", "mail", "sign", "join", "watch", "latest"]
    stems = [
        "".join(draw.choice("bcdfghklmnprstv") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        for _ in range(max(2500, extra // 2))
    ]
    paths = []
    for number in range(0, extra, 500):
        rows = ['pack = "synthetic"\nformat = 1\n[defaults]\nlang = ["en"]\nstatus = "test"\nsource = "drawn"\n']
        for i in range(number, number + 500):
            first, second, third = draw.choice(words), draw.choice(stems), draw.choice(stems)
            head = f'[[rule]]\nid = "xx.syn.n{i}"\ndoes = "Synthetic"\naction = "drop"\n'
            head += f'category = "ui_control"\nmisses = ["No {i} such"]\n'
            if i % 5 < 2:
                rows.append(
                    head + f'phrases = ["{first} {second} {third} {i}"]\nhits = ["{first} {second} {third} {i}"]\n'
                )
            else:
                rows.append(
                    head
                    + f"match = '(?:{first}|{second}) (?:the )?{third}s?(?: on \\w+)?[:.]?'\n"
                    + f'hits = ["{second} the {third}"]\n'
                )
        path = folder / f"synthetic{number}.toml"
        path.write_text("\n".join(rows), "utf-8")
        paths.append(path)
    return paths


def best(run: Callable[[], object], times: int = 5) -> float:
    return min(_clock(run) for _ in range(times))


def _clock(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def fresh(book: RuleBook, views: Sequence[View]) -> float:
    """Seconds for lines not seen before; patterns compiled, memory empty."""
    finder = RulesFinder(book)
    for view in views:
        finder(view)

    def run() -> None:
        finder.forget()
        for view in views:
            finder(view)

    return best(run)


def seen(book: RuleBook, views: Sequence[View]) -> float:
    """Seconds for lines seen before."""
    finder = RulesFinder(book)
    few = views[: len(views) // 10]
    for view in few:
        finder(view)
    return best(lambda: [finder(view) for view in few for _ in range(10)])


def start(cache: Path, code: str) -> float:
    """Seconds of a new process that runs `code`."""
    environment = {**os.environ, "CLEANER_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)}
    return best(lambda: subprocess.run([sys.executable, "-c", code], env=environment, check=True), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--extra", type=int, default=3000, help="rules to add; 64500 make the shipped ones tenfold")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CLEANER_CACHE_DIR"] = str(folder / "cache")
        views = varied(texts(arguments.folder), 400)
        size = sum(len(view.text) for view in views)
        lines = sum(len(view.lines) for view in views)
        print(f"{len(views)} documents, {size / len(views):.0f} characters and {lines / len(views):.0f} lines each")
        cold = _clock(rulebook.load)
        warm = best(rulebook.load)
        shipped = rulebook.load()
        more = rulebook.load(files=synthetic(folder, arguments.extra))
        print(f"{len(shipped.active)} shipped rules; {len(more.active)} with the synthetic ones")
        for label, measure in (("lines not seen before", fresh), ("lines seen before", seen)):
            one, two = measure(shipped, views), measure(more, views)
            print(
                f"{label}: {one / len(views) * 1e6:.0f} us a document, {size / one / 1e6:.1f} M characters/s; "
                f"with {len(more.active)} rules {two / len(views) * 1e6:.0f} us; ratio {two / one:.2f}"
            )
        bare = start(folder / "cache", "import cleaner.finders.rules")
        ready = start(
            folder / "cache",
            "from cleaner.rulebook import load\n"
            "from cleaner.finders.rules import RulesFinder\nfrom cleaner.views import view_of\n"
            "RulesFinder(load())(view_of('x'))",
        )
        print(
            f"load: {cold:.2f} s without a cache, {warm * 1000:.0f} ms with it; "
            f"start {ready - bare:.3f} s over the import"
        )


if __name__ == "__main__":
    main()
