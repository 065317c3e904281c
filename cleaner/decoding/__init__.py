"""Bytes to text: what encoding, why, how sure, and the way back.

The order of evidence: byte order mark; UTF-16 and UTF-32 by their pattern; ASCII (with ISO-2022 or HZ inside); strict
UTF-8; UTF-8 with a few foreign bytes; declared charset and two detectors. No detector sees valid UTF-8.
"""

from __future__ import annotations

from cleaner.decoding import binary, codec, labels, legacy, sevenbit, tolerant, wide
from cleaner.decoding import declared as declarations
from cleaner.errors import InputError, RestoreError
from cleaner.model import Decoded, Decoding, Media

__all__ = ["decode", "encode_back"]

GIVEN = Decoding("str", "given")
"""The decoding of a text that a caller gave as text."""


def decode(data: bytes, *, declared: str | None = None, media: Media = "text") -> Decoded:
    r"""Decode `data` into text.

    `declared` is a charset label from outside the document (HTTP header, caller's word); unknown and unsafe labels are
    no evidence. With `media="html"` the document's own declaration is read too.
    Raises `InputError` of kind `binary` for data that is no text.

    >>> decode("Grüße".encode("latin-1"), declared="iso-8859-1").text
    'Grüße'
    >>> decode(b"\xef\xbb\xbfhi").decoding.how
    'bom'
    """
    marked = wide.mark(data)
    if marked is not None:
        return _after_mark(data, *marked)
    kind = binary.kind_of(data)
    if kind is not None:
        raise InputError("binary", f"the data is {kind}, not text")
    has_nul = b"\x00" in data
    if data.isascii():
        return _ascii(data, has_nul)
    try:
        text = str(data, "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, declared, media)
    if has_nul or len(data) < _SHORT:
        other = _wide(data, is_utf8=True)
        if other is not None:
            return other
        if has_nul and binary.is_noise(data):
            raise InputError("binary", "the data has too many NUL and control bytes to be text")
    return Decoded(text, Decoding("utf-8", "utf-8"))


# Longer UTF-16 always holds a NUL byte (a space, a line end, a digit); only short text can be without.
_SHORT = 256


def _ascii(data: bytes, has_nul: bool) -> Decoded:
    if has_nul or len(data) < _SHORT:
        other = _wide(data, is_utf8=True)
        if other is not None:
            return other
        if has_nul and binary.is_noise(data):
            raise InputError("binary", "the data has too many NUL and control bytes to be text")
    if b"\x1b" in data or b"~{" in data:
        encoding = sevenbit.guess(data)
        if encoding is not None:
            return _decoded(data, 0, encoding, "iso-2022", 0.99)
    return Decoded(str(data, "ascii"), Decoding("utf-8", "ascii"))


def _wide(data: bytes, *, is_utf8: bool) -> Decoded | None:
    encoding = wide.guess(data, is_utf8=is_utf8)
    return None if encoding is None else _decoded(data, 0, encoding, "utf-16-pattern", 0.95)


def _after_mark(data: bytes, encoding: str, size: int) -> Decoded:
    if encoding == "utf-8":
        try:
            return Decoded(str(data[size:], "utf-8"), Decoding("utf-8", "bom", bom=True))
        except UnicodeDecodeError:
            pass
        found = tolerant.decode(data[size:], is_declared=True, is_marked=True)
        if found is not None:
            return _tolerated(data, size, *found, how="bom")
    return _decoded(data, size, encoding, "bom", 1.0)


def _not_utf8(data: bytes, declared: str | None, media: Media) -> Decoded:
    if _has_controls(data[:8192]):
        other = _wide(data, is_utf8=False)
        if other is not None:
            return other
        if binary.is_noise(data):
            raise InputError("binary", "the data has too many NUL and control bytes to be text")
    outside = labels.resolve(declared)
    inside = declarations.charset(data) if media == "html" or data.lstrip()[:1] == b"<" else None
    charset = outside or inside
    found = tolerant.decode(data, is_declared=charset == "utf-8")
    if found is not None:
        return _tolerated(data, 0, *found, how="tolerant-utf-8")
    choice = legacy.choose(data, charset, media)
    return _decoded(data, 0, choice.encoding, choice.how, choice.confidence)


_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))


def _has_controls(sample: bytes) -> bool:
    """Whether one byte in a hundred is a control: in UTF-16 and noise there are more, in text there are none."""
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * 100 >= max(1, len(sample))


def _tolerated(data: bytes, size: int, text: str, bad: tolerant.BadBytes, *, how: str) -> Decoded:
    record = tuple((offset + size, value) for offset, value in bad)
    decoding = Decoding("utf-8", how, confidence=0.99, bom=size > 0, bad_bytes=record)
    return Decoded(text, _verified(text, decoding, data), lossy="\ufffd" in text)


def _decoded(data: bytes, size: int, encoding: str, how: str, confidence: float) -> Decoded:
    body = data[size:] if size else data
    lossy = False
    try:
        text = codec.decode_strict(body, encoding)
        bad: tolerant.BadBytes = ()
    except UnicodeDecodeError:
        text, bad = codec.decode_replacing(body, encoding)
        lossy = True
        confidence = min(confidence, 0.5)
    record = tuple((offset + size, value) for offset, value in bad)
    decoding = Decoding(encoding, how, confidence=confidence, bom=size > 0, bad_bytes=record)
    return Decoded(text, _verified(text, decoding, data), lossy=lossy)


def _verified(text: str, decoding: Decoding, data: bytes) -> Decoding:
    try:
        same = encode_back(text, decoding) == data
    except RestoreError:
        same = False
    if same:
        return decoding
    return Decoding(
        decoding.encoding,
        decoding.how,
        confidence=decoding.confidence,
        bom=decoding.bom,
        bad_bytes=decoding.bad_bytes,
        round_trips=False,
    )


def encode_back(text: str, decoding: Decoding) -> bytes:
    r"""The exact bytes that were decoded into `text`. Raises `RestoreError` where they cannot be rebuilt.

    >>> found = decode("naïve, für".encode() + b"\x92s")
    >>> encode_back(found.text, found.decoding)
    b'na\xc3\xafve, f\xc3\xbcr\x92s'
    """
    if decoding.encoding == "str":
        raise RestoreError("the source was given as text, so there are no bytes to restore")
    if not decoding.round_trips:
        raise RestoreError(f"{decoding.encoding} did not keep every byte of this source, so it cannot be rebuilt")
    sign = wide.sign(decoding.encoding) if decoding.bom else b""
    try:
        if decoding.encoding == "utf-8":
            if not decoding.bad_bytes:
                return sign + text.encode()
            record = tuple((offset - len(sign), value) for offset, value in decoding.bad_bytes)
            return sign + tolerant.encode_back(text, record)
        if not decoding.bad_bytes:
            return sign + codec.encode_strict(text, decoding.encoding)
        record = tuple((offset - len(sign), value) for offset, value in decoding.bad_bytes)
        return sign + codec.encode_with(text, decoding.encoding, record)
    except (UnicodeEncodeError, ValueError) as error:
        raise RestoreError(f"the text is not the one that was decoded from {decoding.encoding}: {error}") from error
