"""Encodings that write Japanese, Korean and Chinese with ASCII bytes: ISO-2022-JP, ISO-2022-KR, HZ. Never UTF-7."""

from __future__ import annotations

import re

_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\$\(D|\([IJ])")
_KOREAN = re.compile(rb"\x1b\$\)C")
_CHINESE = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


def guess(data: bytes) -> str | None:
    """The encoding whose escape sequences `data`, all ASCII bytes, holds and whose rules it obeys; else None."""
    if b"\x1b" in data:
        if _KOREAN.search(data[:4096]) and _decodes(data, "iso2022_kr"):
            return "iso-2022-kr"
        if _JAPANESE.search(data) and _decodes(data, "iso2022_jp_ext"):
            return "iso-2022-jp"
    if b"~{" in data and _CHINESE.search(data) and _is_chinese(data):
        return "hz-gb-2312"
    return None


def _decodes(data: bytes, codec: str) -> bool:
    try:
        return not str(data, codec).isascii()
    except UnicodeDecodeError:
        return False


def _is_chinese(data: bytes) -> bool:
    """Programs hold `~{` too (format strings): all of it must decode, into Han and its punctuation."""
    try:
        text = str(data, "hz")
    except UnicodeDecodeError:
        return False
    wide = [char for char in text if char > "\x7f"]
    han = sum("\u4e00" <= char <= "\u9fff" for char in wide)
    return han * 2 >= len(wide) > 0
