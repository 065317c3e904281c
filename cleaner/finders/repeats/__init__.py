"""Finds what stands twice or more in one document: a body, a title, a teaser. See docs/repeats.md."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from cleaner.finders.repeats.align import align
from cleaner.finders.repeats.blocks import Block, chain, pair_lines
from cleaner.finders.repeats.gate import may_repeat
from cleaner.finders.repeats.guard import judge, layout
from cleaner.finders.repeats.teasers import teasers
from cleaner.finders.repeats.titles import doubled_title, head_of_copy, inside_copy
from cleaner.finders.repeats.words import Line, Words, join, read_line
from cleaner.model import Certainty, Finding, View

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "repeat.copy": "The line stands a second time, word for word, in a second copy of the text.",
        "repeat.near-copy": "The line stands a second time, with a few words changed, in a second copy of the text.",
        "repeat.title": "The title stands a second time, beside the first or before a second copy of the text.",
        "repeat.teaser": "The line is the beginning of the text, which stands whole below it.",
    }
)
"""Reason id -> sentence for `explain`."""

_ROUNDS = 32


class _Cut(Struct, frozen=True, gc=False):
    line: int
    by: str
    certainty: Certainty
    first: int
    last: int


def find_repeats(view: View) -> list[Finding]:
    r"""Propose to cut each line that another line of the view makes superfluous; the first copy stays.

    A teaser goes in favour of the full text below it. What repeats but is left as the author's own (refrains, tables,
    quotations) comes as `hint`. Runs to a fixpoint: the remaining lines hold nothing more to cut.

    >>> text = "Title of the text\n" + "A sentence of the article that nobody says twice. " * 5
    >>> spans = [(0, 17), (18, len(text))]
    >>> view = View(text, text.split("\n"), spans, spans, [0, 1], [True, False])
    >>> find_repeats(view)
    []
    """
    left = list(range(len(view.lines)))
    cuts: dict[int, _Cut] = {}
    hints: dict[int, tuple[_Cut, str]] = {}
    cache: dict[int, Line] = {}
    for _ in range(_ROUNDS):
        if not may_repeat([view.lines[i] for i in left]):
            hints = {}
            break
        for i in left:
            if i not in cache:
                cache[i] = read_line(view.lines[i])
        found, hints = _round(join([cache[i] for i in left]), left)
        if not found:
            break
        cuts |= found
        left = [i for i in left if i not in found]
    findings = [_finding(view, cut, cuts) for cut in cuts.values()]
    findings += [_finding(view, cut, cuts, note) for cut, note in hints.values()]
    findings.sort(key=lambda finding: finding.start)
    return findings


def _round(words: Words, left: list[int]) -> tuple[dict[int, _Cut], dict[int, tuple[_Cut, str]]]:
    """One pass over the lines `left`: what to cut, and what only to mention, by line of the view."""
    pairs = pair_lines(words, align(words))
    blocks = chain(words, pairs)
    where = layout(words, {pair.line for pair in pairs})
    cuts: dict[int, _Cut] = {}
    hints: dict[int, tuple[_Cut, str]] = {}
    accepted: list[tuple[Block, Certainty]] = []
    for block in blocks:
        verdict = judge(words, block, where)
        for pair in block.pairs:
            by = "repeat.copy" if pair.exact else "repeat.near-copy"
            cut = _Cut(left[pair.line], by, verdict.certainty, left[pair.first], left[pair.last])
            if verdict.certainty == "hint":
                hints[cut.line] = cut, verdict.note
            else:
                cuts[pair.line] = cut
        if verdict.certainty != "hint":
            accepted.append((block, verdict.certainty))
    for block, certainty in accepted:
        for late, early in inside_copy(words, block, set(cuts)).items():
            cuts.setdefault(late, _Cut(left[late], "repeat.copy", certainty, left[early], left[early]))
        for late, early in head_of_copy(words, block, set(cuts)).items():
            cuts.setdefault(late, _Cut(left[late], "repeat.title", certainty, left[early], left[early]))
    for late, early in doubled_title(words).items():
        cuts.setdefault(late, _Cut(left[late], "repeat.title", "certain", left[early], left[early]))
    for early, (first, last) in teasers(words, set(cuts)).items():
        cuts.setdefault(early, _Cut(left[early], "repeat.teaser", "likely", left[first], left[last]))
    found = {cut.line: cut for cut in cuts.values()}
    return found, {line: hint for line, hint in hints.items() if line not in found}


def _finding(view: View, cut: _Cut, cuts: dict[int, _Cut], note: str = "") -> Finding:
    first, last = _kept(cut.first, cuts, 0), _kept(cut.last, cuts, 1)
    start, end = view.bounds[cut.line]
    stayed = view.bounds[min(first, last)][0], view.bounds[max(first, last)][1]
    return Finding("repeat", start, end, cut.by, "repeat", cut.certainty, dup_of=stayed, note=note)


def _kept(line: int, cuts: dict[int, _Cut], side: int) -> int:
    """The line that stayed for `line`: a copy may have been cut in favour of another."""
    while line in cuts:
        line = cuts[line].last if side else cuts[line].first
    return line
