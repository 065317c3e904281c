"""Characters that show nothing, or show what another one shows: line ends, controls, spaces, joiners, ligatures.

One pass over the text; each match is a maximal run of characters of one kind, so that long runs are one edit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import regex

from cleaner.decoding import tolerant
from cleaner.model import Edit
from cleaner.repairing import align
from cleaner.repairing.composition import char_class
from cleaner.repairing.options import RepairOptions

# U+180E and U+2800 are no spaces; U+200B is no space either, it is a place where a line may break.
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr((plane << 16) + 0xFFFE)}{chr((plane << 16) + 0xFFFF)}" for plane in range(17)
)
C0 = "\x00-\x08\x0e-\x1f\x7f"
TAGS = "\U000e0000-\U000e007f"
LIGATURES = "\ufb00-\ufb06"

_LIGATURES = {char: unicodedata.normalize("NFKC", char) for char in map(chr, range(0xFB00, 0xFB07))}
_JOINERS = "\u200c\u200d"

# A zero width space marks where words end in scripts that write none.
_UNSPACED = r"\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}\p{Tibetan}\p{Javanese}\p{Balinese}\p{Tai_Tham}"

# A joiner at the end of a word is kept after a virama (it shapes the letter before it) and, the joining one, after a
# letter of a script that joins (it shows the letter's initial form, as in abbreviations). A non-joiner is kept between
# letters and marks of any script but Latin. Emoji sequences keep theirs.
_WORD = r"[\p{L}\p{M}\p{N}--[\p{Latin}0-9]]"
_VIRAMA = r"\p{ccc=9}"
_JOINING = r"[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Mandaic}\p{Adlam}\p{Hanifi_Rohingya}\u0640]"
_PICTURE = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\U000e007f♀♂⚕]"

# name → (option, pattern, how to replace); the order decides where two could begin at one place.
_KINDS: dict[str, tuple[str, str]] = {
    "cr": ("line_ends", r"\r+"),
    "vt": ("line_ends", r"\v+"),
    "ff": ("line_ends", r"\f+"),
    "separator": ("line_ends", r"[\u2028\u2029]"),
    "nel": ("line_ends", r"\x85"),
    "c1": ("controls", r"[\x80-\x9f]+"),
    "bom": ("controls", r"\ufeff+"),
    "c0": ("controls", rf"[{C0}]+"),
    "noncharacter": ("controls", rf"[{NONCHARACTERS}]+"),
    "surrogate": ("surrogates", r"[\ud800-\udfff]+"),
    "space": ("spaces", rf"[{SPACES}]+"),
    "shy": ("invisible", r"\u00ad+"),
    "zero_width": ("invisible", rf"\u2060+|(?<![{_UNSPACED}])\u200b+|\u200b+(?![{_UNSPACED}])|(?<=\u200b)\u200b+"),
    "joiner": (
        "joiners",
        rf"(?<=[{_JOINERS}])[{_JOINERS}]+"
        rf"|(?<!{_WORD})(?<!{_PICTURE})[{_JOINERS}]+"
        rf"|(?<!{_VIRAMA})(?<!{_PICTURE})\u200c(?!{_WORD}|[{_JOINERS}])"
        rf"|(?<!{_VIRAMA})(?<!{_PICTURE})(?<!{_JOINING})\u200d(?!{_WORD}|[{_JOINERS}])"
        rf"|(?<={_PICTURE})[{_JOINERS}](?!\p{{Extended_Pictographic}}|[♀♂⚕{_JOINERS}])",
    ),
    "flag": ("hidden", r"\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"),
    "tag": ("hidden", rf"[{TAGS}]+"),
    "ligature": ("ligatures", rf"(?<=\p{{Latin}})[{LIGATURES}]+|[{LIGATURES}]+(?=\p{{Latin}})"),
    "width": ("full_width", r"[\uff01-\uff5e\uff61-\uff9f\uffe0-\uffe6]+"),
    "quote": ("straight_quotes", r"[\u2018-\u201f\u2039\u203a\u00ab\u00bb\u2032\u2033]+"),
    "dash": ("dashes", r"[\u2010-\u2015\u2212]+"),
    "nukta": ("", r"[\u09a1\u09a2\u09af]\u09bc"),
}

_REASONS = {
    "cr": "line-end.cr",
    "vt": "line-end.vt",
    "ff": "line-end.ff",
    "separator": "line-end.unicode",
    "nel": "line-end.unicode",
    "c1": "mojibake.c1",
    "bom": "control.bom",
    "c0": "control.c0",
    "noncharacter": "control.noncharacter",
    "surrogate": "control.surrogate",
    "space": "space.unicode",
    "shy": "invisible.soft-hyphen",
    "zero_width": "invisible.zero-width",
    "joiner": "invisible.joiner",
    "tag": "invisible.tag",
    "ligature": "letter.ligature",
    "width": "letter.width",
    "quote": "letter.quote",
    "dash": "letter.dash",
    "nukta": "form.nukta",
}

_NUKTA = {"\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd", "\u09af\u09bc": "\u09df"}
_QUOTES = str.maketrans("‘’‚‛“”„‟‹›«»′″", "''''\"\"\"\"''\"\"'\"")


# The characters with which the kinds of each option begin: those in ASCII, the others.
_FIRSTS: dict[str, tuple[str, str]] = {
    "line_ends": ("\x0b-\r", "\x85\u2028\u2029"),
    "controls": (C0, f"\x80-\x9f\ufeff{NONCHARACTERS}"),
    "surrogates": ("", "\ud800-\udfff"),
    "spaces": ("", SPACES),
    "invisible": ("", "\u00ad\u200b\u2060"),
    "joiners": ("", _JOINERS),
    "hidden": ("", f"{TAGS}\U0001f3f4"),
    "ligatures": ("", LIGATURES),
    "full_width": ("", "\uff01-\uff5e\uff61-\uff9f\uffe0-\uffe6"),
    "straight_quotes": ("", "\u2018-\u201f\u2039\u203a\u00ab\u00bb\u2032\u2033"),
    "dashes": ("", "\u2010-\u2015\u2212"),
}
_OF_NUKTA = "\u09a1\u09a2\u09af"


def edits(text: str, options: RepairOptions) -> list[Edit]:
    """The edits that this pass makes, in order."""
    if _any(options).search(text) is None:
        return []
    out: list[Edit] = []
    for match in _pattern(options).finditer(text):
        kind = match.lastgroup
        if kind is None or kind == "flag":
            continue
        before = match[0]
        after, reason = _replacement(kind, before)
        if after != before:
            out.append(align.edit(match.start(), before, after, reason))
    return out


@cache
def _any(options: RepairOptions) -> re.Pattern[str]:
    return re.compile(_class(_first(options)))


def _first(options: RepairOptions) -> str:
    """The characters with which the kinds that are wanted begin, inside of a class."""
    wanted = "".join(low + high for option, (low, high) in _FIRSTS.items() if getattr(options, option))
    return wanted + (_OF_NUKTA if options.bengali_nukta == "composed" else "")


def _class(inside: str) -> str:
    return f"[{inside}]" if inside else "(?!)"


_RETURN = regex.compile(r"\r+(?=\n)|\r+")


def carriage_returns(text: str) -> list[Edit]:
    """Remove carriage returns before a line feed; the others are line ends themselves."""
    if "\r" not in text:
        return []
    out: list[Edit] = []
    for match in _RETURN.finditer(text):
        start, end = match.span()
        if text[end : end + 1] == "\n":
            # `\r\r\n`, of files converted twice, is one line end.
            out.append(align.edit(start, match[0], "", "line-end.crlf"))
        else:
            out.append(align.edit(start, match[0], "\n" * (end - start), "line-end.cr"))
    return out


def _replacement(kind: str, before: str) -> tuple[str, str]:
    make = _REPLACE.get(kind)
    after = "" if make is None else make(before)
    if kind == "c1" and not after:
        return after, "control.c1"
    return after, _REASONS[kind]


def _cp1252(run: str) -> str:
    return "".join(_C1.get(char, "") for char in run)


_C1 = {chr(value): char for value in range(0x80, 0xA0) if (char := bytes([value]).decode("cp1252", "ignore"))}


def _surrogates(run: str) -> str:
    """Pairs are joined, bytes that Python escaped are read, the rest becomes U+FFFD."""
    return (
        _ESCAPED.sub(_read_escaped, run.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        if not (_ESCAPED.fullmatch(run))
        else _read(run)
    )


_ESCAPED = regex.compile("[\udc80-\udcff]+")


def _read_escaped(match: regex.Match[str]) -> str:
    return _read(match[0])


def _read(run: str) -> str:
    data = run.encode("utf-8", "surrogateescape")
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError:
        return tolerant.read_bad(data, "", is_cut=False)


_REPLACE: dict[str, Callable[[str], str]] = {
    "cr": lambda run: "\n" * len(run),
    "vt": lambda run: "\n" * len(run),
    "ff": lambda run: "\n\n" * len(run),
    "separator": lambda run: "\n" if run == "\u2028" else "\n\n",
    "nel": lambda _: "\n",
    "c1": _cp1252,
    "surrogate": _surrogates,
    "space": lambda run: " " * len(run),
    "ligature": lambda run: "".join(_LIGATURES[char] for char in run),
    "width": lambda run: unicodedata.normalize("NFKC", run),
    "quote": lambda run: run.translate(_QUOTES),
    "dash": lambda run: "-" * len(run),
    "nukta": lambda run: _NUKTA[run],
}


@cache
def _pattern(options: RepairOptions) -> regex.Pattern[str]:
    parts = []
    for name, (option, pattern) in _KINDS.items():
        wanted = getattr(options, option) if option else options.bengali_nukta == "composed"
        if name == "nel":
            wanted = wanted and not options.controls  # else it is read as windows-1252 first
        if wanted:
            parts.append(f"(?P<{name}>{pattern})")
    # All kinds begin with one of a few characters: the engine passes by the others quickly.
    return regex.compile(f"(?={_class(_first(options))})(?:{'|'.join(parts)})" if parts else r"(?!)", regex.V1)


# What more is asked than that a character is there. Lone surrogates are in no bytes that a gate could look at.
_ELSEWHERE = ("surrogates", "joiners")


@cache
def gate(options: RepairOptions) -> str:
    """A pattern without look-around that hits wherever this pass changes something other than ASCII."""
    wanted = "".join(
        high for option, (_, high) in _FIRSTS.items() if option not in _ELSEWHERE and getattr(options, option)
    )
    parts = [f"[{wanted}]"] if wanted else []
    if options.joiners:
        joined = _joined()
        parts.append(f"[^{joined}][{_JOINERS}]|[{_JOINERS}][^{joined}]|^[{_JOINERS}]|[{_JOINERS}]$")
    if options.bengali_nukta == "composed":
        parts.append(f"[{_OF_NUKTA}]\u09bc")
    return "|".join(parts)


@cache
def ascii_gate(options: RepairOptions) -> str:
    """As `gate`, for ASCII."""
    wanted = "".join(low for option, (low, _) in _FIRSTS.items() if getattr(options, option))
    return f"[{wanted}]" if wanted else ""


@cache
def _joined() -> str:
    """Letters and marks between which a joiner stays, as part of a class: those of the Arabic and Indic scripts."""
    codes = {code for code in range(0x620, 0x1100) if unicodedata.category(chr(code))[0] in "LMN"}
    return char_class(codes)[1:-1]
