"""Wrong decodings: what is undone, on this project's own texts."""

from __future__ import annotations

import unicodedata

import pytest
from encoding_texts import CLEAN, MISREAD, misread

from cleaner.decoding import codec
from cleaner.repairing import repair


@pytest.mark.parametrize("encoding", MISREAD)
def test_utf8_read_in_a_wrong_encoding_is_undone(encoding: str) -> None:
    wrong = []
    for language, text in CLEAN.items():
        damaged = misread(text.encode(), encoding)
        if damaged is not None and repair(damaged).text != repair(text).text:
            wrong.append((language, damaged, repair(damaged).text))
    assert not wrong


@pytest.mark.parametrize("encoding", ["windows-1252", "windows-1251", "cp437", "koi8-r"])
@pytest.mark.parametrize("language", ["russian", "greek", "hindi", "arabic", "czech"])
def test_so_is_a_half_damaged_line(encoding: str, language: str) -> None:
    words = CLEAN[language].split()
    damaged = [misread(word.encode(), encoding) if i % 2 else word for i, word in enumerate(words)]
    if None in damaged:
        pytest.skip("this text cannot be read so without loss")
    assert repair(" ".join(map(str, damaged))).text == repair(CLEAN[language]).text


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("russian", "windows-1251"),
        ("russian", "koi8-r"),
        ("greek", "windows-1253"),
        ("arabic", "windows-1256"),
        ("hebrew", "windows-1255"),
        ("thai", "windows-874"),
        ("chinese", "gbk"),
        ("taiwanese", "big5"),
        ("korean", "euc-kr"),
        ("japanese", "shift_jis"),
    ],
)
def test_legacy_text_read_as_latin_1_is_undone(language: str, encoding: str) -> None:
    text = CLEAN[language].replace("ё", "е")
    assert repair(codec.encode_strict(text, encoding).decode("latin-1")).text == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Itâ€™s theirs", "It’s theirs"),
        ("ItÔÇÖs theirs", "It’s theirs"),
        ("It鈥檚 theirs", "It’s theirs"),
        ("ItвЂ™s theirs", "It’s theirs"),
        ("a plan â€” a good one", "a plan — a good one"),
        ("voilÃ\xa0 le travail", "voilà le travail"),
        ("Ã¢â‚¬Å“doubleÃ¢â‚¬Â\x9d", "“double”"),
        ("caf├й", "café"),
        ("Â©2020", "©2020"),
    ],
)
def test_single_marks(damaged: str, text: str) -> None:
    assert repair(damaged).text == text


def test_each_stretch_is_an_edit_of_its_own() -> None:
    found = repair("dÃ©jÃ\xa0 vu, encore dÃ©jÃ\xa0 vu")
    assert [(edit.start, edit.before, edit.after) for edit in found.edits][:2] == [(1, "Ã©", "é"), (4, "Ã\xa0", "à")]


def test_three_common_han_characters_are_no_mojibake() -> None:
    for text in ("小学校", "小规模", "命令列介面", "结过三次", "用路由器", "万立方米"):
        assert repair(text).text == unicodedata.normalize("NFC", text)
