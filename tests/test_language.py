from __future__ import annotations

import json
import lzma
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import SAMPLE, detect

SENTENCES = dict(
    line.split("\t")
    for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
)


@pytest.mark.parametrize("language", SENTENCES)
def test_two_sentences_are_enough(language: str) -> None:
    found, score = detect(SENTENCES[language])
    assert found == language
    assert 0.0 < score <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "12345 67890 2025-01-29",
        "Sport Politik Music",
        "https://example.com/a/b/c",
        "The cat sat on the mat. " + SENTENCES["bn"][:60] + " " + SENTENCES["ru"][:60],
        "😀😀😀",
    ],
)
def test_short_or_mixed_text_has_no_language(text: str) -> None:
    assert detect(text) == (None, 0.0)


def test_english_chrome_around_a_bengali_text_does_not_hide_it() -> None:
    chrome = "Home\nUpdate Time : 08:00:44 am\n"
    assert detect(chrome + SENTENCES["bn"] * 4)[0] == "bn"


def test_the_cost_does_not_grow_with_the_text() -> None:
    text = SENTENCES["en"] + " "
    # Only three slices count: what stands between them changes nothing.
    size = 3 * SAMPLE * 100
    long = (text * (size // len(text) + 1))[:size]
    changed = long[: SAMPLE * 10] + "щ" * 100 + long[SAMPLE * 10 + 100 :]
    assert detect(long) == detect(changed)


@given(st.text(max_size=300))
def test_any_text_gives_a_language_and_a_score(text: str) -> None:
    language, score = detect(text)
    assert (language is None) == (score == 0.0)
    assert 0.0 <= score <= 1.0
    assert detect(text) == (language, score)


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "encoding" / "clean_paragraphs.jsonl.xz"
CODES = {
    "arabic": "ar", "bengali": "bn", "chinese": "zh", "chinese_simp": "zh", "czech": "cs", "english": "en",
    "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "japanese": "ja", "korean": "ko", "lithuanian": "lt", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


@pytest.mark.skipif(not SHARED.exists(), reason="needs the evaluation data beside the project")
def test_paragraphs_of_many_languages_are_told_right_or_not_at_all() -> None:
    counts: Counter[str] = Counter()
    with lzma.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            language = CODES.get(row["lang"])
            if language is None or len(row["text"]) < 150:
                continue
            found = detect(row["text"])[0]
            counts["all"] += 1
            counts["right" if found == language else "none" if found is None else "wrong"] += 1
    assert counts["wrong"] <= 0.002 * counts["all"], counts
    assert counts["right"] >= 0.97 * counts["all"], counts
