"""The body finder: which of the remaining lines are not the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from msgspec import Struct

from cleaner.finders.body.engine import FIRST_LOOK, HTML_LOOK, SCALE, SECOND_LOOK, Look, Whole, engine
from cleaner.finders.body.frame import has_loose_lines, keep_in_frame
from cleaner.finders.body.kinds import flags_of
from cleaner.finders.body.model import load
from cleaner.finders.body.neighbours import SURE, with_neighbours, with_tables
from cleaner.finders.body.titles import declared_title, read_title
from cleaner.finders.body.wrapped import unwrap
from cleaner.finders.body_options import DEFAULTS, BodyOptions
from cleaner.model import Capture, Certainty, Evidence, Finding, View
from cleaner.record import Flag

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "body.before": "The line stands before the article's body and does not read like a part of it.",
        "body.after": "The line stands after the article's body and does not read like a part of it.",
        "body.inside": "The line stands inside the article's body and does not read like a part of it.",
        "body.title": "The line repeats the page's title: it moved to the field title.",
        "body.caption": "The line is the caption of a picture: it moved to the captures.",
    }
)

DOUBTFUL: Final = SCALE
"""A line is doubtful when its score is below minus this."""
GATE_LINES: Final = 6
"""Doubtful lines that plain text must have to be a page."""
_CLEAR: Final = 0.5
"""Confidence that plain text must be judged with before anything is cut. Of flattened pages of the evaluation sets 2 %
stay below; of their golds those do that lost most: an article that stands there twice, lists of a thousand links.
"""
_LEAST: Final = 0.05
"""Share of the running text that must remain: less is no article among other things but a text that is not understood.
Of flattened pages of the evaluation sets 3 % keep less: mostly a paragraph below long lists of teasers.
"""
_SMALL: Final = 30
_SMALL_LINES: Final = 3
_SMALL_WORDS: Final = 80
"""A text of fewer lines than _SMALL must keep so many lines of running text, and words in them. Recipes and timetables
between the head and the foot of a page look like an article there; F1 on flattened tune sites loses 0.0002 by this."""
_LEGIBLE: Final = 1.4
"""Letters and digits per word that a text must have: 1.0 in UTF-16 that was read byte by byte (every letter a word of
its own), 1.8 in Chinese, where two characters count as a word.
"""
_FEW: Final = 2
"""Where fewer lines than this score below zero at the first look, nothing is looked at again."""
_OPINION: Final = SCALE
DOUBT: Final = 0.7
"""Confidence below which a second extractor is worth asking (`--extractor auto`). On tune sites, by a model that had
not seen them, the F1 of HTML is 0.9420 where it is never asked, 0.9433 below 0.7 (4 % of the pages), 0.9424 below 0.8
(10 %) and 0.9418 below 0.9 (30 %).
"""
MAX_LINES: Final = 50_000
"""Lines beyond this are not scored (and so are kept): bounds memory on hostile input."""
_NOWHERE: Final = Evidence("html/body", "", boxes=(0,))


class BodyProposal(Struct, frozen=True):
    """What the finder would cut."""

    findings: list[Finding]
    is_page: bool
    """Whether the view reads like a whole page, so that the findings may be carried out."""
    by_frame: bool = False
    """Whether the boilerplate that was cut around the view made it a page, and not what remains."""


class BodyVerdict(BodyProposal, frozen=True, kw_only=True):
    """What the finder makes of a document."""

    confidence: float
    """0 to 1: how sure it is that what remains is the article, whole and alone."""
    flags: tuple[Flag, ...]
    scores: tuple[float, ...]
    """One per line of the view, in logits; above 0 is body. For `explain`."""

    @property
    def in_doubt(self) -> bool:
        """Whether a second extractor is worth asking."""
        return self.confidence < DOUBT


def judge_body(view: View, options: BodyOptions = DEFAULTS, frame: Sequence[int] = ()) -> BodyVerdict:
    """Score the lines that remain and propose what to cut, with what is known of the document as a whole.

    Text that does not read like a whole page loses nothing, unless boilerplate was cut around it: then it loses what
    stands among that (`keep_in_frame`). What would have been cut is proposed as hints.

    frame: where in `view.text` the lines of boilerplate began that were cut before, in order.

    >>> from cleaner.views import view_of
    >>> judge_body(view_of("A short note, all of it the text.")).findings
    []
    """
    if not view.lines:
        return BodyVerdict([], False, confidence=0.0, flags=(), scores=())
    return _verdict(view, _decide_in_frame(view, frame), options)


def propose_cuts(view: View, options: BodyOptions = DEFAULTS, frame: Sequence[int] = ()) -> BodyProposal:
    """The same proposals as `judge_body`, at less cost: nothing is said of the document as a whole."""
    if not view.lines:
        return BodyProposal([], False)
    decision = _decide_in_frame(view, frame)
    found = _findings(view, _per_line(decision), options)
    return BodyProposal(found, decision.is_page, decision.by_frame)


def judge_in_frame(view: View, frame: Sequence[int]) -> BodyVerdict | None:
    """As `judge_body`, for text that is no page by its form: None, at less cost, where nothing may be cut of it."""
    if not has_loose_lines(view):
        return None
    decision = _decide_in_frame(view, frame)
    return _verdict(view, decision, DEFAULTS) if decision.is_page else None


class _Decision(NamedTuple):
    lines: list[str]
    """What was judged: the lines of the view, or the paragraphs of text that was wrapped."""
    look: Look
    scores: list[int]
    keep: list[bool]
    is_page: bool
    title: int | None = None
    evidence: list[Evidence] | None = None
    """The evidence that was used; None where the text alone decided."""
    whole: Whole | None = None
    """What the page as a whole looks like, where that was asked."""
    group: list[int] | None = None
    """Each line's paragraph, where paragraphs were judged."""
    by_frame: bool = False


def _decide_in_frame(view: View, frame: Sequence[int]) -> _Decision:
    decision = _judged(view)
    if decision.group is None and not decision.is_page and decision.evidence is None and frame:
        keep = keep_in_frame(view, decision.scores, frame)
        if not all(keep):
            whole = decision.look.judge(decision.scores, keep, as_html=False)
            if decision.whole is not None:
                # What kind of page it is, the page says, and not what its frame leaves of it.
                whole = whole._replace(kind=decision.whole.kind)
            title = read_title(decision.lines, decision.look, keep, whole.shared)
            return decision._replace(keep=keep, is_page=True, title=title, whole=whole, by_frame=True)
    return decision


def _verdict(view: View, decision: _Decision, options: BodyOptions) -> BodyVerdict:
    per_line = _per_line(decision)
    is_html = decision.evidence is not None
    whole = decision.whole or decision.look.judge(decision.scores, decision.keep, as_html=is_html)
    limit = load().limit("kind_html" if is_html else "kind_text")
    return BodyVerdict(
        _findings(view, per_line, options),
        decision.is_page,
        decision.by_frame,
        confidence=_confidence(whole, decision.is_page),
        flags=flags_of(decision.lines, decision.keep, whole, limit),
        scores=tuple([round(score / SCALE, 2) for score in per_line.scores]),
    )


def _confidence(whole: Whole, is_page: bool) -> float:
    return round(whole.certainty_page if is_page else whole.certainty_text, 3)


def _judged(view: View) -> _Decision:
    """The verdict on the lines, or on the paragraphs of text that was wrapped."""
    texts = view.lines[:MAX_LINES]
    if view.evidence is None:
        wrapped = unwrap(texts)
        if wrapped is not None:
            return _of_text(wrapped[0], None)._replace(group=wrapped[1])
        return _of_text(texts, None)
    return _of_html(texts, [place if place.boxes else _NOWHERE for place in view.evidence[:MAX_LINES]])


def _per_line(decision: _Decision) -> _Decision:
    """What was decided of paragraphs, said of their lines; a title of several lines is no title line."""
    group = decision.group
    if group is None:
        return decision
    title = None
    if decision.title is not None and group.count(decision.title) == 1:
        title = group.index(decision.title)
    return decision._replace(
        scores=[decision.scores[i] for i in group], keep=[decision.keep[i] for i in group], title=title
    )


def _of_html(lines: list[str], evidence: list[Evidence]) -> _Decision:
    if any(place.link_density > 0.5 or place.title or is_caption(place) for place in evidence):
        look = engine().look(lines, evidence, HTML_LOOK)
    else:
        look = engine().look(lines, evidence, FIRST_LOOK)
        if look.doubted < _FEW:
            return _Decision(lines, look, look.scores, [True] * len(lines), False, evidence=evidence)
        look.again(HTML_LOOK)
    scores = _with_opinion(look.scores, evidence)
    keep = with_tables(with_neighbours(scores, lines, look.prose, look.width), lines, evidence)
    has_body = any(stays and words > 0 for stays, words in zip(keep, look.prose, strict=True))
    if has_body and (keep.count(False) >= 2 or any(score < -SURE for score in scores)):
        title = declared_title(keep, look.prose, evidence)
        return _Decision(lines, look, scores, keep, True, title, evidence)
    # What HTML leaves must also stand as text alone, because the clean text comes back without evidence.
    return _of_text(lines, look)


def _of_text(lines: list[str], look: Look | None) -> _Decision:
    """look: at the same lines with evidence, which did not tell enough."""
    if look is None:
        look = engine().look(lines, None, SECOND_LOOK, _FEW)
        if not look.looked_again:
            # Reads like an article from end to end: the finder's answer to its own result, and to most clean text.
            return _Decision(lines, look, look.scores, [True] * len(lines), False)
    else:
        look.again(SECOND_LOOK)
    scores = look.scores
    keep = with_neighbours(scores, lines, look.prose, look.width)
    whole = look.judge(scores, keep, as_html=False)
    is_page = (
        whole.prose_kept > 0
        and sum(score < -DOUBTFUL for score in scores) >= GATE_LINES
        and whole.gate > load().limit("gate")
        and _confidence(whole, True) >= _CLEAR
        and (len(lines) >= _SMALL or (whole.prose_lines_kept >= _SMALL_LINES and whole.prose_kept >= _SMALL_WORDS))
        and whole.prose_kept >= _LEAST * whole.prose
        and whole.legible >= _LEGIBLE
    )
    title = read_title(lines, look, keep, whole.shared) if is_page else None
    return _Decision(lines, look, scores, keep, is_page, title, whole=whole)


def _with_opinion(scores: list[int], evidence: list[Evidence]) -> list[int]:
    """Another extractor's opinion, where it was asked, shifts the scores of all lines."""
    if all(place.kept_elsewhere is None for place in evidence):
        return scores
    shift = [0 if e.kept_elsewhere is None else _OPINION if e.kept_elsewhere else -_OPINION for e in evidence]
    return [score + by for score, by in zip(scores, shift, strict=True)]


def _findings(
    view: View,
    decision: _Decision,
    options: BodyOptions,
) -> list[Finding]:
    keep, title, evidence = decision.keep, decision.title, decision.evidence
    kept = [i for i, stays in enumerate(keep) if stays]
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    chosen = [i for i, stays in enumerate(keep) if not stays]
    captions: set[int] = set()
    if evidence is not None:
        captions = {i for i in range(first + 1, last) if is_caption(evidence[i])}
        if options.captions == "keep":
            chosen = [i for i in chosen if i not in captions]
        elif captions:
            chosen = sorted(captions.union(chosen))
        if options.tables == "drop":
            chosen = sorted({i for i, place in enumerate(evidence) if "/tr" in place.path}.union(chosen))
    values = decision.scores
    bounds = view.bounds
    findings: list[Finding] = []
    for i in chosen:
        score = values[i]
        by = "body.before" if i < first else "body.after" if i > last else "body.inside"
        category = "page_chrome"
        captures: tuple[Capture, ...] = ()
        if i == title:
            by, category = "body.title", "title"
            captures = (Capture("title", "text", view.lines[i], *view.spans[i]),)
        elif i in captions and options.captions == "capture":
            by, category = "body.caption", "image_caption"
            captures = (Capture("image_caption", "text", view.lines[i], *view.spans[i]),)
        certainty: Certainty = "hint" if not decision.is_page else "certain" if score < -SURE else "likely"
        note = _note(score, None if evidence is None else evidence[i])
        start, end = bounds[i]
        findings.append(Finding("body", start, end, by, category, certainty, captures, note=note))
    return findings


def is_caption(place: Evidence) -> bool:
    """Whether HTML says that the line is the caption of a picture."""
    return "/figcaption" in place.path


def _note(score: int, place: Evidence | None) -> str:
    """What mattered, for `explain`."""
    said = f"score {score / SCALE:+.1f}"
    if place is None:
        return said
    where = _where(place.path)
    if place.link_density >= 0.5:
        links = f"{place.link_density:.0%} links"
        return f"{said}: {where}, {links}" if where else f"{said}: {links}"
    return f"{said}: {where}" if where else said


@lru_cache(maxsize=4096)
def _where(path: str) -> str:
    """The landmarks in a path of tags. Pages of a site share their paths."""
    tags = ("nav", "header", "footer", "aside", "form", "figcaption")
    return ", ".join(tag for tag in tags if f"/{tag}" in path)
