from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edits import apply
from cleaner.layout import lay_out
from cleaner.views import view_of

PROSE = (
    "The council met on Tuesday and voted for the bridge, which had been closed since the flood in March, said the "
    "mayor of the town."
)


def laid_out(text: str) -> str:
    return apply(text, lay_out(view_of(text), []))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(f"Title\n{PROSE}\n{PROSE}\n\n\n", f"Title\n\n{PROSE}\n\n{PROSE}", id="unwrapped lines"),
        pytest.param("Roses are red,\nViolets are blue", "Roses are red,\nViolets are blue", id="verse"),
        pytest.param("One said no.\nTwo said yes.", "One said no.\n\nTwo said yes.", id="short sentences"),
        pytest.param(
            f"{PROSE}\n- eggs\n- milk\n- salt\n{PROSE}", f"{PROSE}\n\n- eggs\n- milk\n- salt\n\n{PROSE}", id="list"
        ),
        pytest.param(f"{PROSE}\nSubhead\n{PROSE}", f"{PROSE}\n\nSubhead\n\n{PROSE}", id="subhead"),
        pytest.param("def f():\n    return 1\n", "def f():\n    return 1", id="code keeps its indentation"),
        pytest.param(f"{PROSE}\n\n  a = 1\n    b = 2", f"{PROSE}\n\na = 1\n  b = 2", id="common indentation goes"),
        pytest.param("a   b\t\n \n\n\nc", "a   b\n\nc", id="inner spaces stay"),
        pytest.param(" \n\t\n", "", id="blank"),
    ],
)
def test_layout(text: str, wanted: str) -> None:
    assert laid_out(text) == wanted


LINE = st.text("ab .,", max_size=8) | st.sampled_from(
    [PROSE, "- item", "  indented", "\tcode", "A sentence.", "x" * 101]
)


@given(st.lists(LINE, max_size=12))
def test_laying_out_twice_changes_nothing_and_keeps_every_visible_character(lines: list[str]) -> None:
    text = "\n".join(lines)
    once = laid_out(text)
    assert laid_out(once) == once
    assert "".join(once.split()) == "".join(text.split())
    assert [line.strip() for line in once.split("\n") if line.strip()] == [
        line.strip() for line in lines if line.strip()
    ]
