"""What cleaning takes from bodies that people labelled as article text: by rules, by each of the finders.

    python benchmarks/loss.py [--split all] [--set fundus] [--lines] [--min 40] [--json FILE]

Each gold body of the evaluation data is cleaned as if it were a scraped document. Counted are characters without the
white space around them, and documents that lost any. Lines on the signed list `rules/gold-errors.toml` are boilerplate
that the gold holds; they are counted apart. A title or a label over it that moves to a field of the record is no loss,
nor is white space. `--lines` prints every cut that is not signed, by rule, longest first.

Needs the evaluation data in `shared/` beside the project folder.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from body_shared import gold
from msgspec import Struct
from msgspec.structs import asdict

from cleaner.batch.tally import step_of
from cleaner.finders.gate import KnownError, line_digest, read_known
from cleaner.pipeline import Cleaner
from cleaner.rulebook.book import names
from cleaner.rulebook.files import GOLD_ERRORS, shipped_folder

STEPS: Final = ("rules", "finders", "repeats", "body")
"""`finders`: those that take leftover lines beside what rules took."""
TARGETS: Final = {"rules": (0.05, 0.5)}
"""Most of the characters and of the documents that a step may take, in per cent."""


class Cut(Struct, frozen=True):
    """One cut from a gold body."""

    set: str
    page: str
    step: str
    by: str
    text: str
    signed: bool


class Body(Struct, frozen=True):
    """One gold body after cleaning."""

    set: str
    size: int
    cuts: tuple[Cut, ...]


def bodies(sets: Sequence[str], split: str) -> Iterator[tuple[str, str, str]]:
    """(set, page, body) of articles; the same body in two sets is taken twice."""
    for name in sets or gold.names():
        for page in gold.pages(name):
            if page.get("gold_text") and page.get("kind") in (None, "article") and split in ("all", gold.split(page)):
                yield name, page["id"], page["gold_text"]


def measure(rows: Iterable[tuple[str, str, str]], cleaner: Cleaner, known: Sequence[KnownError]) -> Iterator[Body]:
    """Clean each body."""
    rules = {rule.id for rule in cleaner.rulebook.rules}
    for name, page, text in rows:
        cuts = []
        for edit in cleaner.clean(text).journal.edits:
            step = step_of(edit.by, edit.category)
            if step == "rules" and edit.by not in rules:
                step = "finders"
            lost = edit.before.strip()
            if step in STEPS and lost:
                cuts.append(Cut(name, page, step, edit.by, lost, _signed(lost, edit.by, known)))
        yield Body(name, len(text.strip()), tuple(cuts))


def _signed(text: str, by: str, known: Sequence[KnownError]) -> bool:
    digest = line_digest(text)
    return any(digest in error.lines and names(error.rule, by) for error in known)


def table(found: Sequence[Body]) -> None:
    """Shares of characters and documents lost, by set and step."""
    groups: dict[str, list[Body]] = defaultdict(list)
    for body in found:
        groups[body.set].append(body)
    print(f"{'':14}{'bodies':>7}{'M chars':>9}", end="")
    print("".join(f"{step + ' %':>12}{'docs %':>8}" for step in STEPS) + f"{'signed %':>12}")
    for name, group in [*sorted(groups.items()), ("all", list(found))]:
        size = max(1, sum(body.size for body in group))
        row = f"{name:14}{len(group):7}{size / 1e6:9.2f}"
        for step in STEPS:
            lost = [[cut for cut in body.cuts if cut.step == step and not cut.signed] for body in group]
            characters = sum(len(cut.text) for cuts in lost for cut in cuts)
            row += f"{100 * characters / size:12.4f}{100 * sum(map(bool, lost)) / max(1, len(group)):8.2f}"
        signed = sum(len(cut.text) for body in group for cut in body.cuts if cut.signed)
        print(row + f"{100 * signed / size:12.4f}")


def by_rule(cuts: Iterable[Cut], *, lines: bool, shortest: int) -> None:
    """What each rule or reason took that is not signed; with `lines` also what it was."""
    groups: dict[tuple[int, str], list[Cut]] = defaultdict(list)
    for cut in cuts:
        if not cut.signed and len(cut.text) >= shortest:
            groups[STEPS.index(cut.step), cut.by].append(cut)
    order = sorted(groups.items(), key=lambda group: (group[0][0], -sum(len(cut.text) for cut in group[1]), group[0]))
    for (step, by), group in order:
        print(f"\n{STEPS[step]}: {by}: {len(group)} cuts, {sum(len(cut.text) for cut in group)} characters")
        if lines:
            for cut in sorted(group, key=lambda cut: (-len(cut.text), cut.set, cut.page)):
                print(f"    {cut.set} {cut.page} {line_digest(cut.text)} ({len(cut.text)}): {_shown(cut.text)}")


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 240 else text[:160] + " … " + text[-70:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["train", "tune", "test", "all"], default="all")
    parser.add_argument("--set", action="append", default=[], dest="sets", help="only this set (again)")
    parser.add_argument("--rules", action="append", type=Path, default=[], help="rule file of your own (again)")
    parser.add_argument("--lines", action="store_true", help="print what was cut")
    parser.add_argument("--min", type=int, default=1, dest="shortest", help="shortest cut that is listed by rule")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write each cut")
    options = parser.parse_args()
    known = read_known(shipped_folder() / GOLD_ERRORS)
    found = list(measure(bodies(options.sets, options.split), Cleaner(rules=options.rules), known))
    table(found)
    cuts = [cut for body in found for cut in body.cuts]
    by_rule(cuts, lines=options.lines, shortest=options.shortest)
    if options.json:
        rows: list[dict[str, Any]] = [asdict(cut) for cut in cuts]
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=0), "utf-8")
    size = max(1, sum(body.size for body in found))
    held = True
    for step, (most_characters, most_documents) in TARGETS.items():
        lost = [sum(len(cut.text) for cut in body.cuts if cut.step == step and not cut.signed) for body in found]
        characters, documents = 100 * sum(lost) / size, 100 * sum(map(bool, lost)) / max(1, len(found))
        good = characters <= most_characters and documents <= most_documents
        held = held and good
        print(
            f"\n{step}: {characters:.4f} % of the characters (at most {most_characters}), "
            f"{documents:.2f} % of the documents (at most {most_documents}): {'held' if good else 'NOT held'}"
        )
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
