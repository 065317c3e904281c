"""Damages clean text in the ways that encodings do: the inputs of `encoding.py`. Same seed, same inputs."""

from __future__ import annotations

import json
import lzma
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.decoding import codec

CLEAN = Path(__file__).resolve().parents[2] / "shared" / "data" / "encoding" / "clean_paragraphs.jsonl.xz"
SEED = 20250101

# Legacy encodings in which each language was written.
LEGACY: dict[str, tuple[str, ...]] = {
    "arabic": ("windows-1256", "iso-8859-6"),
    "chinese": ("big5",),
    "chinese_simp": ("gbk", "gb18030", "hz-gb-2312"),
    "czech": ("windows-1250", "iso-8859-2"),
    "english": ("windows-1252",),
    "french": ("windows-1252", "iso-8859-15"),
    "german": ("windows-1252", "iso-8859-15"),
    "greek": ("windows-1253", "iso-8859-7"),
    "hebrew": ("windows-1255", "iso-8859-8"),
    "hungarian": ("windows-1250", "iso-8859-2"),
    "japanese": ("shift_jis", "euc-jp", "iso-2022-jp"),
    "korean": ("euc-kr",),
    "lithuanian": ("windows-1257", "iso-8859-13"),
    "persian": ("windows-1256",),
    "polish": ("windows-1250", "iso-8859-2"),
    "portuguese": ("windows-1252", "iso-8859-15"),
    "russian": ("windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"),
    "spanish": ("windows-1252", "iso-8859-15"),
    "thai": ("windows-874",),
    "turkish": ("windows-1254",),
    "ukrainian": ("windows-1251", "koi8-u"),
    "vietnamese": ("windows-1258",),
}

# Encodings in which UTF-8 is read by mistake.
MISREAD = (
    *("iso-8859-1", "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1256"),
    *("windows-1257", "iso-8859-2", "iso-8859-15", "macintosh", "cp437", "cp850", "ibm866", "koi8-r"),
    *("gb18030", "euc-kr", "shift_jis"),
)
_PYTHON = {"iso-8859-1": "latin-1", "cp437": "cp437", "cp850": "cp850"}

# Legacy text of other than Latin letters, read as Latin-1 or windows-1252.
MIXED: dict[str, tuple[str, ...]] = {
    "russian": ("windows-1251", "koi8-r", "iso-8859-5"),
    "ukrainian": ("windows-1251",),
    "arabic": ("windows-1256",),
    "persian": ("windows-1256",),
    "greek": ("windows-1253", "iso-8859-7"),
    "hebrew": ("windows-1255",),
    "thai": ("windows-874",),
    "chinese_simp": ("gbk",),
    "chinese": ("big5",),
    "korean": ("euc-kr",),
    "japanese": ("shift_jis", "euc-jp"),
}


class Case(NamedTuple):
    group: str
    damaged: bytes
    clean: str


class TextCase(NamedTuple):
    group: str
    damaged: str
    clean: str


def paragraphs() -> dict[str, list[str]]:
    """Clean paragraphs by language."""
    out: dict[str, list[str]] = {}
    with lzma.open(CLEAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            out.setdefault(row["lang"], []).append(row["text"])
    return out


def encode(text: str, encoding: str) -> bytes | None:
    """`text` in a legacy encoding, or None where it does not fit. Vietnamese is decomposed as windows-1258 wants."""
    if encoding == "windows-1258":
        text = to_1258(text)
    try:
        data = codec.encode_strict(text, encoding)
    except UnicodeEncodeError:
        return None
    # Encoders also take characters that stand close to one of theirs (U+301C for U+FF5E); those are lost.
    return data if codec.decode_strict(data, encoding) == text else None


def to_1258(text: str) -> str:
    """Letters as windows-1258 has them: one character for the base with its hat or horn, then the tone mark."""
    out = []
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        out.append(unicodedata.normalize("NFC", marks.replace(tone, "")) + tone if tone else char)
    return "".join(out)


def decode_wrongly(data: bytes, encoding: str) -> str | None:
    """`data` read in the wrong encoding without loss, or None where that is not possible."""
    try:
        if encoding in _PYTHON:
            return str(data, _PYTHON[encoding])
        return codec.decode_strict(data, encoding)
    except UnicodeDecodeError:
        return None


def legacy_text(size: int) -> Iterator[Case]:
    """Pieces of about `size` bytes in each language and legacy encoding, with something that is not ASCII."""
    rng = random.Random(SEED + size)
    for language, texts in sorted(paragraphs().items()):
        for encoding in LEGACY.get(language, ()):
            for text in texts:
                piece = _piece(text, encoding, size, rng)
                if piece is not None:
                    yield Case(f"{language}/{encoding}", *piece)


PAIRS = frozenset(("gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"))


def cut_off(size: int) -> Iterator[Case]:
    """Pieces of `legacy_text` in double-byte encodings without their last byte; clean is what is before it."""
    for case in legacy_text(size):
        encoding = case.group.split("/")[1]
        if encoding in PAIRS and case.clean[-1] > "\x7f":
            yield Case(case.group, case.damaged[:-1], case.clean[:-1])


def stray_byte(size: int) -> Iterator[Case]:
    """Pieces of `legacy_text` with one byte that their encoding lacks in the middle; clean is what is around it."""
    rng = random.Random(SEED)
    for case in legacy_text(size):
        encoding = case.group.split("/")[1]
        chars = codec.table(encoding) or ""
        gaps = [value for value, char in enumerate(chars) if char == "\ufffe" or "\x80" <= char <= "\x9f"]
        if encoding in PAIRS:
            gaps = [0xFF]
        if gaps:
            head = encode(case.clean[: len(case.clean) // 2], encoding)
            if head is not None:
                data = head + bytes([rng.choice(gaps)]) + case.damaged[len(head) :]
                yield Case(case.group, data, case.clean)


def _piece(text: str, encoding: str, size: int, rng: random.Random) -> tuple[bytes, str] | None:
    if encoding == "windows-1258":
        text = to_1258(text)
    starts = (
        [0]
        + [i + 1 for i, char in enumerate(text) if char == " "]
        + (list(range(len(text))) if " " not in text else [])
    )
    start = rng.choice([at for at in starts if at < max(1, len(text) - size // 2)] or [0])
    data = b""
    end = start
    for stop in range(start + 1, min(len(text), start + size) + 1):
        more = encode(text[start:stop], encoding)
        if more is None or len(more) > size:
            break
        data, end = more, stop
    if len(data) < size * 0.8 or text[start:end].isascii():
        return None
    return data, text[start:end]


_PAGE = """<!DOCTYPE html>
<html><head><title>{title}</title>{meta}
<style>body {{ margin: 0 }}</style><script>var page = {{"id": 42, "type": "article"}};</script></head>
<body><div class="nav"><a href="/">Home</a> | <a href="/news">News</a></div>
<h1>{title}</h1>
{body}
<div id="footer">Copyright 2012. All rights reserved.</div></body></html>
"""
_META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


def page(texts: list[str], meta: str = "") -> str:
    """A page of those paragraphs."""
    body = "\n".join(f"<p>{text}</p>" for text in texts)
    return _PAGE.format(title=" ".join(texts[0].split()[:6])[:60], meta=meta, body=body)


def _groups(texts: list[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(texts) - size + 1, size):
        yield texts[at : at + size]


def legacy_pages(declare: str) -> Iterator[Case]:
    """Pages in legacy encodings; `declare`: "" (no meta), "right", "latin-1" or "other" (wrong meta)."""
    rng = random.Random(SEED)
    every = sorted(
        {encoding for encodings in LEGACY.values() for encoding in encodings} - {"hz-gb-2312", "iso-2022-jp"}
    )
    for language, texts in sorted(paragraphs().items()):
        for encoding in LEGACY.get(language, ()):
            if encoding in ("hz-gb-2312", "iso-2022-jp"):
                continue
            fitting = [text for text in texts if encode(text, encoding) is not None]
            for group in list(_groups(fitting, 5))[:5]:
                label = (
                    {"": "", "right": encoding, "latin-1": "iso-8859-1"}.get(declare) if declare != "other" else None
                )
                if label is None:
                    label = rng.choice([name for name in every if name != encoding])
                whole = page(group, _META.format(label) if label else "")
                whole = to_1258(whole) if encoding == "windows-1258" else whole
                data = encode(whole, encoding)
                if data is None or data.isascii() or _reads_same(data, label, whole, declare):
                    continue
                yield Case(f"{language}/{encoding}", data, whole)


def _reads_same(data: bytes, label: str, whole: str, declare: str) -> bool:
    """A wrong declaration must matter: skip those under which the page reads the same."""
    if declare not in ("latin-1", "other"):
        return False
    name = "windows-1252" if label == "iso-8859-1" else label
    return decode_wrongly(data, name) == whole


FOREIGN = b"\x92\x93\x94\x96\x97\x85\xa0\xa9\xab\xbb\xe9\xe8\xe0\xfc\xf6\xdf\x99\x80"


def damaged_utf8() -> Iterator[Case]:
    """UTF-8 pages with 1 to 4 foreign bytes between characters."""
    rng = random.Random(SEED)
    for language, texts in sorted(paragraphs().items()):
        for group in list(_groups(texts, 5))[:10]:
            text = page(group)
            if sum(char > "\x7f" for char in text) < 20:
                continue
            for _ in range(rng.randint(1, 4)):
                at = rng.randrange(text.index("<p>"), text.rindex("</p>"))
                value = rng.choice(FOREIGN)
                text = text[:at] + chr(0xE000 + value) + text[at:]
            data = b"".join(
                bytes([ord(char) - 0xE000]) if 0xE000 <= ord(char) < 0xE100 else char.encode() for char in text
            )
            clean = "".join(
                str(bytes([ord(char) - 0xE000]), "cp1252") if 0xE000 <= ord(char) < 0xE100 else char for char in text
            )
            yield Case(language, data, clean)


def mojibake(encoding: str) -> Iterator[TextCase]:
    """Paragraphs whose UTF-8 was read in `encoding`."""
    for language, texts in sorted(paragraphs().items()):
        for text in texts:
            damaged = decode_wrongly(text.encode(), encoding)
            if not text.isascii() and damaged is not None:
                yield TextCase(language, damaged, text)


def half_damaged(encoding: str) -> Iterator[TextCase]:
    """Lines in which each word with other than ASCII characters was damaged with probability one half."""
    rng = random.Random(SEED)
    for language, texts in sorted(paragraphs().items()):
        for text in texts[:60]:
            words = text.split(" ")
            marked = [i for i, word in enumerate(words) if not word.isascii()]
            if len(marked) < 2:
                continue
            chosen = set(rng.sample(marked, len(marked) // 2))
            damaged = [decode_wrongly(word.encode(), encoding) if i in chosen else word for i, word in enumerate(words)]
            if None not in damaged:
                yield TextCase(language, " ".join(word for word in damaged if word is not None), text)


def mixed_up() -> Iterator[TextCase]:
    """Legacy text of other than Latin letters that was read as Latin-1, and as windows-1252."""
    for language, encodings in sorted(MIXED.items()):
        for encoding in encodings:
            for text in paragraphs()[language]:
                data = encode(text, encoding)
                if data is None or data.isascii():
                    continue
                for wrong in ("iso-8859-1", "windows-1252"):
                    damaged = decode_wrongly(data, wrong)
                    if damaged is not None:
                        yield TextCase(f"{language}/{encoding}", damaged, text)
