"""After a change of rules only what they could touch is cleaned again, and the output is that of a full run."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from cases import cases
from msgspec.structs import replace
from rule_edits import RuleFile
from runs import article, lines, make_files, tree

from cleaner.article import Article, restore_text
from cleaner.batch.options import Options
from cleaner.batch.records import read
from cleaner.batch.run import Orders, Report, run
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner

HEAD = 'pack = "mine"\nformat = 1\nlicence = "CC0-1.0"\n'
RULE = """
[[rule]]
id = "en.mine.{name}"
does = "A line of a test"
status = "stable"
action = "{action}"
category = "{category}"
{match}
lang = ["en"]
source = "a test"
hits = ['{hit}']
misses = ['The council met on Tuesday and voted for the bridge.']
"""


def rule(name: str, hit: str, action: str = "drop", category: str = "share_prompt", match: str = "") -> str:
    return RULE.format(name=name, hit=hit, action=action, category=category, match=match or f"phrases = ['{hit}']")


def clean(source: Path, out: Path, rules: str, mode: str = "auto", journal: str = "sidecar") -> Report:
    return run([str(source)], out, made_with(rules), Options(journal=journal), Orders(mode=mode, jobs=0))  # type: ignore[arg-type]  # one of the words


@cache
def made_with(rules: str) -> Cleaner:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.toml"
        path.write_text(HEAD + rules)
        return Cleaner(rules=[path] if rules else [])


def corpus(folder: Path) -> Path:
    make_files(folder, 30, per_folder=10)
    for number in range(0, 30, 5):
        path = folder / f"part-{number // 10:03d}" / f"{number:05d}.txt"
        path.write_text(path.read_text() + "\nFollow the gazette everywhere\n\nGazette 2000 special\n")
    (folder / "rows.jsonl").write_text(
        "".join(
            json.dumps({"id": n, "text": article(n) + ("\nGazette 2001 special" if n == 3 else "")}) + "\n"
            for n in range(9)
        )
    )
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    return folder


FOLLOW = rule("follow", "Follow the gazette everywhere")
SPECIAL = rule("special", "Gazette 2000 special", match=r"match = 'gazette \d{4} special'")

CHANGES = {
    "added": ("", FOLLOW, 6),
    "removed": (FOLLOW, "", 6),
    "a pattern added": (FOLLOW, FOLLOW + SPECIAL, 7),
    "changed": (FOLLOW, FOLLOW.replace("everywhere", "at home").replace("stable", "test"), 6),
    "turned into keep": (FOLLOW, FOLLOW.replace('"drop"', '"keep"'), 6),
    "touches nothing": ("", rule("nothing", "Nowhere to be found here"), 0),
    "described otherwise": (FOLLOW, FOLLOW.replace("A line of a test", "A line, told better"), 0),
}


@pytest.mark.parametrize("journal", ["sidecar", "inline"])
@pytest.mark.parametrize("what", CHANGES)
def test_only_what_the_changed_rules_could_touch_is_cleaned_again(what: str, journal: str, tmp_path: Path) -> None:
    before, after, touched = CHANGES[what]
    source = corpus(tmp_path / "in")
    clean(source, tmp_path / "out", before, journal=journal)
    report = clean(source, tmp_path / "out", after, "rerun", journal)
    assert report.state == "complete"
    if report.redone:
        assert report.tally.cleaned == touched
    clean(source, tmp_path / "full", after, journal=journal)
    assert tree(tmp_path / "out") == tree(tmp_path / "full")
    if before or after:
        assert {r["cleaning"]["ruleset"] for r in lines(tmp_path / "out" / "articles.jsonl")} == {
            r["cleaning"]["ruleset"] for r in lines(tmp_path / "full" / "articles.jsonl")
        }


def test_a_changed_rule_set_is_refused_without_being_told_to_rerun(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in")
    clean(source, tmp_path / "out", "")
    with pytest.raises(UsageError, match="--rerun to redo what the changed rules could touch"):
        clean(source, tmp_path / "out", FOLLOW)


def test_a_rerun_also_takes_in_inputs_that_changed(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in")
    clean(source, tmp_path / "out", FOLLOW)
    (source / "part-000" / "00001.txt").write_text(article(999))
    (source / "part-001" / "00011.txt").unlink()
    clean(source, tmp_path / "out", FOLLOW + SPECIAL, "rerun")
    clean(source, tmp_path / "full", FOLLOW + SPECIAL)
    assert tree(tmp_path / "out") == tree(tmp_path / "full")


def test_without_a_journal_a_rerun_cleans_everything(tmp_path: Path) -> None:
    source = corpus(tmp_path / "in")
    clean(source, tmp_path / "out", "", journal="none")
    report = clean(source, tmp_path / "out", FOLLOW, "rerun", "none")
    assert report.tally.cleaned == report.tally.documents == 39
    clean(source, tmp_path / "full", FOLLOW, journal="none")
    assert tree(tmp_path / "out") == tree(tmp_path / "full")


def test_a_document_with_a_part_cut_out_of_a_line_is_cleaned_again(tmp_path: Path) -> None:
    strip = rule("lead", "GAZETTE -", "strip", "dateline", match="match = 'gazette -'\nat = \"start\"")
    source = tmp_path / "in"
    source.mkdir()
    body = "The council met on Tuesday and voted for the bridge over the river."
    (source / "a.txt").write_text(f"{body}\n\nGAZETTE - Follow the gazette everywhere\n")
    (source / "b.txt").write_text(body)
    try:
        clean(source, tmp_path / "out", strip)
    except Exception as error:  # noqa: BLE001  # the words of the rule format may differ
        pytest.fail(str(error))
    report = clean(source, tmp_path / "out", strip + FOLLOW, "rerun")
    assert report.tally.cleaned == 1
    clean(source, tmp_path / "full", strip + FOLLOW)
    assert tree(tmp_path / "out") == tree(tmp_path / "full")


@pytest.mark.parametrize(
    ("every", "edits", "seed"), [(10, 4, 1), pytest.param(1, 60, 2, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_after_any_edit_of_the_rules_a_rerun_gives_what_a_full_run_gives(
    every: int, edits: int, seed: int, tmp_path: Path
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for case in islice(cases(), 0, None, every):
        (source / f"{case.name.replace('/', '-')}{case.path.suffix}").write_bytes(case.data)
    orders = Orders(jobs=0)
    first = run([str(source)], tmp_path / "out", Cleaner(), None, orders)
    texts = [restore_text(one.text, one.journal) for one in read(tmp_path / "out") if isinstance(one, Article)]
    rules = RuleFile(tmp_path / "mine.toml", sorted({line for text in texts for line in text.splitlines()}), seed)
    cleaned = []
    for number in range(edits):
        told = rules.edit()
        report = run([str(source)], tmp_path / "out", rules.cleaner, None, replace(orders, mode="rerun"))
        run([str(source)], tmp_path / "full", rules.cleaner, None, replace(orders, mode="restart"))
        assert tree(tmp_path / "out") == tree(tmp_path / "full"), f"edit {number}: {told}"
        cleaned.append(report.tally.cleaned if report.redone else 0)
    assert any(cleaned)
    assert sum(cleaned) < 0.25 * edits * first.tally.documents
