"""The options `--repair` and `--bijoy` of the commands that repair."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.repairing import RepairOptions
from cleaner.repairing.options import chosen


def repairs(given: Iterable[str], bijoy: str) -> RepairOptions:
    """What `--repair A=off,B=on --repair C=on` and `--bijoy` ask for; `--repair bijoy=…` beats the other."""
    items = [word for words in given for word in words.split(",") if word.strip()]
    return chosen([f"bijoy={bijoy}", *items])
