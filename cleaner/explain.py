"""Why each line was kept or cut: the journal of an article laid beside its repaired text."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct

from cleaner.article import Article
from cleaner.edits import Map, undo
from cleaner.finders.body import judge_body
from cleaner.html import flatten
from cleaner.model import Context, Edit, Evidence
from cleaner.record import NearMiss
from cleaner.views import view_of


class LineStory(Struct, frozen=True):
    """One line of the repaired text and what happened to it."""

    number: int
    """From 1, in the repaired text (the same as in the source unless a line end was repaired)."""
    text: str
    verdict: str
    """`kept`, `cut`, `part` (a part was cut), `title` (moved to its field) or `blank`."""
    edits: tuple[Edit, ...]
    """Cuts in this line; white space is left out."""
    repairs: tuple[str, ...]
    """Reasons of the repairs made in this line."""
    values: tuple[tuple[str, str], ...]
    """(field, value) read from this line."""
    near_misses: tuple[NearMiss, ...]
    score: float | None = None
    """How much the line looked like body at first sight, in logits: below 0 is cut. None in text that is no page."""
    evidence: str = ""
    """What the page knew of the line, in words."""


def explain(article: Article, html: str | None = None) -> list[LineStory]:
    r"""The story of every line, in order. With the page that it was made of, what the page knew of each line too.

    >>> import cleaner
    >>> [(line.verdict, line.text) for line in explain(cleaner.clean("Share this post\n\nText of the day."))]
    [('cut', 'Share this post'), ('blank', ''), ('kept', 'Text of the day.')]
    """
    journal = article.journal
    repaired = undo(article.text, journal.edits)
    back = Map(journal.repairs)
    values = _values(article)
    scores = _scores(article, repaired, html)
    stories: list[LineStory] = []
    edit_at = miss_at = repair_at = 0
    at = 0
    cuts = [edit for edit in journal.edits if edit.category != "layout"]
    misses = sorted(journal.near_misses, key=lambda miss: miss.start)
    for number, line in enumerate(repaired.split("\n"), 1):
        end = at + len(line)
        low = edit_at
        while edit_at < len(cuts) and cuts[edit_at].start <= end and cuts[edit_at].end <= end:
            edit_at += 1
        here = tuple(cuts[low:edit_at])
        low = miss_at
        while miss_at < len(misses) and misses[miss_at].start <= end:
            miss_at += 1
        source_start, source_end = back.back(at, at)[0], back.back(end, end)[1]
        first = repair_at
        while repair_at < len(journal.repairs) and journal.repairs[repair_at].start <= source_end:
            repair_at += 1
        reasons = tuple(dict.fromkeys(edit.by for edit in journal.repairs[first:repair_at]))
        left = bisect_left(values, (source_start, "", ""))
        read = tuple(
            (field, value) for start, field, value in values[left:] if start < max(source_end, source_start + 1)
        )
        verdict = _verdict(line, here)
        score, evidence = scores.get(number, (None, ""))
        near = tuple(misses[low:miss_at])
        stories.append(LineStory(number, line, verdict, here, reasons, read, near, score, evidence))
        at = end + 1
    return stories


def _scores(article: Article, repaired: str, html: str | None) -> dict[int, tuple[float, str]]:
    """First scores and evidence by number of line (from 1); nothing for text that does not read like a page."""
    evidence = None if html is None else flatten(html, url=article.url).evidence
    if evidence is not None and len(evidence) != repaired.count("\n") + 1:
        evidence = None
    context = Context(article.language, article.site, article.url, "text" if html is None else "html")
    view = view_of(repaired, context, evidence)
    verdict = judge_body(view)
    if evidence is None and not verdict.is_page:
        return {}
    saw = [""] * len(view.lines) if view.evidence is None else [_in_words(place) for place in view.evidence]
    scored = zip(view.numbers, verdict.scores, saw, strict=False)
    return {number + 1: (score, words) for number, score, words in scored}


def _in_words(place: Evidence) -> str:
    said = ["/".join(place.path.split("/")[-3:])]
    if place.words:
        said.append("named " + " ".join(place.words.split(" ", 3)[:3]))
    if place.link_density:
        said.append(f"{place.link_density:.0%} links")
    marks = {
        "hidden": place.hidden,
        "repeats the title": place.title,
        "among comments": place.comments,
        "in the declared body": place.declared,
        "kept by another extractor": place.kept_elsewhere,
    }
    return ", ".join([*said, *(mark for mark, holds in marks.items() if holds)])


def _verdict(line: str, cuts: tuple[Edit, ...]) -> str:
    if not line.strip():
        return "blank"
    if not cuts:
        return "kept"
    if cuts[0].category == "title":
        return "title"
    return "cut" if sum(len(edit.before.strip()) for edit in cuts) >= len(line.strip()) else "part"


def _values(article: Article) -> list[tuple[int, str, str]]:
    """(source offset, field, value) of everything that was read, sorted."""
    out: list[tuple[int, str, str]] = []
    out.extend((d.start, d.kind, d.value or "?") for d in article.dates if d.start is not None)
    out.extend((c.start, c.type, str(c.count)) for c in article.counters if c.start is not None)
    out.extend((c.start, c.category, c.value or c.raw) for c in article.captures if c.start is not None)
    return sorted(out)
