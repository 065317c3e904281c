"""Markup that was left in plain text: character references, tags, Unicode escapes."""

from __future__ import annotations

import html
from html.entities import html5

import regex

from cleaner.model import Edit
from cleaner.repairing import align

ENTITY = regex.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Elements of running text and its layout. Scripts, styles and forms are not here: what they hold is no text.
_BLOCK = "p div section article header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th blockquote figure hr"
_INLINE = "a b i u s em strong span font small big sub sup mark del ins strike q cite abbr img center nobr wbr tt"
_NAMES = frozenset(f"{_BLOCK} {_INLINE} br tbody thead figcaption".split())
_BLOCKS = frozenset(_BLOCK.split())
TAG = regex.compile(
    r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9]{0,10})"
    r"(?P<rest>(?:\s{1,8}[A-Za-z][\w:-]{0,40}(?:\s?=\s?(?:\"[^\"<>\n]{0,1000}+\"|'[^'<>\n]{0,1000}+'|[^\s\"'<>=]{1,300}+))?){0,20}+)"
    r"\s{0,8}/?>"
)
ESCAPE = regex.compile(r"(?:\\u[0-9a-fA-F]{4})+")


def entities(text: str) -> list[Edit]:
    """Decode references that end in a semicolon and have a known name or stand for a character that text may hold."""
    if "&" not in text or ";" not in text:
        return []
    out: list[Edit] = []
    for match in ENTITY.finditer(text):
        before = match[0]
        if before[1] != "#" and before[1:] not in html5:
            continue
        after = html.unescape(before)
        if after != before and "\ufffd" not in after and after:
            out.append(align.edit(match.start(), before, after, "markup.entity"))
    return out


def tags(text: str) -> list[Edit]:
    """Remove known tags when the text has a balanced pair of them, or a line break or paragraph."""
    if "<" not in text or ">" not in text:
        return []
    found = [match for match in TAG.finditer(text) if match["name"].lower() in _NAMES]
    opened = {match["name"].lower() for match in found if not match["close"]}
    closed = {match["name"].lower() for match in found if match["close"]}
    if not (opened & closed) and not (opened | closed) & {"br", "p"}:
        return []
    return [align.edit(match.start(), match[0], _in_place_of(match["name"].lower()), "markup.tag") for match in found]


def _in_place_of(name: str) -> str:
    if name == "p":
        return "\n\n"
    return "\n" if name == "br" or name in _BLOCKS else ""


def escapes(text: str) -> list[Edit]:
    r"""Decode runs of `\uXXXX` in lines with at least two of them; pairs of surrogates become one character."""
    if "\\u" not in text:
        return []
    found = [match for match in ESCAPE.finditer(text) if _unescaped(match[0]) is not None]
    lines: dict[int, int] = {}
    for match in found:
        line = text.rfind("\n", 0, match.start())
        lines[line] = lines.get(line, 0) + len(match[0]) // 6
    out: list[Edit] = []
    for match in found:
        after = _unescaped(match[0])
        if after is not None and lines[text.rfind("\n", 0, match.start())] >= 2:
            out.append(align.edit(match.start(), match[0], after, "markup.escape"))
    return out


def _unescaped(run: str) -> str | None:
    units = bytes.fromhex(run.replace("\\u", ""))
    try:
        text = str(units, "utf-16-be")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or text.strip("\n\t\u00a0") == "" else None


def line_ends(text: str) -> list[Edit]:
    r"""The two characters backslash and n (also `\r\n`) as a line end."""
    found = regex.finditer(r"(?<!\\)(?:\\r)?\\n(?![a-z])", text)
    return [align.edit(match.start(), match[0], "\n", "markup.line-end") for match in found]
