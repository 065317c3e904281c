"""Throughput of `clean` on articles of about 4 KB with the shipped packs, on one core, beside two yardsticks.

    python benchmarks/text.py [--seconds 5] [--profile]

Documents: gold bodies of the evaluation sets cut to 4 KB (the seeds where the sets are absent), every fourth with the
chrome of a news template around it, every eighth doubled; the rule engine has not seen their lines. Yardsticks: a
pure-Python line loop in the manner of the C4 line rules (strip, terminal punctuation, five words, "javascript", "lorem
ipsum"), and ftfy.fix_text.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

CHROME_BEFORE = (
    "Dhaka 9:02 am, Sunday, 24 May 2026\n\n{title}\n\nReporter Name\n"
    "  • Update Time : 08:00:44 am, Wednesday, 29 January 2025\n  • / 470 Time View\n\n"
)
CHROME_AFTER = "\n\nPlease Share This Post in Your Social Media\n\nMore News Of This Category\n"


def documents(limit: int = 400) -> list[bytes]:
    bodies: list[str] = []
    if (SHARED / "data").exists():
        sys.path.insert(0, str(SHARED / "tools"))
        import gold

        for name in ("fundus", "wcxb-dev"):
            for page in gold.pages(name):
                text = page.get("gold_text") or ""
                if len(text.encode()) >= 3000:
                    bodies.append(text.encode()[:4096].decode("utf-8", "ignore"))
                if len(bodies) >= limit:
                    break
    if not bodies:
        bodies = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))] * 50
    out: list[bytes] = []
    for number, body in enumerate(bodies):
        text = body
        if number % 4 == 0:
            text = CHROME_BEFORE.format(title=f"A headline for document {number}") + body + CHROME_AFTER
        if number % 8 == 1:
            half = body[: len(body) // 2].rsplit("\n", 1)[0]
            text = half + "\n\n" + half
        out.append(text.encode())
    return out


def line_loop(data: bytes) -> str:
    kept = []
    for line in data.decode("utf-8").split("\n"):
        line = line.strip()
        if not line.endswith((".", "!", "?", '"')) or len(line.split()) < 5:
            continue
        lowered = line.lower()
        if "javascript" in lowered or "lorem ipsum" in lowered:
            continue
        kept.append(line)
    return "\n".join(kept)


def rate(
    work: Callable[[bytes], object], docs: list[bytes], seconds: float, forget: Callable[[], object] = lambda: None
) -> float:
    """Documents per second of CPU time: the median of rounds over all documents, `forget` called before each."""
    for data in docs[:20]:
        work(data)
    rates: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(rates) < 2:
        forget()
        start = time.process_time()
        for data in docs:
            work(data)
        rates.append(len(docs) / (time.process_time() - start))
    return statistics.median(rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    options = parser.parse_args()
    import ftfy

    from cleaner.pipeline import Cleaner

    using = Cleaner()
    docs = documents()
    size = statistics.fmean(map(len, docs))
    print(f"{len(docs)} documents of {size:.0f} bytes on average; documents per second of CPU time, one core")
    if options.profile:
        import cProfile
        import pstats

        for data in docs:
            using.clean(data)
        with cProfile.Profile() as profile:
            for data in docs:
                using.clean(data)
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        return
    # The rule engine remembers lines; the articles of a corpus are mostly new to it.
    ours = rate(using.clean, docs, options.seconds, using._find_rules.forget)
    for name, found in (
        ("cleaner.clean", ours),
        ("the same, seen before", rate(using.clean, docs, options.seconds / 2)),
        ("line loop (C4 rules)", rate(line_loop, docs, options.seconds / 4)),
        ("ftfy.fix_text", rate(lambda data: ftfy.fix_text(data.decode()), docs[:100], options.seconds / 4)),
    ):
        print(f"{name:24} {found:9.0f} docs/s  {found * size / 1e6:7.2f} MB/s   {ours / found:6.2f} x")


if __name__ == "__main__":
    main()
