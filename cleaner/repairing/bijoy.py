"""Bengali typed for the Bijoy fonts (SutonnyMJ and others), which draw Bengali in the places of Latin letters.

It is no mojibake: the characters are the ones that were typed. It is found by how it looks, and converted on request.
"""

from __future__ import annotations

import re

from cleaner.model import Edit
from cleaner.repairing import align

# The vowel sign e, the commonest of all, is a dagger; words change from small to capital letters inside.
_SIGNS = ("†", "‡")
_WORD = re.compile(r"\S+")
_ODD = re.compile(r"[a-z][A-Z]|[`†‡][A-Za-z]|[A-Za-z]\|")
_SIGN = re.compile("[†‡][A-Za-z]")
_SHARE = 0.3
"""Share of odd words above which a line is Bijoy: its median is 0.76, the highest of clean lines 0.05."""
_MIN_WORDS = 3


def is_found(text: str) -> bool:
    """Whether any line of `text` looks like Bijoy.

    >>> is_found("Avgvi †mvbvi evsjv, Avwg †Zvgvq fv‡jvevwm|"), is_found("It uses Foo† and `bar` in iOS.")
    (True, False)
    """
    return any(sign in text for sign in _SIGNS) and any(is_line(line) for line in text.split("\n"))


def is_line(line: str) -> bool:
    """Whether a line looks like Bijoy."""
    if not _SIGN.search(line):
        return False
    words = _WORD.findall(line)
    odd = sum(_ODD.search(word) is not None for word in words)
    return odd >= _MIN_WORDS and odd > _SHARE * len(words)


# Where the font draws what. A half form ends in a virama and a joined form begins with one; two of them are one.
_VIRAMA = "\u09cd"
_GLYPHS = {
    **dict(zip("ABCDEFGHIJ", "অইঈউঊঋএঐওঔ", strict=True)),
    **dict(zip("KLMNOPQRSTUVWXYZ_`abcdefghijklmn", "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ", strict=True)),
    "o": "ড\u09bc",
    "p": "ঢ\u09bc",
    "q": "য\u09bc",
    "r": "ৎ",
    "s": "ং",
    "t": "ঃ",
    "u": "ঁ",
    **dict(zip("0123456789", "০১২৩৪৫৬৭৮৯", strict=True)),
    "v": "া",
    "w": "ি",
    "x": "ী",
    "y": "ু",
    "z": "ু",
    "“": "ু",
    "–": "ু",
    "æ": "ু",
    "~": "ূ",
    "ƒ": "ূ",
    "‚": "ূ",
    "„": "ৃ",
    "…": "ৃ",
    "†": "ে",
    "‡": "ে",
    "ˆ": "ৈ",
    "‰": "ৈ",
    "Š": "ৗ",
    "|": "।",
    "&": _VIRAMA,
    "Ò": "“",
    "Ó": "”",
    "Ô": "‘",
    "Õ": "’",
    "Ð": "—",
    "Ñ": "—",
    "¯": "স্",
    "¤": "ম্",
    "š": "ন্",
    "›": "ন্",
    "”": "চ্",
    "˜": "দ্",
    "™": "দ্",
    "•": "ঙ্",
    "®": "ষ্",
    "Í": "্ত",
    "—": "্ত",
    "^": "্ব",
    "¦": "্ব",
    "Ÿ": "্ব",
    "¡": "্ব",
    "’": "্থ",
    "‘": "্তু",
    "‹": "্ক",
    "Œ": "্ক্র",
    "ú": "্প",
    "œ": "্ন",
    "è": "্ন",
    "¥": "্ম",
    "§": "্ম",
    "¬": "্ল",
    "ø": "্ল",
    "\u00ad": "্ল",
    "ª": "্র",
    "«": "্র",
    "Ö": "্র",
    "¨": "্য",
    "¢": "্ভ",
    "£": "্ভ্র",
    "¿": "্ত্র",
    "°": "ক্ক",
    "±": "ক্ট",
    "³": "ক্ত",
    "µ": "ক্র",
    "¶": "ক্ষ",
    "ÿ": "ক্ষ",
    "·": "ক্স",
    "¸": "গু",
    "»": "গ্ধ",
    "¼": "ঙ্ক",
    "½": "ঙ্গ",
    "¾": "জ্জ",
    "À": "জ্ঝ",
    "Á": "জ্ঞ",
    "Â": "ঞ্চ",
    "Ã": "ঞ্ছ",
    "Ä": "ঞ্জ",
    "Å": "ঞ্ঝ",
    "Æ": "ট্ট",
    "Ç": "ড্ড",
    "È": "ণ্ট",
    "É": "ণ্ঠ",
    "Ê": "ণ্ড",
    "Ë": "ত্ত",
    "Ì": "ত্থ",
    "Î": "ত্র",
    "Ï": "দ্দ",
    "×": "দ্ধ",
    "Ø": "দ্ব",
    "Ù": "দ্ম",
    "Ú": "ন্ঠ",
    "Û": "ন্ড",
    "Ü": "ন্ধ",
    "Ý": "ন্স",
    "Þ": "প্ট",
    "ß": "প্ত",
    "à": "প্প",
    "á": "প্স",
    "â": "ব্জ",
    "ã": "ব্দ",
    "ä": "ব্ধ",
    "å": "ভ্র",
    "ç": "ম্ফ",
    "é": "ল্ক",
    "ê": "ল্গ",
    "ë": "ল্ট",
    "ì": "ল্ড",
    "í": "ল্প",
    "î": "ল্ফ",
    "ï": "শু",
    "ð": "শ্চ",
    "ò": "ষ্ণ",
    "ó": "ষ্ট",
    "ô": "ষ্ঠ",
    "õ": "ষ্ফ",
    "ö": "স্খ",
    "÷": "স্ট",
    "ù": "স্ফ",
    "û": "হু",
    "ü": "হৃ",
    "ý": "হ্ন",
    "þ": "হ্ম",
}
_REPH = "\ue000"  # stands for the reph until its place is found
_TABLE = str.maketrans(_GLYPHS | {"©": _REPH})

_CLUSTER = "(?:[ক-হৎ]\u09bc?(?:\u09cd[ক-হ]\u09bc?)*)"
_DOUBLE = re.compile(f"{_VIRAMA}{{2,}}")
_BEFORE = re.compile(f"([িেৈ])({_CLUSTER})")
_AFTER = re.compile(f"({_CLUSTER})([া-ৌৗ]*ঁ?){_REPH}")


def convert(text: str) -> str:
    """Bijoy to Unicode: glyphs to letters, then vowel signs and reph from where they are drawn to where they belong.

    >>> convert("Avgvi †mvbvi evsjv")
    'আমার সোনার বাংলা'
    """
    text = _DOUBLE.sub(_VIRAMA, text.translate(_TABLE)).replace("অা", "আ")
    text = _BEFORE.sub(r"\2\1", text)
    text = _AFTER.sub(r"র্\1\2", text).replace(_REPH, "র্")
    return text.replace("\u09c7\u09be", "\u09cb").replace("\u09c7\u09d7", "\u09cc").replace("ঁা", "াঁ")


def edits(text: str) -> list[Edit]:
    """Convert the lines that look like Bijoy. URLs, addresses and words in Bengali letters inside them stay."""
    out: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if is_line(line):
            for match in _WORD.finditer(line):
                word = match[0]
                if not _FOREIGN.search(word):
                    out += align.edits(at + match.start(), word, convert(word), "mojibake.bijoy")
        at += len(line) + 1
    return out


_FOREIGN = re.compile("://|www\\.|@|[\u0980-\u09ff]")
