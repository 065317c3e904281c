from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edits import Map, apply, compose, undo
from cleaner.model import Edit


@st.composite
def edit_lists(draw: st.DrawFn, text: str, tag: str) -> list[Edit]:
    """A sorted, disjoint list of edits that fits the text."""
    edits: list[Edit] = []
    at = 0
    while at <= len(text) and draw(st.integers(0, 3)):
        start = min(len(text), at + draw(st.integers(0, 4)))
        end = min(len(text), start + draw(st.integers(0, 4)))
        after = draw(st.text("xyz", max_size=3))
        edits.append(Edit(start, end, text[start:end], after, tag, tag))
        at = end + (1 if start == end else 0)
        if start == len(text):
            break
    return edits


@given(st.data(), st.text("abc\n", max_size=30))
def test_undo_reverses_apply(data: st.DataObject, text: str) -> None:
    edits = data.draw(edit_lists(text, "one"))
    assert undo(apply(text, edits), edits) == text


@given(st.data(), st.text("abc\n", max_size=30))
def test_compose_does_what_both_lists_do_one_after_the_other(data: st.DataObject, text: str) -> None:
    first = data.draw(edit_lists(text, "one"))
    middle = apply(text, first)
    second = data.draw(edit_lists(middle, "two"))
    last = apply(middle, second)
    both = compose(first, second)
    assert apply(text, both) == last
    assert undo(last, both) == text


@given(st.data(), st.text("abc\n", max_size=30))
def test_the_map_gives_the_same_characters_outside_of_edits(data: st.DataObject, text: str) -> None:
    edits = data.draw(edit_lists(text, "one"))
    after = apply(text, edits)
    back = Map(edits)
    shift = 0
    at = 0
    for edit in [*edits, Edit(len(text), len(text), "", "", "end", "end")]:
        for offset in range(at, edit.start):
            start, end = back.back(offset + shift, offset + shift + 1)
            assert (start, end) == (offset, offset + 1)
            assert text[start:end] == after[offset + shift]
        shift += len(edit.after) - len(edit.before)
        at = edit.end


def test_a_span_inside_an_edit_maps_to_the_whole_edit() -> None:
    edits = [Edit(2, 5, "abc", "XYZW", "one", "one")]
    assert Map(edits).back(3, 5) == (2, 5)


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply("abc", [Edit(0, 1, "b", "", "one", "one")])
    with pytest.raises(ValueError, match="was not applied"):
        undo("abc", [Edit(0, 1, "b", "x", "one", "one")])
