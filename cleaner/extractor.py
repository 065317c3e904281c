"""The door to trafilatura and htmldate: what another extractor would keep of a page, and how old it takes it to be.

It costs several times what the own finder costs, so it is asked only where the user or the finder's doubt wants it.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from cleaner.html.data import Datum
from cleaner.html.page import Page
from cleaner.model import Evidence

MAX_CHARS = 3_000_000
"""Characters of a page beyond which trafilatura is not asked: its time is not linear in the size of the page."""
_SHORT = 20
"""Shorter lines must be a line of trafilatura's output; longer ones may stand inside one."""


def with_opinion(page: Page, html: str) -> Page:
    """The page with `Evidence.kept_elsewhere` set on every line. Unchanged where trafilatura finds nothing or fails.

    >>> from cleaner.html import flatten
    >>> html = "<article><h1>Rain</h1>" + "<p>It rained in the north for the whole of the week.</p>" * 9 + "</article>"
    >>> with_opinion(flatten(html), html).evidence[2].kept_elsewhere
    True
    """
    text = _extract(html)
    if not text:
        return page
    lines = {" ".join(line.lstrip("-| ").split()) for line in text.split("\n")}
    whole = " ".join(text.split())
    evidence: list[Evidence | None] = []
    for line, place in zip(page.text.split("\n"), page.evidence, strict=True):
        if place is None:
            evidence.append(None)
            continue
        plain = " ".join(line.split())
        kept = plain in lines or (len(plain) > _SHORT and plain in whole)
        evidence.append(replace(place, kept_elsewhere=kept))
    return Page(page.text, tuple(evidence), page.data)


def with_date(page: Page, html: str) -> Page:
    """The page with the day that htmldate finds in its markup as its declared date. Unchanged where it finds none.

    Right on 10 of 14 pages of `benchmarks/body_metadata.py --split tune` that name no date in a way that
    `dates_of` knows. Its extensive search would be right on two more, and takes the year of a copyright line for
    the first of January of that year on pages without a date.
    """
    if len(html) > MAX_CHARS:
        return page
    with _quiet("htmldate"):
        import htmldate  # loads with trafilatura, which most runs never need

        try:
            day = htmldate.find_date(html, original_date=True, extensive_search=False)
        except Exception:  # noqa: BLE001  it fails on hostile pages in ways it does not declare; no date is an answer
            day = None
    if not day:
        return page
    published = (*page.data.published, Datum(day, "htmldate"))
    return Page(page.text, page.evidence, replace(page.data, published=published))


def _extract(html: str) -> str:
    if len(html) > MAX_CHARS:
        return ""
    with _quiet("trafilatura"):
        import trafilatura  # loads a third of a second of modules that most runs never need

        try:
            return trafilatura.extract(html, include_comments=False) or ""
        except Exception:  # noqa: BLE001  it fails on hostile pages in ways it does not declare; it is only an opinion
            return ""


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Neither log lines nor warnings: on import they warn of what only fetching pages would need."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
