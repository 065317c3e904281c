from __future__ import annotations

from itertools import pairwise

from cleaner.judge import GUARD, judge
from cleaner.model import Action, Certainty, Finding, View
from cleaner.views import view_of

PROSE = (
    "The council met on Tuesday and voted for the bridge, which had been closed since the flood in March, said the "
    "mayor of the town."
)


def found(view: View, line: int, action: Action, by: str = "x", **more: object) -> Finding:
    return Finding(action, *view.bounds[line], by, "ad_marker", **more)  # type: ignore[arg-type]  # passed through


def test_the_order_of_verdicts_is_keep_capture_strip_drop_block_repeat_body() -> None:
    view = view_of(f"line\n{PROSE}")
    actions: list[Action] = ["body", "repeat", "drop-block", "drop", "capture", "keep"]
    for low, high in pairwise(actions):
        verdicts = judge(view, [found(view, 0, low, "low"), found(view, 0, high, "high")])
        winner = verdicts.lines[0] if high != "keep" else verdicts.kept[0]
        assert winner.by == "high"
        assert [(lost.by, why) for lost, why in verdicts.losers] == [("low", "high decided the line")]


def test_scope_then_priority_then_length_then_id_decide_inside_one_action() -> None:
    view = view_of(f"line\n{PROSE}")
    findings = [
        found(view, 0, "drop", "b", order=(1, 0)),
        found(view, 0, "drop", "a", order=(1, 0)),
        found(view, 0, "drop", "c", order=(1, 9)),
        found(view, 0, "drop", "user", order=(4, 0)),
    ]
    for number in range(4):
        rotated = findings[number:] + findings[:number]
        assert judge(view, rotated).lines[0].by == "user"
        assert [lost.by for lost, _ in judge(view, rotated).losers] == ["c", "a", "b"]


def test_hints_are_only_remembered_and_profiles_decide_on_the_rest() -> None:
    view = view_of(f"one\ntwo\n{PROSE}")
    certainties: list[Certainty] = ["certain", "likely"]
    findings = [found(view, n, "drop", certainty=certainty) for n, certainty in enumerate(certainties)]
    hint = found(view, 0, "drop", "h", certainty="hint", note="zone")
    assert judge(view, [*findings, hint]).losers == [(hint, "zone")]
    assert set(judge(view, findings, "balanced").lines) == {0, 1}
    assert set(judge(view, findings, "strict").lines) == {0}
    assert not judge(view, findings, "keep").lines


def test_a_keep_over_a_part_of_a_line_protects_nothing() -> None:
    view = view_of(f"LONDON (Reuters) - short\n{PROSE}")
    start, _ = view.spans[0]
    part = Finding("keep", start, start + 16, "dateline", "dateline")
    verdicts = judge(view, [part, found(view, 0, "repeat", "r")])
    assert verdicts.lines[0].by == "r"
    assert verdicts.kept == [part]


def test_parts_of_a_line_do_not_overlap_and_a_strip_comes_before_a_drop() -> None:
    view = view_of(f"text of a line. Read more\n{PROSE}")
    tail = Finding("strip", 16, 25, "tail", "read_more")
    longer = Finding("strip", 12, 25, "longer", "read_more")
    verdicts = judge(view, [tail, longer, found(view, 0, "drop", "d")])
    assert [finding.by for finding in verdicts.parts[0]] == ["longer"]
    assert sorted(lost.by for lost, _ in verdicts.losers) == ["d", "tail"]


def test_the_guard_holds_rules_that_would_cut_most_of_the_prose() -> None:
    view = view_of(f"{PROSE}\n\n{PROSE.upper()}\n\nAdvertisement")
    verdicts = judge(view, [found(view, 0, "drop"), found(view, 2, "drop")])
    assert verdicts.guarded
    assert set(verdicts.lines) == {2}
    assert verdicts.losers[0][1].startswith(GUARD)


def test_the_guard_holds_rules_that_would_leave_nothing_and_lets_repeats_pass() -> None:
    view = view_of("one\ntwo")
    assert not judge(view, [found(view, 0, "drop"), found(view, 1, "drop")]).lines
    view = view_of(f"{PROSE}\n{PROSE}")
    assert set(judge(view, [found(view, 1, "repeat")]).lines) == {1}
