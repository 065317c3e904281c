"""Bytes to text: order of evidence, the way back, bad input."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decoding import GIVEN, codec, decode, encode_back, labels
from cleaner.errors import InputError, RestoreError

RUSSIAN = "Сегодня хорошая погода, и мы идём гулять в парк, сообщил корреспондент газеты."
LEGACY = {
    "windows-1250": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekla včera ministryně zahraničních věcí.",
    "iso-8859-2": "Zażółć gęślą jaźń, powiedział premier, który wczoraj spotkał się z ministrem środowiska.",
    "windows-1251": RUSSIAN,
    "koi8-r": RUSSIAN.replace("ё", "е"),
    "iso-8859-5": RUSSIAN,
    "ibm866": RUSSIAN,
    "x-mac-cyrillic": RUSSIAN,
    "windows-1252": "L’été dernier, les élèves français ont mangé des crêpes à Noël ; où étaient-ils déjà ?",
    "windows-1253": "Η κυβέρνηση ανακοίνωσε χθες νέα μέτρα για την οικονομία και την παιδεία της χώρας.",
    "windows-1254": "Türkiye'nin en büyük şehri İstanbul'da dün akşam şiddetli yağış görüldü.",
    "windows-1255": "הממשלה הודיעה אתמול על צעדים חדשים לחיזוק הכלכלה והחינוך במדינה.",
    "windows-1256": "أعلنت الحكومة أمس عن إجراءات جديدة لدعم الاقتصاد والتعليم في البلاد.",
    "windows-1257": "Šiandien Lietuvos žmonės švenčia nepriklausomybės dieną, rašo dienraštis.",
    "windows-874": "รัฐบาลประกาศมาตรการใหม่เพื่อสนับสนุนเศรษฐกิจและการศึกษาเมื่อวานนี้",
    "gbk": "政府昨天宣布了支持经济和教育的新措施，学生们都很高兴。",
    "big5": "政府昨天宣布了支持經濟和教育的新措施，學生們都很高興。",
    "shift_jis": "政府は昨日、経済と教育を支援する新しい措置を発表した。",
    "euc-jp": "政府は昨日、経済と教育を支援する新しい措置を発表した。",
    "euc-kr": "정부는 어제 경제와 교육을 지원하기 위한 새로운 조치를 발표했다.",
}


@pytest.mark.parametrize("encoding", LEGACY)
def test_legacy_text_is_read_and_can_be_rebuilt(encoding: str) -> None:
    text = LEGACY[encoding]
    data = codec.encode_strict(text, encoding)
    found = decode(data)
    assert found.text == text
    assert found.decoding.round_trips
    assert encode_back(found.text, found.decoding) == data


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_right_declaration_is_followed(encoding: str) -> None:
    data = codec.encode_strict(LEGACY[encoding], encoding)
    page = f'<html><head><meta charset="{encoding}"></head><body><p>'.encode() + data + b"</p></body></html>"
    found = decode(page, media="html")
    assert LEGACY[encoding] in found.text


@pytest.mark.parametrize("encoding", ["windows-1251", "windows-1253", "gbk", "euc-kr", "windows-874"])
def test_a_wrong_declaration_is_not(encoding: str) -> None:
    data = codec.encode_strict(LEGACY[encoding], encoding)
    page = b'<html><head><meta charset="iso-8859-1"></head><body><p>' + data * 3 + b"</p></body></html>"
    assert LEGACY[encoding] in decode(page, media="html").text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["Plain words, no more.", RUSSIAN, "รัฐบาล ประกาศ\nมาตรการใหม่", "政府昨天宣布了新措施。\n"]
)
def test_wide_encodings_with_and_without_mark(encoding: str, text: str) -> None:
    for mark in ("", "\ufeff"):
        data = (mark + text).encode(encoding)
        found = decode(data)
        assert found.text == text
        assert found.decoding.bom is bool(mark)
        assert encode_back(found.text, found.decoding) == data


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso2022_jp", "政府は昨日、新しい措置を発表した。"),
        ("iso2022_kr", "정부는 어제 새로운 조치를 발표했다."),
        ("hz", "政府昨天宣布了新措施。"),
    ],
)
def test_seven_bit_encodings(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    found = decode(data)
    assert found.text == text
    assert found.decoding.how == "iso-2022"


def test_programs_with_tilde_braces_stay_ascii() -> None:
    assert decode(b'(format t "~{~a~^, ~}" list) ~{foo~}').decoding.how == "ascii"


def test_utf8_wins_over_any_declaration() -> None:
    found = decode(RUSSIAN.encode(), declared="windows-1251")
    assert (found.text, found.decoding.how) == (RUSSIAN, "utf-8")


def test_utf8_with_foreign_bytes_is_still_utf8() -> None:
    data = RUSSIAN.encode() + b" it\x92s \x93quoted\x94 caf\xe9 " + RUSSIAN.encode()
    found = decode(data, declared="windows-1251")
    assert found.text == f"{RUSSIAN} it’s “quoted” café {RUSSIAN}"
    assert found.decoding.how == "tolerant-utf-8"
    assert [value for _, value in found.decoding.bad_bytes] == [0x92, 0x93, 0x94, 0xE9]
    assert all(data[offset] == value for offset, value in found.decoding.bad_bytes)
    assert encode_back(found.text, found.decoding) == data


@pytest.mark.parametrize("cut", [1, 2])
def test_a_cut_off_character_is_one_replacement(cut: int) -> None:
    data = "সরকার গতকাল".encode()[:-cut]
    found = decode(data)
    assert found.text == "সরকার গতকা\ufffd"
    assert found.lossy
    assert encode_back(found.text, found.decoding) == data


def test_surrogate_pairs_in_utf8_are_characters() -> None:
    data = RUSSIAN.encode() + b"\xed\xa0\xbd\xed\xb8\x80"
    found = decode(data)
    assert found.text == RUSSIAN + "😀"
    assert encode_back(found.text, found.decoding) == data


@pytest.mark.parametrize(
    "label", ["utf-7", "UTF-7", "x-user-defined", "iso-2022-cn", "no-such-charset", "", "\x00", "ü"]
)
def test_unsafe_and_unknown_labels_are_no_evidence(label: str) -> None:
    assert labels.resolve(label) is None
    assert decode(b"+ADw-script+AD4- caf\xe9", declared=label).text == "+ADw-script+AD4- café"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\x1f\x8b\x08\x00rest",
        b"PK\x03\x04rest",
        b"%PDF-1.7\n",
        b"\x7fELF\x02\x01",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00",
        bytes(range(256)) * 8,
        bytes(1000),
        random.Random(1).randbytes(5000),  # noqa: S311 - a seeded test
    ],
)
def test_binary_data_is_a_named_failure(data: bytes) -> None:
    with pytest.raises(InputError) as failure:
        decode(data)
    assert failure.value.kind == "binary"
    assert "text" in str(failure.value)


def test_nothing_is_empty_text() -> None:
    assert decode(b"").text == ""
    assert decode(b"\xef\xbb\xbf").text == ""


def test_every_single_byte_has_a_result() -> None:
    for value in range(256):
        data = bytes([value])
        try:
            found = decode(data)
        except InputError:
            assert value == 0
            continue
        assert encode_back(found.text, found.decoding) == data


def test_every_byte_of_every_single_byte_encoding_goes_back() -> None:
    for encoding in labels.ENCODINGS:
        chars = codec.table(encoding)
        if chars is not None:
            data = bytes(value for value in range(256) if chars[value] != "\ufffe")
            assert codec.encode_strict(codec.decode_strict(data, encoding), encoding) == data


def test_vendor_rows_of_euc_jp_and_big5() -> None:
    assert codec.decode_strict(b"\xad\xa1\xa1\xc1", "euc-jp") == "①～"
    assert codec.encode_strict("①～", "euc-jp") == b"\xad\xa1\xa1\xc1"
    assert codec.decode_strict(b"\xf9\xd6\xa1\x45\x87\x40", "big5") == "碁‧䏰"


def test_a_given_text_has_no_bytes() -> None:
    with pytest.raises(RestoreError):
        encode_back("text", GIVEN)


def test_another_text_does_not_go_back() -> None:
    found = decode("naïve, schön — für".encode() + b"\x92s")
    assert found.decoding.bad_bytes
    with pytest.raises(RestoreError):
        encode_back("something else", found.decoding)


@given(st.binary(max_size=80))
def test_any_bytes_give_a_result_or_a_named_failure(data: bytes) -> None:
    for whole in (data, RUSSIAN.encode() + data, b"\xef\xbb\xbf" + data, data + "für Öl é".encode() * 3):
        try:
            found = decode(whole)
        except InputError:
            continue
        if found.decoding.round_trips:
            assert encode_back(found.text, found.decoding) == whole
        else:
            with pytest.raises(RestoreError):
                encode_back(found.text, found.decoding)


@given(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.text(max_size=10),
    st.sampled_from(["html", "text"]),
)
def test_utf8_text_comes_back(text: str, label: str, media: str) -> None:
    try:
        found = decode(text.encode(), declared=label, media="html" if media == "html" else "text")
    except InputError:
        return
    assert encode_back(found.text, found.decoding) == text.encode()


def test_mixed_encodings_end_in_bounded_time() -> None:
    rng = random.Random(3)  # noqa: S311 - a seeded test
    lines = [RUSSIAN.encode(rng.choice(["utf-8", "cp1251", "koi8-r"]), "replace") for _ in range(20_000)]
    start = time.perf_counter()
    decode(b"\n".join(lines))
    assert time.perf_counter() - start < 10
