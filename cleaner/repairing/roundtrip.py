"""Undo a wrong decoding exactly: what encodes in X and then decodes as strict UTF-8 was UTF-8 that was read as X.

Few texts do so by chance, and none where three characters or more come out: UTF-8 is too regular. What is taken on less
evidence must look wrong before and right after.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache, reduce
from operator import or_
from typing import Any

import regex

from cleaner.decoding import codec
from cleaner.decoding.plausible import BOX, anomalies, is_odd

# In order of how often pages are read in them by mistake: the earlier wins where two readings are equally good.
SINGLE_BYTE = (
    *("windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "iso-8859-15", "iso-8859-2", "macintosh"),
    *("windows-1254", "windows-1256", "windows-1253", "windows-1257", "windows-1255", "windows-1258", "windows-874"),
    *(
        "ibm866",
        "koi8-r",
        "cp437",
        "cp850",
        "cp852",
        "cp858",
        "koi8-u",
        "cp1125",
        "cp857",
        "x-mac-cyrillic",
        "mac_latin2",
    ),
    *(
        "iso-8859-5",
        "iso-8859-7",
        "iso-8859-13",
        "iso-8859-4",
        "iso-8859-10",
        "iso-8859-16",
        "iso-8859-3",
        "iso-8859-9",
    ),
)
MULTI_BYTE = ("gb18030", "shift_jis", "euc-kr")
"""Not Big5 and EUC-JP: they have no characters for bytes 80 to A0, so that hardly any UTF-8 can be read as them."""

_OF_PYTHON = frozenset(
    ("iso-8859-1", "iso-8859-9", "cp437", "cp850", "cp852", "cp858", "cp1125", "cp857", "mac_latin2")
)

MIN_CHARS = 3
"""Characters other than ASCII that must come out: with 3, none of 141,552 clean words is changed; with 2, 43 are."""


@cache
def alphabet(encoding: str) -> str:
    """The 256 characters of a single-byte encoding; for a byte that it lacks, the control or Latin-1 character."""
    if encoding in _OF_PYTHON:
        chars = str(bytes(range(256)), encoding, "replace").replace("\ufffd", "\ufffe")
    else:
        chars = codec.table(encoding) or ""
    return "".join(
        chr(value) if char == "\ufffe" and chr(value) not in chars else char for value, char in enumerate(chars)
    )


@cache
def _map(encoding: str) -> Any:
    """The way back, in the form that Python's own code pages use; it is not among the types that are known."""
    return codecs.charmap_build(alphabet(encoding))


_FIRST = re.compile(r"[^\x00-\x7f]")
_PREFIX = 16  # characters, enough for the first of UTF-8 in any encoding


def undo(text: str, encoding: str) -> str | None:
    """What `text` was before its UTF-8 was read as `encoding`, or None when it cannot have been that.

    >>> undo("п÷я─п╦п╡п╣я┌", "koi8-r")
    'Привет'
    """
    first = _FIRST.search(text)
    if first is None:
        return text
    try:
        if len(text) > 2 * _PREFIX:
            # Most texts are refused by their first character.
            codecs.utf_8_decode(_encode(text[first.start() : first.start() + _PREFIX], encoding), "strict", False)
        return str(_encode(text, encoding), "utf-8")
    except UnicodeError:
        return None


def _encode(text: str, encoding: str) -> bytes:
    if encoding in MULTI_BYTE:
        return codec.encode_strict(text, encoding)
    return codecs.charmap_encode(text, "strict", _map(encoding))[0]


_WIDE = re.compile(r"[^\x00-\x7f]")
_BOXES = re.compile(f"[\\s{BOX}]*")
_WORD = re.compile(r"[^ \t\r\n\f\v]+")
MARK = "‘’“”„«»–—…"
_MARKS = re.compile(f"([{MARK}]+)")

# Letters by how common they are in the languages of Europe; what is in neither line costs most. It only decides between
# readings that differ in nothing else (`ü` or `ß`, `á` or `å`).
COMMON_LETTERS = frozenset("éèàêáíóúñçäöüãâôîûÉÀÁÄÖÜ")
LETTERS = frozenset("ßåæøõìòùëïœąčćďđęěėğįıłńňőřśšşťţůűųūýźżžășțģķļņāēīÅÆØŠŽČĆŁŚŻĐŐŰİŞĒĀ")


def undo_word(word: str, encoding: str) -> str | None:
    """As `undo`, for a word whose punctuation may be undamaged."""
    after = undo(word, encoding)
    if after is not None or not _MARKS.search(word):
        return after
    pieces = [
        piece if i % 2 or piece.isascii() else undo(piece, encoding) for i, piece in enumerate(_MARKS.split(word))
    ]
    return None if None in pieces else "".join(piece for piece in pieces if piece is not None)


@cache
def _masks() -> tuple[dict[str, int], dict[str, int]]:
    """For each character the encodings, as bits, in which it is a lead byte of UTF-8, and a byte that follows one."""
    leads: dict[str, int] = {}
    follow: dict[str, int] = {}
    for i, encoding in enumerate(SINGLE_BYTE):
        chars = alphabet(encoding)
        for value in range(0xC2, 0xF5):
            leads[chars[value]] = leads.get(chars[value], 0) | 1 << i
        for value in range(0x80, 0xC0):
            follow[chars[value]] = follow.get(chars[value], 0) | 1 << i
    return leads, follow


_FIRST_UNMARKED = re.compile(rf"[^\x00-\x7f{MARK}]")
_EAST_ASIAN = "\u2e80"  # where the characters of the double-byte encodings begin that bytes of UTF-8 give


def _possible(text: str) -> int:
    """The encodings, as bits, in which `text` may have been read, by the first character that is not ASCII.

    The bit above those of SINGLE_BYTE stands for all of MULTI_BYTE. What the bits leave out, `undo_word` would refuse.
    """
    bits = 0
    for pattern in (_FIRST, _FIRST_UNMARKED):
        first = pattern.search(text)
        if first is None:
            continue
        at = first.start()
        leads, follow = _masks()
        bits |= leads.get(text[at], 0) & follow.get(text[at + 1 : at + 2], 0)
        if text[at] >= _EAST_ASIAN:
            bits |= 1 << len(SINGLE_BYTE)
    return bits


def _encodings(bits: int) -> list[tuple[int, str]]:
    """The encodings in `bits` with their bits, in order."""
    every = (1 << len(SINGLE_BYTE),) * len(MULTI_BYTE)
    found = [(1 << i, encoding) for i, encoding in enumerate(SINGLE_BYTE) if bits >> i & 1]
    return found + [(bit, encoding) for bit, encoding in zip(every, MULTI_BYTE, strict=True) if bits & bit]


def line(text: str) -> str | None:
    """The line before it was read in the wrong encoding, when all of it was; else None."""
    if _BOXES.fullmatch(text):
        return None
    best: tuple[int, str] | None = None
    for _, encoding in _encodings(_possible(text)):
        after = undo(text, encoding)
        if after is None or after == text or not _is_meant(text, encoding, after):
            continue
        if len(_WIDE.findall(after)) >= MIN_CHARS or (_is_odd(text, encoding, after) and not is_odd(after)):
            score = _cost(after)
            if best is None or score < best[0]:
                best = score, after
    return None if best is None else best[1]


def _cost(text: str) -> int:
    letters = [char for char in text if "\xc0" <= char < "\u0250"]
    rare = sum(2 - (char in LETTERS) - 2 * (char in COMMON_LETTERS) for char in letters)
    return 10 * anomalies(text) + rare


def words(text: str) -> str | None:
    """The line with those of its words repaired that were read in one wrong encoding, when some were; else None.

    The encoding is the one that explains most. Words that it explains with few characters are taken as well when they
    look wrong as they stand, or belong to another script than the rest of the line.
    """
    found = [(word, bits) for word in _WORD.findall(text) if not word.isascii() and (bits := _possible(word))]
    best: tuple[int, int, str] | None = None
    for bit, encoding in _encodings(reduce(or_, (bits for _, bits in found), 0)):
        total = strongest = 0
        for word, bits in found:
            after = undo_word(word, encoding) if bits & bit else None
            if after is None or after == word or not _is_meant(word, encoding, after):
                continue
            size = _size(word, encoding, after)
            seems_odd = _is_odd(word, encoding, after)
            if size >= MIN_CHARS or seems_odd:
                total += size
                strongest = max(strongest, size + (MIN_CHARS if seems_odd and not is_odd(after) else 0))
        if strongest < MIN_CHARS:
            continue
        after_all = _with(text, encoding)
        if best is None or (-total, _cost(after_all)) < best[:2]:
            best = -total, _cost(after_all), after_all
    return None if best is None or best[2] == text else best[2]


def _size(word: str, encoding: str, after: str) -> int:
    """How many characters other than ASCII came out; punctuation that was never damaged did not."""
    size = len(_WIDE.findall(after))
    return size if undo(word, encoding) is not None else size - sum(map(len, _MARKS.findall(word)))


def _with(text: str, encoding: str) -> str:
    def strong(match: re.Match[str]) -> str:
        word = match[0]
        after = None if word.isascii() else undo_word(word, encoding)
        if after is None or _size(word, encoding, after) < MIN_CHARS or not _is_meant(word, encoding, after):
            return word
        return after

    def weak(match: re.Match[str]) -> str:
        word = match[0]
        after = None if word.isascii() else undo_word(word, encoding)
        if after is not None and (_belongs(after, script) or _is_odd(word, encoding, after)):
            return after
        return word

    text = _WORD.sub(strong, text)
    script = _script(text)
    return _WORD.sub(weak, text)


# Letters of living languages by script, and the letters that stand in no text one meets; marks belong to their script.
_SCRIPT_OF = regex.compile(
    r"(?P<latin>[A-Za-z\u00c0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u1ea0-\u1ef9--[×÷]])"
    r"|(?P<greek>[\u0386-\u03ce\u1f00-\u1fff])"
    r"|(?P<cyrillic>[\u0401-\u045f\u0490\u0491])"
    r"|(?P<arabic>[\u0621-\u0655\u0660-\u0669\u0670\u06f0-\u06f9\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c0\u06c1\u06cc\u06d2\u06d5])"
    r"|(?P<hebrew>[\u05b0-\u05bc\u05d0-\u05ea])"
    r"|(?P<asian>[\u3041-\u30fe\u4e00-\u9fa5\uac00-\ud7a3])"
    r"|(?P<indic>[\u0900-\u1059\u1780-\u17d3])"
    r"|(?P<odd>[\p{L}\p{M}\p{Co}\p{Cn}--[ªºµ\ufe0f\u0300-\u0304\u0306-\u0308\u030c\u0323]])",
    regex.V1,
)
PUNCTUATION = frozenset("‘’“”„«»–—…•·°©®™¡¿§£€ªº№\u00a0")


@cache
def _script_name(char: str) -> str | None:
    found = _SCRIPT_OF.match(char)
    return None if found is None else found.lastgroup


def _scripts(text: str) -> dict[str, int]:
    """How many characters of each script there are; only different ones are looked up."""
    counts: dict[str, int] = {}
    for char, number in Counter(text).items():
        name = _script_name(char)
        if name is not None:
            counts[name] = counts.get(name, 0) + number
    return counts


def _script(text: str) -> str:
    """The script of most letters."""
    counts = _scripts(text)
    return max(counts, key=lambda name: counts[name], default="latin")


def _belongs(after: str, script: str) -> bool:
    """Whether what comes out of a word is in the script of its line, or is punctuation that any line may hold."""
    wide = "".join(_WIDE.findall(after))
    found = _scripts(wide)
    return set(found) == {script} if found else all(char in PUNCTUATION for char in wide)


def _is_plain(text: str) -> bool:
    """Whether all characters are letters of one script, or punctuation."""
    wide = _WIDE.findall(text)
    found = _scripts("".join(wide))
    return (
        len(found) <= 1
        and "odd" not in found
        and sum(found.values()) + sum(char in PUNCTUATION for char in wide) >= len(wide)
    )


_NOT_FEW = frozenset(("odd", "asian", "indic"))


def is_countable(char: str) -> bool:
    """Whether two such characters are enough to be taken for text that was damaged, if they looked wrong before."""
    name = _script_name(char)
    return char in PUNCTUATION if name is None else name not in _NOT_FEW


def _is_odd(word: str, encoding: str, after: str) -> bool:
    """Whether the word looks wrong and what comes out looks right."""
    if encoding in MULTI_BYTE and _is_latin(after) and _BESIDE_LATIN.search(word) is not None:
        return True
    if not is_odd(word) or not _is_plain(after):
        return False
    # One or two Asian characters come out of any three that happen to fit.
    return _is_latin(after) or (len(_WIDE.findall(after)) > 1 and not {"asian", "indic"} & _scripts(after).keys())


def _is_latin(after: str) -> bool:
    return all(char in COMMON_LETTERS or char in LETTERS or char in PUNCTUATION for char in _WIDE.findall(after))


def _is_meant(before: str, encoding: str, after: str) -> bool:
    """Whether what comes out is text, in one script but for stray characters.

    From East Asian characters more is asked: three common ones may encode into valid UTF-8 by chance (`小学校`), so
    that many must be rare in real text, or Latin letters stand beside them and Latin letters come out.
    """
    found = _scripts("".join(_WIDE.findall(after)))
    total = sum(found.values())
    if found and (max(found.values()) * 5 < total * 4 or found.get("odd", 0) * 10 > total):
        return False
    if encoding not in MULTI_BYTE:
        return True
    if "odd" in found:
        return False
    wide = _WIDE.findall(before)
    rare = sum(not _is_common(char, encoding) for char in wide)
    if rare * 5 >= len(wide) and rare and (encoding == "gb18030" or _OF_THE_OTHERS[encoding].search(before)):
        return len(found) == 1
    return _is_latin(after) and _BESIDE_LATIN.search(before) is not None


# What UTF-8 read as these encodings holds, and Chinese does not: hangul; half-width katakana or lead bytes of kana.
_OF_THE_OTHERS = {"euc-kr": re.compile("[\uac00-\ud7a3]"), "shift_jis": re.compile("[\uff61-\uff9f縺繧繝]")}
_BESIDE_LATIN = re.compile(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]")


@cache
def _is_common(char: str, encoding: str) -> bool:
    """Whether `char` is in the part of the encoding that its language uses daily."""
    try:
        data = codec.encode_strict(char, encoding)
    except UnicodeEncodeError:
        return False
    if len(data) == 1:
        return True
    lead, trail = data[0], data[1]
    if encoding == "gb18030":
        return len(data) == 2 and trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3)
    if encoding == "euc-kr":
        return trail >= 0xA1 and (0xB0 <= lead <= 0xC8 or 0xA1 <= lead <= 0xA3)
    return lead < 0x98
