"""Words and matches by the quick ways are those of the plain ones."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from cleaner.finders.repeats import words as words_module
from cleaner.finders.repeats.align import _Walk, align
from cleaner.finders.repeats.words import join, mass_of, read_line, words_of


def test_the_cheap_patterns_see_every_character_as_the_full_one_does() -> None:
    whole = words_module._WORD
    for char in map(chr, range(sys.maxunicode + 1)):
        is_word = whole.fullmatch(char) is not None
        if not words_module._NOT_PLAIN.search(char):
            assert (words_module._PLAIN_WORD.fullmatch(char) is not None) == is_word, hex(ord(char))
        if not words_module._MAY_BE_UNSPACED.search(char):
            assert (words_module._SPACED_WORD.fullmatch(char) is not None) == is_word, hex(ord(char))


def test_words_of_many_scripts() -> None:
    assert words_of("Die „größere“ Übung²") == ["die", "grössere", "übung2"]
    assert words_of("তিনি বলেন, “না”") == ["তিনি", "বলেন", "না"]
    assert words_of("新华社 ok") == ["新", "华", "社", "ok"]


@given(st.lists(st.text(alphabet="aé新あ9", min_size=1)))
def test_mass(words: list[str]) -> None:
    assert mass_of(words) == sum(len(word) * (1 if word < "\u2e80" else 3) for word in words)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=120), st.integers(0, 60), st.integers(1, 5))
def test_a_match_is_as_long_by_leaps_as_word_by_word(words: list[str], at: int, origin: int) -> None:
    stream = words[:at] + words[:origin] + words
    walk = _Walk(join([read_line(" ".join(stream))]))
    length = 0
    while (
        at + length < len(walk.stream)
        and origin + length < at
        and walk.source[origin + length] < 0
        and walk.stream[at + length] == walk.stream[origin + length]
    ):
        length += 1
    assert walk._alike(at, origin, at) == length


def test_a_text_without_a_shingle_twice_is_no_copy() -> None:
    words = join([read_line("one two three four five six seven eight one two three four nine")])
    assert align(words) == [-1] * 13
