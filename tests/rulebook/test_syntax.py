"""The tree agrees with regex on what a pattern is, and refuses what it does not know."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook.fold import fold
from cleaner.rulebook.lint import nested_repeat, open_repeats
from cleaner.rulebook.literals import good, needs_digit, prefixes, required
from cleaner.rulebook.syntax import Alt, Lit, PatternError, Repeat, group_names, parse


def test_tree() -> None:
    assert parse("a|b+") == Alt((Lit("a"), Repeat(Lit("b"), 1, None)))
    assert group_names(parse("(?P<a>x)(?:y(?P<b>z))?(?=(?P<c>w))")) == ["a", "b", "c"]
    assert parse(r"\x41é") == parse("Aé")


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a**",
        "*a",
        "a{",
        "{2}",
        r"\1",
        r"(?P=x)",
        "(?i)a",
        "(?R)",
        "[[a]]",
        "[a--b]",
        "[z-a]",
        r"\k<x>",
        "a{2}{3}",
        r"\pL",
        "(?#x)",
        "(?|a|b)",
        "(a){e<=1}",
        "[",
        "\\",
        r"\q",
        r"\x4",
    ],
)
def test_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern)


def test_deep_groups_are_refused_not_a_crash() -> None:
    with pytest.raises(PatternError, match="20 groups"):
        parse("(" * 400 + "a" + ")" * 400)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\d+,?)+",
        r"^(?:\s*\w+\s*)+:\s*\d{4}$",
        r"(a+)+",
        r"(?:[A-Z][a-z]*\s*)+x",
        r"(?:a|a)+",
        r"(?:\w|\d)*x",
        r"(?:(?:ab)*c?)*",
        r"(?:.{1,9} ?){1,20}",
        r"(?:[\w ]+?[ ,]?){2,30}[!;]",
        r"(?:(?:\w+|\w+ \w+|[\w ]+),? ?){1,20}[!;]",
    ],
)
def test_nested_repeats_are_found(pattern: str) -> None:
    assert nested_repeat(parse(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{1,3}(?:,?\d{3})*",
        r"(?:\d++,?)+",
        r"(?>\d+,?)+",
        r"(?: \w{1,20}){0,4}",
        r"\w+(?: \w+)*",
        r"(?:share|tweet)+",
        r"(?:\d{1,2} ){2,30}",
        r"(?:(?:a|b) )*",
    ],
)
def test_harmless_repeats_pass(pattern: str) -> None:
    assert not nested_repeat(parse(pattern))


def test_open_repeats_add_up_along_a_path() -> None:
    assert open_repeats(parse(r".*a.*(?:b.*|c)")) == 3
    assert open_repeats(parse(r".*+a.{0,20}b\w*")) == 1


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?:last )?updated?: x", {"updated: x", "update: x"}),
        (r"(?P<views>\d+) time views?", {" time view"}),
        (r"\d+|abc", None),
        (r"(?:abc)?\d", None),
        (r"(?=abc)\d+", None),
        (r"x(?!abc)yz", {"xyz"}),
        ("ABC", {"abc"}),
        ("(?:ab){2}", {"abab"}),
        ("[ck]afe", {"cafe", "kafe"}),
        ("STRASSE|Straße", {"strasse"}),
    ],
)
def test_required_words(pattern: str, words: set[str] | None) -> None:
    assert required(parse(pattern)) == words


def test_good_words() -> None:
    assert good(frozenset(("abc", "来源")))
    assert not good(frozenset(("abc", "ab")))
    assert good(frozenset(("by ",)))
    assert not good(None)


def test_prefixes_and_digits() -> None:
    assert prefixes(parse("(?:re)?tweet this")) == ("retweet this", "tweet this")
    assert prefixes(parse(r"\d+ views")) == ()
    assert needs_digit(parse(r"a(?:\d|[0-9]x)+"))
    assert not needs_digit(parse(r"a(?:\d|x)"))


_ATOM = st.sampled_from(
    [
        "a",
        "B",
        "ß",
        "ı",
        "İ",
        "K",
        "ς",
        r"\d",
        r"\w",
        "[ab]",
        "[^a]",
        ".",
        "(?:ab|cd)",
        "(?:x)?",
        "(?P<g>ab)",
        r"\b",
        "(?=a)",
        "(?!b)",
        "é",
        "ſ",
    ]
)
_PIECE = st.tuples(_ATOM, st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,2}", "*+", "+?"])).map(
    lambda pair: pair[0] if pair[0] in (r"\b", "(?=a)", "(?!b)", "(?:x)?") else pair[0] + pair[1]
)
_SEQUENCE = st.lists(_PIECE, min_size=1, max_size=5).map("".join)


@given(st.lists(_SEQUENCE, min_size=1, max_size=3).map("|".join), st.text("abBcdxßsSıİiIKkςΣσéÉſ1٣ ", max_size=8))
def test_words_prefixes_and_digits_are_never_missing_from_a_match(pattern: str, text: str) -> None:
    if pattern.count("(?P<g>") > 1:
        pattern = pattern.replace("(?P<g>", "(?:")
    node = parse(pattern)
    for match in regex.finditer(pattern, text, regex.IGNORECASE, overlapped=True):
        folded = fold(match[0])
        words = required(node)
        assert words is None or any(word in folded for word in words)
        begins = prefixes(node)
        assert not begins or folded.startswith(begins)
        assert not needs_digit(node) or any(char.isdecimal() for char in match[0])
