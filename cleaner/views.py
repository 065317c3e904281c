"""Make the view of a text, and the smaller view that is left when lines or parts of lines are cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from cleaner.model import Context, Evidence, View

NO_CONTEXT = Context()


def view_of(text: str, context: Context = NO_CONTEXT, evidence: Sequence[Evidence | None] | None = None) -> View:
    r"""The view of all non-blank lines of a repaired text (line end `\n` only).

    `evidence` has one entry per line of `text.split("\n")`, blank ones included.

    >>> view_of("  Title\n\nText").lines
    ['Title', 'Text']
    """
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    bounds: list[tuple[int, int]] = []
    numbers: list[int] = []
    blank_before: list[bool] = []
    at = 0
    blank = True
    for number, raw in enumerate(text.split("\n")):
        line = raw.strip()
        end = at + len(raw)
        if line:
            span = whole = at, end
            if len(line) < len(raw):
                start = end - len(raw.lstrip())
                span = start, start + len(line)
            lines.append(line)
            spans.append(span)
            bounds.append(whole)
            numbers.append(number)
            blank_before.append(blank)
            blank = False
        else:
            blank = True
        at = end + 1
    kept = None if evidence is None else [evidence[number] or Evidence() for number in numbers]
    return View(text, lines, spans, bounds, numbers, blank_before, context, kept)


def shrink(view: View, cut: Set[int], parts: Mapping[int, Sequence[tuple[int, int]]], context: Context) -> View:
    """The view without the lines of `cut` and without the spans (in `view.text`) of `parts`, by line index.

    A line of which nothing but white space is left is gone.
    """
    keep = [i for i in range(len(view.lines)) if i not in cut]
    lines = [view.lines[i] for i in keep]
    spans = [view.spans[i] for i in keep]
    holes = {new: view.holes[old] for new, old in enumerate(keep) if old in view.holes} if view.holes else {}
    gone: set[int] = set()
    for new, old in enumerate(keep):
        if old not in parts:
            continue
        pieces = _without(view.text, view.holes.get(old, (view.spans[old],)), parts[old])
        if not pieces:
            gone.add(new)
            continue
        lines[new] = "".join(view.text[start:end] for start, end in pieces)
        spans[new] = (pieces[0][0], pieces[-1][1])
        if len(pieces) > 1:
            holes[new] = pieces
        else:
            holes.pop(new, None)
    smaller = View(
        view.text,
        lines,
        spans,
        [view.bounds[i] for i in keep],
        [view.numbers[i] for i in keep],
        _blank_before(view, keep),
        context,
        None if view.evidence is None else [view.evidence[i] for i in keep],
        holes,
    )
    return shrink(smaller, gone, {}, context) if gone else smaller


def with_context(view: View, context: Context) -> View:
    """The same lines under another context."""
    return replace(view, context=context)


def _blank_before(view: View, keep: list[int]) -> list[bool]:
    """A blank line next to a cut line still separates the lines that are left."""
    out: list[bool] = []
    at = 0
    blank = view.blank_before
    for i in keep:
        out.append(blank[i] if i == at else any(blank[at : i + 1]))
        at = i + 1
    return out


def _without(
    text: str, pieces: Sequence[tuple[int, int]], cuts: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    left = list(pieces)
    for low, high in cuts:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, max(start, low))), (max(start, min(end, high)), end))
            if part[0] < part[1]
        ]
    while left and not (first := text[left[0][0] : left[0][1]].lstrip()):
        left.pop(0)
    if not left:
        return ()
    left[0] = (left[0][1] - len(first), left[0][1])
    while not (last := text[left[-1][0] : left[-1][1]].rstrip()):
        left.pop()
    left[-1] = (left[-1][0], left[-1][0] + len(last))
    return tuple(left)
