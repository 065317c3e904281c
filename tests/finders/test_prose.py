from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from cleaner.finders import prose
from cleaner.finders.prose import PROSE_WIDTH, WIDE_WEIGHT, is_prose, width


def test_no_wide_character_is_missed_by_the_cheap_test() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert prose._MAY_HOLD_WIDE.search(char) or not prose._WIDE.search(char), hex(ord(char))


@given(st.text(alphabet="a é“新한กб", max_size=200))
def test_width(line: str) -> None:
    wide = sum(char in "新한ก" for char in line)
    assert width(line) == len(line) + (WIDE_WEIGHT - 1) * wide
    assert is_prose(line) == (width(line) >= PROSE_WIDTH)
