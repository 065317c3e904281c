"""The patterns of the gate for UTF-8 in a wrong encoding: no line that `roundtrip` changes is without a hit."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from encoding_texts import CLEAN, misread

from cleaner.repairing import RepairOptions, composition, gate, repair, repair_lines, roundtrip, shapes

ENCODINGS = (*roundtrip.SINGLE_BYTE, *roundtrip.MULTI_BYTE)
LATIN = sorted(roundtrip.COMMON_LETTERS | roundtrip.LETTERS | roundtrip.PUNCTUATION)
ODD_ONES = "бЯѓΑωάאبپआআกあ漢한😀ǅẞ№\u0301ᾱạ⠪\uf8ff"
AROUND = ("%s", "ca%s", "%ss", "ca%ss", "A%s", "%sB", "1%s", "%s2", "“%s", "%s”", "a“%s”b", "“a”%s", "‘%s", "%s…")
PIECES = [*"aZ1.,-(", *roundtrip.MARK, " ", " ", "\t"]


def missed(text: str) -> bool:
    """Whether it is changed although the gate lets it pass."""
    if text.isascii() or next(gate.search(text, shapes.pattern()), None) is not None:
        return False
    return roundtrip.line(text) not in (None, text) or roundtrip.words(text) not in (None, text)


def test_every_encoding_is_in_one_family() -> None:
    assert sorted(name for family in shapes.FAMILIES for name in family) == sorted(roundtrip.SINGLE_BYTE)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_damaged_character_in_a_word(encoding: str) -> None:
    found = []
    for char in (*LATIN, *ODD_ONES):
        for form in AROUND:
            damaged = misread((form % char).encode(), encoding)
            if damaged is not None:
                found += [text for text in (damaged, f"foo {damaged} bar") if missed(text)]
    assert not found


def _words(rng: random.Random, encoding: str, alphabets: list[str]) -> Iterator[str]:
    """Words of a few damaged characters of one alphabet, with sound ones between them."""
    alphabet = rng.choice(alphabets)
    for _ in range(rng.randint(1, 4)):
        pieces = []
        for _ in range(rng.randint(1, 4)):
            char = rng.choice(alphabet)
            damaged = misread(char.encode(), encoding) if rng.random() < 0.7 else rng.choice(PIECES)
            pieces.append(damaged if damaged is not None else rng.choice(PIECES))
        yield "".join(pieces)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_words_of_a_few_damaged_characters(encoding: str) -> None:
    rng = random.Random(encoding)  # noqa: S311 - a seeded test
    alphabets = ["".join(LATIN), ODD_ONES, *CLEAN.values()]
    found = []
    for _ in range(700):
        text = " ".join(_words(rng, encoding, alphabets))
        if missed(text):
            found.append(text)
    assert not found


@pytest.mark.parametrize("encoding", roundtrip.MULTI_BYTE)
def test_double_byte_characters_that_swallow_ascii(encoding: str) -> None:
    rng = random.Random(encoding)  # noqa: S311 - a seeded test
    alphabets = ["".join(LATIN), "“”‘’—…€™", CLEAN["bengali"], CLEAN["russian"], CLEAN["korean"], CLEAN["chinese"]]
    found = []
    for _ in range(8000):
        alphabet = rng.choice(alphabets)
        text = "".join(rng.choice(alphabet) if rng.random() < 0.6 else rng.choice("aZ1. ") for _ in range(6))
        damaged = misread(text.encode(), encoding)
        if damaged is not None and missed(damaged):
            found.append(damaged)
    assert not found


def is_like(char: str, forms: shapes.Forms) -> bool:
    data = char.encode()
    return any(
        len(form) == len(data) and all(value in values for value, values in zip(data, form, strict=True))
        for form in forms
    )


def test_the_forms_of_letters_and_punctuation_leave_none_out() -> None:
    countable = [char for char in map(chr, range(0x80, 0x10000)) if roundtrip.is_countable(char)]
    plain = tuple(form for forms in (*shapes.ALPHABETS, shapes.PUNCTUATION_FORMS) for form in forms)
    assert [char for char in LATIN if not is_like(char, shapes.LATIN)] == []
    assert [char for char in countable if not is_like(char, plain)] == []


def test_few_clean_lines_are_hit() -> None:
    assert [language for language, text in CLEAN.items() if gate.may_be_mojibake(text)] == []


def test_rows_of_marks_are_broken_whether_they_are_in_normal_form_or_not() -> None:
    marks = re.findall(composition.marks(), "\u0301\u0316\u05b0\u064b")
    assert len(marks) == 4
    for mark in marks:
        text = "x" + mark * 40
        assert repair(text) == repair_lines(text, RepairOptions(), is_gated=False)
        assert "\u034f" in repair(text).text
