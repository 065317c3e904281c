"""Legacy text with a few bytes that its encoding does not have: a stray one, or a character cut off at the end.

Detectors and strict decoding rule an encoding out at its first such byte, and what remains is some single-byte encoding
that has all bytes, which makes garbage of the whole. So the detectors are asked again, about the bytes without those
that an encoding lacks, and what they say is taken where it reads much better than the strict reading does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cleaner.decoding import codec, detectors
from cleaner.decoding.plausible import anomalies_of_reading, script_of

_MULTI_BYTE = ("gbk", "big5", "euc-kr", "shift_jis", "euc-jp")
_ALIKE = {"gb18030": "gbk"}

# Bytes other than ASCII for each byte that an encoding lacks; fewer where only a handful is lacking, of which short
# text may die.
_PER_FAULT = 50
_PER_FAULT_OF_FEW = 10
_FEW = 4
_MIN_HIGH = 20
"""Bytes other than ASCII below which any text is one or two bytes away from text in another single-byte encoding."""
_ASCII = bytes(range(0x80))
_ODD = 20
"""Characters other than ASCII for each anomaly of a reading that may still be meant."""


class Reading(NamedTuple):
    """What an encoding makes of a sample."""

    encoding: str
    sample: str
    anomalies: int
    is_strict: bool
    """Whether it has all bytes of the data."""


def choose(
    data: bytes, sample: bytes, said: str | None, best: Reading, decodes: Callable[[bytes, str], bool]
) -> str | None:
    """The encoding of which `data` is a damaged text, or None where the best reading so far stays.

    `said` was declared, and does not have all bytes of `data`.
    """
    high = _high(sample)
    wrong = best.anomalies
    found: list[tuple[int, int, str]] = []
    for name, votes in _votes(sample, said).items():
        if name == best.encoding or decodes(data, name) or not _is_bearable(data, name):
            continue
        reading = codec.decode_replacing(sample, name)[0]
        odd = anomalies_of_reading(reading)
        is_better = odd * 4 <= wrong if best.is_strict else odd <= wrong
        if votes == 2 and not is_better:
            is_other_script = odd * _ODD <= high and _script(reading) != _script(best.sample)
            is_better = is_other_script or (odd <= wrong + codec.faults(sample, name) and _differ(sample, name, best))
        if (votes or name == said) and is_better:
            found.append((-votes - (name == said), odd, name))
    return min(found)[-1] if found else None


def _votes(sample: bytes, said: str | None) -> dict[str, int]:
    """The encodings to think of, and how many of the detectors name them for the bytes that they have."""
    cleaned: dict[bytes, list[str]] = {}
    for name in dict.fromkeys((*_MULTI_BYTE, *detectors.NAMES, *([said] if said else []))):
        if _is_bearable(sample, name):
            cleaned.setdefault(codec.without_faults(sample, name), []).append(name)
    votes: dict[str, int] = {}
    for data, names in cleaned.items():
        if not data.isascii():
            named = (detectors.chardetng(data), next(iter(detectors.chardet_ranking(data)), ""))
            for name in names:
                votes[name] = sum(_ALIKE.get(each, each) == _ALIKE.get(name, name) for each in named)
    return votes


def _differ(sample: bytes, name: str, best: Reading) -> bool:
    """Whether the bytes that an encoding has read differently in it; where not, detectors cannot tell the two apart."""
    data = codec.without_faults(sample, name)
    try:
        return codec.decode_strict(data, name) != codec.decode_strict(data, best.encoding)
    except UnicodeDecodeError:
        return True


def _is_bearable(data: bytes, name: str) -> bool:
    if codec.table(name) is not None and _high(data) < _MIN_HIGH:
        return False
    faults = codec.faults(data, name)
    return faults * (_PER_FAULT_OF_FEW if faults <= _FEW else _PER_FAULT) <= _high(data)


def _high(data: bytes) -> int:
    """The number of bytes other than ASCII."""
    return len(data.translate(None, _ASCII))


def _script(text: str) -> str | None:
    """The alphabet of most letters other than ASCII; None for Han, kana and hangul."""
    counts = Counter(char for char in text if char > "\x7f" and char.isalpha())
    scripts: Counter[str | None] = Counter()
    for char, count in counts.items():
        scripts[script_of(char)] += count
    return scripts.most_common(1)[0][0] if scripts else None
