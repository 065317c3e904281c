"""Bytes that are no UTF-8, no UTF-16 and no seven-bit encoding: which legacy encoding are they in?

Two detectors and the declaration propose; what each proposal makes of the bytes is compared.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cleaner.decoding import codec, damaged, detectors
from cleaner.decoding.plausible import anomalies_of_reading
from cleaner.model import Media

# Detectors see this much prose, from the first line with a byte that is not ASCII. A short window (10-15 kB) of a page
# fools them with its head; beyond this size nothing changes any more.
_WINDOW = 1 << 18

_WEAK = 0.05
"""chardet's confidence below which its guess says nothing."""

_TIE = 0.99

# Bytes of the punctuation that the windows code pages share (quotes, dashes, ellipsis, bullet, no-break space, «»©®°·).
_PUNCTUATION = bytes((0x82, 0x84, 0x85, 0x8B, *range(0x91, 0x98), 0x99, 0x9B, 0xA0, 0xA9, 0xAB, 0xAE, 0xB0, 0xB7, 0xBB))


class Choice(NamedTuple):
    encoding: str
    how: Literal["declared", "detected", "fallback"]
    confidence: float


def choose(data: bytes, declared: str | None, media: Media) -> Choice:
    """The encoding of `data`, by its bytes and by what was declared (an encoding name, or None)."""
    if declared is not None and declared.startswith("utf-"):
        declared = None  # that is what has just turned out to be wrong
    sample = _prose(data, media)
    is_decodable = declared is not None and _decodes(data, declared)
    is_silent = declared is None and not sample.translate(None, _ASCII + _PUNCTUATION)
    if is_silent and _decodes(data, "windows-1252"):
        return Choice("windows-1252", "fallback", 0.8)
    choice, best = _strictly(data, sample, declared if is_decodable else None)
    said = None if is_decodable else declared
    damaged_name = damaged.choose(data, sample, said, best, _decodes)
    if damaged_name is not None:
        return Choice(damaged_name, "declared" if damaged_name == said else "detected", 0.7)
    return choice


def _strictly(data: bytes, sample: bytes, declared: str | None) -> tuple[Choice, damaged.Reading]:
    """The best encoding that has all bytes of `data`, and the sample read in it."""
    ranking = detectors.chardet_ranking(sample)
    guesses = _guesses(sample, ranking)
    readings: dict[str, tuple[str, int]] = {}
    for name in (*guesses, "windows-1252", *([declared] if declared else [])):
        text = _read(sample, name)
        if text is not None and _decodes(data, name):
            readings[name] = (text, anomalies_of_reading(text))
    # Nobody proposed windows-1252 when it is not among the guesses: it has to read much better, not only as well.
    best = min(readings, key=lambda name: readings[name][1] * 2 + (name not in guesses) * 3, default=None)
    if declared is not None and declared in readings:
        choice = _against(declared, guesses, readings, ranking)
    elif best is None:
        found = [_replacing(sample, name) for name in ("windows-1252", *guesses)]
        least = min(found, key=lambda reading: reading.anomalies)
        return Choice(least.encoding, "fallback", 0.1), least
    else:
        choice = Choice(best, "detected" if best in guesses else "fallback", 0.95 if len(guesses) == 1 else 0.7)
    return choice, damaged.Reading(choice.encoding, *readings[choice.encoding], is_strict=True)


def _replacing(sample: bytes, name: str) -> damaged.Reading:
    text = codec.decode_replacing(sample, name)[0]
    return damaged.Reading(name, text, anomalies_of_reading(text), is_strict=False)


def _guesses(sample: bytes, ranking: dict[str, float]) -> list[str]:
    """What the detectors say, the more trusted first.

    chardet knows more encodings and does better on short text; where it would as well say another one than its default,
    chardetng decides.
    """
    first = next(iter(ranking), None)
    other = detectors.chardetng(sample)
    if first is None or first == other or ranking[first] <= _WEAK:
        return [other]
    if first == "windows-1252" and ranking.get(other, 0.0) >= _TIE * ranking[first]:
        return [other, first]
    return [first, other]


def _against(
    declared: str, guesses: list[str], readings: dict[str, tuple[str, int]], ranking: dict[str, float]
) -> Choice:
    """The declared encoding, unless the bytes speak against it clearly.

    They do when both detectors name another one that reads no worse; when one of them names another that reads much
    better; when chardet finds another far likelier, with enough bytes to go by, or as likely and free of anomalies.
    """
    text, wrong = readings[declared]
    best = next((name for name in guesses if name in readings), declared)
    other, better = readings[best]
    if best == declared or other == text:
        return Choice(declared, "declared", 0.99)
    differing = sum(one != two for one, two in zip(text, other, strict=False)) if len(text) == len(other) else len(text)
    likelier = ranking.get(best, 0.0) - ranking.get(declared, 0.0)
    if (len(guesses) == 1 and better <= wrong) or wrong > 2 * better + 2:
        return Choice(best, "detected", 0.9)
    if better <= wrong and differing >= 10 and likelier > 0.4 * ranking.get(best, 0.0):
        return Choice(best, "detected", 0.8)
    if better < wrong and likelier >= 0 and wrong - better >= differing / 2:
        return Choice(best, "detected", 0.8)
    return Choice(declared, "declared", 0.9)


_ASCII = bytes(range(0x80))
_MARKUP = re.compile(rb"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*[\r\n]*")


def _prose(data: bytes, media: Media) -> bytes:
    """The lines of `data` that hold other than ASCII bytes, without markup, as much as the detectors need."""
    if media == "html" and len(data) <= 1 << 24:
        data = _MARKUP.sub(b" ", data) or data
    out: list[bytes] = []
    size = 0
    for match in _LINE.finditer(data):
        out.append(match[0][:_WINDOW])
        size += len(out[-1])
        if size >= _WINDOW:
            break
    return b"".join(out)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return codec.decode_strict(data, encoding)
    except UnicodeDecodeError as error:
        # The window may cut the last character.
        return codec.decode_strict(data[: error.start], encoding) if len(data) - error.start < 4 else None


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether `data` decodes without a byte that the encoding lacks and without C1 controls."""
    try:
        text = codec.decode_strict(data, encoding)
    except UnicodeDecodeError:
        return False
    chars = codec.table(encoding)
    if chars is None:
        return True
    return not any(char in text for char in {c for c in chars[0x80:] if "\x80" <= c <= "\x9f"})
