"""The body finder in the rounds of one document: when it is asked, on which view, and what of its answer counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cleaner.finders.body_options import DEFAULTS, BodyOptions
from cleaner.finders.leftovers import frame_of, shows_page
from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.finders.title import is_headline
from cleaner.model import Finding, View

if TYPE_CHECKING:
    from cleaner.finders.body import BodyProposal, BodyVerdict

Cuts = Sequence[tuple[int, int, Finding]]
"""Spans of the repaired text that were cut, with the finding that cut each."""
LOOSE_LINES = 12
"""A flattened page has at least this many lines that are neither prose nor sentences.

Of the flattened pages of the evaluation sets 1 to 2 % have fewer (of the small pages of l3s-gn1 8 %); of the bodies of
news 96 to 98 %, and these are not looked at as a page. A lower bound takes the recipe or the play behind a report for
page chrome (fixtures/negatives).
"""
PAGE_FRAME = 20
"""Lines of boilerplate that rules cut of whole pages only: then what stands before and after the text goes by what the
untouched page looked like, whatever the rules left of it. What stands inside the text stays: cutting it too raises F1
on flattened tune sites from 0.909 to 0.914 (`benchmarks/whole.py --split tune --limit 150`), and takes the ingredients
of a recipe (fixtures/wild/de-rezeptblog).
"""
TEXT_WIDTH = 80.0
"""Width from which a line that ends a sentence is taken for running text of the article."""


class BodyRounds:
    """The body finder in the rounds of one document.

    Remembers what it first made of the document: its flags and its confidence are about the page, not about what the
    finder itself left of it. Plain text it judges whole, too: the headings of comments and of other articles, which
    rules take, tell what stands behind them. That raises F1 on flattened tune sites from 0.898 to 0.900 and the pages
    that come out exact from 11.9 to 12.6 % (`benchmarks/whole.py --split tune --limit 100`).

    whole: the text before anything was cut.
    options: what users differ on.
    """

    def __init__(self, whole: View, options: BodyOptions = DEFAULTS) -> None:
        self._options = options
        self.verdict: BodyVerdict | None = None
        self._whole: View | None = whole if whole.evidence is None else None

    def __call__(self, view: View, cuts: Cuts) -> list[Finding]:
        """What the body finder would cut, but for a headline in plain text.

        There a title is lifted by `find_title` alone, where it stands directly before prose, so that cleaning the clean
        text lifts the same; a page declares which line is its title.
        """
        if view.evidence is not None:
            return self._of_html(view)
        frame = frame_of(cuts)
        may_be_page = _may_be_page(view)
        if not frame and not may_be_page:
            return []
        # Loads wasmtime and the model, which most articles never need.
        from cleaner.finders.body import FEW, judge_body, judge_in_frame, propose_cuts

        if len(frame) < FEW and not may_be_page:
            return []
        proposal: BodyProposal | None
        if may_be_page and self.verdict is not None:
            proposal = propose_cuts(view, frame=frame)
        else:
            proposal = verdict = judge_body(view, frame=frame) if may_be_page else judge_in_frame(view, frame)
            self.verdict = self.verdict or verdict
        if proposal is None:
            return []
        whole, self._whole = self._whole, None
        if whole is not None and may_be_page and shows_page(cuts):
            proposed = {finding.start: finding for finding in _told(propose_cuts(whole))}
            first = [proposed[start] for start, _ in view.bounds if start in proposed]
            if not proposal.is_page or proposal.by_frame:
                first = behind(view, first, frame)
            if first:
                return _without_headlines(view, first)
        return _without_headlines(view, _told(proposal))

    def _of_html(self, view: View) -> list[Finding]:
        from cleaner.finders.body import judge_body, propose_cuts

        if self.verdict is not None:
            return propose_cuts(view, self._options).findings
        self.verdict = judge_body(view, self._options)
        return self.verdict.findings


def _told(proposal: BodyProposal) -> list[Finding]:
    return proposal.findings if proposal.is_page else []


def behind(view: View, findings: Sequence[Finding], frame: Sequence[int]) -> list[Finding]:
    """Those before and after the running text that boilerplate was cut between and it: what stands next to the text
    may be a list that belongs to it, and what remains of a page does not tell. In a frame of PAGE_FRAME lines all of
    those before and after the text; none inside it.

    frame: where in `view.text` the lines of boilerplate began that were cut, in order.
    """
    cut = {finding.start for finding in findings}
    text = [
        start
        for (start, _), line in zip(view.bounds, view.lines, strict=True)
        if start not in cut and (is_prose(line) or (ends_sentence(line) and width(line) >= TEXT_WIDTH))
    ]
    if len(text) < 2:
        return []
    first, last = text[0], text[-1]
    outside = [finding for finding in findings if not first < finding.start < last]
    if len(frame) >= PAGE_FRAME:
        return outside
    places = bisect_left(frame, first), bisect_left(frame, last)
    return [
        finding
        for finding in outside
        if (finding.start < first and bisect_left(frame, finding.start) < places[0])
        or (finding.start > last and bisect_left(frame, finding.start) > places[1])
    ]


def _without_headlines(view: View, findings: Sequence[Finding]) -> list[Finding]:
    out: list[Finding] = []
    for finding in findings:
        if finding.category != "title":
            out.append(finding)
        elif not is_headline(view.text[finding.start : finding.end].strip()):
            out.append(replace(finding, by="body.before", category="page_chrome", captures=()))
    return out


def _may_be_page(view: View) -> bool:
    """Whether a text has enough lines that are neither prose nor sentences to be a flattened page, and prose.

    A recipe or a programme has none, and nothing tells its lines from a menu; of 834 flattened pages 5 have none. Where
    lines were wrapped at a fixed width, their paragraphs are asked.
    """
    lines = view.lines
    if not _has_loose(lines):
        return False
    if any(map(is_prose, lines)):
        return True
    # Loads wasmtime, and most texts that come here hold no wrapped line.
    from cleaner.finders.body import unwrap

    joined = unwrap(lines)
    return joined is not None and any(map(is_prose, joined[0])) and _has_loose(joined[0])


def _has_loose(lines: Sequence[str]) -> bool:
    loose = 0
    for line in lines:
        if not is_prose(line) and not ends_sentence(line):
            loose += 1
            if loose >= LOOSE_LINES:
                return True
    return False
