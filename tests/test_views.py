from __future__ import annotations

from cleaner.model import Context
from cleaner.views import shrink, view_of


def test_a_view_knows_where_its_lines_stand() -> None:
    view = view_of("  one\n\n two \nthree")
    assert view.lines == ["one", "two", "three"]
    assert [view.text[start:end] for start, end in view.spans] == view.lines
    assert [view.text[start:end] for start, end in view.bounds] == ["  one", " two ", "three"]
    assert (view.numbers, view.blank_before) == ([0, 2, 3], [True, True, False])


def test_a_blank_line_beside_a_cut_line_still_separates() -> None:
    view = shrink(view_of("a\n\nb\nc\nd\ne"), {1, 3}, {}, Context())
    assert (view.lines, view.blank_before) == (["a", "c", "e"], [True, True, False])


def test_a_part_cut_from_the_end_leaves_a_shorter_line() -> None:
    view = shrink(view_of("text. Read more"), set(), {0: [(6, 15)]}, Context())
    assert (view.lines, view.spans, view.holes) == (["text."], [(0, 5)], {})


def test_a_part_cut_from_the_middle_leaves_a_hole_that_offsets_step_over() -> None:
    view = shrink(view_of("x\none TWO three"), set(), {1: [(6, 10)]}, Context())
    assert view.lines[1] == "one three"
    assert view.holes == {1: ((2, 6), (10, 15))}
    assert view.span(1, 0, 3) == (2, 5)
    assert view.span(1, 4, 9) == (10, 15)
    assert view.span(1, 2, 6) == (4, 12)


def test_a_line_that_is_cut_in_parts_until_nothing_is_left_is_gone() -> None:
    view = shrink(view_of("ab\nc"), set(), {0: [(0, 1), (1, 2)]}, Context())
    assert view.lines == ["c"]
