"""How much chrome the shipped rules take out of clean articles, and how much article text goes with it.

    python benchmarks/insertion.py [--split test] [--lang bn] [--category ad_marker] [--limit 12] [--json FILE]
    python benchmarks/insertion.py --misses [--split train]      # the lines that stay, for authors of rules
    python benchmarks/insertion.py --harm [--split train]        # the article text that goes

Lines are put one at a time into an article that loses nothing by itself: after its headline, between two paragraphs, or
at its end, where such chrome stands. With `--around` lines of pages come with up to three lines of the chrome that
stood on each side, since many rules want neighbours. Each such text is cleaned whole, by `Cleaner` with its defaults.
`recall` is the share of the chrome lines that are cut (a line lifted as a title counts as left); the loss is the share
of body lines cut when they are put in the same way, and of the articles' own characters.
Beside it the line rules of C4 and trafilatura's text filter on the same lines.

Needs the evaluation data in `shared/` beside the project folder. Sites are split as there: tune on `train`, report
`test`. The draw is fixed; `--limit` is the number of lines for each source, category and language.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from insertion_data import LISTED, POOL, Line, collect, sample
from insertion_peers import c4_cuts, trafilatura_cuts
from msgspec import Struct

from cleaner.explain import LineStory, explain
from cleaner.pipeline import Cleaner

SEED: Final = 20261122
PEERS: Final = (("C4", c4_cuts), ("trafilatura", trafilatura_cuts))


class Outcome(Struct, frozen=True):
    """What became of one inserted line."""

    line: Line
    verdict: str
    """`cut`, `part`, `title` or `kept`."""
    by: str
    taken: tuple[tuple[str, str], ...]
    """What of the article was cut with it: (by, text)."""
    size: int
    """Characters of the article."""
    own_by_peers: tuple[int, ...]
    """Characters of the article that each peer cuts."""
    near: str = ""

    @property
    def cut(self) -> bool:
        return self.verdict == "cut"

    @property
    def spilled(self) -> int:
        """Characters of the article that were cut with the line."""
        return sum(len(text) for _, text in self.taken)


class Carrier(Struct, frozen=True):
    """An article that is cleaned without loss."""

    site: str
    paragraphs: tuple[str, ...]
    titled: bool
    own_by_peers: tuple[int, ...]

    def with_line(self, line: Line, draw: random.Random, *, around: bool) -> tuple[str, int, range]:
        """The text with the line in its place; the number of the line in it, from 1, and those of all put in."""
        count = len(self.paragraphs)
        if line.place == "head" or count < 2:
            at = 1 if self.titled and count > 1 else 0 if line.place == "head" else count
        elif line.place == "tail":
            at = count
        else:
            at = draw.randint(min(2 if self.titled else 1, count - 1), count - 1)
        put = [*line.before, line.text, *line.after] if around else [line.text]
        own = at + (len(line.before) if around else 0)
        parts = [*self.paragraphs[:at], *put, *self.paragraphs[at:]]
        return "\n\n".join(parts), 2 * own + 1, range(2 * at + 1, 2 * (at + len(put)))


def carriers(rows: Iterable[tuple[str, list[str]]], cleaner: Cleaner) -> list[Carrier]:
    """The first articles that lose nothing, in an order that hangs on their text alone."""
    out: list[Carrier] = []
    for site, paragraphs in sorted(rows, key=lambda row: hashlib.sha256("\n".join(row[1]).encode()).digest()):
        text = "\n\n".join(paragraphs)
        stories = [story for story in explain(cleaner.clean(text)) if story.verdict != "blank"]
        if len(stories) != len(paragraphs) or any(story.verdict in ("cut", "part") for story in stories):
            continue
        own = tuple(sum(len(p) for p in paragraphs if cuts(p)) for _, cuts in PEERS)
        out.append(Carrier(site, tuple(paragraphs), len(paragraphs[0]) < 120, own))
        if len(out) >= POOL:
            break
    return out


def insert(line: Line, carrier: Carrier, cleaner: Cleaner, draw: random.Random, *, around: bool) -> Outcome | None:
    """Clean the article with the line in it; None where repairs changed the number of lines."""
    text, number, put = carrier.with_line(line, draw, around=around)
    stories = explain(cleaner.clean(text))
    if len(stories) != text.count("\n") + 1:
        return None
    mine = stories[number - 1]
    taken = tuple(cut for story in stories if story.number not in put for cut in _cuts(story))
    near = "; ".join(f"{miss.by}: {miss.why}" for miss in mine.near_misses)
    by = "+".join(edit.by for edit in mine.edits)
    size = sum(map(len, carrier.paragraphs))
    return Outcome(line, mine.verdict, by, taken, size, carrier.own_by_peers, near)


def _cuts(story: LineStory) -> Iterator[tuple[str, str]]:
    if story.verdict != "title":
        yield from ((edit.by, edit.before.strip()) for edit in story.edits)


def run(
    lines: Sequence[Line], pools: dict[str, list[Carrier]], cleaner: Cleaner, *, around: bool = False
) -> list[Outcome]:
    """Insert every line into an article of its language from another site."""
    out = []
    for line in lines:
        draw = random.Random(hashlib.sha256(f"{SEED} {line.source} {line.site} {line.text}".encode()).digest())
        pool = [
            carrier for carrier in pools[line.lang] if carrier.site != line.site and line.text not in carrier.paragraphs
        ]
        if pool:
            outcome = insert(line, draw.choice(pool), cleaner, draw, around=around)
            if outcome is not None:
                out.append(outcome)
    return out


# --- tables ------------------------------------------------------------------------------------------------------


def words_of(text: str) -> str:
    """One word alone is often a heading too, so rules take it only beside other chrome."""
    unspaced = any(char >= "\u2e80" for char in text)
    count = len(text) / 2 if unspaced else len(text.split())
    return "1 word" if count <= 1 else "2 words" if count <= 2 else "3 words and more"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:6.1f}" if whole else "     -"


def recall_table(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> None:
    """Recall by a property of the lines, for each source of lines and for the peers."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[key(outcome)].append(outcome)
    print(f"\n{title:24}{'lines':>7}{'recall':>8}{'page':>8}{'seen':>8}{'i18n':>8}{'C4':>8}{'trafil.':>8}")
    for name, group in [*sorted(rows.items()), ("all", list(outcomes))]:
        cells = [share(sum(o.cut for o in group), len(group))]
        for source in ("page", "seen", "i18n"):
            part = [o for o in group if o.line.source == source]
            cells.append(share(sum(o.cut for o in part), len(part)))
        cells += [share(sum(cuts(o.line.text) for o in group), len(group)) for _, cuts in PEERS]
        print(f"{name:24}{len(group):7}" + "".join(f"{cell:>8}" for cell in cells))


def loss_table(outcomes: Sequence[Outcome]) -> None:
    """Body lines lost by their length, and what the inserted lines took along of the articles."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.line.source == "body":
            rows[outcome.line.category].append(outcome)
    body = [outcome for group in rows.values() for outcome in group]
    print(f"\n{'loss of body lines':24}{'lines':>7}{'cleaner':>9}{'C4':>9}{'trafil.':>9}   % of the lines")
    for name in ("1-24", "25-59", "60-119", "120+"):
        print(_loss_row(name + " characters", rows[name], once))
    print(_loss_row("all", body, once))
    print(_loss_row("all, by characters", body, length))
    size = sum(outcome.size for outcome in outcomes)
    cells = [100 * sum(outcome.spilled for outcome in outcomes) / max(1, size)]
    cells += [100 * sum(o.own_by_peers[n] for o in outcomes) / max(1, size) for n in range(len(PEERS))]
    print(f"{'article characters':24}{len(outcomes):7}" + "".join(f"{cell:9.3f}" for cell in cells))


def once(_: Outcome) -> int:
    return 1


def length(outcome: Outcome) -> int:
    return len(outcome.line.text)


def _loss_row(name: str, group: Sequence[Outcome], weight: Callable[[Outcome], int]) -> str:
    whole = max(1, sum(map(weight, group)))
    cells = [100 * sum(weight(o) for o in group if o.cut) / whole]
    cells += [100 * sum(weight(o) for o in group if cuts(o.line.text)) / whole for _, cuts in PEERS]
    return f"{name:24}{len(group):7}" + "".join(f"{cell:9.3f}" for cell in cells)


def print_misses(outcomes: Iterable[Outcome]) -> None:
    """Chrome of a known category that stayed, then chrome without a category, then body lines that went."""
    order = {"page": 0, "seen": 1, "i18n": 2}
    left = [outcome for outcome in outcomes if outcome.line.source != "body" and not outcome.cut]
    left.sort(key=lambda o: (not o.line.known, o.line.lang, o.line.category, order[o.line.source], o.line.text))
    for o in left:
        note = f"\t{o.verdict} {o.near}".rstrip()
        print(f"{o.line.lang}\t{o.line.category}\t{o.line.source}\t{o.line.place}\t{o.line.text}{note}")


def print_harm(outcomes: Iterable[Outcome]) -> None:
    """What was cut of the articles: body lines, and lines beside an inserted one."""
    for o in outcomes:
        if o.line.source == "body" and o.cut:
            print(f"cut body line\t{o.line.lang}\t{o.by}\t{o.line.site}\t{o.line.text[:200]}")
        for by, text in o.taken:
            print(f"cut beside it\t{o.line.lang}\t{by}\t{o.line.source}: {o.line.text[:80]}\t{text[:200]}")


def as_rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    return [
        {
            "line": o.line.text,
            "category": o.line.category,
            "lang": o.line.lang,
            "source": o.line.source,
            "place": o.line.place,
            "known": o.line.known,
            "verdict": o.verdict,
            "by": o.by,
            "spilled": o.spilled,
            "near": o.near,
            "peers": {name: cuts(o.line.text) for name, cuts in PEERS},
        }
        for o in outcomes
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["train", "tune", "test", "all"], help="default: test; train with --misses")
    parser.add_argument("--lang", action="append", default=[], help="only this language (again)")
    parser.add_argument("--category", action="append", default=[], help="only this category (again)")
    parser.add_argument("--source", action="append", choices=["page", "seen", "i18n", "body"], default=[])
    parser.add_argument("--limit", type=int, default=12, help="lines per source, category and language")
    parser.add_argument("--body-limit", type=int, default=250, help="body lines per language and class of length")
    parser.add_argument("--misses", action="store_true", help="print the chrome that stays, and no tables")
    parser.add_argument("--harm", action="store_true", help="print what is cut of bodies and articles, and no tables")
    parser.add_argument(
        "--around", action="store_true", help="put lines of pages in with the chrome that stood beside them"
    )
    parser.add_argument("--rules", action="append", type=Path, default=[], help="rule file of your own (again)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write each line with what became of it")
    options = parser.parse_args()
    split = options.split or ("train" if options.misses or options.harm else "test")
    found = collect(split, options.lang)
    lines = [
        line
        for line in found.lines
        if (not options.category or line.category in options.category)
        and (not options.source or line.source in options.source)
    ]
    chosen = sample((line for line in lines if line.source != "body"), options.limit)
    if not options.misses:
        chosen += sample((line for line in lines if line.source == "body"), options.body_limit)
    cleaner = Cleaner(rules=options.rules)
    pools = {lang: carriers(found.articles.get(lang, ()), cleaner) for lang in sorted({line.lang for line in chosen})}
    outcomes = run(chosen, pools, cleaner, around=options.around)
    if options.json:
        options.json.write_text(json.dumps(as_rows(outcomes), ensure_ascii=False, indent=0), "utf-8")
    if options.misses:
        print_misses(outcomes)
    elif options.harm:
        print_harm(outcomes)
    else:
        report(split, outcomes, pools)


def report(split: str, outcomes: Sequence[Outcome], pools: dict[str, list[Carrier]]) -> None:
    known = [outcome for outcome in outcomes if outcome.line.known and outcome.line.lang in LISTED]
    print(f"split {split}: {len(outcomes)} texts, {sum(map(len, pools.values()))} articles in {len(pools)} languages")
    missing = sorted(lang for lang, pool in pools.items() if not pool)
    if missing:
        print(f"no article, lines not tried: {' '.join(missing)}", file=sys.stderr)
    recall_table("known, by category", known, lambda outcome: outcome.line.category)
    recall_table("known, by language", known, lambda outcome: outcome.line.lang)
    recall_table("known, by place", known, lambda outcome: outcome.line.place)
    recall_table("known, by length", known, lambda outcome: words_of(outcome.line.text))
    others = [o for o in outcomes if o.line.source != "body" and not (o.line.known and o.line.lang in LISTED)]
    recall_table("other chrome", others, lambda o: o.line.category if o.line.lang in LISTED else "other languages")
    loss_table(outcomes)


if __name__ == "__main__":
    main()
