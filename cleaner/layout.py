"""Lay out what is left: paragraphs, blocks of short lines, white space. Everything it changes is an edit.

In unwrapped text a non-empty line is a paragraph, and paragraphs are separated by one blank line. Where lines are
short and do not end sentences (verse, tables, lists, addresses, hard wraps), a single newline stays a newline.
Lines are never joined. Laying out a laid-out text changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.finders.prose import ends_sentence, is_prose
from cleaner.model import Edit, Finding, View

REASONS: Final = {
    "layout.paragraph-break": "Paragraphs are separated by exactly one blank line.",
    "layout.white-space": "White space at line ends, at the ends of the text, and where something was cut.",
}

SHORT_LINE = 100
"""A line of a block is at most this long: hard wraps are at 60 to 80 columns, verse and table rows are shorter."""
SENTENCES = 0.6
"""A run of short lines in which this share ends a sentence is a run of paragraphs, not a block."""


def separators(view: View) -> list[str]:
    """For each line of the view, what stands before it.

    Nothing before the first; a blank line before a paragraph; a line end and the indentation inside a block.
    """
    lines = view.lines
    if not lines:
        return []
    out = ["\n\n"] * len(lines)
    out[0] = ""
    at = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or view.blank_before[i]:
            if i - at > 1:
                _lay_group(view, at, i, out)
            at = i
    return out


def _lay_group(view: View, start: int, end: int, out: list[str]) -> None:
    """Find the blocks in one group of lines without a blank line between them."""
    short = [len(line) <= SHORT_LINE and not is_prose(line) for line in view.lines[start:end]]
    # Beside long lines two short ones are more often a heading and a short paragraph than a block.
    least = 2 if all(short) else 3
    at = start
    while at < end:
        stop = at
        while stop < end and short[stop - start]:
            stop += 1
        size = stop - at
        if size >= least and sum(map(ends_sentence, view.lines[at:stop])) < SENTENCES * size:
            _lay_block(view, at, stop, out)
        at = max(stop, at + 1)


def _lay_block(view: View, start: int, end: int, out: list[str]) -> None:
    """Keep newlines, and the indentation relative to the least indented line (code, verse)."""
    indents = [view.text[view.bounds[i][0] : view.spans[i][0]] for i in range(start, end)]
    indents = [indent if indent.isspace() else "" for indent in indents]  # a cut at the line's start leaves no indent
    common = min(len(indent) for indent in indents)
    if any(indent[:common] != indents[0][:common] for indent in indents):
        common = max(len(indent) for indent in indents)  # tabs and spaces mixed: no depth can be told
    for i, indent in zip(range(start, end), indents, strict=True):
        if i > start:
            out[i] = "\n" + indent[common:]
        elif out[i]:
            out[i] = "\n\n" + indent[common:]


def lay_out(view: View, cuts: Sequence[tuple[int, int, Finding]]) -> list[Edit]:
    """The edits from the repaired text to the clean text: the cuts, and white space between what is kept.

    `view` holds the lines that stay; `cuts` are sorted, disjoint spans and lie outside of what stays.
    """
    text = view.text
    edits: list[Edit] = []
    at = 0  # end of what has been dealt with
    cut_at = 0
    befores = separators(view)
    for i in range(len(view.lines)):
        first = True
        for start, end in view.holes.get(i, (view.spans[i],)):
            stop = cut_at
            while stop < len(cuts) and cuts[stop][0] < start:
                stop += 1
            _fill(text, at, start, cuts[cut_at:stop], befores[i] if first else None, edits)
            cut_at = stop
            at = end
            first = False
    _fill(text, at, len(text), cuts[cut_at:], "", edits)
    return edits


def _fill(
    text: str, start: int, end: int, cuts: Sequence[tuple[int, int, Finding]], wanted: str | None, edits: list[Edit]
) -> None:
    """Edits for the gap between two kept pieces.

    `wanted` is what shall stand there; None leaves the white space of the gap.
    """
    at = start
    for low, high, finding in cuts:
        if at < low and wanted is not None:
            _space(text, at, low, wanted, edits)
            wanted = ""
        edits.append(
            Edit(low, high, text[low:high], "", finding.by, finding.category, finding.certainty, finding.dup_of)
        )
        at = high
    if wanted is not None:
        _space(text, at, end, wanted, edits)


def _space(text: str, start: int, end: int, wanted: str, edits: list[Edit]) -> None:
    found = text[start:end]
    if found != wanted:
        by = "layout.paragraph-break" if wanted.startswith("\n\n") else "layout.white-space"
        edits.append(Edit(start, end, found, wanted, by, "layout"))
