"""The body finder: which of the remaining lines are not the article."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cleaner.finders.body.features import Lines
from cleaner.finders.body.kinds import confidence_of, flags_of
from cleaner.finders.body.model import load
from cleaner.finders.body.scores import MAX_LINES, score_lines
from cleaner.finders.body.titles import title_line
from cleaner.finders.body.trees import SCALE
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

_SURE: Final = 2 * SCALE
"""A line is certainly not body when its score is below this, and strongly so for the gate."""
_GATE_TEXT: Final = 3
_GATE_SHARE: Final = 0.15
_NOWHERE: Final = Evidence("html/body", "", boxes=(0,))


class BodyOptions(Struct, frozen=True):
    """What users differ on.

    captions: `capture` moves captions of pictures to the captures, `keep` leaves them to the score, `drop` cuts them.
    tables: `keep` leaves rows of tables to the score, `drop` cuts them (HTML only).
    """

    captions: Literal["capture", "keep", "drop"] = "capture"
    tables: Literal["keep", "drop"] = "keep"


class BodyVerdict(Struct, frozen=True):
    """What the finder makes of a document."""

    findings: list[Finding]
    is_page: bool
    """Whether the view reads like a whole page, so that the findings may be carried out."""
    confidence: float
    """0 to 1: how sure it is that what remains is the article, whole and alone."""
    flags: tuple[Flag, ...]
    scores: tuple[float, ...]
    """One per line of the view, in logits; above 0 is body. For `explain`."""


class BodyFinder:
    """Proposes to cut the lines of a page that are not its article. Picklable.

    >>> from cleaner.views import view_of
    >>> BodyFinder()(view_of("A short note, all of it the text."))
    []
    """

    def __init__(self, options: BodyOptions | None = None) -> None:
        self.options = options or BodyOptions()

    def __call__(self, view: View) -> list[Finding]:
        return judge_body(view, self.options).findings


def judge_body(view: View, options: BodyOptions | None = None) -> BodyVerdict:
    """Score the lines that remain and propose what to cut.

    Text that does not read like a whole page loses nothing: what would have been cut is proposed as hints.
    """
    options = options or BodyOptions()
    if not view.lines:
        return BodyVerdict([], False, 0.0, (), ())
    evidence = view.evidence
    lines = Lines(view.lines[:MAX_LINES])
    if evidence is not None:
        known = [place if place.boxes else _NOWHERE for place in evidence[:MAX_LINES]]
        verdict = _judge(view, lines, known, options)
        if any(finding.certainty != "hint" for finding in verdict.findings):
            return verdict
        # What HTML leaves must also stand as text alone: the clean text comes back without evidence.
        alone = _judge(view, lines, None, options)
        if any(finding.certainty != "hint" for finding in alone.findings):
            return alone
        return verdict
    return _judge(view, lines, None, options)


def _judge(view: View, lines: Lines, evidence: list[Evidence] | None, options: BodyOptions) -> BodyVerdict:
    model = load()
    scores = score_lines(lines, evidence, model)
    keep = scores > 0
    title = title_line(view.lines, lines, keep, evidence)
    is_page = _is_page(lines, scores, keep, evidence)
    findings = _findings(view, scores, keep, title, evidence, options, hint=not is_page)
    logits = tuple((np.round(scores / SCALE, 2)).tolist())
    return BodyVerdict(
        findings,
        is_page,
        confidence_of(lines, scores, keep, is_page),
        flags_of(view, lines, scores, keep, evidence, model),
        logits,
    )


def _is_page(lines: Lines, scores: NDArray[np.int64], keep: NDArray[np.bool_], evidence: list[Evidence] | None) -> bool:
    """Whether there is enough chrome, and enough body, to believe that this is a whole page.

    A false cut outranks a miss: single doubtful lines in a text that is otherwise an article stay.
    """
    if not (keep & (lines.prose > 0)).any():
        return False
    strong = int((scores < -_SURE).sum())
    if evidence is not None:
        return strong >= 1 or bool((~keep).sum() >= 2)
    return strong >= _GATE_TEXT and strong >= _GATE_SHARE * int(keep.sum())


def _findings(
    view: View,
    scores: NDArray[np.int64],
    keep: NDArray[np.bool_],
    title: int | None,
    evidence: list[Evidence] | None,
    options: BodyOptions,
    *,
    hint: bool,
) -> list[Finding]:
    kept = np.flatnonzero(keep)
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (0, -1)
    findings: list[Finding] = []
    for i in range(len(scores)):
        place = None if evidence is None else evidence[i]
        caption = place is not None and is_caption(place) and first < i < last
        table = place is not None and options.tables == "drop" and "/tr" in place.path
        if keep[i] and not table and not (caption and options.captions != "keep"):
            continue
        if caption and options.captions == "keep":
            continue
        score = int(scores[i])
        by = "body.before" if i < first else "body.after" if i > last else "body.inside"
        category = "page_chrome"
        captures: tuple[Capture, ...] = ()
        start, end = view.spans[i]
        if i == title:
            by, category, captures = "body.title", "title", (Capture("title", "text", view.lines[i], start, end),)
        elif caption and options.captions == "capture":
            by, category = "body.caption", "image_caption"
            captures = (Capture("image_caption", "text", view.lines[i], start, end),)
        certainty: Certainty = "hint" if hint else "certain" if score < -_SURE else "likely"
        note = _note(score, place)
        findings.append(Finding("body", *view.bounds[i], by, category, certainty, captures, note=note))
    return findings


def is_caption(place: Evidence) -> bool:
    """Whether HTML says that the line is the caption of a picture."""
    return "/figcaption" in place.path


def _note(score: int, place: Evidence | None) -> str:
    """What mattered, for `explain`."""
    said = f"score {score / SCALE:+.1f}"
    if place is None:
        return said
    where = [tag for tag in ("nav", "header", "footer", "aside", "form", "figcaption") if f"/{tag}" in place.path]
    if place.link_density >= 0.5:
        where.append(f"{place.link_density:.0%} links")
    return f"{said}: {', '.join(where)}" if where else said
