"""The two forms of a line that rules are matched on: the canonical line and its fold.

The canonical line is what patterns see; the fold of it is what the prefilter sees. Both forms are applied to rules and
to text alike, so a rule never has to know of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import regex

_DROPPED: Final = (
    "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
"""Soft hyphen, tatweel, zero-width and bidi marks, variation selectors: they split words and carry no meaning here."""

_ALIKE: Final = (("\u06cc", "\u064a"), ("\u06a9", "\u0643"), ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'))
"""One-to-one: Persian yeh and kaf as the Arabic ones (both are typed in either language), quotes as typed."""

_ODD_SPACES: Final = (
    "\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White space other than the space and the line end; it has not grown since Unicode 6.3."""

LEAD: Final = "•·●◦○‣⁃▪▫■□◆◇►▶▸▷»›→➤➔✓✔★☆|¦/\\*"
"""Bullets, pipes and slashes that flattened lists and meta rows leave in front of a line. Dashes open speech in many
languages, so only a hyphen with a space behind it counts as a bullet.
"""
_PICTURES: Final = (
    (0x231A, 0x231B),
    (0x23E9, 0x23FA),
    (0x2600, 0x2619),
    (0x2620, 0x275A),
    (0x2761, 0x2767),
    (0x2794, 0x27BF),
    (0x2B05, 0x2B55),
    (0x1F300, 0x1FAFF),
)
"""Blocks of pictographs that prompts and share rows begin with. Left out: quotes, digits, and pointing hands (☞), which
Korean pages write as the marker of a link."""
MAX_LEAD: Final = 12
"""At most this many characters go; `  • / ` of seed 000 is the longest lead seen in meta rows."""

_PICTURE_CLASS: Final = "".join(f"{chr(low)}-{chr(high)}" for low, high in _PICTURES)
_LEAD = regex.compile(rf"(?:[{regex.escape(LEAD, special_only=False)}{_PICTURE_CLASS} ]|-(?= )){{1,{MAX_LEAD}}}+")
_MAY_LEAD: Final = frozenset(LEAD + "- ").union(chr(i) for low, high in _PICTURES for i in range(low, high + 1))

_NO_EDGE: Final = frozenset("\"'«»„‹›「」『』?？؟¿!！¡$€£¥₹%٪#＃@&+§")
"""What a key keeps at its ends among punctuation and symbols: a short line with quotes, question or exclamation marks
may be speech, and one with a currency, percent, number or at sign is data.
"""
_STOPS: Final = ".।۔。॥։።"
_ORNAMENT = regex.compile(r"[\p{P}\p{S}\p{Z}]")


@lru_cache(maxsize=2048)
def _is_ornament(char: str) -> bool:
    return char not in _NO_EDGE and _ORNAMENT.match(char) is not None


def canonical(line: str) -> str:
    """The line without its lead, white space runs as one space, marks that carry no meaning dropped.

    >>> canonical("  • / 470  Time View")
    '470 Time View'
    """
    return _without_lead(" ".join(canonical_characters(line).split()))


def _without_lead(line: str) -> str:
    if line and line[0] in _MAY_LEAD:
        found = _LEAD.match(line)
        if found and found.end() < len(line):
            line = line[found.end() :]
    return line


def canonical_lines(lines: Sequence[str]) -> list[str]:
    r"""`canonical` of each line, most of it done on all of them at once.

    >>> canonical_lines(["  • / 470  Time View", "“Yes”"])
    ['470 Time View', '"Yes"']
    """
    if not lines:
        return []
    joined = canonical_characters("\n".join(lines))
    out = joined.split("\n")
    if len(out) != len(lines):  # a line with a line end in it
        return list(map(canonical, lines))
    if "  " in joined or any(map(joined.__contains__, _ODD_SPACES)):
        out = [" ".join(line.split()) for line in out]
    else:
        out = list(map(str.strip, out))
    return [line if line[:1] not in _MAY_LEAD else _without_lead(line) for line in out]


def canonical_characters(text: str) -> str:
    """The text or pattern in the characters that rules are compared in, white space as it is."""
    if text.isascii():
        return text
    for old, new in _ALIKE:
        text = text.replace(old, new)
    for char in _DROPPED:
        if char in text:
            text = text.replace(char, "")
    return text


def offsets(line: str) -> list[int]:
    """Where each character of `canonical(line)` stands in `line`; one entry more for the end of the last one.

    >>> offsets(" a  b")
    [1, 3, 4, 5]
    """
    found = canonical(line)
    if found and line.endswith(found):  # nothing but the lead is gone
        return list(range(len(line) - len(found), len(line) + 1))
    kept = [i for i, char in enumerate(line) if char not in _DROPPED]
    out: list[int] = []
    for at, i in enumerate(kept):
        if line[i].isspace() and (not out or at + 1 == len(kept) or line[kept[at + 1]].isspace()):
            continue
        out.append(i)
    while out and line[out[-1]].isspace():
        out.pop()
    out = out[len(out) - len(found) :] if out else out
    return [*out, out[-1] + 1] if out else [0]


def fold(text: str) -> str:
    """Case folded so that whatever `regex` matches without case is equal under it (proved over all code points).

    `str.casefold` differs from it in the Turkish i only, which is made alike first. Letters younger than the Unicode
    version of this Python are out of its reach.

    >>> fold("İSTANBUL Share") == fold("istanbul SHARE")
    True
    """
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").replace("ı", "i").casefold()


def key(line: str) -> str:
    """What a phrase and a line are compared by: the folded canonical line without ornaments at its ends.

    >>> key("• Share this post:") == key("SHARE THIS POST")
    True
    """
    return key_of_folded(fold(canonical(line)))


def key_of_folded(text: str) -> str:
    """The key of a line that is canonical and folded already."""
    if text[:1].isalnum() and (text[-1:].isalnum() or (text[-1:] in _STOPS and text[-2:-1].isalnum())):
        return text  # one full stop ends a sentence, several are an ornament
    if "»" in text and "«" not in text:  # an arrow, not a quote
        text = text.strip("» ")
    start, end = 0, len(text)
    while start < end and _is_ornament(text[start]):
        start += 1
    while end > start and _is_ornament(text[end - 1]):
        end -= 1
    if end + 1 == len(text) and text[end] in _STOPS:
        end += 1
    return text[start:end]
