"""The door to the detectors: chardetng (Firefox's, made for pages) and chardet (better on short plain text)."""

from __future__ import annotations

import chardet
from chardetng_py import EncodingDetector  # type: ignore[import-untyped]  # stubs without a py.typed marker

from cleaner.decoding import labels

# What a page or text of the web may be in. Spelled out, because chardet's own sets rename encodings to supersets
# (`prefer_superset`), which destroys ISO-8859-2 and -5, or leave these two out (`MODERN_WEB`).
_CANDIDATES = {
    "big5hkscs": "big5",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "euc_jis_2004": "euc-jp",
    "gb18030": "gb18030",
    "iso8859-2": "iso-8859-2",
    "iso8859-4": "iso-8859-4",
    "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6",
    "iso8859-7": "iso-8859-7",
    "iso8859-8": "iso-8859-8",
    "iso8859-13": "iso-8859-13",
    "iso8859-15": "iso-8859-15",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-cyrillic": "x-mac-cyrillic",
    "mac-roman": "macintosh",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
}

NAMES = tuple(sorted(set(_CANDIDATES.values())))
"""The encodings that are told apart."""


def chardetng(data: bytes) -> str:
    """The guess of chardetng for bytes that are not UTF-8."""
    detector = EncodingDetector()
    detector.feed(data, last=True)
    return labels.resolve(detector.guess(tld=None, allow_utf8=False)) or "windows-1252"


def chardet_ranking(data: bytes) -> dict[str, float]:
    """How likely chardet finds the encodings of the web, the likeliest first; empty when it has no idea."""
    ranking: dict[str, float] = {}
    for found in chardet.detect_all(
        data,
        ignore_threshold=True,
        prefer_superset=False,
        compat_names=False,
        include_encodings=_CANDIDATES,
        max_bytes=max(1, len(data)),
    ):
        encoding = _CANDIDATES.get(found["encoding"] or "")
        if encoding is not None:
            ranking.setdefault(encoding, found["confidence"])
    return ranking
