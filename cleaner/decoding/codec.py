"""Strict decoding and encoding by the mappings of the WHATWG Encoding Standard, on top of Python's codecs.

Where the standard and Python differ, the standard wins, because that is what wrote and showed the pages:
bytes 80-9F that a windows code page leaves out are C1 controls; `gb2312` is read as gb18030, `euc-kr` as cp949,
`shift_jis` as cp932, `big5` as cp950 with the Hong Kong extension; `euc-jp` uses the same index as `shift_jis`.
Source: https://encoding.spec.whatwg.org/#legacy-single-byte-encodings and the sections after it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from functools import cache

_PYTHON_NAMES = {
    "iso-8859-8-i": "iso8859_8",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874",
    "ibm866": "cp866",
}
_MULTI_BYTE = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-kr": "iso2022_kr",
    "hz-gb-2312": "hz",
}
# KOI8-U as the standard has it: two Belarusian letters in the place of two box corners.
_KOI8_U = {0xAE: "ў", 0xBE: "Ў"}
_WINDOWS_1255 = {0xCA: "\u05ba"}


@cache
def table(encoding: str) -> str | None:
    """The 256 characters of a single-byte encoding, U+FFFE where it has none; None for other encodings."""
    if encoding in _MULTI_BYTE or encoding in ("big5", "euc-jp"):
        return None
    name = _PYTHON_NAMES.get(encoding) or encoding.replace("windows-", "cp").replace("iso-", "iso")
    # Where Python has no character, a windows code page has the control of that value, another one a gap.
    found = str(bytes(range(256)), name, "replace")
    is_windows = encoding.startswith("windows-")
    chars = [
        char if char != "\ufffd" else chr(value) if is_windows and value < 0xA0 else "\ufffe"
        for value, char in enumerate(found)
    ]
    overrides = {"koi8-u": _KOI8_U, "windows-1255": _WINDOWS_1255}.get(encoding, {})
    for value, char in overrides.items():
        chars[value] = char
    return "".join(chars)


@cache
def _encoding_map(chars: str) -> Mapping[int, int]:
    return {ord(char): value for value, char in reversed(list(enumerate(chars))) if char != "\ufffe"}


def decode_strict(data: bytes, encoding: str) -> str:
    r"""Decode all of `data`. Raises UnicodeDecodeError, with the byte offset, where the encoding has no such byte.

    >>> decode_strict(b"\x93na\xefve\x94 \x81", "windows-1252")
    '“naïve” \x81'
    """
    chars = table(encoding)
    if chars is not None:
        return codecs.charmap_decode(data, "strict", chars)[0]
    if encoding == "big5":
        return str(data, "cp950", _BIG5)
    if encoding == "euc-jp":
        text = str(data, "euc_jp", _EUC_JP)
        for of_python, of_standard in _JIS_DIFFERENCES:
            text = text.replace(of_python, of_standard)
        return text
    return str(data, _MULTI_BYTE[encoding])


def encode_strict(text: str, encoding: str) -> bytes:
    """The inverse of `decode_strict`. Raises UnicodeEncodeError for text that the encoding cannot hold."""
    chars = table(encoding)
    if chars is not None:
        return codecs.charmap_encode(text, "strict", _encoding_map(chars))[0]
    if encoding == "big5":
        return text.encode("cp950", _BIG5)
    if encoding == "euc-jp":
        for of_python, of_standard in _JIS_DIFFERENCES:
            text = text.replace(of_standard, of_python)
        return text.encode("euc_jp", _EUC_JP)
    return text.encode(_MULTI_BYTE[encoding])


def characters(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> set[str]:
    """The characters that a double-byte encoding has for such first and second bytes.

    >>> characters("shift_jis", [0xE2], [0x80])
    {'窶'}
    """
    seconds = bytes(trails)
    found: set[str] = set()
    for lead in leads:
        # One call for a row: what is not one character between two line feeds is no pair.
        row = bytearray(b"\n" * (3 * len(seconds)))
        row[0::3] = bytes([lead]) * len(seconds)
        row[1::3] = seconds
        found.update(str(row, _MULTI_BYTE[encoding], "replace").split("\n"))
    return {char for char in found if len(char) == 1 and char != "\ufffd"}


_PIECE = 4096
_MAX_BAD = 100_000
_STATEFUL = frozenset(("iso-2022-jp", "iso-2022-kr", "hz-gb-2312"))


def decode_replacing(data: bytes, encoding: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Decode with one U+FFFD for each byte that the encoding does not allow; the bad bytes as (offset, value).

    The record is empty when there are too many of them to keep one by one, and for encodings with shifts.
    """
    chars = table(encoding)
    if chars is not None:
        text = codecs.charmap_decode(data, "replace", chars)[0]
        gaps = {value for value, char in enumerate(chars) if char == "\ufffe"}
        if sum(data.count(value) for value in gaps) > _MAX_BAD:
            return text, ()
        return text, tuple((offset, value) for offset, value in enumerate(data) if value in gaps)
    if encoding in _STATEFUL:
        return str(data, _MULTI_BYTE[encoding], "replace"), ()
    out: list[str] = []
    bad: list[tuple[int, int]] = []
    at = 0
    while at < len(data):
        # Piece by piece, because an error object holds a copy of all that was to be decoded.
        piece = data[at : at + _PIECE]
        try:
            out.append(decode_strict(piece, encoding))
            at += len(piece)
        except UnicodeDecodeError as error:
            out.append(decode_strict(piece[: error.start], encoding))
            at += error.start
            if error.start == 0:
                end = max(1, error.end)
                out.append("\ufffd" * end)
                bad.extend(enumerate(piece[:end], at))
                at += end
            if len(bad) > _MAX_BAD:
                return "".join(out) + "\ufffd" * (len(data) - at), ()
    return "".join(out), tuple(bad)


_FOR_COUNTING = {"big5": "big5hkscs", "euc-jp": "euc_jis_2004"}


def faults(data: bytes, encoding: str) -> int:
    r"""The number of bytes that stand for nothing: that the encoding lacks, or that are C1 controls in it.

    >>> faults("Привет".encode("cp1251") + b"\x98", "windows-1251")
    1
    """
    if table(encoding) is not None:
        return len(data) - len(without_faults(data, encoding))
    return str(data, _FOR_COUNTING.get(encoding) or _MULTI_BYTE[encoding], "replace").count("\ufffd")


def without_faults(data: bytes, encoding: str) -> bytes:
    """`data` without the bytes that stand for nothing in the encoding."""
    chars = table(encoding)
    if chars is not None:
        return data.translate(
            None, bytes(v for v, char in enumerate(chars) if "\x80" <= char <= "\x9f" or char == "\ufffe")
        )
    kept = bytearray(data)
    for offset, _ in reversed(decode_replacing(data, encoding)[1]):
        del kept[offset]
    return bytes(kept)


def encode_with(text: str, encoding: str, bad_bytes: tuple[tuple[int, int], ...]) -> bytes:
    """The inverse of `decode_replacing`. Raises ValueError when the text is another one."""
    pieces = text.split("\ufffd")
    if len(pieces) != len(bad_bytes) + 1:
        raise ValueError("it does not have one U+FFFD for each bad byte")
    out = [encode_strict(pieces[0], encoding)]
    for piece, (_, value) in zip(pieces[1:], bad_bytes, strict=True):
        out.append(bytes([value]))
        out.append(encode_strict(piece, encoding))
    return b"".join(out)


# Characters of JIS X 0208 that Python's euc_jp and the standard (with cp932) map differently: (Python's, standard's).
_JIS_DIFFERENCES = (
    ("\u301c", "\uff5e"),
    ("\u2016", "\u2225"),
    ("\u2212", "\uff0d"),
    ("\u00a2", "\uffe0"),
    ("\u00a3", "\uffe1"),
    ("\u00ac", "\uffe2"),
)

# Python's error handlers live in a registry of the interpreter, by name. They fill the gaps of one codec from another,
# two bytes or one character at a time, so that the good stretches are decoded at the speed of the codec.
_BIG5 = "cleaner.big5"
_EUC_JP = "cleaner.euc-jp"


def _read_pair(error: UnicodeDecodeError, pair: bytes, codec: str) -> str:
    try:
        return str(pair, codec)
    except UnicodeDecodeError:
        raise error from None  # its offsets are those of the data, not of the pair


def _from_hong_kong(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return _read_pair(error, error.object[error.start : error.start + 2], "big5hkscs"), error.start + 2
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start].encode("big5hkscs"), error.start + 1
    raise error


def _from_cp932(error: UnicodeError) -> tuple[str | bytes, int]:
    """Vendor rows of JIS X 0208 (13, 89 to 92), which Python's euc_jp lacks, through the same cells of cp932."""
    if isinstance(error, UnicodeDecodeError):
        pair = error.object[error.start : error.start + 2]
        if len(pair) < 2 or min(pair) < 0xA1 or max(pair) > 0xFE:
            raise error
        row, cell = pair[0] - 0xA1, pair[1] - 0xA1
        lead = row // 2 + (0x81 if row < 62 else 0xC1)
        trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
        return _read_pair(error, bytes([lead, trail]), "cp932"), error.start + 2
    if isinstance(error, UnicodeEncodeError):
        pair = error.object[error.start].encode("cp932")
        if len(pair) < 2:
            raise error
        row = (pair[0] - (0x81 if pair[0] < 0xA0 else 0xC1)) * 2 + (pair[1] >= 0x9F)
        cell = pair[1] - 0x9F if pair[1] >= 0x9F else pair[1] - 0x40 - (pair[1] > 0x7F)
        if row > 93:
            raise error
        return bytes([row + 0xA1, cell + 0xA1]), error.start + 1
    raise error


codecs.register_error(_BIG5, _from_hong_kong)
codecs.register_error(_EUC_JP, _from_cp932)
