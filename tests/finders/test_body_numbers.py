"""What the body finder measures: characters and words, features, forests. The same numbers everywhere."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.finders.body import chars
from cleaner.finders.body.chars import measure
from cleaner.finders.body.features import Lines, text_features, title_features
from cleaner.finders.body.markup import html_features
from cleaner.finders.body.model import FORESTS, load, save
from cleaner.finders.body.neighbours import with_neighbours
from cleaner.finders.body.trees import SCALE, Forest
from cleaner.html import flatten

_NO_WORDS = np.zeros(chars.BUCKETS, np.int16)
_LINE = st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("line", "words", "capitals"),
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
def test_words(line: str, words: int, capitals: int) -> None:
    found = measure([line])
    assert (found.words[0], found.capitals[0]) == (words, capitals)


def test_words_have_the_same_number_wherever_they_stand_and_however_they_are_cased() -> None:
    found = measure(["Share this", "please SHARE", "2024", "1999"])
    share, _, _, again, year, other = found.bucket.tolist()
    assert share == again
    assert year == other  # digits are alike, so that dates are


def test_numbers_of_words_do_not_depend_on_the_machine() -> None:
    assert measure(["Two Words.", "日本語", "…", "2024 x"]).bucket.tolist() == [
        15318,
        42721,
        176010,
        112980,
        47082,
        115431,
    ]


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
    assert bool(Lines([line]).prose[0] > 0) == running


@settings(max_examples=80, deadline=None)
@given(st.lists(_LINE, min_size=1, max_size=12))
def test_measuring_together_and_alone_is_the_same(lines: list[str]) -> None:
    together = measure(lines)
    for i, line in enumerate(lines):
        alone = measure([line])
        assert alone.counts[0].tolist() == together.counts[i].tolist()
        assert alone.bucket.tolist() == together.bucket[together.line_of == i].tolist()
        assert int(together.counts[i].sum()) == len(line)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINE, min_size=1, max_size=12))
def test_features_are_finite_for_any_lines(lines: list[str]) -> None:
    of = Lines(lines)
    made = text_features(of, _NO_WORDS), title_features(of)
    names = [name for rows in made for name in rows.names]
    matrix = np.concatenate([rows.matrix() for rows in made])
    assert matrix.shape == (len(names), len(lines))
    assert np.isfinite(matrix).all()
    assert len(set(names)) == len(names)


def test_html_features_have_the_names_that_the_model_was_trained_with() -> None:
    page = flatten("<nav><a href=/>Home</a></nav><main><h1>T</h1><p>One two three.</p></main>")
    evidence = [place for place in page.evidence if place]
    lines = Lines([line for line in page.text.split("\n") if line])
    of_text, of_html = text_features(lines, _NO_WORDS), html_features(lines, evidence, _NO_WORDS)
    assert [*of_text.names, *of_html.names] == load().about["features"]
    assert np.isfinite(of_html.matrix()).all()


def test_a_forest_adds_up_the_leaves_that_the_answers_name() -> None:
    forest = Forest(
        feature=np.array([0, 1], np.int32),
        border=np.array([0.5, 2.0], np.float32),
        splits=np.array([[0, 1], [1, 1]], np.int32),
        leaves=np.array([[1, 2, 4, 8], [16, 0, 0, 32]], np.int16),
        bias=100,
    )
    matrix = np.array([[0.0, 1.0, 0.0, 1.0], [2.0, 2.0, 3.0, 3.0]], np.float32)
    assert forest.score(matrix).tolist() == [117, 118, 136, 140]


def test_the_model_is_small_says_what_made_it_and_is_saved_as_it_was_read() -> None:
    model = load()
    data = save(model)
    assert len(data) < 2_000_000
    assert {"commit", "data", "sites", "features"} <= model.about.keys()
    assert "CC BY 4.0" in model.about["data"]
    assert save(model) == data
    assert json.loads(json.dumps(model.about)) == model.about
    assert all(getattr(model, name).leaves.dtype == np.int16 for name in FORESTS)


def test_a_paragraph_beside_one_that_stays_goes_only_where_that_is_certain() -> None:
    paragraph = "The town council approved the plan on Tuesday, and work on the old quay will begin in July, " * 2
    lines = Lines([paragraph, paragraph, paragraph, "Share", paragraph, paragraph])
    scores = np.array([1.0, -1.5, -0.5, -0.5, -0.5, -3.0])
    keep = with_neighbours((scores * SCALE).astype(np.int64), lines)
    assert keep.tolist() == [True, True, True, False, False, False]
    behind = with_neighbours((scores[::-1] * SCALE).astype(np.int64), Lines(lines.lines[::-1]))
    assert behind.tolist() == keep.tolist()[::-1]


def test_times_of_day_over_three_paragraphs_that_stay_stay_too() -> None:
    paragraph = (
        "The last train of the evening has left the station with everyone on board, according to the operator. " * 2
    )
    scores = np.array([-1.0, 1.0, -5.0, 1.0, -0.5, 1.0, -1.0, -1.0])
    lines = ["18:42", paragraph, "18:05", paragraph, "5:30 pm", paragraph, "17:10", "Most read"]
    keep = with_neighbours((scores * SCALE).astype(np.int64), Lines(lines))
    assert keep.tolist() == [True] * 6 + [False] * 2
    assert not with_neighbours((scores[2:] * SCALE).astype(np.int64), Lines(lines[2:]))[[0, 2]].any()
