"""How well repeats inside one document are found, what that costs, and how often a single text is harmed.

Run: `python benchmarks/repeats.py [--docs 60] [--flat 40]`. Needs the evaluation data in `shared/` beside the project
folder. Fixed seed; figures for quality are the same on every machine.

Columns: `found` is the share of the second copy's letters that was cut, the mean over documents; `letters` the same
over all letters, where a few lists of many thousand lines weigh most; `right` the precision of all cuts by letters
(a cut is right if its line belongs to a second copy, is chrome, or stays elsewhere word for word: some of the texts
hold a paragraph twice themselves); `lost` counts lines of the first copy that were cut
though no copy of them is left; `docs` the documents.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import regex

from cleaner.finders.repeats import find_repeats
from cleaner.finders.repeats.gate import may_repeat
from cleaner.finders.repeats.words import read_line, words_of
from cleaner.model import Finding, View

TOOLS = Path(__file__).resolve().parents[2] / "shared" / "tools"
SEED = 20260524
MIN_BODY = 600

Lines = list[str]
Edit = Callable[[Lines, random.Random], Lines]


def view_of(lines: Lines) -> View:
    """A view of one line after the other, as the pipeline makes it of a text without indentation."""
    text = "\n".join(lines)
    spans = []
    at = 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return View(text, lines, spans, spans, list(range(len(lines))), [False] * len(lines))


def to_lines(text: str) -> Lines:
    return [line for raw in text.split("\n") if (line := raw.strip())]


def cuts(view: View) -> list[Finding]:
    return [finding for finding in find_repeats(view) if finding.certainty != "hint"]


# --- second copies -----------------------------------------------------------------------------------------------


def punctuation(lines: Lines, rng: random.Random) -> Lines:
    out = []
    for line in lines:
        changed = line.replace('"', "“").replace("'", "’").replace(" - ", " — ")
        changed = "".join(" " if c == "," and rng.random() < 0.3 else c for c in changed)
        out.append("".join(c * 2 if c == " " and rng.random() < 0.1 else c for c in changed).strip() or line)
    return out


_UNIT = regex.compile(r"[\p{Thai}\p{M}]{1,4}|.{1,2}")
"""What stands for a word in scripts without spaces: two characters, four in Thai."""


def words_changed(share: float) -> Edit:
    """Each word is replaced, dropped or doubled by another word of the text with probability `share`."""

    def edit(lines: Lines, rng: random.Random) -> Lines:
        unspaced = sum(map(len, lines)) > 12 * sum(len(line.split()) for line in lines)
        pieces = [_UNIT.findall(line) if unspaced else line.split() for line in lines]
        pool = [piece for line in pieces for piece in line]
        out = []
        for line in pieces:
            changed: list[str] = []
            for piece in line:
                if rng.random() >= share:
                    changed.append(piece)
                    continue
                what = rng.randrange(4)
                if what < 2:
                    changed.append(rng.choice(pool))
                elif what == 2:
                    changed += [piece, rng.choice(pool)]
            out.append(("" if unspaced else " ").join(changed) or "-")
        return out

    return edit


_SENTENCE = regex.compile(r"(?<=[.!?。！？।؟])\s*")


def rewrapped(lines: Lines, _: random.Random) -> Lines:
    return [part for line in lines for part in _SENTENCE.split(line) if part.strip()]


def joined(lines: Lines, rng: random.Random) -> Lines:
    out: Lines = []
    for line in lines:
        if out and rng.random() < 0.6:
            out[-1] += " " + line
        else:
            out.append(line)
    return out


def paragraphs_dropped(lines: Lines, rng: random.Random) -> Lines:
    return [line for line in lines if rng.random() >= 0.05] or list(lines)


EDITS: dict[str, Edit] = {
    "none": lambda lines, _: list(lines),
    "punctuation": punctuation,
    "1 % of words": words_changed(0.01),
    "5 % of words": words_changed(0.05),
    "10 % of words": words_changed(0.10),
    "re-wrapped": rewrapped,
    "joined": joined,
    "5 % of lines gone": paragraphs_dropped,
}

# --- layouts: (line, kind) with kind 0 chrome, 1 what must stay, 2 what should go ---------------------------------

Tagged = list[tuple[str, int]]
TAILS: Lines = []
"""Lines of other documents, filled from the data: the new end of a copy."""
CHROME = ("Please Share This Post in Your Social Media", "Update Time : 08:00:44 am, Wednesday, 29 January 2025")


def tag(lines: Lines, kind: int) -> Tagged:
    return [(line, kind) for line in lines]


def titled(title: str, body: Lines, copy: Lines, _: random.Random) -> Tagged:
    return [(title, 1), *tag(body, 1), (title, 2), *tag(copy, 2)]


def with_chrome(title: str, body: Lines, copy: Lines, _: random.Random) -> Tagged:
    return [
        ("Reporter Name", 0),
        (title, 1),
        (CHROME[1], 0),
        *tag(body, 1),
        (CHROME[0], 0),
        ("Related news", 0),
        (title, 2),
        (CHROME[1], 0),
        *tag(copy, 2),
        (CHROME[0], 0),
    ]


def each_twice(title: str, body: Lines, copy: Lines, _: random.Random) -> Tagged:
    pairs = list(zip(body, copy, strict=False))
    return [(title, 1), (title, 2)] + [part for line, twin in pairs for part in ((line, 1), (twin, 2))]


def in_pairs(title: str, body: Lines, copy: Lines, _: random.Random) -> Tagged:
    out: Tagged = [(title, 1)]
    for i in range(0, min(len(body), len(copy)) - 1, 2):
        out += tag(body[i : i + 2], 1) + tag(copy[i : i + 2], 2)
    return out


def other_tail(title: str, body: Lines, copy: Lines, rng: random.Random) -> Tagged:
    keep = max(2, 2 * len(copy) // 3)
    new = [line for line in rng.sample(TAILS, max(0, len(copy) - keep)) if line not in body]
    return [(title, 1), *tag(body, 1), (title, 2), *tag(copy[:keep], 2), *tag(new, 1)]


def many(title: str, body: Lines, copy: Lines, _: random.Random) -> Tagged:
    return [(title, 1), *tag(body, 1)] + [part for _ in range(24) for part in [(title, 2), *tag(copy, 2)]]


def teaser(title: str, body: Lines, _: Lines, __: random.Random) -> Tagged:
    first = body[0]
    if len(first) > 5 * len(first.split()) + 40 and len(first.split()) < 12:
        short = first[: 2 * len(first) // 3]
    else:
        short = " ".join(first.split()[: 2 * len(first.split()) // 3])
    return [(title, 1), (short + "…", 2), (CHROME[0], 0), *tag(body, 1)]


Layout = Callable[[str, Lines, Lines, random.Random], Tagged]
LAYOUTS: dict[str, Layout] = {
    "T B T B": titled,
    "B B": lambda _, body, copy, __: tag(body, 1) + tag(copy, 2),
    "chrome between": with_chrome,
    "p1 p1 p2 p2": each_twice,
    "p1 p2 p1 p2": in_pairs,
    "other tail": other_tail,
    "25 copies": many,
}


class Score:
    def __init__(self) -> None:
        self.docs = self.lost = 0
        self.each = 0.0
        self.cut = self.right = self.wanted = self.hit = 0

    def add(self, tagged: Tagged) -> None:
        lines = [line for line, _ in tagged]
        view = view_of(lines)
        gone = {view.bounds.index((finding.start, finding.end)) for finding in cuts(view)}
        mass = [read_line(line).mass for line in lines]
        stay = {tuple(words_of(line)) for i, line in enumerate(lines) if i not in gone}
        left = Counter(word for i, line in enumerate(lines) if i not in gone for word in words_of(line))
        self.docs += 1
        wanted = sum(mass[i] for i, (_, kind) in enumerate(tagged) if kind == 2)
        self.each += sum(mass[i] for i in gone if tagged[i][1] == 2) / max(1, wanted)
        for i, (line, kind) in enumerate(tagged):
            self.wanted += mass[i] if kind == 2 else 0
            if i in gone:
                self.cut += mass[i]
                self.right += mass[i] if kind != 1 or tuple(words_of(line)) in stay else 0
                self.hit += mass[i] if kind == 2 else 0
                if kind == 1:
                    words = Counter(words_of(line))
                    self.lost += (words & left).total() < 0.6 * words.total()

    def __str__(self) -> str:
        found = self.hit / max(1, self.wanted)
        precise = self.right / max(1, self.cut)
        return f"{self.each / max(1, self.docs):8.4f} {found:8.4f} {precise:8.5f} {self.lost:5d} {self.docs:5d}"


# --- data --------------------------------------------------------------------------------------------------------


def gold_bodies() -> Iterator[tuple[str, str, str, str]]:
    """(set, id, language, body) of all pages with a body."""
    import gold  # beside the evaluation data, not part of the project

    for name in gold.names():
        for page in gold.pages(name):
            if page.get("gold_text"):
                yield name, page["id"], page.get("lang") or "en", page["gold_text"]


def assembled() -> Iterator[tuple[str, Lines]]:
    """Articles of eight clean paragraphs in 24 languages."""
    import gold

    waiting: dict[str, Lines] = {}
    for paragraph in gold.clean_paragraphs():
        lines = waiting.setdefault(paragraph["lang"], [])
        lines.append(" ".join(paragraph["text"].split()))
        if len(lines) == 8:
            yield paragraph["lang"], list(lines)
            lines.clear()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--docs", type=int, default=60, help="documents per language in the doubling table")
    parser.add_argument("--flat", type=int, default=0, help="print this many cuts from whole flattened pages")
    options = parser.parse_args()
    if not TOOLS.is_dir():
        sys.exit("The evaluation data is not here: shared/ beside the project folder.")
    sys.path.insert(0, str(TOOLS))
    bodies = list(gold_bodies())
    single = report_single(bodies)
    report_doubled(single, options.docs)
    report_speed([body for _, body in single])
    if options.flat:
        report_flat(options.flat)


def report_single(bodies: list[tuple[str, str, str, str]]) -> list[tuple[str, str]]:
    """Single bodies: how many lose a line. Returns (language, body) of those that hold no repeat."""
    print("Single texts: documents with at least one cut (docs/repeats.md says how many of them are right)")
    docs: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    clean = []
    for name, _, language, body in bodies:
        view = view_of(to_lines(body))
        docs[name] += 1
        open_[name] += may_repeat(view.lines)
        if cuts(view):
            hit[name] += 1
        elif len(body) >= MIN_BODY and len(view.lines) > 2:
            clean.append((language, body))
    for name in docs:
        print(f"  {name:12} {docs[name]:5d} documents, {open_[name]:4d} pass the gate, {hit[name]:3d} with a cut")
    print(f"  {'all':12} {docs.total():5d} documents, {open_.total():4d} pass the gate, {hit.total():3d} with a cut")
    return clean


def report_doubled(single: list[tuple[str, str]], limit: int) -> None:
    rng = random.Random(SEED)
    by_language: dict[str, list[Lines]] = {}
    for language, body in single:
        by_language.setdefault(language, []).append(to_lines(body))
    for language, lines in assembled():
        by_language.setdefault(language, []).append(lines)
    languages = {name: docs for name, docs in by_language.items() if len(docs) >= 15}
    for docs in languages.values():
        rng.shuffle(docs)
        del docs[limit:]
    TAILS[:] = [lines[-1] for docs in by_language.values() for lines in docs]
    title = "Title of the article that stands above its text"
    print(
        "\nDoubled texts, by edit and layout                                       found  letters    right  lost  docs"
    )
    for name, edit in EDITS.items():
        for layout_name, layout in LAYOUTS.items():
            if layout_name == "25 copies" and name not in ("none", "5 % of words"):
                continue
            if layout_name.startswith("p1") and name in ("re-wrapped", "joined", "5 % of lines gone"):
                continue
            score = Score()
            for docs in languages.values():
                for lines in docs:
                    score.add(layout(title, lines, edit(lines, rng), rng))
            print(f"  {name:18} {layout_name:16} {'':28} {score}")
    score = Score()
    for docs in languages.values():
        for lines in docs:
            score.add(teaser(title, lines, [], rng))
    print(f"  {'teaser of the first paragraph':64} {score}")
    print("\nBy language, layout 'chrome between'                       found  letters    right  lost  docs")
    for language, docs in sorted(languages.items()):
        for name in ("none", "10 % of words"):
            score = Score()
            for lines in docs:
                score.add(with_chrome(title, lines, EDITS[name](lines, rng), rng))
            print(f"  {language:16} {name:16} {'':18} {score}")


def best(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return min(times)


def report_speed(bodies: list[str]) -> None:
    print("\nSpeed (best of several runs)")
    sized = [view_of(to_lines(body)) for body in bodies if 3500 < len(body) < 4500]
    near = [view for view in sized if view.text.isascii()][:50]
    other = [view for view in sized if not view.text.isascii()][:50]
    for name, views in (("ASCII", near), ("other", other)):
        closed = [best(partial(find_repeats, view), 20) for view in views if not may_repeat(view.lines)]
        doubled = [best(partial(find_repeats, view_of(view.lines * 2)), 5) for view in views]
        print(f"  4,000 characters, {name}: nothing twice (gate only) {1e6 * median(closed):6.1f} µs", end="")
        print(f", twice {1e6 * median(doubled):6.0f} µs")
    lines = [line for body in bodies[:2000] for line in to_lines(body)]
    half: Lines = []
    for line in dict.fromkeys(lines):
        if sum(map(len, half)) > 500_000:
            break
        half.append(line)
    view = view_of(half * 2)
    print(f"  {len(view.text) / 1e6:.2f} MB, two copies: {best(lambda: find_repeats(view), 2):.2f} s")


def report_flat(limit: int) -> None:
    """A sample of the cuts in whole flattened pages, to be judged by eye."""
    import gold

    rng = random.Random(SEED)
    found = []
    pages = 0
    for name in gold.names():
        for page in gold.pages(name):
            view = view_of(to_lines(page["flat"]))
            pages += 1
            proposals = cuts(view)
            if proposals:
                found.append((name, page["id"], view, proposals))
    print(f"\nFlattened pages: {len(found)} of {pages} with a cut. A sample of {limit}:")
    for name, identity, view, proposals in rng.sample(found, min(limit, len(found))):
        finding = rng.choice(proposals)
        stayed = finding.dup_of or (0, 0)
        print(
            f"\n  {name} {identity[:40]}: {len(proposals)} of {len(view.lines)} lines; {finding.by} {finding.certainty}"
        )
        line = view.bounds.index((finding.start, finding.end))
        print(f"    cut  line {line:4d}: {view.lines[line][:160]}")
        print(f"    kept from {stayed[0]:6d}: {view.text[slice(*stayed)][:160]!r}")


if __name__ == "__main__":
    main()
