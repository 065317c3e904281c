"""Which language a text is in: the script, and within a script the function words and letters.

No model and no dependency: most scripts have one language, and a few sentences in a shared script are settled by words
such as "the", "och", "और". docs/dates.md tells how it compares with trained detectors.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

SAMPLE: Final = 350
"""Characters of each of the three slices (start, middle, end) that are looked at."""

_MIN_LETTERS: Final = 20
_MIN_SHARE: Final = 0.7
"""Share of one script among the letters below which a text is mixed."""
_MIN_HITS: Final = 3.0
_MIN_RATE: Final = 0.05
"""Worth of the function words over the number of words; running text has 0.1 (Lithuanian, Turkish) to 0.5 (English)."""
_MIN_LEAD: Final = 1.12
_MAX_TIMES: Final = 12  # a word that is repeated more often in so short a sample is a name or a refrain
_OWN_LETTER: Final = 0.25
_FOREIGN_LETTER: Final = 0.4

_RANGES: Final = (
    (0x0041, 0x024F, "Latin"), (0x0250, 0x02AF, "Latin"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x06FF, "Arabic"), (0x0750, 0x077F, "Arabic"),
    (0x0780, 0x07BF, "Thaana"), (0x0900, 0x097F, "Devanagari"), (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"), (0x0B00, 0x0B7F, "Oriya"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"), (0x0D00, 0x0D7F, "Malayalam"), (0x0D80, 0x0DFF, "Sinhala"), (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"), (0x0F00, 0x0FFF, "Tibetan"), (0x1000, 0x109F, "Myanmar"), (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"), (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"), (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"), (0x3040, 0x30FF, "Kana"), (0x31F0, 0x31FF, "Kana"), (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"), (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFE, "Arabic"), (0xFF66, 0xFF9D, "Kana"), (0x20000, 0x323AF, "Han"),
)  # fmt: skip
_ONE_LANGUAGE: Final = {
    "Greek": "el", "Armenian": "hy", "Thaana": "dv", "Gurmukhi": "pa", "Gujarati": "gu", "Oriya": "or", "Tamil": "ta",
    "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Thai": "th", "Lao": "lo", "Tibetan": "bo",
    "Myanmar": "my", "Georgian": "ka", "Hangul": "ko", "Khmer": "km",
}  # fmt: skip
# What a script means when the words decide nothing: its other languages have letters of their own.
_MAIN_LANGUAGE: Final = {"Hebrew": "he", "Bengali": "bn", "Ethiopic": "am"}
_WITHOUT_SPACES: Final = frozenset({"Han", "Kana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"})

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())
_WORD = re.compile(r"[^\W\d_][^\s\d.,;:!?()\[\]\"“”„«»।۔،؟/|…]*")


class _Profile(NamedTuple):
    words: dict[str, tuple[float, tuple[str, ...]]]
    """Function words of a script, with what a hit is worth and the languages that have them."""
    letters: dict[str, frozenset[str]]
    """Letters beyond the base of the script, with the languages that write them."""
    languages: tuple[str, ...]


def _load() -> dict[str, _Profile]:
    rows: dict[str, list[tuple[str, str, list[str]]]] = {}
    for line in files("cleaner").joinpath("language.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, script, letters, listed = line.split("\t")
            rows.setdefault(script, []).append((language, letters, listed.split()))
    out: dict[str, _Profile] = {}
    for script, profiles in rows.items():
        owners: dict[str, list[str]] = {}
        writers: dict[str, set[str]] = {}
        for language, letters, words in profiles:
            for word in dict.fromkeys(words):
                owners.setdefault(word, []).append(language)
            for letter in letters:
                writers.setdefault(letter, set()).add(language)
        worth = {word: (1.0 / len(languages) + 0.5, tuple(languages)) for word, languages in owners.items()}
        out[script] = _Profile(
            worth,
            {letter: frozenset(languages) for letter, languages in writers.items()},
            tuple(language for language, _, _ in profiles),
        )
    return out


_PROFILES: Final = _load()


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """The script of a letter; None for other characters and other scripts."""
    if not char.isalpha():
        return None
    code = ord(char)
    for low, high, name in _RANGES:
        if low <= code <= high:
            return name
    return None


def detect(text: str) -> tuple[str | None, float]:
    """The main language of a text (BCP 47) and how sure that is, 0 to 1; (None, 0.0) for short, mixed or unknown text.

    Looks at the start, the middle and the end of the text, so the cost is the same for all lengths.

    >>> detect("The committee said on Friday that it had not been told of the plan, drawn up by the ministry.")[0]
    'en'
    >>> detect("ok")
    (None, 0.0)
    """
    sample = _sample(text).lower()
    counts = Counter(_BEYOND_ASCII.findall(sample))
    scripts: dict[str, int] = {}
    latin = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if latin:
        scripts["Latin"] = latin
    for char, count in counts.items():
        script = _script(char)
        if script is not None:
            scripts[script] = scripts.get(script, 0) + count
    letters = sum(scripts.values())
    if not letters:
        return None, 0.0
    kana = scripts.get("Kana", 0)
    if kana and kana * 10 >= kana + scripts.get("Han", 0):
        scripts["Kana"] = kana + scripts.pop("Han", 0)
    script, most = max(scripts.items(), key=lambda item: (item[1], item[0]))
    share = most / letters
    weight = 3 if script in _WITHOUT_SPACES or script == "Hangul" else 1
    if share < _MIN_SHARE or most * weight < _MIN_LETTERS:
        return None, 0.0
    if script == "Kana":
        return "ja", round(share, 3)
    if script == "Han":
        return "zh", round(share, 3)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script], round(share, 3)
    return _among(script, sample, counts, share) if script in _PROFILES else (None, 0.0)


def _sample(text: str) -> str:
    if len(text) <= 3 * SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE]} {text[middle : middle + SAMPLE]} {text[-SAMPLE:]}"


def _among(script: str, sample: str, counts: Counter[str], share: float) -> tuple[str | None, float]:
    """The language among those of one script whose words and letters fit best."""
    profile = _PROFILES[script]
    words = _WORD.findall(sample.replace("’", "'"))
    if not words:
        return None, 0.0
    scores: defaultdict[str, float] = defaultdict(float)
    known = profile.words
    for word, times in Counter(filter(known.__contains__, words)).items():
        worth, languages = known[word]
        worth *= times if times < _MAX_TIMES else _MAX_TIMES
        for language in languages:
            scores[language] += worth
    hits = dict(scores)
    foreign = 0
    for char, count in counts.items():
        if char in profile.letters:
            writers = profile.letters[char]
            foreign += count
            worth = (_FOREIGN_LETTER + _OWN_LETTER / len(writers)) * count
            for language in writers:
                scores[language] += worth
    # Languages that nothing speaks for come after all others, at or below zero.
    ranked = sorted(((score - _FOREIGN_LETTER * foreign, language) for language, score in scores.items()), reverse=True)
    top, best = ranked[0] if ranked else (0.0, "")
    second = max(ranked[1][0], 0.0) if len(ranked) > 1 else 0.0
    hit = hits.get(best, 0.0)
    rate = hit / len(words)
    if top <= 0 or hit < _MIN_HITS or rate < _MIN_RATE or top < second * _MIN_LEAD:
        main = _MAIN_LANGUAGE.get(script)
        return (main, round(share * 0.8, 3)) if main is not None and (best == main or hit < _MIN_HITS) else (None, 0.0)
    lead = 1.0 - second / top
    return best, round(share * min(1.0, 0.5 + lead) * min(1.0, 0.5 + 2 * rate), 3)
