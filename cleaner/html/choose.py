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
_CUE = re.compile(r"(?:^|(?<=[\s·|•—–,-]))(?:by|von|par|por|door|av|af|oleh|yazan|автор)[\s:]+(?=\w)", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[·|•—–/(]|\d|\s-\s|\b(?:am|on|um|at|le|el|op|in|for|published|updated|posted|veröffentlicht)\b)",
    re.IGNORECASE,
)
_WORDY = re.compile(
    r":|\b(?:by|von|par|por|door|av|author|autor\w*|auteur|about|über|spotlight|bio|profile?|posts?|articles?|team)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
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

    A byline that is shown ("shown") stands in where nobody but the site is declared, or where it names more persons
    than are declared.
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
    declared: tuple[list[str], str] = ([], "")
    for with_space in (True, False):
        for source, names in by_source.items():
            persons = [name for name in names if _fold(name) not in sites and (" " in name or not with_space)]
            if persons and not declared[0]:
                declared = (persons, source)
    shown = _shown_authors(page)
    if shown and set(map(_fold, declared[0])) < set(map(_fold, shown)):
        return shown, "shown"
    if declared[0]:
        return declared
    return next(((names, source) for source, names in by_source.items()), ([], ""))


def _shown_authors(page: Page) -> list[str]:
    """Of the short lines that are bylines by their block's name, or by a word before a name near the title, the one
    that says most.
    """
    places = [(line, place) for line, place in zip(page.text.split("\n"), page.evidence, strict=True) if place]
    title = next((i for i, (_, place) in enumerate(places) if place.title or "/h1" in place.path), None)
    best: tuple[int, list[str]] | None = None
    first = max(0, (title or 0) - _NEAR)
    for i, (line, place) in enumerate(places[first : first + _SHOWN], first):
        named = _BYLINE.search(" ".join(place.words.split(" ", 3)[:3])) is not None
        if len(line) > 140 or _ELSEWHERE.search(place.words) or (not named and _ELSEWHERE.search(place.path)):
            continue
        near = title is not None and 0 < i - title <= _NEAR
        cue = _CUE.search(line)
        if not (named or (cue and near)):
            continue
        value = 2 * named + bool(cue) + near
        if best is not None and value <= best[0]:
            continue
        names = list(split_byline(line).authors) or list(split_byline(line[cue.start() :] if cue else "").authors)
        if not names and (named or _DATED.search(" ".join(place.words.split(" ", 4)[:4]))):
            plain = _AFTER.split(line[cue.end() :] if cue else line, maxsplit=1)[0].strip(" .,:-")
            if 2 < len(plain) <= 40 and len(plain.split()) <= 3 and _LETTER.match(plain) and not _WORDY.search(plain):
                names = [plain]
        if names:
            best = (value, names)
    return best[1] if best else []


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
        if len(line) > 120 or sum(map(str.isdigit, line)) < 2:
            continue
        for start, end, stamp in find_stamps(line, language=language):
            if stamp.precision not in _DAY or _CHANGED.search(line[:start]):
                continue
            value = 3 * bool(_DATED.search(" ".join(place.words.split(" ", 4)[:4]))) + ((end - start) * 2 >= len(line))
            value += 2 * (title is not None and 0 < i - title <= _NEAR)
            value -= 3 * bool(
                _ELSEWHERE.search(place.words) or _ELSEWHERE.search(place.path) or place.link_density > 0.5
            )
            if value > 0 and (best is None or value > best[0]):
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
