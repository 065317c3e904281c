"""Every reason for which repair changes text: id and one sentence. `explain` and the documentation read it."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "mojibake.punctuation": "a punctuation mark that was read in the wrong encoding, in one of its known spellings",
    "mojibake.line": "a line of UTF-8 that was read in the wrong encoding, undone by encoding it back exactly",
    "mojibake.encoding": "UTF-8 that was read in the wrong encoding, found by unlikely sequences of characters (ftfy)",
    "mojibake.word": "words of UTF-8 that were read in the wrong encoding, in a line that is otherwise sound",
    "mojibake.charset": "text of a legacy encoding that was read as Latin-1; two detectors agree on the encoding",
    "mojibake.c1": "a C1 control character, which is a windows-1252 byte that was read as Latin-1",
    "mojibake.bijoy": "Bengali typed for the Bijoy fonts, converted to Unicode",
    "line-end.crlf": "a carriage return before a line feed",
    "line-end.cr": "a carriage return as line end",
    "line-end.vt": "a vertical tab as line end",
    "line-end.ff": "a form feed as paragraph end",
    "line-end.unicode": "a Unicode line or paragraph separator, or NEL",
    "control.bom": "a byte order mark inside the text",
    "control.c0": "a control character (C0 or DEL) that shows nothing",
    "control.c1": "a C1 control character that stands for nothing in windows-1252",
    "control.noncharacter": "a code point that Unicode reserves as no character",
    "control.surrogate": "surrogates: a pair is joined, an escaped byte is read, a lone one is replaced",
    "space.unicode": "a no-break or other Unicode space, written as a space",
    "invisible.soft-hyphen": "a soft hyphen",
    "invisible.zero-width": "a zero width space or word joiner",
    "invisible.joiner": "a joiner or non-joiner that joins nothing",
    "invisible.bidi": "a direction mark or embedding that directs nothing",
    "invisible.tag": "tag characters outside an emoji flag, which are hidden text",
    "letter.ligature": "a Latin ligature, spelled out",
    "letter.width": "a full-width or half-width form, written as the ordinary character",
    "letter.quote": "a curly quotation mark, written as a straight one",
    "letter.dash": "a dash, written as a hyphen",
    "markup.entity": "a character reference that was left in the text",
    "markup.tag": "an HTML tag that was left in the text",
    "markup.escape": "a Unicode escape that was left in the text",
    "markup.line-end": "an escaped line end that was left in the text",
    "form.nfc": "Unicode normalisation form C",
    "form.stream-safe": "more than 30 combining marks in a row, broken by an invisible joiner (UAX 15)",
    "form.nukta": "a Bengali letter with nukta, written as one character",
    "wrap.line": "a hard-wrapped line, joined",
    "wrap.hyphen": "a word hyphenated at a line end, joined",
}

_FAMILIES = {"mojibake": "mojibake", "markup": "markup"}


def category(reason: str) -> str:
    """The family of a reason: `mojibake`, `markup` or `normalisation`.

    >>> category("form.nfc")
    'normalisation'
    """
    return _FAMILIES.get(reason.split(".")[0], "normalisation")
