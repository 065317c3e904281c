"""A fragment is parsed once for all patterns that use it: the same facts as of the pattern written out."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cleaner.rulebook import load
from cleaner.rulebook.patterns import Fragments, read_pattern

TABLE = {
    "month": "(?:jan(?:uary)?|feb(?:ruary)?)",
    "date": r"\d{1,2} {{month}},? \d{4}",
    "letters": "a-f",
    "zwnj": "a\u200cb‘",
    "open": r"\w+",
    "name": "(?P<who>x)",
    "bad": "(",
}


def _facts(match: str, table: dict[str, str]) -> object:
    """All that is known of a pattern, its columns aside: they are only told where there are no fragments."""
    found = read_pattern(match, Fragments(table))
    return replace(found, mistakes=tuple(mistake._replace(text=None) for mistake in found.mistakes))


@pytest.mark.parametrize(
    "match",
    [
        "updated {{date}}",
        "{{month}}{{month}}? on {{date}}+",
        "(?:{{open}} )+share",
        "[{{letters}}]+ share this",
        "{{zwnj}}‘c {{date}} updated",
        "by {{name}} of the paper",
        "share {{bad}}",
        "(?<={{month}}) updated",
        "(" * 19 + "{{date}} updated" + ")" * 19,
        r"\{{date}} updated",
        "updated {{nope}}",
    ],
)
def test_same_as_written_out(match: str) -> None:
    try:
        written = Fragments(TABLE).fill(match)
    except ValueError:
        written = match
    assert _facts(match, TABLE) == _facts(written, TABLE)


_PIECES = st.sampled_from(
    [*(f"{{{{{name}}}}}" for name in TABLE), "(?:", ")", "|", "+", "?", "[", "]", "share ", "x", "{2}"]
)


@given(st.lists(_PIECES, max_size=8).map("".join))
def test_any_mix_is_the_same_as_written_out(match: str) -> None:
    found, written = _facts(match, TABLE), _facts(Fragments(TABLE).fill(match), TABLE)
    assert found == written


def test_shipped_patterns_are_the_same_as_written_out_and_compile() -> None:
    shipped = [rule for rule in load().rules if rule.match is not None and "{{" in rule.match and rule.pattern]
    assert len(shipped) > 100
    for rule in shipped[:: len(shipped) // 100]:
        found = read_pattern(rule.pattern or "", Fragments({}))
        assert not found.mistakes
        assert (found.atoms, found.prefixes, found.digit) == (rule.atoms, rule.prefixes, rule.digit)
        regex.compile(found.expanded, regex.IGNORECASE)
