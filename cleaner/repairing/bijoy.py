"""Bengali typed for the Bijoy fonts (SutonnyMJ and others), which draw Bengali in the places of Latin letters."""

from __future__ import annotations

import regex

from cleaner.model import Edit

_WORD = regex.compile(r"\S+")


def is_found(text: str) -> bool:
    """Whether any line looks like Bijoy."""
    return False


def edits(text: str) -> list[Edit]:
    """Convert lines that look like Bijoy."""
    return []
