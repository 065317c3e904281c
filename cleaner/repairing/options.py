"""What repair may change: each item of the normalisation table, by name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from cleaner.errors import UsageError


class RepairOptions(Struct, frozen=True):
    """Each item on or off. The defaults change what no reader can want; what is a matter of taste is off.

    >>> RepairOptions(nfc=False).nfc
    False
    """

    mojibake: bool = True
    """Undo wrong decodings: UTF-8 read as another encoding, one legacy encoding read as another."""
    bijoy: Literal["flag", "convert"] = "flag"
    """Bengali typed for the Bijoy or SutonnyMJ fonts: only flag it, or convert it to Unicode."""
    line_ends: bool = True
    """CRLF, CR, VT, U+2028, NEL become a line feed; FF and U+2029 a blank line."""
    controls: bool = True
    """Remove byte order marks, control characters, noncharacters; read C1 controls as windows-1252."""
    surrogates: bool = True
    """Join surrogate pairs; read escaped bytes; replace other lone surrogates by U+FFFD."""
    spaces: bool = True
    """No-break and other Unicode spaces become a space."""
    invisible: bool = True
    """Remove soft hyphens, word joiners and zero width spaces (these stay in scripts that need them)."""
    joiners: bool = True
    """Remove zero width joiners and non-joiners where they join nothing."""
    bidi: bool = True
    """Remove direction marks from lines without right-to-left letters, and unpaired embeddings and isolates."""
    hidden: bool = True
    """Remove tag characters that are not part of an emoji flag."""
    ligatures: bool = True
    """Spell out Latin ligatures (`ﬁ`) inside words."""
    entities: bool = True
    """Decode character references that were left in the text (`&amp;`, `&#8217;`)."""
    tags: bool = True
    """Remove HTML tags that were left in the text; line breaks and paragraphs become line ends."""
    escapes: bool = True
    r"""Decode `\uXXXX` escapes where at least two stand in a line."""
    nfc: bool = True
    """Unicode normalisation form C."""
    bengali_nukta: Literal["nfc", "composed"] = "nfc"
    """How to write য়, ড়, ঢ়: as NFC has them (base and nukta), or as one letter each."""
    full_width: bool = False
    """Full-width ASCII and half-width katakana become ordinary characters."""
    straight_quotes: bool = False
    """Curly quotes become straight ones."""
    dashes: bool = False
    """Dashes and Unicode hyphens become a hyphen-minus."""
    literal_line_ends: bool = False
    r"""The two characters `\n` become a line end."""
    unwrap: bool = False
    """Join hard-wrapped lines, and words hyphenated at their ends, where most lines end near one width."""


_SWITCH = {"on": True, "off": False}


def chosen(words: Iterable[str], options: RepairOptions | None = None) -> RepairOptions:
    """`options` (the defaults) with items changed by name: `nfc=off`, `dashes=on`, `bijoy=convert`.

    Raises UsageError for an item or a value that does not exist.

    >>> chosen(["nfc=off", "bijoy=convert"]) == RepairOptions(nfc=False, bijoy="convert")
    True
    """
    kinds = get_type_hints(RepairOptions)
    changes: dict[str, Any] = {}
    for word in words:
        name, _, value = (part.strip() for part in word.partition("="))
        if name not in kinds:
            near = get_close_matches(name, kinds, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; items are {', '.join(kinds)}"
            raise UsageError(f"there is no repair {name!r}{hint}")
        values: dict[str, Any] = _SWITCH if kinds[name] is bool else {each: each for each in get_args(kinds[name])}
        if value not in values:
            raise UsageError(f"repair {name}: {value!r} is not one of {', '.join(values)}")
        changes[name] = values[value]
    return replace(options or RepairOptions(), **changes)
