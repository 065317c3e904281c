"""The engine finds what trying every rule on every line would find."""

from __future__ import annotations

import itertools
import json
import lzma
import random
from collections.abc import Sequence

import pytest
from cases import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rulebook import load, scan
from cleaner.rulebook.fold import canonical, fold, key_of_folded
from cleaner.rulebook.format import SHAPES
from cleaner.rulebook.parse import build, draft
from cleaner.rulebook.patterns import Fragments
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Index, compiled


def rules(*bodies: str) -> tuple[Rule, ...]:
    """Rules from TOML bodies, with what every rule must have filled in."""
    head = 'status = "test"\ncategory = "share_prompt"\ndoes = "x"\nsource = "x"\nhits = ["x"]\nmisses = ["y"]\n'
    text = 'pack = "x"\nformat = 1\n' + "".join(
        f'[[rule]]\nid = "xx.rule.n{number}"\n{head}{body}\n' for number, body in enumerate(bodies)
    )
    parsed = build(draft("x.toml", text, "shipped"), Fragments({}))
    assert not parsed.problems, parsed.problems[0].render()
    return parsed.rules


def naive(book: Sequence[Rule], line: str) -> list[int]:
    """Every rule tried on the line, without any index."""
    text = canonical(line)
    out = []
    for number, rule in enumerate(book):
        if rule.at is None:
            if not rule.min_chars <= len(text) <= rule.max_chars or len(line) > rule.max_chars + scan.SLACK:
                continue
            source = SHAPES[rule.shape] if rule.shape else rule.pattern
            if key_of_folded(fold(text)) in rule.keys or (
                source and compiled(source, None).fullmatch(text) and (not rule.shape or len(text) <= 30)
            ):
                out.append(number)
        else:
            pattern = compiled(rule.pattern or "", rule.at)
            start = max(0, len(text) - rule.max_chars) if rule.at == "end" else 0
            found = pattern.match(text) if rule.at == "start" else pattern.search(text, start)
            if found and 0 < found.end() - found.start() <= rule.max_chars:
                out.append(number)
    return out


BOOK = rules(
    'action = "drop"\nphrases = ["share this post", "Teilen", "শেয়ার করুন"]',
    "action = \"drop\"\nmatch = '(?:share|tweet) (?:on|via) \\w+'",
    'action = "capture"\nmatch = \'(?P<views>\\d[\\d,]*) (?:time )?views?\'\ninto = { views = "count" }',
    'action = "drop"\nshape = "date"\nzone = "head"',
    'action = "strip"\nat = "end"\nmatch = \'\\(?click to tweet\\)?\'\nmax_chars = 30',
    'action = "strip"\nat = "start"\nmatch = \'exclusive: \'',
    'action = "strip"\nat = "any"\nmatch = \'\\[advert\\w*\\]\'',
    "action = \"drop\"\nmatch = 'we use cookies\\b.{0,300}'\nmax_chars = 350",
    "action = \"drop\"\nmatch = 'Straße|İzle|читать далее'",
)
PARTS = [
    "Share this post",
    "share",
    " on ",
    "Twitter",
    "TEILEN",
    "শেয়ার করুন",
    "1,204",
    " views",
    " time view",
    "2025-01-29",
    "Click to Tweet",
    "(click to tweet)",
    "EXCLUSIVE: ",
    "[Advert]",
    "[advertising]",
    "We use cookies",
    " to improve",
    "STRASSE",
    "straße",
    "izle",
    "İZLE",
    "Читать  далее",
    "•",
    " | ",
    "\u200c",
    "  ",
    ".",
    "?",
    "x" * 170,
    "x" * 450,
]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join), max_size=6), st.booleans())
def test_same_as_naive(lines: list[str], plain: bool) -> None:
    lines = [text for line in lines if (text := line.strip())]
    index = Index(BOOK, plain=plain)
    found = dict(index.find(lines, set()))
    assert [list(found.get(i, ())) for i in range(len(lines))] == [naive(BOOK, line) for line in lines]
    assert dict(index.find(lines, set())) == found, "what is remembered is what was found"


def test_memory_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MEMO_LINES", 10)
    index = Index(BOOK)
    draw = random.Random(1)  # noqa: S311 - a seeded draw
    for _ in range(50):
        lines = ["".join(draw.choices(PARTS, k=2)).strip() or "x" for _ in range(7)]
        found = dict(index.find(lines, set()))
        assert [list(found.get(i, ())) for i in range(7)] == [naive(BOOK, line) for line in lines]
        assert len(index._memo) <= 10


def test_a_pattern_that_takes_too_long_is_off_for_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(BOOK)

    def late(self: Index, number: int, text: str) -> None:
        raise TimeoutError

    monkeypatch.setattr(Index, "_match", late)
    timeouts: set[int] = set()
    assert index.find(["share on Twitter", "Share this post"], timeouts) == [(1, (0,))]
    assert timeouts == {1}
    monkeypatch.undo()
    assert index.find(["share on Twitter"], set()) == [(0, (1,))], "nothing was remembered of the late line"


def test_the_timeout_of_regex_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that the checks on load refuse, run all the same."""
    monkeypatch.setattr(scan, "TIMEOUT", 0.01)
    bad = Rule(
        id="x.y.z",
        does="",
        status="test",
        action="drop",
        category="ad_marker",
        pattern=r"(?:[\w ]+?[ ,]?){2,30}[!;]",
        atoms=("share",),
    )
    timeouts: set[int] = set()
    assert Index([bad]).find(["share " * 18, "share !"], timeouts) == []
    assert timeouts == {0}


def real_lines(book: Sequence[Rule]) -> list[str]:
    """Lines of the fixtures, the examples of all rules, and lines of labelled pages where these are at hand."""
    texts = [path.read_bytes().decode("utf-8", "replace") for path in sorted(ROOT.glob("fixtures/*/input.txt"))]
    texts += [example for rule in book for example in (*rule.hits, *rule.misses)]
    pages = ROOT.parent / "shared" / "data" / "pages" / "fundus.jsonl.xz"
    if pages.is_file():
        with lzma.open(pages, "rt", encoding="utf-8") as stream:
            texts += [json.loads(row)["flat"] for row in itertools.islice(stream, 40)]
    lines = sorted({line for text in texts for raw in text.split("\n") if (line := raw.strip())})
    return random.Random(3).sample(lines, 800)  # noqa: S311 - a seeded draw


def test_real_lines_give_the_same_by_every_way() -> None:
    book = tuple(rule for rule in load().active if not rule.sites)
    lines = real_lines(book)
    whole = dict(Index(book, plain=True).find(lines, set()))
    assert len(whole) > 150
    for language in (None, "en", "de", "pt-BR", "ja"):
        spoken = [number for number, rule in enumerate(book) if rule.speaks(language)]
        index = Index([book[number] for number in spoken])
        found = {i: [spoken[number] for number in numbers] for i, numbers in index.find(lines, set())}
        expected = {i: [number for number in numbers if number in set(spoken)] for i, numbers in whole.items()}
        assert found == {i: numbers for i, numbers in expected.items() if numbers}, language
    few = book[::8]
    some = dict(Index(few).find(lines, set()))
    for i in range(60):
        assert list(some.get(i, ())) == naive(few, lines[i]), lines[i]


def test_of_many_rules_that_begin_with_one_word_few_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "".join(pair) for pair in itertools.product(("bafo", "cegi", "dumo", "fela"), ("nos", "rik", "tup", "vam"))
    ]
    book = rules(*(f"action = \"drop\"\nmatch = 'subscribe to (?:the )?{name}s?(?: on \\w+)?'" for name in names))
    index = Index(book)
    tried: list[int] = []
    confirm = Index._confirm

    def counted(self: Index, number: int, *rest: object) -> bool:
        tried.append(number)
        return confirm(self, number, *rest)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(Index, "_confirm", counted)
    assert list(index.find(["Subscribe to cegirik on Friday"], set())) == [(0, (names.index("cegirik"),))]
    assert len(tried) <= 4
