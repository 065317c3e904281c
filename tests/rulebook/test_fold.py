"""The fold is sound for the prefilter, and offsets lead back to the line."""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook.fold import _ODD_SPACES, canonical, canonical_characters, fold, key, offsets


def test_whatever_regex_matches_without_case_folds_alike() -> None:
    """Over all code points: candidates for a match of `char` are the characters that any case mapping joins with it."""
    groups: dict[str, set[str]] = defaultdict(set)
    for char in map(chr, range(sys.maxunicode + 1)):
        if char.lower() != char or char.upper() != char or char.casefold() != char:
            for other in (char, char.lower(), char.upper(), char.title(), char.casefold()):
                if len(other) == 1:
                    groups[char.lower()[0]].update((char, other))
                    groups[other.lower()[0]].update((char, other))
    assert sum(map(len, groups.values())) > 2900
    wrong = [
        (left, right)
        for group in groups.values()
        for left in group
        for right in group
        if fold(left) != fold(right) and regex.fullmatch(regex.escape(left), right, regex.IGNORECASE)
    ]
    assert wrong == []


def test_every_cased_character_against_the_case_classes_of_regex() -> None:
    """No pair is missed that the grouping above does not think of: each cased character against all others at once."""
    every = "".join(
        char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) not in ("Cn", "Cs")
    )
    cased = "".join(regex.findall(r"[\p{Cased}\p{CWCM}\p{CWCF}]", every))
    assert len(cased) > 2900
    for char in cased:
        for found in regex.findall(regex.escape(char), cased, regex.IGNORECASE):
            assert fold(found) == fold(char)


def test_newlines_survive_folding() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert fold(char).count("\n") == (char == "\n")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("  • / 470 Time View", "470 Time View"),
        ("👉 📲 Follow us", "Follow us"),
        ("☎️ 112", "112"),
        ("👍", "👍"),
        ("❝Yes❞", "❝Yes❞"),
        ("➊ One", "➊ One"),
        ("| By Jane", "By Jane"),
        ("- Advertisement -", "Advertisement -"),
        ("— Comments?", "— Comments?"),
        ("-5 degrees", "-5 degrees"),
        ("a \u00a0\u2003 b", "a b"),
        ("شــارك", "شارك"),
        ("به\u200cروزرسانی", canonical_characters("بهروزرسانی")),
        ("• • •", "• • •"),
        ("Don’t miss", "Don't miss"),
    ],
)
def test_canonical_line(line: str, wanted: str) -> None:
    assert canonical(line) == wanted


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("Share this post:", True),
        ("▶ SHARE THIS POST »", True),
        ("--- Share this post ---", True),
        ("“Share this post”", False),
        ("Share this post?", False),
        ("Share this post!", False),
        ("Share this post 3", False),
        ("$ Share this post", False),
        ("«Share this post»", False),
    ],
)
def test_key(line: str, same: bool) -> None:
    assert (key(line) == key("share this post")) is same


@given(st.text(alphabet=st.sampled_from(list(" \t\u00a0•/|-*aB1\u200c\u0640ßİ’“»\u2028é字")), max_size=30))
def test_offsets_lead_back(line: str) -> None:
    text = canonical(line)
    places = offsets(line)
    assert len(places) == len(text) + 1
    assert places == sorted(places)
    for char, place in zip(text, places, strict=False):
        original = line[place]
        assert canonical_characters(original) == char or (char == " " and original.isspace())


@given(st.text())
def test_canonical_is_a_fixpoint_of_white_space_and_characters(line: str) -> None:
    text = canonical(line)
    assert "  " not in text
    assert text == text.strip()
    assert canonical_characters(text) == text


def test_white_space_that_lines_may_hold() -> None:
    spaces = {char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()}
    assert spaces == {" ", "\n", *_ODD_SPACES}


@given(st.text(alphabet="ab \t\u200b\u00a0•/-‘"))
def test_offsets_of_a_line_that_only_lost_its_lead(line: str) -> None:
    places, found = offsets(line), canonical(line)
    assert len(places) == max(1, len(found) + 1)
    for char, at in zip(found, places, strict=False):
        assert char == canonical_characters(line[at]) or (char == " " and line[at].isspace())
