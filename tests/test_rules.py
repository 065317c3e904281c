"""The shipped packs: every example of every rule, every counter-example against every rule, hostile lines, the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import ROOT

from cleaner import rulebook
from cleaner.finders.gate import check_pages, read_known, read_pages, unknown_hits
from cleaner.finders.rules import RulesFinder
from cleaner.rulebook.files import GOLD_ERRORS, shipped_folder
from cleaner.rulebook.suite import run_suite
from cleaner.views import view_of

GOLD = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def book() -> rulebook.RuleBook:
    return rulebook.load()


def test_examples(book: rulebook.RuleBook) -> None:
    report = run_suite(book.rules)
    assert not report.problems, "\n\n".join(problem.render() for problem in report.problems)
    assert report.hits >= report.rules > 100


def test_every_rule_says_what_it_must(book: rulebook.RuleBook) -> None:
    for rule in book.rules:
        assert rule.does[0].isupper(), rule.id
        assert not rule.does.endswith("."), rule.id
        assert rule.source, rule.id
        assert rule.lang, rule.id


SEED = {
    "Dhaka 9:02 am, Sunday, 24 May 2026": {"place": "Dhaka", "retrieved": "2026-05-24T09:02"},
    "Reporter Name": {"byline": None},
    "Update Time : 08:00:44 am, Wednesday, 29 January 2025": {"modified": "2025-01-29T08:00:44"},
    "/ 470 Time View": {"views": 470},
    "Please Share This Post in Your Social Media": {},
}


def test_seed_000(book: rulebook.RuleBook) -> None:
    (path,) = (ROOT / "seeds").glob("000_*")
    view = view_of(path.read_text("utf-8"))
    cut: dict[int, dict[str, object]] = {}
    for found in RulesFinder(book)(view):
        if found.certainty != "hint" and found.action != "keep":
            values = {c.field: getattr(c.value, "value", c.value) for c in found.captures}
            cut.setdefault(view.bounds.index((found.start, found.end)), {}).update(values)
    assert len(cut) == 6
    assert {view.lines[i].removeprefix("• "): values for i, values in cut.items()} == SEED


@pytest.mark.parametrize("seed", ["001", "003"])
def test_seeds_without_chrome(book: rulebook.RuleBook, seed: str) -> None:
    (path,) = (ROOT / "seeds").glob(f"{seed}_*")
    assert [f for f in RulesFinder(book)(view_of(path.read_text("utf-8"))) if f.certainty != "hint"] == []


@pytest.mark.skipif(not GOLD.is_dir(), reason="the evaluation data is not beside this project")
def test_no_rule_cuts_a_body_of_one_labelled_set(book: rulebook.RuleBook, tmp_path: Path) -> None:
    """One small set here; `cleaner rules check --gold DIR` runs all of them."""
    (tmp_path / "fundus.jsonl.xz").symlink_to(GOLD / "pages" / "fundus.jsonl.xz")
    known = read_known(shipped_folder() / GOLD_ERRORS)
    tallies = check_pages(book, read_pages(tmp_path)).tallies
    assert sum(tally.chrome for tally in tallies.values()) > 1000
    hits = [hit for tally in tallies.values() for hit in unknown_hits(tally, known)]
    assert not hits, "\n".join(f"{hit.rule} {hit.page} {hit.digest} {hit.line[:100]}" for hit in hits)
