"""What the body finder measures: characters and words, features, forests. The same numbers everywhere."""

from __future__ import annotations

import json
import math
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.compiled import list_of, padded
from cleaner.finders.body.engine import (
    COLON,
    FIRST_LOOK,
    HTML_LOOK,
    READ,
    SCALE,
    SECOND_LOOK,
    STOP,
    Engine,
    Look,
    engine,
)
from cleaner.finders.body.model import Model, load, save
from cleaner.finders.body.neighbours import with_neighbours
from cleaner.html import flatten

_LINE = st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30)
_CLASSES = 16
PARTS: tuple[Literal["TEXT", "TITLE", "SECOND", "HTML"], ...] = ("TEXT", "TITLE", "SECOND", "HTML")
PAGE = "<nav><a href=/>Home</a></nav><main><h1>T</h1><p>One two three.</p></main>"


def measured(*lines: str) -> Look:
    return engine().look(lines, None, READ)


def buckets(look: Look) -> list[int]:
    return look.column("I", "BUCKETS_OF", sum(look.words))


def capitals(look: Look) -> list[int]:
    return look.column("i", "CAPITALS")


def counts(look: Look) -> list[list[int]]:
    flat = look.column("i", "COUNTS", look.lines * _CLASSES)
    return [flat[at : at + _CLASSES] for at in range(0, len(flat), _CLASSES)]


def features(look: Look) -> dict[str, list[float]]:
    held: dict[str, list[float]] = {}
    for part in PARTS:
        rows = look.rows(part)
        assert not held.keys() & rows.keys()
        held.update({name: list_of("f", row) for name, row in rows.items()})
    return held


@pytest.mark.parametrize(
    ("line", "words", "capital"),
    [
        ("Two Words.", 2, 2),
        ("don’t stop", 3, 0),
        ("日本語です", 3, 0),
        ("ภาษาไทย", 4, 0),
        ("Москва и Тверь", 3, 2),
        ("…", 0, 0),
        ("24.12.2025", 3, 0),
        ("कैसे हैं", 2, 0),
    ],
)
def test_words(line: str, words: int, capital: int) -> None:
    found = measured(line)
    assert (found.words, capitals(found)) == ([words], [capital])


def test_the_marks_that_end_a_title_line_are_told() -> None:
    assert measured("Over.", "Over:", "Over", "终。").last == [STOP, COLON, 1, STOP]


def test_words_have_the_same_number_wherever_they_stand_and_however_they_are_cased() -> None:
    share, _, _, again, year, other = buckets(measured("Share this", "please SHARE", "2024", "1999"))
    assert share == again
    assert year == other  # digits are alike, so that dates are


def test_numbers_of_words_do_not_depend_on_the_machine() -> None:
    assert buckets(measured("Two Words.", "日本語", "…", "2024 x")) == [15318, 42721, 176010, 112980, 47082, 115431]


@pytest.mark.parametrize(
    ("line", "running"),
    [
        ("The town council approved the plan on Tuesday, and work will begin in July.", True),
        ("Council approves plan for the old quay after a long and heated debate on Tuesday", False),
        ("Городской совет утвердил план восстановления набережной, работы начнутся в июле.", True),
        ("Городской совет утвердил план восстановления старой набережной города Приозёрска", False),
        ("市议会星期二批准了修复旧码头的计划，工程将于七月开始，预计明年年底完工。", True),
        ("市议会批准修复旧码头计划 七月动工 预计明年年底完工 居民欢迎", False),
        ("町議会は火曜日、古い桟橋を修復する計画を承認した。工事は七月に始まる見込みだ。", True),
        ("สภาเมืองอนุมัติแผนซ่อมสะพานไม้เก่าแก่ งานจะเริ่มในเดือนพฤศจิกายนและใช้เวลาแปดเดือน", True),
        ("สภาเมืองอนุมัติแผนซ่อมสะพาน", False),
        ("নগর পরিষদ মঙ্গলবার পুরোনো ঘাট মেরামতের পরিকল্পনা অনুমোদন করেছে। কাজ জুলাই মাসে শুরু হবে।", True),
        ("وافق مجلس المدينة يوم الثلاثاء على خطة إصلاح الرصيف القديم، وتبدأ الأعمال في يوليو.", True),
        ("a line that was wrapped at a hundred and twenty characters " * 2 + "and so has no mark", True),
    ],
)
def test_running_text_is_known_in_every_script(line: str, running: bool) -> None:
    assert (measured(line).prose[0] > 0) == running


@settings(max_examples=80, deadline=None)
@given(st.lists(_LINE, min_size=1, max_size=12))
def test_measuring_together_and_alone_is_the_same(lines: list[str]) -> None:
    together = measured(*lines)
    classes, words, numbers = counts(together), together.words, buckets(together)
    for i, line in enumerate(lines):
        alone = measured(line)
        assert counts(alone) == [classes[i]]
        assert buckets(alone) == numbers[sum(words[:i]) : sum(words[: i + 1])]
        assert sum(classes[i]) == len(line)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINE, min_size=1, max_size=12))
def test_features_are_finite_for_any_lines(lines: list[str]) -> None:
    held = features(engine().look(lines, None, SECOND_LOOK))
    assert held.keys() > {"width", "since_comments", "headline_like", "mean_since_top"}
    assert all(len(row) == len(lines) and all(map(math.isfinite, row)) for row in held.values())


def test_html_features_have_the_names_that_the_model_was_trained_with() -> None:
    page = flatten(PAGE)
    evidence = [place for place in page.evidence if place]
    held = features(engine().look([line for line in page.text.split("\n") if line], evidence, HTML_LOOK))
    assert list(held) == load().about["features"]
    assert all(math.isfinite(value) for row in held.values() for value in row)


class Forest:
    """A forest of the shipped model, read and evaluated here, line by line and tree by tree."""

    def __init__(self, image: bytes, number: int) -> None:
        sizes = struct.unpack_from("<25i", image)
        at = len(padded(bytes(100))) + (1 << 16) * 3 + (1 << 18) * 4
        at += len(padded(bytes(4 * sizes[0]))) + len(padded(bytes(sizes[0])))
        for forest in range(number + 1):
            questions, trees, self.depth, self.bias = sizes[1 + 4 * forest : 5 + 4 * forest]
            lists = (("H", questions), ("f", questions), ("H", trees * self.depth), ("h", trees << self.depth))
            read = []
            for kind, count in lists:
                read.append(struct.unpack_from(f"<{count}{kind}", image, at))
                at += len(padded(bytes(struct.calcsize(f"<{count}{kind}"))))
        self.feature, self.border, self.splits, self.leaves = read
        self.trees = trees

    def score(self, values: list[float]) -> int:
        total = int(self.bias)
        for tree in range(self.trees):
            asked = self.splits[tree * self.depth : (tree + 1) * self.depth]
            leaf = sum((values[self.feature[q]] > self.border[q]) << bit for bit, q in enumerate(asked))
            total += int(self.leaves[(tree << self.depth) + leaf])
        return total


def test_a_forest_adds_up_the_leaves_that_the_answers_name() -> None:
    lines = [*(f"Entry {n} of the list" for n in range(70)), "The council met on Tuesday, and voted for the quay.", "…"]
    look = engine().look(lines, None, FIRST_LOOK)
    columns = list(zip(*features(look).values(), strict=True))
    forest = Forest(load().image, 0)
    limit = load().limit("text")
    assert look.scores == [forest.score(list(column)) - limit for column in columns]
    assert len(set(look.scores)) > 20


def test_html_is_scored_by_its_own_forest() -> None:
    page = flatten(PAGE)
    look = engine().look(page.text.split("\n\n"), [place for place in page.evidence if place], HTML_LOOK)
    columns = zip(*features(look).values(), strict=True)
    forest, limit = Forest(load().image, 2), load().limit("html")
    assert look.scores == [forest.score(list(column)) - limit for column in columns]


def test_a_look_ends_where_the_next_begins() -> None:
    first = measured("one")
    measured("two")
    with pytest.raises(RuntimeError, match="another page"):
        first.again(SECOND_LOOK)


def test_pages_of_any_size_follow_each_other() -> None:
    held = Engine(load())
    small = held.look(["A short line.", "Another"], None, SECOND_LOOK).scores
    large = held.look(["word " * 40] * 20_000, None, SECOND_LOOK)
    assert len(large.scores) == 20_000
    assert held.look(["A short line.", "Another"], None, SECOND_LOOK).scores == small


def test_lines_that_differ_in_a_number_alone_take_no_longer() -> None:
    lines = [f"Row {number} of it" for number in range(50_000)]
    started = time.process_time()
    found = measured(*lines)
    assert time.process_time() - started < 2.5
    assert set(list_of("f", found.rows("TEXT")["copies"])) == {1.0}


def test_threads_do_not_share_an_engine() -> None:
    pages = [[f"Line {n} of page {page}" for n in range(page % 40 + 1)] for page in range(200)]
    alone = [engine().look(page, None, SECOND_LOOK).scores for page in pages]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda page: engine().look(page, None, SECOND_LOOK).scores, pages)) == alone


def test_the_model_is_small_says_what_made_it_and_is_saved_as_it_was_read() -> None:
    model = load()
    data = save(model)
    assert len(data) < 2_000_000
    assert {"commit", "data", "sites", "features"} <= model.about.keys()
    assert "CC BY 4.0" in model.about["data"]
    assert save(Model(model.image, json.loads(json.dumps(model.about)))) == data


def kept(scores: list[float], lines: list[str]) -> list[bool]:
    look = measured(*lines)
    return with_neighbours([int(score * SCALE) for score in scores], lines, look.prose, look.width)


def test_a_paragraph_beside_one_that_stays_goes_only_where_that_is_certain() -> None:
    paragraph = "The town council approved the plan on Tuesday, and work on the old quay will begin in July, " * 2
    lines = [paragraph, paragraph, paragraph, "Share", paragraph, paragraph]
    scores = [1.0, -1.5, -0.5, -0.5, -0.5, -3.0]
    keep = kept(scores, lines)
    assert keep == [True, True, True, False, False, False]
    assert kept(scores[::-1], lines[::-1]) == keep[::-1]


def test_times_of_day_over_three_paragraphs_that_stay_stay_too() -> None:
    paragraph = (
        "The last train of the evening has left the station with everyone on board, according to the operator. " * 2
    )
    scores = [-1.0, 1.0, -5.0, 1.0, -0.5, 1.0, -1.0, -1.0]
    lines = ["18:42", paragraph, "18:05", paragraph, "5:30 pm", paragraph, "17:10", "Most read"]
    assert kept(scores, lines) == [True] * 6 + [False] * 2
    fewer = kept(scores[2:], lines[2:])
    assert not fewer[0]
    assert not fewer[2]
