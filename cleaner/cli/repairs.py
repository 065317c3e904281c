"""The options `--repair` and `--bijoy` of the commands that repair."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cleaner.repairing import RepairOptions

_Command = TypeVar("_Command", bound=Callable[..., Any])

_REPAIR = click.option(
    "--repair", metavar="ITEM=on|off,…", multiple=True, help="Turn repairs on or off, as nfc=off (again)."
)
_BIJOY = click.option(
    "--bijoy",
    type=click.Choice(["flag", "convert"]),
    default="flag",
    show_default=True,
    help="Bengali typed for Bijoy fonts: leave it, or make it Unicode.",
)


def repair_options(command: _Command) -> _Command:
    """Give a command both options, in this order."""
    return _REPAIR(_BIJOY(command))


def repairs(given: Iterable[str], bijoy: str) -> RepairOptions:
    """What `--repair A=off,B=on --repair C=on` and `--bijoy` ask for; `--repair bijoy=…` beats the other."""
    from cleaner.repairing.options import chosen  # loads detectors that `--help` can do without

    items = [word for words in given for word in words.split(",") if word.strip()]
    return chosen([f"bijoy={bijoy}", *items])
