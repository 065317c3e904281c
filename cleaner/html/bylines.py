"""Who wrote a page: the persons that it declares, and those in the bylines that it shows.

A byline beside the title is what readers see; declarations are often the name of the site, an account ("admin") or the
first of several. So both are read, and a shown byline stands in where it says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cleaner.html.data import Structured
from cleaner.html.dating import title_line
from cleaner.html.page import Page
from cleaner.model import Evidence
from cleaner.people import is_name, split_byline

_BYLINE = re.compile(r"author|byline|autor|auteur|verfasser|writer", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|latest|recent|widget|footer|aside|quote|tweet|(?<!w-)embed|copyright",
    re.IGNORECASE,
)
_LISTED = re.compile(r"/nav\b|/figcaption\b|/footer\b|/blockquote\b")
_DATED = re.compile(r"date|datum|time|publi|posted|meta|stand|created|byline|info", re.IGNORECASE)
_CUE = re.compile(
    r"(?:^|(?<=[·|•—–,:/>-]\s)|(?<=[·|•—–,/>])"
    r"|(?<=\d\s)|(?<=uhr\s)|\b(?:text|beitrag|story|words|posted|written|published|veröffentlicht|verfasst|geschrieben|erstellt"
    r"|gespeichert|eingestellt|gepostet|artikel|publicado|escrito|publié|écrit|rédigé|scritto|pubblicato|skrevet|skriven)\s)"
    r"(?:by|von|par|por|door|av|af|oleh|yazan|автор)[\s:]+(?=\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:[·|•—–/(⋅]|\d|\s-\s|\b(?:am|on|um|at|le|el|op|in|for|under|published|updated|posted|veröffentlicht|abgelegt)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:view|show|see|read|zeige|alle?s?|all|more|mehr|weitere|tous|toutes|voir|ver|todos|todas|articles?|artikel|posts?"
    r"|beiträge|post|blog|ein|erstellt|gespeichert|verfasst|geschrieben|written|posted|published|story|words|text)\b.{0,30}?"
    r"\b(?:by|von|of|from|de|par|por)|by|von|par|por|di|door|av|af|przez|text|autor(?:in|en)?|authors?|redaktion(?=:))\b[\s:]*",
    re.IGNORECASE,
)
_OTHER_TASK = re.compile(
    r"^(?:updated|reviewed|edited|fact.checked|medically|photos?|fotos?|illustrat|translat|übersetzt|redigiert|aktualisiert"
    r"|design|code|content)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s+for\s+(?:the\s+)?[A-Z].*$", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?<=\w\s)(?:senior|former|writer|editor(?:ial)?|founder|co-founder|staff|contribut\w+|reporter|manager|director|correspondent"
    r"|redakteur(?:in)?|autor(?:in)?|chefredakteur(?:in)?|journalist(?:in)?|ceo|cto)\b.*$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^(?:Author|Autor(?:in)?|Von|By)(?=[A-Z][a-z])")
_NO_NAME = re.compile(r"https?:|www\.|[@(){}<>\[\]=→«»?!;:]|\d{2}|\.(?:com|de|org|net)\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:admin\w*|administrator|webmaster|author|autor|editor|guest|gast|unknown|unbekannt|anonym\w*"
    r"|no author|user\w*|root|agenc\w+|nachrichten|archiv\w*|profil\w*|kommentare?|comments?"
    r"|jan\w*|feb\w*|mar(?:ch|s)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?\w*|o[ck]t\w*"
    r"|nov\w*|de[cz]\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|insights from|mehr bei|この記事.*)$",
    re.IGNORECASE,
)
_WORDY = re.compile(
    r"\b(?:by|von|par|por|door|av|author|autor\w*|auteur|about|über|spotlight|bio|profi\w+|posts?|posted|articles?|team|mehr|more|on|zur?|afficher|voir|see|all"
    r"|alle|view|show|read|follow|share|antwort\w*|abgelegt|unter|bei|with|mit|and|und|insights|published|updated|written"
    r"|copyright|foto|photo|min|minutes?|minuten)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_AND = re.compile(r"\s*(?:,|;|\|| / )\s*|\s+(?:and|und|et|y|&|og|och|e|ve)\s+", re.IGNORECASE)
_LINE = 200
"""Characters of the longest line that is read as a byline."""
_NEAR = 12
"""Lines from the title within which a word before a name makes a byline."""
_SHOWN = 600
"""Lines from the title on that are searched."""
_OPENING = 12
"""Characters before the word of a byline that outweighs the name of its block: "Ein Artikel von"."""
_SURE = 4
"""Value of a shown byline that says who wrote the page, whatever is declared; one less where it says more."""
_BODY_SOURCES = ("itemprop:name", "itemprop:author", "rel:author")
"""Sources in the page's body: they also name the authors of other articles, and of comments."""


def authors_of(page: Page) -> tuple[list[str], str]:
    """Names of persons and the source they were read from; the name of the site only where there is no other.

    A byline that is shown ("shown") stands in where nobody but the site is declared, or where it says more: more
    persons, or a whole name.
    """
    sites = _sites(page.data)
    by_source: dict[str, list[str]] = {}
    for author in page.data.authors:
        names = by_source.setdefault(author.source, [])
        names.extend(name for name in _names(author.value) if name not in names)
    for source in _BODY_SOURCES:
        by_source[source] = [name for name in by_source.get(source, ()) if _is_like_a_name(name)]
    shown, value = _shown(page, sites)
    names, source = _declared(by_source, sites)
    if source in _BODY_SOURCES and shown and value >= _SURE:
        known = [name for name in names if _fold(name) in set(map(_fold, shown))]
        return (known, source) if known else (shown, "shown")
    if shown and value >= _SURE - 1:
        is_more = set(map(_fold, names)) < set(map(_fold, shown))
        is_whole = len(names) == 1 and " " not in names[0] and any(" " in name for name in shown)
        if is_more or is_whole:
            return shown, "shown"
    if names:
        return names, source
    last = next(((names, source) for source, names in by_source.items() if names), ([], ""))
    return (shown, "shown") if shown and (value >= _SURE - 1 or not last[0]) else last


def _declared(by_source: dict[str, list[str]], sites: set[str]) -> tuple[list[str], str]:
    """The first source that names persons, whole names first; a later one that names more, and the same, instead."""
    best: tuple[list[str], str] = ([], "")
    for whole in (True, False):
        for source, names in by_source.items():
            persons = [name for name in names if not _is_site(name, sites) and (" " in name or not whole)]
            more = set(map(_fold, best[0])) < set(map(_fold, persons)) and source not in _BODY_SOURCES
            if persons and (not best[0] or (whole and more)):
                best = (persons, source)
    return best


def _sites(data: Structured) -> set[str]:
    found = {_squash(site.value) for site in data.site}
    for address in data.canonical:
        host = re.match(r"https?://(?:www\.)?([^/:]+)", address.value)
        if host:
            found |= {_squash(host[1]), _squash(host[1].rsplit(".", 1)[0])}
    return found


def _is_site(name: str, sites: set[str]) -> bool:
    return _squash(name) in sites


def _names(value: str) -> list[str]:
    """The names in one declared value: whole names, and where there are none what may be one word of a name."""
    value = value.strip(" .,·|-–—⋅")
    if len(value) > 200 or _OTHER_TASK.search(value):
        return []
    value = _GLUED.sub("", value)
    persons = split_byline(_FOR.sub("", value)).authors
    if persons:
        return [name for part in persons if not _NOBODY.match(name := _without_office(part))]
    plain = _without_office(_LABEL.sub("", value))
    out = []
    for part in _AND.split(plain):
        name = part.strip(" .,·|-–—⋅")
        if 2 <= len(name) <= 60 and len(name.split()) <= 6 and not _NO_NAME.search(name) and not _NOBODY.match(name):
            out.append(name)
    return out


def _without_office(name: str) -> str:
    """The name without an office behind it, where what is left is a whole name: "Staff Report" stays."""
    short = _OFFICE.sub("", name).strip(" ,")
    return short if is_name(short) else name


def _shown(page: Page, sites: set[str]) -> tuple[list[str], int]:
    """Of the short lines that are bylines by their block's name, by an element's name in them, or by a word before a
    name near the title, the one that says most, and its value.
    """
    places = [(line, place) for line, place in zip(page.text.split("\n"), page.evidence, strict=True) if place]
    title = title_line(places, page.data)
    inline = [(datum.value, datum.source) for datum in page.data.bylines if 2 <= len(datum.value) <= 60]
    best: tuple[int, list[str]] | None = None
    is_named = cache(_is_named)
    first = max(0, (title or 0) - _NEAR)
    for i, (line, place) in enumerate(places[first : (title or 0) + _SHOWN], first):
        if len(line) > _LINE or place.comments:
            continue
        near = title is not None and abs(i - title) <= _NEAR
        named = is_named(place.words)
        inside = [(text, kind) for text, kind in inline if _holds(line, text)]
        if not (named or inside or near):
            continue
        cue = _CUE.search(line)
        if not (named or inside or cue):
            continue
        listed = _LISTED.search(place.path) or (not (named or inside) and "/li" in place.path)
        clear = near and cue is not None and cue.start() <= _OPENING
        if (listed or _ELSEWHERE.search(place.words)) and not clear:
            continue
        value = max(2 * named, 2 * bool(inside)) + bool(cue) + 2 * near
        if best is not None and value <= best[0]:
            continue
        names = _within(inside, cue is not None) or _in_line(line, cue, named or bool(inside) or _is_dated(place))
        names = [name for name in names if not _is_site(name, sites)]
        if names:
            best = (value, names)
    return (best[1], best[0]) if best else ([], 0)


def _is_named(words: str) -> bool:
    """Whether a block is named for bylines."""
    return _BYLINE.search(" ".join(words.split(" ", 3)[:3])) is not None


def _holds(line: str, text: str) -> bool:
    at = line.find(text)
    if at < 0:
        return False
    end = at + len(text)
    return len(text) > 8 or not (line[at - 1 : at].isalnum() or line[end : end + 1].isalnum())


def _within(texts: Iterable[tuple[str, str]], cued: bool) -> list[str]:
    """The names in elements named for authors: whole names before single words."""
    found: list[str] = []
    single: list[str] = []
    for text, kind in texts:
        for name in _names(text):
            if _is_like_a_name(name) and name not in found:
                if is_name(name):
                    found.append(name)
                elif cued or kind == "author":
                    single.append(name)
    return found or single[:1]


def _in_line(line: str, cue: re.Match[str] | None, is_loose: bool) -> list[str]:
    names = list(split_byline(line).authors) or list(split_byline(line[cue.start() :] if cue else "").authors)
    if not names and is_loose:
        plain = _AFTER.split(line[cue.end() :] if cue else line, maxsplit=1)[0].strip(" .,:-")
        is_alone = len(line) <= _LINE // 5 or " " in plain
        if _is_like_a_name(plain) and (cue or (is_alone and all(word[:1].isupper() for word in plain.split()))):
            names = [plain]
    return [name for name in names if not _WORDY.search(name) and not _NOBODY.match(name)]


def _is_dated(place: Evidence) -> bool:
    return _DATED.search(" ".join(place.words.split(" ", 4)[:4])) is not None


def _is_like_a_name(text: str) -> bool:
    """Whether a text may be a name or an account, of up to three words."""
    return (
        2 <= len(text) <= 40
        and len(text.split()) <= 4
        and _LETTER.match(text) is not None
        and not _WORDY.search(text)
        and not _NOBODY.match(text)
    )


def _squash(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
