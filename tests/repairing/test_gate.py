"""The gate lets no line pass that repair would change: on clean text, damaged text and noise; with either engine."""

from __future__ import annotations

import json
import lzma
import random
import unicodedata
from pathlib import Path

import pytest
import regex
from encoding_texts import ANY_TEXT, CLEAN, EVERYTHING, MISREAD, NEGATIVES, misread
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.repairing import RepairOptions, composition, ftfy_door, gate, repair, repair_lines

PARAGRAPHS = Path(__file__).resolve().parents[3] / "shared" / "data" / "encoding" / "clean_paragraphs.jsonl.xz"
OPTIONS = RepairOptions()


def assert_same(text: str, options: RepairOptions = OPTIONS) -> None:
    assert repair(text, options) == repair_lines(text, options, is_gated=False)


def damaged(text: str) -> list[str]:
    found = [misread(text.encode(), encoding) for encoding in MISREAD]
    found += [misread(text[:7].encode(), encoding) for encoding in MISREAD]
    found += [text[:20] + (misread(text[20:26].encode(), encoding) or "") + text[26:] for encoding in MISREAD]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("language", CLEAN)
def test_gated_is_ungated_on_damage_of_every_kind(language: str) -> None:
    for text in (CLEAN[language], *damaged(CLEAN[language])):
        assert_same(text)


@pytest.mark.parametrize("text", NEGATIVES)
def test_gated_is_ungated_on_odd_text(text: str) -> None:
    assert_same(text)
    assert_same(text, EVERYTHING)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_gated_is_ungated_on_noise(text: str) -> None:
    assert_same(text)


# What ftfy's pattern is made of, mixed with the neighbours that its alternatives name.
BADNESS = sorted(set(ftfy_door.BADNESS) - set("[]\\|#\n"))


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from([*BADNESS, *"aA zÃÂ", "\x85", "\u3000", "œ", "Œ"]), max_size=6).map("".join))
def test_the_gate_hits_wherever_ftfy_sees_something(text: str) -> None:
    if ftfy_door.is_bad(text):
        assert gate.may_be_mojibake(text)


def test_the_gate_hits_wherever_ftfy_sees_pairs() -> None:
    rng = random.Random(5)  # noqa: S311 - a seeded test
    for _ in range(20_000):
        text = "".join(rng.choice(BADNESS) for _ in range(rng.choice((2, 3))))
        if "\n" not in text and ftfy_door.is_bad(text):
            assert gate.may_be_mojibake(text), text


COMPOSITION = regex.compile(composition.pattern())


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(categories=["L", "M"]), max_size=8))
def test_the_pattern_of_composition_hits_wherever_text_is_not_nfc(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        assert COMPOSITION.search(text)


def test_it_hits_every_character_and_every_pair_that_changes() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x30000)):
        char = chr(code)
        if unicodedata.normalize("NFC", char) != char:
            assert COMPOSITION.search(char), hex(code)
        decomposed = unicodedata.normalize("NFD", char)
        if unicodedata.normalize("NFC", decomposed) != decomposed:
            assert COMPOSITION.search(decomposed), hex(code)


@pytest.mark.parametrize("options", [OPTIONS, EVERYTHING])
def test_both_engines_find_the_same_lines(options: RepairOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["\n".join([*CLEAN.values(), *NEGATIVES, *damaged(CLEAN["french"]), *damaged(CLEAN["russian"])])]
    texts += ["\n\n", "a\n\u00a0", "\u200c\n\u200c", "x\n\nÃ©\n", "\udce9\nab\n\u00a0x"]
    fast = [list(gate.lines(text, options)) for text in texts]
    gate._re2.cache_clear()
    monkeypatch.setattr(gate, "re2", None)
    slow = [list(gate.lines(text, options)) for text in texts]
    gate._re2.cache_clear()
    assert fast[:-1] == slow[:-1]
    assert set(slow[-1]) <= set(fast[-1])


@pytest.mark.skipif(not PARAGRAPHS.exists(), reason="needs the evaluation data beside the project")
def test_gated_is_ungated_and_clean_on_real_paragraphs() -> None:
    with lzma.open(PARAGRAPHS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][::25]
    for text in texts:
        assert_same(text)
        assert repair(text).text == repair(text, RepairOptions(mojibake=False)).text
