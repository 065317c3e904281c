"""Rule files of strangers: huge, deep, hostile, in a wrong encoding. Each is an error with file and line, soon."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rulebook import load
from cleaner.rulebook.parse import MAX_MISTAKES
from cleaner.rulebook.problems import MAX_TOLD

SECONDS = 3.0
"""Of processor time; the slowest takes a fifth of it, and without its bound each one takes minutes or all memory."""

HEAD = 'pack = "x"\nformat = 1\n'
EXAMPLES = 'hits = ["share the road"]\nmisses = ["the share"]\n'
RULE = (
    '[[rule]]\nid = "{id}"\ndoes = "x"\nstatus = "test"\naction = "drop"\ncategory = "share_prompt"\nsource = "x"\n'
    + EXAMPLES
)


def rule(extra: str, name: str = "x.a.b") -> str:
    return HEAD + RULE.format(id=name) + extra


def laughs(width: int) -> str:
    """Fragments that hold each other many times, five deep."""
    rows = [f"f{i} = '{f'{{{{f{i + 1}}}}}' * width}'\n" for i in range(4)]
    return "[fragments]\n" + "".join(rows) + "f4 = 'share'\n"


def loaded(path: Path, *, shipped: bool | Path = False) -> str:
    start = time.process_time()
    with pytest.raises(RuleError) as caught:
        load(files=[path], shipped=shipped)
    assert time.process_time() - start < SECONDS
    assert len(str(caught.value)) < 200_000
    return str(caught.value)


HOSTILE = {
    "a file of one line": ("#" * (1 << 20) + "#", 0, "R001", "larger than 1024 KB"),
    "arrays inside arrays": (HEAD + "x = " + "[" * 100_000, 3, "R001", "brackets inside each other"),
    "tables inside tables": (HEAD + "x = " + "{a=" * 5000 + "1" + "}" * 5000, 3, "R001", "brackets inside each other"),
    "a key of many parts": (HEAD + "x" + ".a" * 200_000 + " = 1\n", 3, "R001", "dots"),
    "an open text": (HEAD + '\nx = """' + "a\n" * 1000, 1004, "R001", "Unterminated string"),
    "many fields": (rule("".join(f"field{i} = 1\n" for i in range(60_000))), 12, "R002", 'unknown field "field0"'),
    "many bad rules": (HEAD + "".join(f'[[rule]]\nid = "x.a.n{i}"\nno = 1\n' for i in range(500)), 5, "R002", '"no"'),
    "many rules": (HEAD + "[[rule]]\n" * 501, 1, "R017", "501 rules in one file"),
    "many examples": (rule(f"todo_hits = {[f'share {i}' for i in range(40_000)]}\n"), 12, "R017", "40000 items"),
    "a long example": (rule(f'todo_hits = ["{"x" * 5000}"]\n'), 12, "R017", "more than 2000"),
    "a long pattern": (rule(f"match = '{'share ' * 90}'\n"), 12, "R017", "more than 500"),
    "groups inside groups": (rule(f"match = 'share{'(' * 200}{')' * 200}'\n"), 12, "R010", "groups inside each other"),
    "fragments that grow": (HEAD + laughs(200), 4, "R010", "grow beyond"),
    "fragments in a circle": (HEAD + "[fragments]\na = 'x{{b}}'\nb = 'x{{a}}'\n", 4, "R010", "five deep"),
    "a repeat that grows": (rule("match = 'share{90000000}'\n"), 12, "R017", "repeats written out"),
    "repeats that grow": (rule("match = '(?:(?:share{999}){999}){999}|share'\n"), 12, "R017", "repeats written out"),
    "a repeat in a repeat": (rule("match = '(?:share ?\\w+ ?)+!'\n"), 12, "R011", "exponential"),
    "the same in a condition": (
        rule("phrases = ['share the road']\nunless = { match = '(?:\\w+\\s?)+!' }\n"),
        13,
        "R011",
        "exponential",
    ),
    "many open repeats": (rule("match = 'share.*a.*b.*c.*d'\n"), 12, "R016", "open repeats"),
    "recursion": (rule("match = 'share(?R)?'\n"), 12, "R010", "not allowed"),
    "a lone surrogate": (rule('phrases = ["share \\ud800"]\n'), 12, "R001", "not a Unicode scalar"),
    "a zero byte": (HEAD + 'x = "\0"\n', 3, "R001", "Illegal character"),
    "many overrides": (
        HEAD + "".join(f'[override."en.no.such{i}"]\nzone = "tail"\n' for i in range(15_000)),
        3,
        "R014",
        '"en.no.such0", which is no rule',
    ),
    "many redirects": (
        HEAD + "[redirects]\n" + "".join(f'"x.a.b{i}" = "x.c.d{i}"\n' for i in range(20_000)),
        4,
        "R014",
        '"x.c.d0", which is no rule',
    ),
}


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_an_error_with_file_and_line_and_soon(name: str, tmp_path: Path) -> None:
    text, line, code, message = HOSTILE[name]
    path = tmp_path / "pack.toml"
    path.write_bytes(text.encode())
    told = loaded(path)
    assert message in told
    assert re.search(rf"^{re.escape(str(path))}:{line}: error\[{code}\]", told, re.M), told[:400]
    assert told.count("error[") <= max(MAX_MISTAKES, MAX_TOLD)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (HEAD.encode("utf-16"), 1),
        (HEAD.encode() + "\n# café\n".encode("latin-1"), 4),
        (HEAD.encode() + b'does = "\xed\xa0\x80"', 3),
    ],
)
def test_an_encoding_that_is_not_utf_8(data: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_bytes(data)
    assert f"{path}:{line}: error[R001] -: not UTF-8 at byte" in loaded(path)
    (tmp_path / "pack.phrases.txt").write_bytes(data)
    assert f"pack.phrases.txt:{line}: error[R001]" in loaded(tmp_path / "pack.phrases.txt")


def test_more_mistakes_than_are_told(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(HEAD + f"disable = {[f'en.no.such{i}' for i in range(50)]}\n" * 1)
    for number in range(8):
        (tmp_path / f"{number}.toml").write_text(HEAD + "".join(f"field{i} = 1\n" for i in range(200)))
    told = loaded(tmp_path)
    assert told.count("error[") == MAX_TOLD
    assert told.endswith(f"… and {8 * MAX_MISTAKES - MAX_TOLD} more mistakes")


def test_ids_that_stand_in_two_packs(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text("\n" * (name == "b") + rule('phrases = ["share the road"]\n'))
    told = loaded(tmp_path)
    assert f"{tmp_path}/b.toml:4: error[R007] x.a.b: the id stands in {tmp_path}/a.toml:3 already" in told


def test_an_id_of_a_shipped_rule(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    for path in (tmp_path / "packs" / "a.toml", tmp_path / "mine.toml"):
        path.write_text(rule('phrases = ["share the road"]\n'))
    told = loaded(tmp_path / "mine.toml", shipped=tmp_path / "packs")
    assert f"{tmp_path}/mine.toml:3: error[R007] x.a.b: the id stands in rules/a.toml:3 already" in told


@pytest.mark.parametrize(
    ("text", "line", "where"),
    [
        (rule('phrases = ["share the road"]\nagainst = ["x.no.such"]\n').replace('"drop"', '"keep"'), 3, "against"),
        (rule('phrases = ["share the road"]\nnear = { rules = ["x.no.*"] }\n'), 3, "near"),
        (HEAD + '\ndisable = [\n  "x.no.such",\n]\n', 5, "disable"),
        (HEAD + "enable = ['x.no.such']\n", 3, "enable"),
        (HEAD + '[override."x.no.such"]\nzone = "tail"\n', 3, "override"),
        (HEAD + '[site."example.com"]\ndisable = ["x.no.such"]\n', 4, "site example.com"),
        (HEAD + '[redirects]\n"x.a.old" = "x.no.such"\n', 4, "redirects"),
    ],
)
def test_names_of_rules_that_do_not_exist(text: str, line: int, where: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(text)
    told = loaded(path)
    assert re.search(rf'^{re.escape(str(path))}:{line}: error\[R014\] .*{where} names "x\.no\.', told, re.M), told
