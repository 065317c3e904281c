"""Legacy text with a few bytes that its encoding does not have, and other bytes of the worst kind."""

from __future__ import annotations

import random
import resource
import sys
import time

import pytest
from test_decode import LEGACY, RUSSIAN

from cleaner import clean
from cleaner.decoding import codec, decode, encode_back
from cleaner.errors import InputError, RestoreError
from cleaner.model import Decoded

PAIRS = ("gbk", "big5", "shift_jis", "euc-jp", "euc-kr")


def result_of(data: bytes, **given: str) -> Decoded | str:
    """The text, with the way back proved or refused; or the name of the failure."""
    try:
        found = decode(data, declared=given.get("declared"), media="html" if given.get("media") == "html" else "text")
    except InputError as failure:
        return failure.kind
    if found.decoding.round_trips:
        assert encode_back(found.text, found.decoding) == data
    else:
        with pytest.raises(RestoreError):
            encode_back(found.text, found.decoding)
    return found


def outcome_of(data: bytes) -> int | str:
    """The number of bytes of the article that was made of them, or the name of the failure."""
    try:
        return clean(data).source.bytes
    except InputError as failure:
        return failure.kind


@pytest.mark.parametrize("encoding", PAIRS)
@pytest.mark.parametrize("times", [1, 6])
@pytest.mark.parametrize("declared", [False, True])
def test_text_that_is_cut_off_in_a_character(encoding: str, times: int, declared: bool) -> None:
    text = (LEGACY[encoding] * times).rstrip("。.")
    data = codec.encode_strict(text, encoding)[:-1]
    found = result_of(data, **({"declared": encoding} if declared else {}))
    assert isinstance(found, Decoded)
    assert found.text[:-1] == text[:-1]
    assert found.lossy
    assert found.decoding.confidence <= 0.5
    assert encode_back(found.text, found.decoding) == data


@pytest.mark.parametrize("encoding", PAIRS)
def test_a_stray_byte_costs_one_character(encoding: str) -> None:
    text = LEGACY[encoding] * 3
    data = codec.encode_strict(text, encoding)
    found = result_of(data[:-40] + b"\xff" + data[-40:])
    assert isinstance(found, Decoded)
    assert found.text.replace("\ufffd", "").replace("\uf8f3", "") == text


@pytest.mark.parametrize(
    ("encoding", "byte"),
    [
        ("windows-1250", 0x81),
        ("iso-8859-2", 0x9A),
        ("windows-1251", 0x98),
        ("iso-8859-5", 0x80),
        ("windows-1252", 0x81),
        ("windows-1255", 0xDA),
        ("windows-874", 0xDE),
        ("windows-874", 0x81),
    ],
)
def test_a_byte_that_a_single_byte_encoding_lacks(encoding: str, byte: int) -> None:
    text = LEGACY[encoding] * 3
    data = codec.encode_strict(text, encoding)
    found = result_of(data[:50] + bytes([byte]) + data[50:], declared=encoding)
    assert isinstance(found, Decoded)
    assert found.text[:50] + found.text[51:] == text


def test_a_wrong_declaration_gains_nothing_by_tolerance() -> None:
    for encoding, text in LEGACY.items():
        data = codec.encode_strict(text * 3, encoding)
        for declared in ("gbk", "big5", "shift_jis", "euc-kr", "windows-874"):
            if declared != encoding:
                found = result_of(data, declared=declared)
                assert isinstance(found, Decoded)
                assert found.text == text * 3, (encoding, declared)


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-8", "utf-16-le", "utf-32-be", "iso2022_jp", "hz"])
def test_every_cut_of_every_encoding_has_a_result(encoding: str) -> None:
    if encoding in LEGACY:
        data = codec.encode_strict(LEGACY[encoding], encoding)
    else:
        data = ("政府昨天宣布了新措施。" if encoding == "hz" else "政府は昨日、新しい措置を発表した。").encode(encoding)
    for size in range(1, 12):
        result_of(data[:size])
        result_of(data[: len(data) - size])
        result_of(data[size:])


def test_every_single_byte_alone_is_cleaned_or_named() -> None:
    for value in range(256):
        data = bytes([value])
        try:
            assert clean(data).source.bytes == 1
        except InputError:
            assert value == 0


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_cleaned_or_named(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a seeded test
    data = rng.randbytes(rng.choice((1, 2, 3, 5, 8, 20, 100, 1000, 20_000)))
    result_of(data)
    outcome = outcome_of(data)
    assert outcome in (len(data), "binary")


@pytest.mark.parametrize(
    "head",
    [
        b'<meta charset="%s">',
        b'<meta http-equiv="Content-Type" content="text/html; charset=%s">',
        b'<?xml version="1.0" encoding="%s"?>',
    ],
)
@pytest.mark.parametrize("label", [b"no-such-charset", b"utf-7", b"UTF7", b"utf-ebcdic", b"replacement", b"\xff\xfe"])
def test_declarations_inside_that_do_not_exist_or_are_unsafe(head: bytes, label: bytes) -> None:
    page = head % label + b"<p>+ADw-script+AD4- " + RUSSIAN.encode("cp1251") + b"</p>"
    found = result_of(page, media="html")
    assert isinstance(found, Decoded)
    assert RUSSIAN in found.text
    assert "+ADw-script+AD4-" in found.text
    assert "<script" not in found.text


@pytest.mark.parametrize("label", ["utf-7", "no-such-charset", "hz-gb-2312", "iso-2022-kr"])
def test_no_label_makes_ascii_anything_else(label: str) -> None:
    article = clean(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4- ~{VPND~} and more text.", charset=label)
    assert "script>" not in article.text


def test_mixed_encodings_in_one_file_are_read_in_one_and_go_back() -> None:
    rng = random.Random(3)  # noqa: S311 - a seeded test
    encodings = ("utf-8", "cp1251", "koi8-r", "gb18030", "latin-1")
    for number in range(20):
        texts = [LEGACY["gbk"] if rng.random() < 0.3 else RUSSIAN for _ in range(rng.randint(2, 30))]
        data = b"\n".join(text.encode(rng.choice(encodings), "replace") for text in texts)
        found = result_of(data)
        assert isinstance(found, Decoded), number
        assert found.text.count("\n") == len(texts) - 1


BIG = {
    "a letter": lambda: b"a" * (100 << 20),
    "a letter with an accent": lambda: "é".encode() * (50 << 20),
    "a Han letter": lambda: "漢".encode() * (33 << 20),
    "a legacy letter": lambda: b"\xe9" * (100 << 20),
    "bytes that are nothing": lambda: b"\xff" * (100 << 20),
    "random bytes": lambda: random.Random(1).randbytes(100 << 20),  # noqa: S311 - a seeded test
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", BIG)
def test_a_hundred_megabytes_of_one_thing(kind: str) -> None:
    data = BIG[kind]()
    start = time.process_time()
    outcome = outcome_of(data)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    sys.stderr.write(f"{kind}: {seconds:.1f} s, at most {peak} MB so far\n")
    assert outcome == ("binary" if kind == "random bytes" else len(data))
    assert seconds < 120
    assert peak < 4000
