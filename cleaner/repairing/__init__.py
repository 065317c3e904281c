"""Source text to repaired text: mojibake undone, characters that show nothing removed, one kind of line end, NFC.

`repair` runs its steps until nothing changes, so that repairing the result again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from cleaner import edits as edit_lists
from cleaner.model import Edit
from cleaner.repairing import bidi, characters, form, markup, mojibake
from cleaner.repairing.options import RepairOptions
from cleaner.repairing.reasons import REASONS

__all__ = ["REASONS", "RepairOptions", "Repaired", "repair"]

DEFAULT = RepairOptions()


class Repaired(Struct, frozen=True):
    """The repaired text and the edits, in offsets of the source, that lead from the source to it."""

    text: str
    edits: tuple[Edit, ...] = ()
    bijoy: bool = False
    """Whether lines typed for the Bijoy fonts were found (and converted, if that was asked)."""


def repair(text: str, options: RepairOptions = DEFAULT) -> Repaired:
    r"""Repair `text` as `options` say.

    >>> repair("schÃ¶n\u00a0!\r\n").text
    'schön !\n'
    >>> repair("clean").edits
    ()
    """
    steps = _steps(options)
    found = _run(text, steps, _ROUNDS)
    if found is None:
        # Escapes nested deeper than any writer nests them. What must hold for the rest of the pipeline is done first;
        # then it converges, or the escapes stay as they are. Either way a second repair finds the same.
        always = _steps_always(options)
        text_after, edits = _run_to_the_end(text, always)
        again = _run(text_after, steps, _ROUNDS)
        if again is not None:
            text_after, edits = again[0], edit_lists.compose(edits, again[1])
        return Repaired(text_after, tuple(edits))
    return Repaired(found[0], tuple(found[1]))


# Text escaped once, escaped again and read in the wrong encoding twice takes five rounds.
_ROUNDS = 8

_Step = Callable[[str], list[Edit]]


def _run(text: str, steps: list[_Step], rounds: int) -> tuple[str, list[Edit]] | None:
    """Run all steps until none changes anything, or None when that takes more than `rounds`."""
    edits: list[Edit] = []
    for _ in range(rounds):
        before = text
        for step in steps:
            found = step(text)
            if found:
                text = edit_lists.apply(text, found)
                edits = edit_lists.compose(edits, found)
        if text == before:
            return text, edits
    return None


def _run_to_the_end(text: str, steps: list[_Step]) -> tuple[str, list[Edit]]:
    while True:
        found = _run(text, steps, 1000)
        if found is not None:
            return found


def _steps_always(options: RepairOptions) -> list[_Step]:
    steps: list[_Step] = [lambda text: characters.edits(text, options)]
    if options.bidi:
        steps.append(bidi.edits)
    if options.nfc:
        steps.append(lambda text: form.edits(text, nukta_composed=options.bengali_nukta == "composed"))
    return steps


def _steps(options: RepairOptions) -> list[_Step]:
    steps: list[_Step] = []
    if options.mojibake:
        steps.append(mojibake.edits)
    if options.tags:
        steps.append(markup.tags)
    if options.entities:
        steps.append(markup.entities)
    if options.escapes:
        steps.append(markup.escapes)
    if options.literal_line_ends:
        steps.append(markup.line_ends)
    return steps + _steps_always(options)
