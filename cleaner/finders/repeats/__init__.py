"""Finds what stands twice or more in one document: a body, a title, a teaser. See docs/repeats.md."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from types import MappingProxyType

from cleaner.finders.repeats.align import align
from cleaner.finders.repeats.blocks import Block, Pair, chain, pair_lines
from cleaner.finders.repeats.cuts import Cut, Reason, held, resolve
from cleaner.finders.repeats.gate import may_repeat
from cleaner.finders.repeats.guard import Verdict, goes_on, judge, layout
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


def find_repeats(view: View, known: dict[str, Line] | None = None) -> list[Finding]:
    r"""Propose to cut each line that another line of the view makes superfluous; the first copy stays.

    A teaser goes in favour of the full text below it. What repeats but is left as the author's own (refrains, tables,
    quotations) comes as `hint`. Runs to a fixpoint: the remaining lines hold nothing more to cut.
    `known` remembers the words of lines from one view of a document to the next; what is found does not depend on it.

    >>> text = "Title of the text\n" + "A sentence of the article that nobody says twice. " * 5
    >>> spans = [(0, 17), (18, len(text))]
    >>> view = View(text, text.split("\n"), spans, spans, [0, 1], [True, False])
    >>> find_repeats(view)
    []
    """
    left = list(range(len(view.lines)))
    cuts: dict[int, Cut] = {}
    hints: dict[int, Cut] = {}
    known = {} if known is None else known
    for _ in range(_ROUNDS):
        if len(left) < 2 or not may_repeat([view.lines[i] for i in left]):
            hints = {}
            break
        lines = [
            known.get(line) or known.setdefault(line, read_line(line)) for line in map(view.lines.__getitem__, left)
        ]
        proposed, hints = _round(join(lines), left)
        found = held(dict(zip(left, lines, strict=True)), proposed)
        if not found:
            break
        cuts |= found
        left = [i for i in left if i not in found]
    findings = [_finding(view, resolve(cut, cuts)) for cut in (*cuts.values(), *hints.values())]
    findings.sort(key=lambda finding: finding.start)
    return findings


def _round(words: Words, left: list[int]) -> tuple[dict[int, Cut], dict[int, Cut]]:
    """One pass over the lines `left`: what to cut, and what only to mention, by line of the view."""
    pairs = pair_lines(words, align(words))
    where = layout(words, {pair.line for pair in pairs})
    cuts: dict[int, Cut] = {}
    hints: dict[int, Cut] = {}
    accepted: list[tuple[Block, Certainty]] = []

    def propose(line: int, by: Reason, certainty: Certainty, first: int, last: int) -> None:
        cuts.setdefault(line, Cut(left[line], by, certainty, left[first], left[last]))

    for block in chain(words, pairs):
        verdict = judge(words, block, where)
        if verdict.certainty == "hint" and accepted and goes_on(accepted[-1][0], block, where):
            verdict = Verdict("likely")
        if verdict.certainty != "hint":
            accepted.append((block, verdict.certainty))
        for pair in block.pairs:
            if verdict.certainty != "hint":
                propose(pair.line, _reason(pair), verdict.certainty, pair.first, pair.last)
            else:
                line, first, last = left[pair.line], left[pair.first], left[pair.last]
                hints[line] = Cut(line, _reason(pair), "hint", first, last, verdict.note)
    for block, certainty in accepted:
        # Lines inside a copy that repeat other lines than their twins: the text repeats itself there, twice.
        begin, end = block.pairs[0].line, block.pairs[-1].line
        for pair in pairs[bisect_left(pairs, begin, key=_line) : bisect_left(pairs, end, key=_line)]:
            if max(pair.last, block.pairs[-1].last) < begin:
                propose(pair.line, _reason(pair), certainty, pair.first, pair.last)
        for late, early in inside_copy(words, block, cuts.keys()).items():
            propose(late, "repeat.copy", certainty, early, early)
        for late, early in head_of_copy(words, block, cuts.keys()).items():
            propose(late, "repeat.title", certainty, early, early)
    for late, early in doubled_title(words).items():
        propose(late, "repeat.title", "certain", early, early)
    ends = [(max(pair.last for pair in block.pairs), block.pairs[-1].line) for block, _ in accepted]
    for early, (first, last) in teasers(words, cuts.keys(), ends).items():
        propose(early, "repeat.teaser", "likely", first, last)
    found = {cut.line: cut for cut in cuts.values()}
    return found, {line: hint for line, hint in hints.items() if line not in found}


def _line(pair: Pair) -> int:
    return pair.line


def _reason(pair: Pair) -> Reason:
    return "repeat.copy" if pair.exact else "repeat.near-copy"


def _finding(view: View, cut: Cut) -> Finding:
    start, end = view.bounds[cut.line]
    stayed = view.bounds[cut.first][0], view.bounds[cut.last][1]
    return Finding("repeat", start, end, cut.by, "repeat", cut.certainty, dup_of=stayed, note=cut.note)
