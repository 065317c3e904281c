"""Edit lists: apply, undo, map offsets, compose.

A list is sorted, disjoint, and in the offsets of the text it is applied to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cleaner.model import Edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Carry out `edits` on `text`. Raises ValueError when they do not fit it (unsorted, overlapping, other text).

    >>> apply("a  b", [Edit(1, 3, "  ", " ", "x", "space")])
    'a b'
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or text[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit {edit.by} at {edit.start} does not fit the text")
        out.append(text[at : edit.start])
        out.append(edit.after)
        at = edit.end
    out.append(text[at:])
    return "".join(out)


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Give back the text that `apply(…, edits)` turned into `text`. Raises ValueError when it cannot have been that.

    >>> undo("a b", [Edit(1, 3, "  ", " ", "x", "space")])
    'a  b'
    """
    out: list[str] = []
    at = 0
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if start < at or text[start : start + len(edit.after)] != edit.after:
            raise ValueError(f"edit {edit.by} at {edit.start} was not applied to this text")
        out.append(text[at:start])
        out.append(edit.before)
        at = start + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
    out.append(text[at:])
    return "".join(out)


class Map:
    """Maps offsets of the edited text back to the text before it.

    An offset inside an edit goes to the outer ends of the edit.
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        self._shifts: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += len(edit.after) - (edit.end - edit.start)
            self._shifts.append(shift)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span before the edits that covers `[start, end)` after them."""
        return self._back(start, False), self._back(end, True)

    def _back(self, offset: int, is_end: bool) -> int:
        i = (bisect_right(self._starts, offset - 1) if is_end else bisect_right(self._starts, offset)) - 1
        if i < 0:
            return offset
        edit, new_start = self._edits[i], self._starts[i]
        if offset < new_start + len(edit.after) or (is_end and offset == new_start + len(edit.after)):
            inside = new_start < offset if not is_end else offset > new_start
            if is_end:
                return edit.end if inside else edit.start
            return edit.start
        return offset - self._shifts[i]


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """One list that does what `first` and then `second` do.

    Edits that meet are merged; their reasons are joined by `+`.

    The result is in the offsets of the text before `first`.
    """
    if not second:
        return list(first)
    if not first:
        return list(second)
    # Spans of `first` in the middle text, then one sweep over both lists in middle-text order.
    spans: list[tuple[int, int, int, Edit]] = []  # (middle start, middle end, which list, edit)
    shift = 0
    for edit in first:
        start = edit.start + shift
        spans.append((start, start + len(edit.after), 0, edit))
        shift += len(edit.after) - (edit.end - edit.start)
    spans.extend((edit.start, edit.end, 1, edit) for edit in second)
    spans.sort(key=lambda s: (s[0], s[1], s[2]))
    out: list[Edit] = []
    shift = 0  # middle offset minus original offset, before the current group
    at = 0
    while at < len(spans):
        low, high = spans[at][0], spans[at][1]
        group = [spans[at]]
        at += 1
        while at < len(spans) and (spans[at][0] < high or (spans[at][0] == high and _touch(group, spans[at]))):
            high = max(high, spans[at][1])
            group.append(spans[at])
            at += 1
        merged, shift = _merge(group, low, high, shift)
        if merged.before != merged.after:
            out.append(merged)
    return out


def _touch(group: list[tuple[int, int, int, Edit]], span: tuple[int, int, int, Edit]) -> bool:
    """Whether a span that begins where the group ends joins it: two changes at one point have no order otherwise."""
    return span[0] == span[1] or any(start == end for start, end, _, _ in group)


def _merge(group: list[tuple[int, int, int, Edit]], low: int, high: int, shift: int) -> tuple[Edit, int]:
    if len(group) == 1:
        _, _, which, edit = group[0]
        if which == 0:
            return edit, shift + len(edit.after) - (edit.end - edit.start)
        return (
            Edit(
                low - shift,
                high - shift,
                edit.before,
                edit.after,
                edit.by,
                edit.category,
                edit.certainty,
                edit.dup_of,
            ),
            shift,
        )
    firsts = [edit for _, _, which, edit in group if which == 0]
    seconds = [edit for _, _, which, edit in group if which == 1]
    middle = _middle(group, low, high)
    start = low - shift
    before = undo(middle, [_move(edit, -start) for edit in firsts])
    after = apply(middle, [_move(edit, -low) for edit in seconds])
    reasons = list(dict.fromkeys(part for edit in (*firsts, *seconds) for part in edit.by.split("+")))
    categories = list(dict.fromkeys(part for edit in (*firsts, *seconds) for part in edit.category.split("+")))
    merged = Edit(start, start + len(before), before, after, "+".join(reasons), "+".join(categories))
    return merged, shift + len(middle) - len(before)


def _move(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.before, edit.after, edit.by, edit.category)


def _middle(group: list[tuple[int, int, int, Edit]], low: int, high: int) -> str:
    """The middle text of a merged group: every character of it is known from one side or the other."""
    chars: list[str] = [""] * (high - low)
    for start, end, which, edit in group:
        known = edit.after if which == 0 else edit.before
        chars[start - low : end - low] = known
    return "".join(chars)
