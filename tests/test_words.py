from __future__ import annotations

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.words import count_words

SEGMENT = regex.compile(r"(?w)\b\w")


def standard(text: str) -> int:
    return len(SEGMENT.findall(text))


@given(st.text())
@example("US-China 3.5 percent, don't e-mail x_y a1b2")
@example("ঢাকা শহরে ৪৭০ জন")
@example("新华社 北京 abc中文def カタカナ ひらがな")
@example("a.b.c.d e:f:g 1.2.3,4;5 1,234,567 U.S.A. a..b _._ 1.a l'été ’a")
@example("Straße – „größer“ x\xadx a·b 1º? ? č?")
def test_the_fast_count_is_the_count_of_the_standard_pattern(text: str) -> None:
    assert count_words(text) == standard(text)


@given(st.text(alphabet="aZs19_.:,;'-! \n\u00e9\u00fc\u2019\u2018\u201c?\u0161"))
def test_where_words_meet(text: str) -> None:
    assert count_words(text) == standard(text)


def test_every_character_of_latin_1_beside_and_between_all_kinds() -> None:
    marks = [*map(chr, range(256)), *"–—“”„…•€‘’"]
    for middle in marks:
        for left in "a1_.'":
            text = " ".join(f"x{left}{middle}{right} {left}{middle}{right}{middle}{left}" for right in "eb1_.'")
            assert count_words(text) == standard(text), repr(text)


def test_what_follows_an_apostrophe() -> None:
    for mark in "'’":
        for char in map(chr, range(33, 256)):
            text = " ".join(f"{left}{mark}{char}b" for left in ("l", "1", "_", "", "."))
            assert count_words(text) == standard(text), repr(text)
