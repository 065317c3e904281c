"""Text to tokens: one letter of the grammar's alphabet for each number, word and mark (the letters: grammar.py).

White space and invisible characters leave no token. One pass with one expression whose alternatives begin with
different characters and cannot fail after their first: linear on any input.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.dates.vocabulary import ORDINALS, PHRASES, WORDS, Token, fold, look_up

_MARKS = {
    ".": ".．。｡॰․။",
    ",": ",،，、;；؛‚﹐၊\u066b",
    "/": "/／⁄∕\\",
    "-": "-‐‑‒–—―−－~〜～",
    ":": ":：∶։",
    "(": "([（［【「〔〈《『{",
    ")": ")]）］】」〕〉》』}",
    "|": "|•·●▪∙⋅│┃｜◦‧・‣»«›‹*@…।॥",
    "+": "+＋",
    "'": "'’‘ʼ`´",
}
_MARK = {char: letter for letter, chars in _MARKS.items() for char in chars}
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_JOINERS = "\u200b-\u200d\u00ad\u0640"
_PUNCTUATION = re.escape("".join(c for c in _MARK if c not in "'’ʼ‘"))
_OTHER = re.escape('!"#$%&<=>?^_¡¿§©®°№“”„‟′″€£¥₹৳™×÷¶†‡−').replace("-", "")
_OTHER += "\u2190-\u22c4\u22c6-\u2bff\ufe0f\U0001f000-\U0001fbff"  # arrows, boxes, pictures

# East Asian dates are written without spaces, so their words are cut out by name, the longest first.
_UNITS = {
    "年": "a", "년": "a", "月": "b", "월": "b", "日": "c", "號": "c", "号": "c", "일": "c",
    "時": "h", "时": "h", "點": "h", "点": "h", "시": "h", "分": "i", "분": "i", "秒": "s", "초": "s",
}  # fmt: skip
_ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911,
    "民國": 1911, "民国": 1911, "中華民國": 1911, "西元": 0, "公元": 0, "西暦": 0,
}  # fmt: skip
_NOT_UNITS = ("시간", "時間", "小時", "小时", "分钟", "分鐘", "分間", "월간", "일간", "년간", "か月", "ヶ月", "日間")
_DAYS = {
    char: day for week in ("月火水木金土日", "一二三四五六日", "월화수목금토일") for day, char in enumerate(week, 1)
}
_EAST_WORDS = sorted(
    {
        key
        for key in WORDS
        if key and key not in _UNITS and ("\u3040" <= key[0] <= "\u9fff" or "\uac00" <= key[0] <= "\ud7a3")
    }
    | set(_ERAS)
    | set(_NOT_UNITS),
    key=lambda key: (-len(key), key),
)
_NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九十")} | {"○": 0, "零": 0, "元": 1}
_EAST = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_NUMBER, _POINT, _NAMED, _CHARACTER, _WORD = range(1, 6)
_TOKEN = re.compile(
    rf"[\s{_INVISIBLE}]*+(?:"
    r"(\d+)"
    rf"|([{_PUNCTUATION}]|['’ʼ‘](?=\d))"
    rf"|({'|'.join(_EAST_WORDS)}|[{''.join(_NUMERALS)}]{{1,8}}(?=[年月日號号時时點点分秒]))"
    rf"|([{_EAST}])"
    rf"|([^\s\d{_INVISIBLE}{_PUNCTUATION}{_OTHER}{_EAST}]"
    rf"(?:[^\s\d\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff{_PUNCTUATION}{_OTHER}{_EAST}]|(?<=[א-ת])\"(?=[א-ת]))*+)"
    rf"|([^\s{_INVISIBLE}]))",
    re.DOTALL,
)
_NEXT_WORD = re.compile(rf"[ .\-\u00a0\u202f\u2010]{{1,2}}([^\s\d{_INVISIBLE}{_PUNCTUATION}{_OTHER}{_EAST}]+)")
_NEXT_NUMBER = re.compile(r"[ .\u00a0\u202f]{0,2}(\d{1,2})(?!\d)")


class Tokens(NamedTuple):
    """Parallel lists, one entry for each token: its letter, its span and its number; and what a word means."""

    letters: str
    starts: list[int]
    ends: list[int]
    values: list[int]
    words: dict[int, Token]
    text: str


def tokenize(text: str, start: int, end: int, language: str | None) -> Tokens:
    """The tokens of `text[start:end]`, with offsets in `text`."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[int] = []
    words: dict[int, Token] = {}
    skip = start
    for match in _TOKEN.finditer(text, start, end):
        group = match.lastindex or 0
        low, high = match.span(group)
        if low < skip:
            continue
        value = 0
        if group == _NUMBER:
            width = high - low
            letter = "d" if width <= 2 else "y" if width == 4 else "n"
            value = int(match[group]) if width <= 14 else -1
        elif group == _POINT:
            letter = _MARK[match[group]]
        elif group == _WORD:
            word, high = _word(match[group], text, low, high, end, language, letters, ends)
            if word is None:
                letter = "x"
            else:
                letter, value = word.letter, word.value
                words[len(letters)] = word
            skip = high
        elif group == _NAMED:
            letter, value = _east(match[group], language, words, len(letters))
        elif group == _CHARACTER:
            char = text[low]
            letter = _UNITS.get(char, "x")
            if letters and letters[-1] == "(" and char in _DAYS and text[high : high + 1] in _BRACKET_ENDS:
                letter, value = "W", _DAYS[char]
        else:
            letter = "x"
        letters.append(letter)
        starts.append(low)
        ends.append(high)
        values.append(value)
    return Tokens("".join(letters), starts, ends, values, words, text)


_BRACKET_ENDS = frozenset(")）・]］〕】")


def _word(
    raw: str, text: str, low: int, high: int, limit: int, language: str | None, letters: list[str], ends: list[int]
) -> tuple[Token | None, int]:
    """What the word at `text[low:high]` is, and where it ends: names of several words are read as one."""
    key = fold(raw)
    if letters and ends[-1] == low and letters[-1] in "dyn":  # glued to a number
        if key == "t" and text[high : high + 1].isdecimal():
            return Token("t", 0), high
        if letters[-1] == "d" and key in ORDINALS:
            return Token("o", 0), high
    phrases = PHRASES.get(key)
    if phrases is not None:
        for parts in phrases:
            at = high
            for part in parts[1:]:
                following = _NEXT_WORD.match(text, at, limit)
                if following is None or fold(following.group(1)) != part:
                    break
                at = following.end()
            else:
                found = look_up(" ".join(parts), text[low:at], language)
                if found is not None:
                    return found, at
    token = look_up(key, raw, language)
    if token is not None and token.letter in "vV":
        return _numbered(token, text, high, limit)
    return token, high


def _numbered(token: Token, text: str, high: int, limit: int) -> tuple[Token | None, int]:
    """Vietnamese counts months and weekdays: "tháng 1" is January, "thứ 2" Monday."""
    number = _NEXT_NUMBER.match(text, high, limit)
    value = int(number.group(1)) if number is not None else 0
    if number is not None and token.letter == "v" and 1 <= value <= 12:
        return Token("M", value, "month"), number.end()
    if number is not None and token.letter == "V" and 2 <= value <= 7:
        return Token("W", value - 1), number.end()
    return None, high


def _east(raw: str, language: str | None, words: dict[int, Token], index: int) -> tuple[str, int]:
    if raw in _ERAS:
        return "k", _ERAS[raw]
    if raw in _NOT_UNITS:
        return "x", 0
    if raw[0] in _NUMERALS and all(char in _NUMERALS for char in raw):
        value = _numeral(raw)
        return ("d" if value < 100 else "y" if 1000 <= value <= 9999 else "n"), value
    token = look_up(fold(raw), raw, language)
    if token is None:
        return "x", 0
    words[index] = token
    return token.letter, token.value


def _numeral(raw: str) -> int:
    """The number of Han numerals, positional (二〇二五) or with tens (二十九).

    >>> _numeral("二〇二五"), _numeral("二十九"), _numeral("十")
    (2025, 29, 10)
    """
    digits = [_NUMERALS[char] for char in raw]
    if 10 not in digits:
        return int("".join(map(str, digits)))
    at = digits.index(10)
    tens = digits[at - 1] if at else 1
    ones = digits[at + 1] if at + 1 < len(digits) else 0
    return (tens * 10 + ones) if at <= 1 and len(digits) <= at + 2 and ones < 10 and tens < 10 else -1
