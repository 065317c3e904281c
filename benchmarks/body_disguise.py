"""Text as if it were of another script: what the body finder knows of layout should not hang on English.

The permissive sets hold few pages in Chinese, Russian, Greek or Japanese. Their headlines have no capitals to be known
by, their words were never seen in training, and Chinese sets no spaces; all of this a disguise can show.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LATIN = "abcdefghijklmnopqrstuvwxyzäöüßéèáàóíñç"
_CYRILLIC = "абцдефгхийклмнопярстувшызщьэюжчъёюаоинц"
_LETTERS = str.maketrans(dict(zip(_LATIN, _CYRILLIC, strict=False)))
_ENDS = ((". ", "。"), ("? ", "？"), ("! ", "！"), (", ", "，"), (": ", "："), ("; ", "；"), ("(", "（"), (")", "）"))


def disguise(line: str, how: str) -> str:
    """The line in Han characters (`han`) or Cyrillic letters with the capitals of a sentence (`cyrillic`)."""
    return _han(line) if how == "han" else _cyrillic(line)


@lru_cache(maxsize=200_000)
def _pair(word: str) -> str:
    number = int.from_bytes(hashlib.sha256(word.encode()).digest()[:6], "big")
    return "".join(chr(0x4E00 + (number >> shift) % 8000) for shift in (0, 13))[: 2 if len(word) > 3 else 1]


@lru_cache(maxsize=200_000)
def _is_foreign(word: str) -> bool:
    """One word in thirty stays in Latin letters."""
    return hashlib.sha256(word.encode()).digest()[1] < 9


def _han(line: str) -> str:
    """A Han pair for each word, no spaces, wide punctuation; numbers and one word in thirty stay."""

    def put(match: re.Match[str]) -> str:
        word = match[0]
        return word if word.isdigit() or _is_foreign(word) else _pair(word.lower())

    line = _WORD.sub(put, line + " ")
    for latin, wide in _ENDS:
        line = line.replace(latin, wide)
    line = re.sub(r"(?<=[\u4e00-\u9fff])[ \t](?=[\u4e00-\u9fff])", "", line)
    return line.strip()


@lru_cache(maxsize=200_000)
def _is_name(word: str) -> bool:
    """One word in ten keeps its capital as a name would."""
    return hashlib.sha256(word.encode()).digest()[0] < 26


def _cyrillic(line: str) -> str:
    out: list[str] = []
    at = 0
    begins = True
    for match in _WORD.finditer(line):
        between, word = line[at : match.start()], match[0]
        begins = begins or any(mark in between for mark in ".!?:«“")
        other = word.lower().translate(_LETTERS)
        if word[0].isupper() and (begins or _is_name(word)):
            other = other[0].upper() + other[1:]
        elif len(word) > 1 and word.isupper() and _is_name(word):
            other = other.upper()
        out += [between, other]
        at = match.end()
        begins = False
    return "".join([*out, line[at:]])
