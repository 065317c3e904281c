"""Lists of teasers with leads of whole sentences put around the articles of training pages, as plain text.

What a text without its HTML tells worst is where the article ends and the next ones begin: below the body of many news
sites stand others' headlines and first paragraphs, sentences like those of the article itself. The training sets hold
few such pages. Headlines and leads come from other training pages of the same language.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from body_comments import shortened
from body_data import Example, seed_of

FEWEST = 24
"""Teasers of a language from which lists are made of them."""
_COUNTS = (1, 2, 3, 4, 5, 6, 8, 12, 20, 40, 80)
_LABELS = (
    *("Related", "Related articles", "More news", "Latest news", "Most read", "Read also", "You may also like"),
    *("More from this section", "Don't miss", "Trending now", "Editor's picks", "Other stories", "Top stories"),
)
_SECTIONS = ("News", "Sport", "Business", "World", "Politics", "Culture", "Opinion", "Health", "Science", "Travel")
_STAMPS = (
    *("{d}.{m}.2014", "{d}.{m}.2019, {h}:{d}", "2016-{m}-{d}", "{h}:{d}", "{h} hours ago", "{d}/{m}/2012 {h}:{d}"),
    *("March {d}, 2015", "{d} {m} 2018", "{h}h", "{d}.{m}. {h}:{d}"),
)
_MORE = ("", "", "", "…", " ...", "...", " [...]", " Read more", "… more", " »")
_SENTENCE = re.compile(r"(?s).{20,}?[.!?…。！？](?=\s|$|[^\W\d_])")


class Teaser(NamedTuple):
    """What another page says of its article."""

    title: str
    lead: str
    """Its first paragraph."""


def teaser_of(page: Example) -> Teaser | None:
    """None where the page has no title, or no first paragraph of some length."""
    lead = next((line for line, body in zip(page.lines, page.labels, strict=True) if body and len(line) >= 80), "")
    titles = page.extra["titles"]
    return Teaser(titles[0], lead) if titles and lead and 12 <= len(titles[0]) <= 140 else None


def with_teasers(base: Example, pool: list[Teaser]) -> Example | None:
    """The page with a list of teasers behind its body, or before it. Deterministic: drawn by the page and the make."""
    body = [i for i, label in enumerate(base.labels) if label]
    if not body or base.evidence is not None or len(pool) < FEWEST:
        return None
    rnd = random.Random(seed_of("teasers", base.page, base.variant))
    kept = shortened(base, rnd)
    rows = [(base.lines[i], base.labels[i], base.weights[i]) for i in kept]
    places = [i for i, row in enumerate(rows) if row[1]]
    behind = min(len(rows), places[-1] + 1 + rnd.choice((0, 0, 0, 0, 1, 2, 4)))
    before = max(0, places[0] - rnd.choice((0, 1, 1, 2, 3, 6)))
    where = rnd.choice(("behind", "behind", "behind", "before", "both"))
    if where != "before":
        rows[behind:behind] = [(line, False, 1.0) for line in _list_of(pool, rnd)]
    if where != "behind":
        rows[before:before] = [(line, False, 1.0) for line in _list_of(pool, rnd)]
    lines, labels, weights = (list(column) for column in zip(*rows, strict=True))
    return replace(base, variant=f"{base.variant}-teasers", lines=lines, labels=labels, weights=weights, gold="")


def _list_of(pool: list[Teaser], rnd: random.Random) -> list[str]:
    """Teasers of one make, with a label over them or without."""
    sentences, more = rnd.choice((0, 1, 1, 1, 2, 2, 9)), rnd.choice(_MORE)
    cut = rnd.choice((0, 0, 90, 140, 200, 300))
    stamp, section = rnd.choice((*_STAMPS, *[""] * 10)), rnd.random() < 0.2
    stamp_first, joined, titled = rnd.random() < 0.5, rnd.random() < 0.25, rnd.random() < 0.85
    bare = rnd.random() < 0.3
    out = [rnd.choice(_LABELS)] if rnd.random() < 0.4 else []
    for teaser in rnd.sample(pool, min(len(pool), rnd.choice(_COUNTS))):
        lead = _lead(teaser.lead, sentences, cut)
        lead = (lead.rstrip(".。") if bare else lead + more) if lead else ""
        when = stamp.format(d=rnd.randint(10, 28), m=f"{rnd.randint(1, 12):02}", h=rnd.randint(1, 23))
        parts = [teaser.title if titled or not lead else "", lead]
        if joined:
            parts = [" ".join(part for part in parts if part)]
        parts = [when, *parts] if stamp_first else [*parts, when]
        if section:
            parts.insert(0, rnd.choice(_SECTIONS))
        out += [part for part in parts if part]
    return out


def _lead(paragraph: str, sentences: int, cut: int) -> str:
    """The first sentences of a paragraph, or its first characters up to a word's end."""
    ends = [found.end() for found in _SENTENCE.finditer(paragraph)][:sentences]
    lead = paragraph[: ends[-1]] if ends else paragraph if sentences else ""
    return lead[:cut].rsplit(" ", 1)[0] if cut and len(lead) > cut else lead


def pool_of(pages: Iterable[tuple[str, Example]]) -> dict[str, list[Teaser]]:
    """Teasers by language: `pages` are languages and pages."""
    pool: dict[str, list[Teaser]] = {}
    for language, page in pages:
        if (teaser := teaser_of(page)) is not None:
            pool.setdefault(language, []).append(teaser)
    return pool
