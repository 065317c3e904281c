"""Source text to repaired text: mojibake undone, characters that show nothing removed, one kind of line end, NFC.

A gate finds the lines that may need repair; on them the steps run until nothing changes, so that repairing the result
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from cleaner import edits as edit_lists
from cleaner.model import Edit
from cleaner.repairing import bijoy, characters, gate, lines, markup
from cleaner.repairing.options import RepairOptions
from cleaner.repairing.reasons import REASONS

__all__ = ["REASONS", "RepairOptions", "Repaired", "repair"]

DEFAULT = RepairOptions()

# Text that was escaped, escaped again, wrapped in tags and read in the wrong encoding twice takes six rounds.
_ROUNDS = 12


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
    return repair_lines(text, options, is_gated=True)


def repair_lines(text: str, options: RepairOptions, *, is_gated: bool) -> Repaired:
    """As `repair`; without the gate, which is only of use to prove that it changes nothing, every line is looked at."""
    is_bijoy = bijoy.is_found(text)
    found = _rounds(text, options, is_gated)
    if found is None:
        # Tags that come out of tags that come out of tags. Without removing tags each line comes to an end.
        text_after, edits = _finish(text, options, is_gated)
        again = _rounds(text_after, options, is_gated)
        if again is not None:
            text_after, edits = again[0], edit_lists.compose(edits, again[1])
        found = text_after, edits
    return Repaired(found[0], tuple(found[1]), is_bijoy)


def _rounds(text: str, options: RepairOptions, is_gated: bool) -> tuple[str, list[Edit]] | None:
    """Repair until a round changes nothing, or None when that takes too many."""
    edits: list[Edit] = []
    for _ in range(_ROUNDS):
        found = _whole_text(text, options)
        is_of_lines = not found
        if is_of_lines:
            found = list(_line_by_line(text, options, is_gated))
        if found:
            text = edit_lists.apply(text, found)
            edits = edit_lists.compose(edits, found)
        # A line that was repaired is sound, unless it became several.
        if is_of_lines and not any("\n" in edit.after for edit in found) and not _whole_text(text, options):
            return text, edits
    return None


def _finish(text: str, options: RepairOptions, is_gated: bool) -> tuple[str, list[Edit]]:
    edits: list[Edit] = []
    while found := list(_line_by_line(text, options, is_gated)):
        text = edit_lists.apply(text, found)
        edits = edit_lists.compose(edits, found)
    return text, edits


def _whole_text(text: str, options: RepairOptions) -> list[Edit]:
    """What must be seen as a whole: carriage returns, tags that open and close in different lines, wraps."""
    found = characters.carriage_returns(text) if options.line_ends else []
    if not found and options.tags:
        found = markup.tags(text)
    if not found and options.unwrap:
        found = lines.unwrap(text)
    return found


def _line_by_line(text: str, options: RepairOptions, is_gated: bool) -> Iterable[Edit]:
    spans = gate.lines(text, options) if is_gated else _all_lines(text)
    for start, end in spans:
        for edit in lines.repair(text[start:end], options, is_gated=is_gated):
            yield Edit(edit.start + start, edit.end + start, edit.before, edit.after, edit.by, edit.category)


def _all_lines(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1
