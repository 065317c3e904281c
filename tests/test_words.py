from __future__ import annotations

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.words import count_words

SEGMENT = regex.compile(r"(?w)\b\w")


@given(st.text())
@example("US-China 3.5 percent, don't e-mail x_y a1b2")
@example("ঢাকা শহরে ৪৭০ জন")
@example("新华社 北京 abc中文def カタカナ ひらがな")
def test_the_fast_count_is_the_count_of_the_standard_pattern(text: str) -> None:
    assert count_words(text) == len(SEGMENT.findall(text))
