"""The title of a page: the headline without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from cleaner.html.data import Datum, Structured

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|｜_]\s*|\s+::\s+|：")
_STRONG = ("|", "»", "::", "｜")
"""Separators that stand in no headline: a few words behind one are the site's name or a section."""
_WORD = re.compile(r"\w+")
_SHARE = 0.4
"""Share of words that a heading has in common with the declared title from which it is the same headline, reworded."""
_SHORTEST = 8
"""Characters of the shortest headline that is cut out of a longer title."""


def title_of(data: Structured) -> Datum | None:
    """The headline as the reader sees it, without the name of the site.

    A heading of the first rank with which another source begins or ends, before or behind the site's name or a
    kicker, is the title, or one that says nearly the same as the title for sharing. Else the best source with the
    site's name cut off. `headline` in JSON-LD is not shortened to a heading: newspapers declare it with its kicker.
    """
    if not data.titles:
        return None
    others = [title for title in data.titles if title.source != "h1"]
    declared = next((title for title in others if title.source != "title"), None)
    sites = {_squash(site.value) for site in data.site}
    headings = [title for title in data.titles if title.source == "h1"]
    own = [heading for heading in headings if not _is_of_the_site(heading.value, declared, sites)]
    found = _repeated(own, others, declared)
    if found is not None:
        return found
    headings = own or headings
    best = others[0] if others else headings[0]
    if not others or (best.source == "title" and len(headings) == 1):
        return headings[0] if headings else best
    return Datum(_without_site(best.value, data), best.source)


def _repeated(headings: Sequence[Datum], others: Sequence[Datum], declared: Datum | None) -> Datum | None:
    words = {heading: _words(heading.value) for heading in headings}
    long = [_words(other.value) for other in others]
    for heading, own in words.items():
        if sum(map(len, own)) >= 4 and any(other[: len(own)] == own for other in long):
            return heading
    if declared is None or declared.source == "json-ld:headline":
        return None
    for heading, own in words.items():
        if len(own) > 1 and sum(map(len, own)) >= _SHORTEST and any(other[-len(own) :] == own for other in long):
            return heading
    wanted = set(_words(declared.value))
    for heading, own in words.items():
        mine = set(own)
        if len(mine) > 2 and len(mine & wanted) >= _SHARE * min(len(mine), len(wanted)):
            return heading
    return None


def _is_of_the_site(heading: str, declared: Datum | None, sites: set[str]) -> bool:
    """Whether a heading is the name of the site: it is declared as such, or the declared title has no word of it."""
    if _squash(heading) in sites:
        return True
    return declared is not None and not set(_words(heading)) & set(_words(declared.value))


def _without_site(title: str, data: Structured) -> str:
    sites = {_squash(site.value) for site in data.site}
    host = next((_squash(host) for datum in data.canonical if (host := _host(datum.value))), "")
    shorter = [_fold(other.value) for other in data.titles if len(other.value) < len(title)]

    def is_site(part: str) -> bool:
        plain = _squash(part)
        return plain in sites or (len(plain) > 2 and (plain in host or (host != "" and plain.startswith(host))))

    parts = list(_SEPARATOR.finditer(title))
    for cut in reversed(parts):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if len(head) >= _SHORTEST and (is_site(tail) or _fold(head) in shorter):
            return head
    if parts:
        head, tail = title[: parts[0].start()].strip(), title[parts[0].end() :].strip()
        if len(tail) >= _SHORTEST and is_site(head):
            return tail
    if parts and parts[-1].group().strip() in _STRONG:
        head, tail = title[: parts[-1].start()].strip(), title[parts[-1].end() :].strip()
        if len(tail.split()) <= 4 and len(head) > 2 * len(tail):
            return head
    return title


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:
        return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _squash(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
