"""The body finder: which of the remaining lines are not the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.chars import Ints
from cleaner.finders.body.features import Lines, text_features, title_features
from cleaner.finders.body.frame import has_loose_lines, keep_in_frame
from cleaner.finders.body.kinds import confidence_of, flags_of, page_features
from cleaner.finders.body.markup import html_features
from cleaner.finders.body.model import Model, load
from cleaner.finders.body.neighbours import SURE, with_neighbours, with_tables
from cleaner.finders.body.scores import MAX_LINES
from cleaner.finders.body.second import second_features
from cleaner.finders.body.titles import title_line
from cleaner.finders.body.trees import SCALE
from cleaner.finders.body.windows import Floats
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
_SMALL_TEXT: Final = (3, 80)
"""A text of fewer lines than _SMALL must keep so many lines of running text, and words in them. Recipes and timetables
between the head and the foot of a page look like an article there; F1 on flattened tune sites loses 0.0002 by this."""
_LEGIBLE: Final = 1.4
"""Letters and digits per word that a text must have: 1.0 in UTF-16 that was read byte by byte (every letter a word of
its own), 1.8 in Chinese, where two characters count as a word.
"""
_IN_WORDS: Final = [chars.LOWER, chars.UPPER, chars.HAN, chars.THAI, chars.DIGIT, chars.MARK]
_FEW: Final = 2
"""Where fewer lines than this score below zero at the first look, nothing is looked at again."""
_OPINION: Final = SCALE
DOUBT: Final = 0.8
"""Confidence below which a second extractor is worth asking (`--extractor auto`)."""
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
    return _verdict(view, *_decide_in_frame(view, frame), options)


def propose_cuts(view: View, options: BodyOptions = DEFAULTS, frame: Sequence[int] = ()) -> BodyProposal:
    """The same proposals as `judge_body`, at less cost: nothing is said of the document as a whole."""
    if not view.lines:
        return BodyProposal([], False)
    decision, _, group = _decide_in_frame(view, frame)
    found = _findings(view, _per_line(decision, group), options)
    return BodyProposal(found, decision.is_page, decision.by_frame)


def judge_in_frame(view: View, frame: Sequence[int]) -> BodyVerdict | None:
    """As `judge_body`, for text that is no page by its form: None, at less cost, where nothing may be cut of it."""
    if not has_loose_lines(view):
        return None
    decision, lines, group = _decide_in_frame(view, frame)
    return _verdict(view, decision, lines, group, DEFAULTS) if decision.is_page else None


def _decide_in_frame(view: View, frame: Sequence[int]) -> tuple[_Decision, Lines, Ints | None]:
    decision, lines, group = _judged(view, load())
    if group is None and not decision.is_page and decision.evidence is None and frame:
        keep = keep_in_frame(view, decision.scores, frame)
        if not keep.all():
            title = title_line(view.lines, lines, keep, None)
            decision = decision._replace(keep=keep, is_page=True, title=title, by_frame=True)
    return decision, lines, group


def _verdict(view: View, decision: _Decision, lines: Lines, group: Ints | None, options: BodyOptions) -> BodyVerdict:
    per_line = _per_line(decision, group)
    return BodyVerdict(
        _findings(view, per_line, options),
        decision.is_page,
        decision.by_frame,
        confidence=confidence_of(lines, decision.scores, decision.keep, decision.is_page),
        flags=flags_of(lines, decision.scores, decision.keep, decision.evidence, decision.whole, load()),
        scores=tuple((np.round(per_line.scores / SCALE, 2)).tolist()),
    )


class _Decision(NamedTuple):
    scores: NDArray[np.int64]
    keep: NDArray[np.bool_]
    is_page: bool
    title: int | None
    evidence: list[Evidence] | None
    """The evidence that was used; None where the text alone decided."""
    whole: Floats | None
    """What the page as a whole looks like, where that was asked."""
    by_frame: bool = False


def _judged(view: View, model: Model) -> tuple[_Decision, Lines, Ints | None]:
    """The verdict on the lines, or on the paragraphs of text that was wrapped; with each line's paragraph, then."""
    texts = view.lines[:MAX_LINES]
    wrapped = unwrap(texts) if view.evidence is None else None
    lines = Lines(texts if wrapped is None else wrapped[0], model.cues)
    return _decide(lines, view.evidence, model), lines, None if wrapped is None else wrapped[1]


def _per_line(decision: _Decision, group: Ints | None) -> _Decision:
    """What was decided of paragraphs, said of their lines; a title of several lines is no title line."""
    if group is None:
        return decision
    title = None
    if decision.title is not None:
        held = np.flatnonzero(group == decision.title)
        title = int(held[0]) if len(held) == 1 else None
    return decision._replace(scores=decision.scores[group], keep=decision.keep[group], title=title)


def _decide(lines: Lines, places: list[Evidence] | None, model: Model) -> _Decision:
    common = text_features(lines, model.words).matrix()
    matrix = None
    evidence = None
    if places is not None:
        evidence = [place if place.boxes else _NOWHERE for place in places[:MAX_LINES]]
    if evidence is None or not any(place.link_density > 0.5 or place.title or is_caption(place) for place in evidence):
        matrix = np.concatenate((common, title_features(lines).matrix()))
        first = model.text.score(matrix)
        if int((first < model.threshold("text")).sum()) < _FEW:
            # Reads like an article from end to end: the finder's answer to its own result, and to most clean text.
            first -= model.threshold("text")
            return _Decision(first, np.ones(len(first), bool), False, None, evidence, None)
    else:
        first = None
    if evidence is not None:
        scores = model.html.score(np.concatenate((common, html_features(lines, evidence, model.names).matrix())))
        scores = _with_opinion(scores - model.threshold("html"), evidence)
        keep = with_tables(with_neighbours(scores, lines), lines.lines, evidence)
        page = bool((keep & (lines.prose > 0)).any()) and (int((scores < -SURE).sum()) >= 1 or int((~keep).sum()) >= 2)
        if page:
            return _Decision(scores, keep, page, title_line(lines.lines, lines, keep, evidence), evidence, None)
    # What HTML leaves must also stand as text alone, because the clean text comes back without evidence.
    if matrix is None or first is None:
        matrix = np.concatenate((common, title_features(lines).matrix()))
        first = model.text.score(matrix)
    more = second_features(lines, first.astype(np.float64)).matrix()
    scores = model.text_again.score(np.concatenate((matrix, more))) - model.threshold("text")
    keep = with_neighbours(scores, lines)
    page = bool((keep & (lines.prose > 0)).any()) and int((scores < -DOUBTFUL).sum()) >= GATE_LINES
    whole = page_features(lines, scores, keep, None)
    if page:
        gate = int(model.gate.score(whole.astype(np.float32)[:, None])[0])
        page = (
            gate > model.threshold("gate")
            and confidence_of(lines, scores, keep, page) >= _CLEAR
            and _is_large(lines.prose, keep)
            and float(lines.prose[keep].sum()) >= _LEAST * float(lines.prose.sum())
            and float(lines.counts[_IN_WORDS].sum()) >= _LEGIBLE * float(lines.words.sum())
        )
    return _Decision(scores, keep, page, title_line(lines.lines, lines, keep, None) if page else None, None, whole)


def _is_large(prose: Floats, keep: NDArray[np.bool_]) -> bool:
    """Whether enough running text stays, or stands among so many lines that it may be little."""
    if len(prose) >= _SMALL:
        return True
    kept = prose[keep]
    lines, words = _SMALL_TEXT
    return int(np.count_nonzero(kept)) >= lines and float(kept.sum()) >= words


def _with_opinion(scores: NDArray[np.int64], evidence: list[Evidence]) -> NDArray[np.int64]:
    """Another extractor's opinion, where it was asked, shifts the scores of all lines."""
    if all(place.kept_elsewhere is None for place in evidence):
        return scores
    shift = [0 if e.kept_elsewhere is None else _OPINION if e.kept_elsewhere else -_OPINION for e in evidence]
    return scores + np.array(shift, np.int64)


def _findings(
    view: View,
    decision: _Decision,
    options: BodyOptions,
) -> list[Finding]:
    scores, keep, is_page, title, evidence = decision[:5]
    kept = np.flatnonzero(keep)
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (0, -1)
    chosen = np.flatnonzero(~keep).tolist()
    captions: set[int] = set()
    if evidence is not None:
        captions = {i for i in range(first + 1, last) if is_caption(evidence[i])}
        if options.captions == "keep":
            chosen = [i for i in chosen if i not in captions]
        elif captions:
            chosen = sorted(captions.union(chosen))
        if options.tables == "drop":
            chosen = sorted({i for i, place in enumerate(evidence) if "/tr" in place.path}.union(chosen))
    values = scores.tolist()
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
        certainty: Certainty = "hint" if not is_page else "certain" if score < -SURE else "likely"
        note = _note(score, None if evidence is None else evidence[i])
        start, end = bounds[i]
        findings.append(Finding("body", start, end, by, category, certainty, captures, note=note))
    return findings


def is_caption(place: Evidence) -> bool:
    """Whether HTML says that the line is the caption of a picture."""
    return "/figcaption" in place.path


def _note(score: int, place: Evidence | None) -> str:
    """What mattered, for `explain`."""
    said = _said(round(score * 10 / SCALE), score < 0)
    if place is None:
        return said
    where = _where(place.path)
    if place.link_density >= 0.5:
        where = (*where, f"{place.link_density:.0%} links")
    return f"{said}: {', '.join(where)}" if where else said


@lru_cache(maxsize=1024)
def _said(tenths: int, is_negative: bool) -> str:
    return f"score {'-' if is_negative else '+'}{abs(tenths) / 10:.1f}"


@lru_cache(maxsize=4096)
def _where(path: str) -> tuple[str, ...]:
    """The landmarks in a path of tags. Pages of a site share their paths."""
    return tuple(tag for tag in ("nav", "header", "footer", "aside", "form", "figcaption") if f"/{tag}" in path)
