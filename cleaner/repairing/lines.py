"""The steps on one line, in order and to the end; and joining lines, where that is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from cleaner import edits as edit_lists
from cleaner.model import Edit
from cleaner.repairing import align, bidi, bijoy, characters, form, gate, markup, mojibake
from cleaner.repairing.options import RepairOptions

_Step = Callable[[str], list[Edit]]

# Escapes nested deeper than any writer nests them are left as they are.
_ROUNDS = 8


def repair(line: str, options: RepairOptions, *, is_gated: bool) -> list[Edit]:
    """The edits of one line. A second call on what comes out finds none.

    The steps run until a round changes nothing. Where that takes too many rounds, what must hold for the rest of the
    pipeline is done first, and then the steps again; if they still come to no end, that is all that is done: then the
    second call takes the same way and ends in the same place.
    """
    if options.bijoy == "flag" and bijoy.is_line(line):
        # The soft hyphen is a letter there, and ampersands and tags are.
        options = replace(options, invisible=False, entities=False)
    found = _run(line, _steps(options, is_gated), _ROUNDS)
    if found is not None:
        return found
    edits = _run(line, _steps_always(options), None) or []
    again = _run(edit_lists.apply(line, edits), _steps(options, is_gated), _ROUNDS)
    return edits if again is None else edit_lists.compose(edits, again)


def _run(text: str, steps: tuple[_Step, ...], rounds: int | None) -> list[Edit] | None:
    edits: list[Edit] = []
    while rounds is None or rounds > 0:
        is_changed = False
        for step in steps:
            found = step(text)
            if found:
                is_changed = True
                text = edit_lists.apply(text, found)
                edits = edit_lists.compose(edits, found)
        if not is_changed:
            return edits
        rounds = None if rounds is None else rounds - 1
    return None


@cache
def _steps_always(options: RepairOptions) -> tuple[_Step, ...]:
    """Steps of which each makes the text simpler, so that they come to an end."""
    steps: list[_Step] = [lambda text: characters.edits(text, options)]
    if options.bidi:
        steps.append(bidi.edits)
    if options.nfc:
        steps.append(form.stream_safe)
        steps.append(lambda text: form.edits(text, nukta_composed=options.bengali_nukta == "composed"))
    return tuple(steps)


@cache
def _steps(options: RepairOptions, is_gated: bool) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    if options.mojibake:
        steps.append(_gated_mojibake if is_gated else _mojibake)
    if options.bijoy == "convert":
        steps.append(bijoy.edits)
    if options.entities:
        steps.append(markup.entities)
    if options.escapes:
        steps.append(markup.escapes)
    if options.literal_line_ends:
        steps.append(markup.line_ends)
    return (*steps, *_steps_always(options))


# Text is read in the wrong encoding twice, rarely three times.
_LAYERS = 5


def _mojibake(text: str) -> list[Edit]:
    """All layers of it, before another step removes the control characters that the next layer needs."""
    edits: list[Edit] = []
    for _ in range(_LAYERS):
        found = [] if text.isascii() else mojibake.edits(text)
        if not found:
            break
        text = edit_lists.apply(text, found)
        edits = edit_lists.compose(edits, found)
    return edits


def _gated_mojibake(text: str) -> list[Edit]:
    return _mojibake(text) if gate.may_be_mojibake(text) else []


# Lines are hard-wrapped when most of them end near one width.
_NEAR = 12
_SHARE = 0.6
_MIN_LINES = 8


def unwrap(text: str) -> list[Edit]:
    """Join lines that were broken at one width: those of a paragraph, and words hyphenated at a line end.

    Only where more than 60 % of the lines that another line follows end within 12 characters below the longest.
    """
    rows = text.split("\n")
    followed = [len(row) for row, after in pairwise(rows) if row.strip() and after.strip()]
    if len(followed) < _MIN_LINES:
        return []
    width = sorted(followed)[len(followed) * 9 // 10]
    near = sum(width - _NEAR <= size <= width for size in followed)
    if width < 40 or near < _SHARE * len(followed):
        return []
    out: list[Edit] = []
    at = 0
    for row, after in pairwise(rows):
        end = at + len(row)
        if width - _NEAR <= len(row) <= width and after[:1].strip():
            if row.endswith("-") and row[-2:-1].isalpha() and after[0].islower():
                out.append(align.edit(end - 1, "-\n", "", "wrap.hyphen"))
            else:
                out.append(align.edit(end, "\n", " ", "wrap.line"))
        at = end + 1
    return out
