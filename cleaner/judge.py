"""From findings to verdicts: which lines and parts of lines go, by whom, and what nearly happened.

One round over one view. Order of verdicts: keep, capture, strip, drop, drop-block, repeats, body finder, title;
inside one action the larger `order` (scope, priority), then the longer span, then the id in byte order.
All losers are remembered. A round is a pure function of the view and its findings, so a text on which a round cuts
nothing is a fixpoint: cleaning it again changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from cleaner.finders.prose import is_prose
from cleaner.model import Action, Finding, View

Profile = Literal["strict", "balanced", "keep"]

GUARD_SHARE = 0.4
"""Rules that would cut more than this share of the characters in lines of prose are wrong about the document."""
GUARD = "guard.too-much"

_RANK: dict[str, int] = {action: rank for rank, action in enumerate(get_args(Action))}
_BY_RULES = ("capture", "strip", "drop", "drop-block")


class Verdicts(Struct, frozen=True):
    """What one round decided about a view."""

    lines: dict[int, Finding]
    """Line index -> the finding that removes the whole line."""
    parts: dict[int, list[Finding]]
    """Line index -> findings that remove a part of it, in text order."""
    kept: list[Finding]
    """Keep findings: they hold lines, and their captures go to fields."""
    losers: list[tuple[Finding, str]]
    """Findings that were not carried out, with the reason."""
    guarded: bool = False
    """Whether the guard held lines that rules would have cut."""


def judge(view: View, findings: Sequence[Finding], profile: Profile = "balanced") -> Verdicts:
    """Decide one round. Every finding lies inside one line of the view (its bounds)."""
    kept: list[Finding] = []
    losers: list[tuple[Finding, str]] = []
    by_line: dict[int, list[Finding]] = {}
    starts = [start for start, _ in view.bounds] if findings else []
    for finding in findings:
        if finding.certainty == "hint" and finding.action != "keep":
            losers.append((finding, finding.note or "only a hint"))
        elif profile == "keep" and finding.action not in ("keep", "title"):
            losers.append((finding, "profile keep cuts nothing"))
        elif profile == "strict" and finding.certainty == "likely":
            losers.append((finding, "profile strict carries out only certain findings"))
        else:
            by_line.setdefault(bisect_right(starts, finding.start) - 1, []).append(finding)
    lines: dict[int, Finding] = {}
    parts: dict[int, list[Finding]] = {}
    for index in sorted(by_line):
        _judge_line(view, index, by_line[index], lines, parts, kept, losers)
    guarded = _guard(view, lines, parts, losers)
    return Verdicts(lines, parts, kept, losers, guarded)


def _precedence(finding: Finding) -> tuple[int, int, int, int, str]:
    scope, priority = finding.order
    return (_RANK[finding.action], -scope, -priority, finding.start - finding.end, finding.by)


def _judge_line(
    view: View,
    index: int,
    findings: list[Finding],
    lines: dict[int, Finding],
    parts: dict[int, list[Finding]],
    kept: list[Finding],
    losers: list[tuple[Finding, str]],
) -> None:
    low, high = view.spans[index]
    winner: Finding | None = None
    taken: list[Finding] = []
    for finding in sorted(findings, key=_precedence) if len(findings) > 1 else findings:
        whole = finding.start <= low and finding.end >= high
        if winner is not None:
            losers.append((finding, f"{winner.by} decided the line"))
        elif finding.action == "keep":
            kept.append(finding)
            if whole:
                winner = finding
        elif whole:
            if taken:
                losers.append((finding, f"{taken[0].by} cut a part of the line first"))
            else:
                winner = lines[index] = finding
        elif any(finding.start < other.end and other.start < finding.end for other in taken):
            losers.append((finding, "another finding took these characters"))
        else:
            taken.append(finding)
    if taken:
        parts[index] = sorted(taken, key=lambda finding: finding.start)


def _guard(
    view: View,
    lines: dict[int, Finding],
    parts: dict[int, list[Finding]],
    losers: list[tuple[Finding, str]],
) -> bool:
    """Hold what rules would cut when it is too much to be chrome: a share of the prose, or everything."""
    by_rules = [i for i, finding in lines.items() if finding.action in _BY_RULES]
    if not by_rules and not parts:
        return False
    long_cut = sum(len(view.lines[i]) for i in by_rules if is_prose(view.lines[i]))
    long_cut += sum(
        finding.end - finding.start for i, cuts in parts.items() if is_prose(view.lines[i]) for finding in cuts
    )
    held: set[int] = set()
    if long_cut:
        total = sum(len(line) for line in view.lines if is_prose(line))
        if long_cut > GUARD_SHARE * total:
            held = {i for i in (*by_rules, *parts) if is_prose(view.lines[i])}
    if len(lines) == len(view.lines) and not held:
        held = set(by_rules)
    for i in sorted(held):
        why = f"{GUARD}: too large a share of the text to be boilerplate"
        losers.extend((finding, why) for finding in ([lines.pop(i)] if i in lines else parts.pop(i)))
    return bool(held)


def near_miss(finding: Finding, why: str) -> Finding:
    """The finding as a hint that says why it was not carried out."""
    return replace(finding, certainty="hint", note=why)
