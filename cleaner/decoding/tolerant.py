"""UTF-8 with a few foreign bytes: each is read as windows-1252, each cut-off character as U+FFFD, and recorded.

This is the main real failure of pages: UTF-8 templates with a pasted windows-1252 apostrophe, or text cut at a byte
count. Detectors see invalid UTF-8 and turn the whole page into mojibake.
"""

from __future__ import annotations

import re

from cleaner.decoding import codec

BadBytes = tuple[tuple[int, int], ...]

_HIGH = bytes(range(0x80, 0x100))
_LEADS = bytes(range(0xC2, 0xF5))
_RUN = re.compile("[\udc80-\udcff]+")

# Accented letters and typographic marks of the languages of Europe begin with these bytes in UTF-8, and so a lone one
# of them may as well be a letter of windows-1252 (`â`, `Ã`) as the beginning of a character that was cut off.
_LATIN_LEADS = frozenset((0xC2, 0xC3, 0xE2))

# In a run of bad bytes: CESU-8 pairs, surrogates on their own, Java's NUL, a lead byte with some of its continuation
# bytes, a lead byte alone, anything else.
_PIECE = re.compile(
    rb"(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"
    rb"|(?P<lone>\xed[\xa0-\xbf][\x80-\xbf])"
    rb"|(?P<nul>\xc0\x80)"
    rb"|(?P<cut>[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})"
    rb"|(?P<lead>[\xc2-\xf4])"
    rb"|(?P<other>.)",
    re.DOTALL,
)


_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")

MAX_BAD = 1_000_000
"""Data with more bad bytes is left to the last resort, which does not record them one by one."""


def decode(data: bytes, *, is_declared: bool, is_marked: bool = False) -> tuple[str, BadBytes] | None:
    r"""The text and the bad bytes as (offset, value), or None when `data` is not UTF-8 with a few errors.

    It is UTF-8 when good continuation bytes outnumber bad bytes 4 to 1; when UTF-8 was declared, when they are no
    fewer than the bad bytes; after a byte order mark, always. At least two good characters are asked for.

    >>> decode("Schöne Grüße für".encode() + b"\x92s", is_declared=False)
    ('Schöne Grüße für’s', ((20, 146),))
    """
    escaped = str(data, "utf-8", "surrogateescape")
    bad = len(data) - len(escaped.encode("utf-8", "ignore"))
    leads = len(data) - len(data.translate(None, _LEADS))
    if bad > MAX_BAD or (bad > 8 * leads and not is_marked):
        return None
    runs = [(match.start(), match.end(), _bytes_of(match[0])) for match in _RUN.finditer(escaped)]
    good = leads - sum(len(run) - len(run.translate(None, _LEADS)) for _, _, run in runs)
    # Surrogate pairs written as six bytes are characters of a known variant of UTF-8, not foreign bytes.
    pairs = sum(len(_PAIR.findall(run)) for _, _, run in runs if b"\xed" in run)
    good += pairs
    bad -= 6 * pairs
    high = len(data) - len(data.translate(None, _HIGH))
    follow = high - bad - good  # the longer a character, the less it is there by chance
    if not is_marked and (good < (1 if is_declared else 2) or follow < (bad if is_declared else 4 * bad)):
        return None
    out: list[str] = []
    record: list[tuple[int, int]] = []
    at = 0
    offset = 0
    for start, end, run in runs:
        kept = escaped[at:start]
        out.append(kept)
        offset += len(kept.encode())
        out.append(read_bad(run, kept[-1:], is_cut=bool(_CUT.match(escaped, end))))
        record.extend(enumerate(run, offset))
        offset += len(run)
        at = end
    out.append(escaped[at:])
    return "".join(out), tuple(record)


def _bytes_of(escaped: str) -> bytes:
    return escaped.encode("utf-8", "surrogateescape")


# What follows where text was cut at a number of bytes.
_CUT = re.compile("\\.\\.\\.|…|<|\\Z")


def read_bad(run: bytes, before: str, *, is_cut: bool) -> str:
    """What a run of bad bytes after the character `before` stands for; `is_cut` before an ellipsis, a tag or the end.

    It depends on nothing else, so that `encode_back` can tell which characters came from which bytes.
    """
    near = before.encode()[0] if before > "\x7f" else 0
    if near and near not in _LATIN_LEADS and len(run) > 1 and max(run) < 0xC0:
        return "\ufffd"  # the rest of a character that lost its lead byte, in a script other than Latin
    out: list[str] = []
    for match in _PIECE.finditer(run):
        piece = match[0]
        if match.lastgroup == "pair":
            out.append(str(str(piece, "utf-8", "surrogatepass").encode("utf-16", "surrogatepass"), "utf-16"))
        elif match.lastgroup == "nul":
            out.append("\x00")
        elif match.lastgroup in ("lone", "cut") or (
            match.lastgroup == "lead" and is_cut and match.end() == len(run) and _can_be_cut(piece[0], near)
        ):
            out.append("\ufffd")
        else:
            out.append(codec.decode_strict(piece, "windows-1252"))
    return "".join(out)


def _can_be_cut(lead: int, near: int) -> bool:
    """Whether a lone lead byte is a character of the same script, or one whose letter in windows-1252 is rare."""
    return lead == near or lead == 0xE2 or lead < 0xE0


def encode_back(text: str, bad_bytes: BadBytes) -> bytes:
    """The bytes that `decode` read as `text`. Raises ValueError when they cannot have been that text."""
    data = text.encode()
    out: list[bytes] = []
    at = 0  # in `data`
    size = 0  # of `out`
    for offset, run in _runs(bad_bytes):
        kept = data[at : at + offset - size]
        before = str(kept[-4:], "utf-8", "ignore")[-1:]
        at += offset - size
        for is_cut in (True, False):
            read = read_bad(run, before, is_cut=is_cut).encode()
            if data.startswith(read, at):
                break
        else:
            raise ValueError("the text is not the one that was decoded")
        out += (kept, run)
        size = offset + len(run)
        at += len(read)
    out.append(data[at:])
    return b"".join(out)


def _runs(bad_bytes: BadBytes) -> list[tuple[int, bytes]]:
    runs: list[tuple[int, bytearray]] = []
    end = -1
    for offset, value in bad_bytes:
        if offset == end:
            runs[-1][1].append(value)
        else:
            runs.append((offset, bytearray([value])))
        end = offset + 1
    return [(offset, bytes(run)) for offset, run in runs]
