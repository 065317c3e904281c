"""How unlikely a decoded text looks, judged by what no writing system does; knows no language.

Used to choose between readings of the same bytes: the one with fewer anomalies is the likelier.
"""

from __future__ import annotations

import regex

# Alphabets that do not meet inside a word. Han, kana and hangul do stand beside Latin letters.
_ALPHABETS = ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Thai")


def _others(alphabet: str) -> str:
    return "".join(rf"\p{{{other}}}" for other in _ALPHABETS if other != alphabet)


_MIXED = "|".join(rf"\p{{{alphabet}}}(?=[{_others(alphabet)}])" for alphabet in _ALPHABETS)

# One alternative for each kind of anomaly. No repetition, so the time is linear.
_ANOMALY = regex.compile(
    rf"""
      [\x80-\x9f\p{{Co}}\p{{Cn}}\ufffd]                                # no character at all
    | (?:(?<=[^\x00-\x7f])\p{{Lu}}|(?<=[a-z])[\p{{Lu}}--[A-Z]])(?<=\p{{Ll}}.)  # a capital after a small letter
    | (?:{_MIXED})                                                     # two alphabets in one word
    | (?<=\p{{L}})[\p{{S}}\p{{No}}\p{{Pi}}\p{{Ps}}ªº¿¡·¸¨¯´ˇ˘˛˝†‡‰•…--[\x00-\x7f’‑]](?=\p{{L}})  # a sign between letters
    | (?<![\p{{L}}\p{{M}}\u200c\u200d\u25cc])\p{{M}}                   # a mark without its base
    | [\u2500-\u259f](?=[\p{{L}}\u2500-\u259f])                        # box drawing beside letters
    | [\uff61-\uff9f](?![\uff61-\uff9f])|(?<=\p{{Han}})[\uff61-\uff9f] # half-width katakana that makes no word
    | (?<=[ØÙÐÑÃÂ])[\p{{Lu}}\p{{S}}\p{{P}}\p{{No}}--[\x00-\x7f]]       # lead bytes of UTF-8 as Latin letters
    """,
    regex.VERBOSE | regex.V1,
)


def anomalies(text: str) -> int:
    """The number of places in `text` that look like a wrong decoding.

    >>> anomalies("Сегодня хорошая погода"), anomalies("яЕЦНДМЪ УНПНЬЮЪ ОНЦНДЮ")
    (0, 1)
    """
    return len(_ANOMALY.findall(text))
