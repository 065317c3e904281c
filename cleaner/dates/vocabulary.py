"""Words of date lines in all languages: which word is a month, a weekday, a half of the day, a zone …

The words are data: `names.tsv` (CLDR) and `usage.tsv` (what news pages print beside it). Here they are folded and
looked up. One word may mean several things ("listopada" is October in Croatian and November in Polish, "mar" is March
and Tuesday in Spanish): the language of the text decides, where it is known.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Meaning(NamedTuple):
    """One meaning of a word: `kind` as in the tables, `value` a number or a text, and the languages that have it."""

    kind: str
    value: str
    languages: frozenset[str]


class Token(NamedTuple):
    """What a word is to the grammar: a letter of its alphabet (see grammar.py), its number, and other facts."""

    letter: str
    value: int
    text: str = ""
    """An offset for a zone, a calendar for a month."""
    soft: bool = False
    """Whether the word is too short to be held against a date that contradicts it."""
    weekday: int = 0
    """For a word that is a month and a weekday: the weekday."""


_DROPPED = re.compile("['’ʼ‘׳״\"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_LIKE = str.maketrans("ıىيكةەۀأإآٱئ", "iییکهههاااای")


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One form for all spellings that differ in case, accents, Arabic or Persian letters and invisible characters.

    >>> fold("Août") == fold("AOUT"), fold("ارديبهشت") == fold("اردیبهشت")
    (True, True)
    """
    if word.isascii():
        return word.lower().replace("'", "").replace('"', "")
    word = unicodedata.normalize("NFKD", _DROPPED.sub("", word).casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", word).translate(_LIKE))


_PARTS = re.compile(r"[ .\-‐]+")
_LATIN = re.compile("[a-z]+")

# A word of the tables with two letters or fewer, or with three in the Latin alphabet, also stands in running text.
_ENGLISH_SHORT = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun am pm".split()  # noqa: SIM905  shorter
)

RELATIVE = frozenset({"today", "ago", "unit", "one"})


def _rows() -> list[tuple[str, str, str, list[str]]]:
    out: list[tuple[str, str, str, list[str]]] = []
    here = files("cleaner.dates")
    for line in here.joinpath("names.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, kind, *cells = line.split("\t")
            out.extend((language, kind, str(i), cell.split("; ")) for i, cell in enumerate(cells, 1) if cell)
    for line in here.joinpath("usage.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, kind, value, cell = line.split("\t")
            out.append((language, kind, value, cell.split("; ")))
    return out


def _build() -> tuple[
    dict[str, tuple[Meaning, ...]],
    dict[str, tuple[Meaning, ...]],
    dict[str, tuple[tuple[str, ...], ...]],
    dict[str, int],
]:
    gathered: dict[str, dict[tuple[str, str], set[str]]] = {}
    relative: dict[str, dict[tuple[str, str], set[str]]] = {}
    phrases: dict[str, set[tuple[str, ...]]] = {}
    ordinals: dict[str, int] = {}
    for language, kind, value, words in _rows():
        for word in words:
            parts = tuple(fold(part) for part in _PARTS.split(word) if part)
            key = " ".join(parts)
            if not key:
                continue
            if kind == "ordinal":
                ordinals[key] = 1
                continue
            table = relative if kind in RELATIVE else gathered
            table.setdefault(key, {}).setdefault((kind, value), set()).add(language)
            if len(parts) > 1 and table is gathered:
                phrases.setdefault(parts[0], set()).add(parts)

    def freeze(table: dict[str, dict[tuple[str, str], set[str]]]) -> dict[str, tuple[Meaning, ...]]:
        return {
            key: tuple(Meaning(kind, value, frozenset(languages)) for (kind, value), languages in meanings.items())
            for key, meanings in table.items()
        }

    longest_first = {
        first: tuple(sorted(found, key=lambda parts: (-len(parts), parts))) for first, found in phrases.items()
    }
    return freeze(gathered), freeze(relative), longest_first, ordinals


WORDS, RELATIVE_WORDS, PHRASES, ORDINALS = _build()

_KINDS = ("month", "jalali", "bikram", "weekday", "am", "pm", "noon", "night", "zone", "month-word", "weekday-word")
_RANK = {kind: i for i, kind in enumerate((*_KINDS, "month-unit", "era", "hour", "at", "of", "minute"))}
_LETTER = {"am": "A", "pm": "A", "noon": "A", "night": "A", "zone": "Z", "era": "e", "hour": "u", "at": "g", "of": "f"}
_LETTER |= {"minute": "q", "month-word": "v", "weekday-word": "V", "month-unit": "b"}
DAY_PARTS = ("am", "pm", "noon", "night")

# Prefixes and suffixes that scripts without spaces, and Hebrew, write together with the name.
_GLUED = re.compile(
    "^(?:วันที่|วัน|เดือน|ວັນທີ|ເດືອນ|ខែ|ថ្ងៃទី|ថ្ងៃ|[בלהמש](?=[א-ת]{2}))|(?:ปี|พ|ที่|ปี พ|ឆ្នាំ|ခုနှစ်|လ)$",
)
_GLUING = re.compile("[\u0590-\u05ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def _is_short(key: str) -> bool:
    return len(key) <= 2 or (len(key) == 3 and _LATIN.fullmatch(key) is not None)


@lru_cache(maxsize=8192)
def look_up(key: str, raw: str, language: str | None) -> Token | None:
    """What the folded word `key` (written `raw`) is in `language`; None when it is no word of date lines."""
    meanings = WORDS.get(key)
    if meanings is None:
        return _look_up_part(key, raw, language)
    short = _is_short(key) and key not in _ENGLISH_SHORT
    own = [m for m in meanings if language in m.languages]
    found = own or [m for m in meanings if "und" in m.languages or "en" in m.languages] or list(meanings)
    found = [m for m in found if _is_allowed(m, key, raw, short, own=bool(own))]
    if not found:
        found = [m for m in meanings if m.kind in ("era", "at", "of", "hour", "minute")]
        if not found:
            return Token("w", 0) if any(m.kind == "weekday" for m in meanings) else None
    best = min(found, key=lambda m: _RANK[m.kind])
    if best.kind in ("month", "jalali", "bikram"):
        others = own if own else meanings
        weekday = next((int(m.value) for m in others if m.kind == "weekday"), 0)
        if weekday:
            return Token("B", int(best.value), best.kind, soft=short and not own, weekday=weekday)
        if len({m.value for m in found if m.kind == best.kind}) > 1:
            return None  # two languages mean two months: without the language there is no telling
        return Token("m" if short and not own else "M", int(best.value), best.kind)
    if best.kind == "weekday":
        return Token("W", int(best.value), soft=short and not own)
    if best.kind in DAY_PARTS:
        return Token("A", DAY_PARTS.index(best.kind))
    return Token(_LETTER[best.kind], 0, best.value if best.value != "-" else "")


def _is_allowed(meaning: Meaning, key: str, raw: str, short: bool, own: bool) -> bool:
    """Whether a meaning may be read at all: short words mean something only in their own language."""
    if meaning.kind == "zone":
        return raw.isupper() or not raw.isascii() or raw == "BdST"
    if meaning.kind == "weekday":
        return own or not (short and len(key) <= 2)
    if meaning.kind in DAY_PARTS:
        return own or not short or not key.isascii() or "und" in meaning.languages
    return True


def _look_up_part(key: str, raw: str, language: str | None) -> Token | None:
    """Look again without an article, an ending or a glued neighbour."""
    for mark in "'’ʼ":
        if mark in raw:
            for part in (raw.rpartition(mark)[2], raw.partition(mark)[0]):
                folded = fold(part)
                if len(folded) > 2 and folded in WORDS:
                    return look_up(folded, part, language)
    if _GLUING.match(key):
        part = key
        for _ in range(2):
            part = _GLUED.sub("", part)
        if part != key and part in WORDS:
            return look_up(part, part, language)
    return None
