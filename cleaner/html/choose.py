"""The best of what a page says of itself: title, authors, dates. What it declares comes before what it shows."""

from __future__ import annotations

import re

from cleaner.dates import find_stamps, parse_stamp
from cleaner.html.data import Datum, Structured
from cleaner.html.page import Page
from cleaner.model import Stamp
from cleaner.people import split_byline

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|｜_]\s*|\s+::\s+|：")
_NO_NAME = re.compile(r"https?:|www\.|[@(){}<>\[\]=]|\d{3}|\.(?:com|de|org|net)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|przez|text|autor|author|written by|posted by)[\s:]+", re.IGNORECASE
)
_BYLINE = re.compile(r"author|byline|autor|auteur|verfasser|writer", re.IGNORECASE)
_DAY = ("day", "hour", "minute", "second")
_DATED = re.compile(r"date|datum|time|publi|posted|meta|stand|created|byline|info", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|latest|recent|widget|footer|aside|quote|tweet|embed|/nav|/li\b", re.IGNORECASE
)
_CHANGED = re.compile(
    r"\b(?:updated?|edited|modified|revised|aktualisiert|geändert|mis(?:e)? à jour|modifié|actualizad[oa]|atualizad[oa]"
    r"|aggiornat[oa]|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowan[oa]|aktualizov[aá]no|güncelle\w*)"
    r"|обновлен|оновлен|更新|수정|تحديث|আপডেট",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_.-]|$)")
_SHOWN = 600
"""Lines of a page that are searched for a shown date."""
_NEAR = 12
"""Lines after the title in which a shown date is looked for."""
_AND = re.compile(r"\s*(?:,| and | und | et | y | & |;|\|| / )\s*")


def title_of(data: Structured) -> Datum | None:
    """The headline without the name of the site.

    A heading of the first rank that another source repeats, alone or with the site's name behind it, is the title;
    else the best source with what follows its last separator cut off, where that is the site's name.
    """
    if not data.titles:
        return None
    headings = [title for title in data.titles if title.source == "h1"]
    others = [title for title in data.titles if title.source != "h1"]
    for heading in headings:
        plain = _fold(heading.value)
        if len(plain) >= 4 and any(_fold(other.value).startswith(plain) for other in others):
            return heading
    best = others[0] if others else headings[0]
    if not others or (best.source == "title" and len(headings) == 1):
        return headings[0] if headings else best
    return Datum(_without_site(best.value, data), best.source)


def _without_site(title: str, data: Structured) -> str:
    sites = {_fold(site.value) for site in data.site}
    shorter = [_fold(other.value) for other in data.titles if len(other.value) < len(title)]
    parts = list(_SEPARATOR.finditer(title))
    for cut in reversed(parts):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if len(head) >= 8 and (_fold(tail) in sites or _fold(head) in shorter):
            return head
    if parts and parts[-1].group().strip() in ("|", "–", "—", "»", "::", "｜"):
        head, tail = title[: parts[-1].start()].strip(), title[parts[-1].end() :].strip()
        if len(tail.split()) <= 4 and len(head) > 2 * len(tail):
            return head
    return title


def authors_of(page: Page) -> tuple[list[str], str]:
    """Names of persons and the source they were read from; the name of the site only where there is no other.

    Where nothing is declared: a short line whose block is named for the author.
    """
    data = page.data
    sites = {_fold(site.value) for site in data.site}
    by_source: dict[str, list[str]] = {}
    for author in data.authors:
        for name in _AND.split(_LABEL.sub("", author.value)):
            plain = name.strip(" .,·|-")
            if 2 < len(plain) <= 60 and not _NO_NAME.search(plain) and len(plain.split()) <= 6:
                names = by_source.setdefault(author.source, [])
                if plain not in names:
                    names.append(plain)
    for wanted in (True, False):
        for source, names in by_source.items():
            persons = [name for name in names if _fold(name) not in sites and " " in name] if wanted else names
            if persons:
                return persons, source
    for line, place in zip(page.text.split("\n"), page.evidence, strict=True):
        if place is None or _ELSEWHERE.search(place.words):
            continue
        if len(line) <= 100 and _BYLINE.search(" ".join(place.words.split(" ", 3)[:3])):
            authors = list(split_byline(line).authors)
            if authors:
                return authors, "class"
    return [], ""


def published_of(page: Page, language: str | None = None) -> tuple[Stamp, Datum] | None:
    """The first declared publication date that can be read; else the date in the page's address, the date shown that
    most looks like the page's own, and at last the declared date of change.
    """
    data = page.data
    return (
        _first(data.published, language)
        or _addressed(data, language)
        or _shown(page, language)
        or _first(data.modified, language)
    )


def _addressed(data: Structured, language: str | None) -> tuple[Stamp, Datum] | None:
    for address in data.canonical:
        if found := _ADDRESS.search(address.value):
            year, month, day = found.groups()
            stamp = parse_stamp(f"{year}-{int(month):02}-{int(day):02}", language=language)
            if stamp is not None:
                return stamp, Datum(found.group().strip("/"), address.source)
    return None


def _shown(page: Page, language: str | None) -> tuple[Stamp, Datum] | None:
    """Of the dates in short lines the one that most looks like the page's own: named so by its block, near the title,
    a line of its own, and not in a list of other pages.
    """
    places = [(line, place) for line, place in zip(page.text.split("\n"), page.evidence, strict=True) if place]
    title = next((i for i, (_, place) in enumerate(places) if place.title or "/h1" in place.path), None)
    best: tuple[int, int, Stamp, str] | None = None
    for i, (line, place) in enumerate(places[:_SHOWN]):
        if len(line) > 120 or sum(map(str.isdigit, line)) < 2 or _CHANGED.search(line):
            continue
        for start, end, stamp in find_stamps(line, language=language):
            if stamp.precision not in _DAY:
                continue
            value = 3 * bool(_DATED.search(" ".join(place.words.split(" ", 4)[:4]))) + ((end - start) * 2 >= len(line))
            value += 2 * (title is not None and 0 < i - title <= _NEAR)
            value -= 3 * bool(
                _ELSEWHERE.search(place.words) or _ELSEWHERE.search(place.path) or place.link_density > 0.5
            )
            if value >= 0 and (best is None or value > best[0]):
                best = (value, i, stamp, line[start:end])
            break
    return (best[2], Datum(best[3], "text")) if best else None


def modified_of(data: Structured, language: str | None = None) -> tuple[Stamp, Datum] | None:
    """The first declared date of change that can be read."""
    return _first(data.modified, language)


def _first(dates: tuple[Datum, ...], language: str | None) -> tuple[Stamp, Datum] | None:
    for date in dates:
        stamp = parse_stamp(date.value, language=language)
        if stamp is not None and stamp.precision in _DAY:
            return stamp, date
    return None


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
