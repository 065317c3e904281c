"""The precision gate counts boilerplate, body and unsure lines, and knows the list of gold errors."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from cleaner.cli.rules import command
from cleaner.errors import RuleError, UsageError
from cleaner.finders.gate import (
    KnownError,
    Tally,
    check_pages,
    line_digest,
    loss,
    read_known,
    read_pages,
    shadowed_by,
    unknown_hits,
)
from cleaner.rulebook import RuleBook
from cleaner.rulebook.rule import Rule

PROSE = (
    "The council voted on Monday to close the coast road for repairs after the storm, "
    "and it will stay shut until the spring of next year."
)
RULE = Rule(id="x.a.share", does="x", status="test", action="drop", category="share_prompt", keys=("share this post",))
BOOK = RuleBook((RULE,), (RULE,), "")


def pages(folder: Path, *rows: dict[str, object], name: str = "a.jsonl") -> Path:
    folder.mkdir(exist_ok=True)
    text = "".join(
        json.dumps({"id": str(n), "site": f"s{n}.com", "flat": "", "html": "x"} | row) + "\n"
        for n, row in enumerate(rows)
    )
    path = folder / name
    if name.endswith(".xz"):
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text)
    return folder


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.xz"])
def test_hits_are_counted_by_what_they_hit(tmp_path: Path, name: str) -> None:
    folder = pages(
        tmp_path / "pages",
        {"flat": f"Share this post\n{PROSE}\nShare this post", "gold_text": PROSE},
        {"flat": f"Share this post\n{PROSE}", "gold_text": f"{PROSE}\n• Share this post"},
        {"flat": f"Share this post\n{PROSE}", "gold_text": f"{PROSE} Share this post, they said."},
        {"flat": "Share this post", "gold_text": None},
        {"flat": "Share this post", "gold_text": "Share this post", "kind": "forum"},
        name=name,
    )
    tally = check_pages(BOOK, read_pages(folder.parent)).tallies["x.a.share"]
    assert (tally.chrome, tally.unsure, tally.sites) == (2, 1, {"s0.com"})
    assert [(hit.page, hit.where) for hit in tally.body] == [("1", "body"), ("1", "page")]


def test_what_a_keep_rule_holds_is_no_hit(tmp_path: Path) -> None:
    keep = Rule(
        id="x.a.keep", does="x", status="test", action="keep", category="editors_note", keys=("share this post",)
    )
    book = RuleBook((RULE, keep), (RULE, keep), "")
    folder = pages(tmp_path / "pages", {"flat": "Share this post", "gold_text": "Share this post"})
    assert check_pages(book, read_pages(folder)).tallies == {}


def test_what_the_bodies_lose_is_counted_once_a_line(tmp_path: Path) -> None:
    twin = Rule(id="x.a.twin", does="x", status="test", action="drop", category="share_prompt", keys=RULE.keys)
    book = RuleBook((RULE, twin), (RULE, twin), "")
    body = "Share this post\n" + PROSE
    folder = pages(tmp_path / "pages", {"gold_text": body}, {"gold_text": PROSE}, {"flat": body, "gold_text": PROSE})
    checked = check_pages(book, read_pages(folder))
    hits = [hit for tally in checked.tallies.values() for hit in tally.body]
    assert len(hits) == 2
    lost = loss(checked, hits)
    assert (lost.characters, lost.documents) == (15, 1)
    assert lost.share_of_characters == pytest.approx(100 * 15 / (len(body) + 2 * len(PROSE)))
    assert lost.share_of_documents == pytest.approx(100 / 3)
    assert loss(checked, []).characters == 0


def test_a_rule_that_never_cuts_alone_is_shadowed(tmp_path: Path) -> None:
    wide = Rule(
        id="x.a.wide", does="x", status="test", action="drop", category="share_prompt", keys=(*RULE.keys, "print it")
    )
    flat = "\n".join(["Share this post", PROSE, "Print it"])
    folder = pages(tmp_path / "pages", *[dict[str, object](flat=flat, gold_text=PROSE)] * 5)
    book = RuleBook((RULE, wide), (RULE, wide), "")
    tallies = check_pages(book, read_pages(folder)).tallies
    rules = {rule.id: rule for rule in book.rules}
    assert shadowed_by(RULE, tallies["x.a.share"], rules) == "x.a.wide"
    assert shadowed_by(wide, tallies["x.a.wide"], rules) is None
    german = rules | {"x.a.wide": replace(wide, lang=("de",))}
    assert shadowed_by(replace(RULE, lang=("fr",)), tallies["x.a.share"], german) is None
    few = check_pages(book, list(read_pages(folder))[:4]).tallies
    assert shadowed_by(RULE, few["x.a.share"], rules) is None


def test_evidence() -> None:
    assert Tally(19, 0, [], set("abcdef")).evidence == "draft"
    assert Tally(20, 0, [], set("abcde")).evidence == "test"
    assert Tally(300, 0, [], {str(n) for n in range(20)}).evidence == "stable"
    assert Tally(300, 0, [], {str(n) for n in range(19)}).evidence == "test"


def test_known_gold_errors(tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", {"flat": "", "gold_text": f"{PROSE}\nShare this post"})
    tally = check_pages(BOOK, read_pages(folder)).tallies["x.a.share"]
    line = line_digest("share this post")
    assert unknown_hits(tally, [KnownError("x.a.*", "a button", (line,))]) == []
    assert len(unknown_hits(tally, [KnownError("x.b.*", "a button", (line,))])) == 1
    path = tmp_path / "known.toml"
    path.write_text(f'[[error]]\nlines = ["{line}"]\nrule = "x.*"\nwhy = "a button"\n')
    assert unknown_hits(tally, read_known(path)) == []
    path.write_text("[[error]]\nlines = 3\n")
    with pytest.raises(RuleError, match=r"known\.toml"):
        read_known(path)


def test_bad_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no"):
        list(read_pages(tmp_path))
    (tmp_path / "a.jsonl").write_text("{}\n")
    with pytest.raises(UsageError, match=r"a\.jsonl:1: not a labelled page"):
        list(read_pages(tmp_path))


def test_the_command_fails_where_a_rule_hits_a_body(tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text(
        'pack = "mine"\nformat = 1\n[[rule]]\nid = "x.a.road"\ndoes = "x"\nstatus = "test"\naction = "drop"\n'
        'category = "share_prompt"\nphrases = ["the road"]\n'
        'hits = ["The road"]\nmisses = ["The road is shut"]\nsource = "x"\n'
    )
    body = f"{PROSE}\nThe road"
    folder = pages(tmp_path / "pages", {"flat": body, "gold_text": body})
    ran = CliRunner().invoke(command, ["check", "--gold", str(folder), "--rules", str(pack)])
    assert ran.exit_code == 1
    assert "error[R030] x.a.road: fires on article text" in ran.output
    assert line_digest("The road") in ran.output
    assert "1 bodies of 0.00 M characters: rules take 8 of them, " in ran.output
    assert "warning[" not in ran.output
    known = tmp_path / "known.toml"
    known.write_text(f'[[error]]\nlines = ["{line_digest("The road")}"]\nrule = "x.a.road"\nwhy = "a caption"\n')
    arguments = ["check", "--gold", str(folder), "--rules", str(pack), "--known", str(known), "--warnings"]
    ran = CliRunner().invoke(command, arguments)
    assert ran.exit_code == 0, ran.output
    assert "rules take 0 of them, 0.0000 %" in ran.output
    assert "with the lines on the list of gold errors 8 characters" in ran.output
    assert re.search(r"^rules/en/\S+:\d+: warning\[R033\] en\.\S+: fires nowhere on these pages$", ran.output, re.M)
    assert "[R033] x.a.road" not in ran.output
