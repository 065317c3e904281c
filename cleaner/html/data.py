"""What a page declares about itself: JSON-LD, OpenGraph and other meta elements, `<time>`, headings.

Vocabularies: schema.org (types that end in `Article`, `BlogPosting`, `Report` …), the OpenGraph protocol with its
`article:` properties, Dublin Core and Parse.ly meta names. Each value keeps the name of the place it was read from.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from cleaner.html.marks import Mark, named_for
from cleaner.html.parse import Element, Tree


class Datum(Struct, frozen=True, gc=False):
    """One declared value and its source, e.g. `json-ld:headline`, `meta:og:title`, `h1`, `time`."""

    value: str
    source: str


class Structured(Struct, frozen=True, gc=False):
    """What a page declares, best source first in every tuple; values as written, white space collapsed."""

    titles: tuple[Datum, ...] = ()
    authors: tuple[Datum, ...] = ()
    published: tuple[Datum, ...] = ()
    modified: tuple[Datum, ...] = ()
    dated: tuple[Datum, ...] = ()
    """Texts of inline elements that are named for dates ("entry-date", "published"): evidence for shown dates."""
    bylines: tuple[Datum, ...] = ()
    """Texts of inline elements that are named for authors ("author", "byline", "fn"), or link to an author's page."""
    section: tuple[Datum, ...] = ()
    tags: tuple[Datum, ...] = ()
    language: tuple[Datum, ...] = ()
    canonical: tuple[Datum, ...] = ()
    site: tuple[Datum, ...] = ()
    description: tuple[Datum, ...] = ()
    types: tuple[Datum, ...] = ()
    bodies: tuple[str, ...] = ()
    """Article bodies declared in JSON-LD: evidence for lines of the page, never copied into the text."""
    free: bool | None = None
    """`isAccessibleForFree`, where declared."""


_NODES = 20_000
"""JSON-LD values looked at per page; bounds hostile pages."""
_NAMES = 50
"""Elements named for the author that are looked at per page."""
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|Recipe|LiveBlogPosting|Posting|Interview)$")
_ITEMS = frozenset(("datePublished", "dateCreated", "dateModified"))
_ITEM_TAGS = frozenset(("span", "div", "p", "li", "a", "abbr"))
"""Microdata on elements with text."""
_MICROFORMATS = frozenset(("published", "updated"))
_MICROFORMAT_TAGS = frozenset(("abbr", "span"))
"""The dates of the hAtom microformat."""
_DATED = ("date", "publish", "posted", "datum")
_DATED_TAGS = frozenset(("span", "em", "small", "i", "b", "strong", "a"))
_BYLINES = {
    "vcard": (".vcard .fn",),
    "author": ("span.author", ".author a"),
    "byline": (".byline a",),
    "autor": (".autor a",),
    "submitted": (".submitted .username",),
}
"""Elements that hold the name of an author, by the class without which there is none."""
_AUTHOR_PAGES = tuple(f"a[href*='/{name}/']" for name in ("author", "authors", "autor", "autoren"))
_NAMED = ("author", "byline", "autor")
_NAMED_TAGS = frozenset(("span", "a", "em", "strong", "b", "i", "small", "cite", "address"))
"""Elements that hold a name of an author, or labels, dates and links beside it."""
_WRITTEN = re.compile(
    r"written|author|autor|auteur|verfasst|geschrieben|écrit|escrito|scritto|napisan|geschreven|av |автор",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{1,500}>")

# meta name or property -> field. Lower case; the order within a field is the order of trust.
_META: dict[str, tuple[str, ...]] = {
    "titles": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
    "authors": (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "article:author_name",
        "citation_author",
    ),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "date",
        "cxenseparse:recs:publishtime",
        "article.published",
        "citation_publication_date",
        "displaydate",
    ),
    "modified": (
        "article:modified_time",
        "og:updated_time",
        "og:article:modified_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
        "article.updated",
    ),
    "section": ("article:section", "og:article:section", "parsely-section", "section", "articlesection"),
    "tags": ("article:tag", "og:article:tag", "keywords", "news_keywords", "parsely-tags", "sailthru.tags"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "canonical": ("og:url",),
    "site": ("og:site_name", "application-name", "twitter:site"),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
    "types": ("og:type",),
}
_FIELD_OF = {name: (field, rank) for field, names in _META.items() for rank, name in enumerate(names)}


class Declared:
    """What was found so far, by field: rank and value."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, Datum]]] = {}
        self.bodies: tuple[str, ...] = ()
        self.free: bool | None = None

    def add(self, field: str, rank: int, value: object, source: str) -> None:
        """A value; what is no text, empty or too long is passed over."""
        if isinstance(value, str) and (text := _plain(value)) and len(text) <= 5_000:
            self.found.setdefault(field, []).append((rank, Datum(text, source)))


def read_declared(tree: Tree, url: str | None = None) -> Declared:
    """What a page declares outside its text. Never fails: what cannot be read is left out.

    url: makes a relative address absolute.
    """
    out = Declared()
    add = out.add
    metas = [element.attributes for element in tree.tagged("meta") if "content" in element.attributes]
    scripts = (script for script in tree.tagged("script") if _is(script, "type", "application/ld+json"))
    out.bodies, out.free = _linked(scripts, add)
    for attributes in metas:
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        item = "" if name else attributes.get("itemprop", "").lower()
        if name in _FIELD_OF or item in _FIELD_OF:
            field, rank = _FIELD_OF[name or item]
            values = (
                attributes["content"].split(",")
                if field == "tags" and "tag" not in (name or item)
                else [attributes["content"]]
            )
            for value in values:
                if name:
                    add(field, 100 + rank, value, f"meta:{name}")
                else:  # microdata: inside the page it may be of a teaser, a comment or a reference
                    add(field, 148 if field in ("authors", "published") else 100 + rank, value, f"itemprop:{item}")
    for heading in tree.tagged("h1")[:5]:
        itemprop = heading.attributes.get("itemprop", "")
        add("titles", 90 if "headline" in itemprop else 150, heading.text, "h1")
    for time in tree.tagged("time")[:5]:
        prop = time.attributes.get("itemprop", "").lower()
        field = "modified" if "modified" in prop else "published"
        rank = 150 if prop or "pubdate" in time.attributes else 200
        add(field, rank, time.attributes.get("datetime") or time.text, "time")
    _labelled(metas, add)
    add("titles", 200, next((title.text for title in tree.tagged("title") if title.parent == "head"), ""), "title")
    root = next((element.attributes for element in tree.tagged("html")), {})
    add("language", 0, root.get("lang") or root.get("xml:lang") or "", "html:lang")
    links = [element.attributes for element in tree.tagged("link")]
    for link in links:
        if _is_author(link):
            add("authors", 150, link.get("content"), "itemprop:author" if "itemprop" in link else "rel:author")
    link = next((link for link in links if link.get("rel", "").lower() == "canonical"), {})
    if address := link.get("href"):
        add("canonical", 0, _absolute(url, address), "link:canonical")
    return out


def read_data(declared: Declared, tree: Tree, marks: list[Mark]) -> Structured:
    """What a page says of itself: what it declares, and what its marked elements say."""
    add = declared.add
    for mark in marks:
        attributes = mark.attributes
        if mark.tag in _ITEM_TAGS and (prop := attributes.get("itemprop")) in _ITEMS:
            field = "modified" if "odified" in prop else "published"
            add(field, 140, attributes.get("content") or mark.text, f"itemprop:{prop}")
        elif mark.tag in _MICROFORMAT_TAGS and not _MICROFORMATS.isdisjoint(attributes.get("class", "").split()):
            field = "modified" if "updated" in attributes["class"] else "published"
            add(field, 145, attributes.get("title"), "microformat")
    for mark in islice(named_for(marks, _DATED, _DATED_TAGS), 20):
        if len(text := mark.text) < 100:
            add("dated", 0, text, "class")
    named = list(islice((mark for mark in marks if _is_author(mark.attributes)), _NAMES))
    classes = "\n".join([mark.attributes.get("class", "") for mark in marks]).lower()
    bylines = tree.elements(
        *(("a[rel=author]",) if named else ()),
        *(selector for word, selectors in _BYLINES.items() if word in classes for selector in selectors),
        *(
            _AUTHOR_PAGES
            if any(mark.tag == "a" and "/aut" in mark.attributes.get("href", "") for mark in marks)
            else ()
        ),
    )
    for element in islice(bylines, 30):
        if len(text := element.text) < 100:
            add("bylines", 0, text, "author")
    for mark in islice(named_for(marks, _NAMED, _NAMED_TAGS), 30):
        if len(text := mark.text) < 100:
            add("bylines", 1, text, "class")
    for mark in named:
        value = mark.attributes.get("content") or mark.text
        add("authors", 150, value, "itemprop:author" if "itemprop" in mark.attributes else "rel:author")
    if any("itemprop" in mark.attributes for mark in named):
        for element in tree.elements("[itemprop=author] [itemprop=name]"):
            add("authors", 149, element.text, "itemprop:name")
    fields = {field: _ordered(entries) for field, entries in declared.found.items()}
    return Structured(**fields, bodies=declared.bodies, free=declared.free)


def _is_author(attributes: dict[str, str]) -> bool:
    """Whether an element is said to name the author of the page."""
    return attributes.get("itemprop") == "author" or attributes.get("rel", "").lower() == "author"


def _is(element: Element, name: str, value: str) -> bool:
    """Whether an attribute has a value, in whichever case."""
    return element.attributes.get(name, "").lower() == value


def _labelled(metas: Iterable[dict[str, str]], add: Any) -> None:
    """The author in the labels of Twitter's cards ("twitter:label1" is "Written by"), as Yoast's plugin writes them."""
    cards = {attributes.get("name", ""): attributes["content"] for attributes in metas}
    for number in ("1", "2"):
        if _WRITTEN.search(cards.get(f"twitter:label{number}", "")):
            add("authors", 120, cards.get(f"twitter:data{number}"), "meta:twitter:data")


def _absolute(url: str | None, address: str) -> str:
    try:
        return urljoin(url, address) if url else address
    except ValueError:
        return address


def _ordered(entries: list[tuple[int, Datum]]) -> tuple[Datum, ...]:
    entries.sort(key=lambda entry: entry[0])
    unique = {entry.value: entry for _, entry in reversed(entries)}
    return tuple(entry for _, entry in entries if unique.get(entry.value) is entry)[:50]


def _plain(value: str) -> str:
    """Values in JSON-LD and meta elements often hold escaped HTML."""
    if "&" in value:
        value = html.unescape(value)
    if "<" in value:
        value = _TAG.sub(" ", value)
    return " ".join(value.split())


def _linked(scripts: Iterable[Element], add: Any) -> tuple[tuple[str, ...], bool | None]:
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        nodes.extend(_nodes(_load(script.text)))
        if len(nodes) >= _NODES:
            break
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _kinds(node))]
    # Lists of teasers are articles too; the page's own says more about itself than they do.
    articles.sort(
        key=lambda node: (
            -sum(key in node for key in ("articleBody", "datePublished", "author", "headline", "mainEntityOfPage"))
        )
    )
    bodies: list[str] = []
    free: bool | None = None
    for node in articles[:1]:
        for kind in _kinds(node):
            add("types", 0, kind, "json-ld:@type")
        add("titles", 0, node.get("headline") or node.get("name"), "json-ld:headline")
        for name in _names(node.get("author"), by_id):
            add("authors", 0, name, "json-ld:author")
        add("published", 0, node.get("datePublished"), "json-ld:datePublished")
        add("published", 50, node.get("dateCreated"), "json-ld:dateCreated")
        add("modified", 0, node.get("dateModified"), "json-ld:dateModified")
        for value in _strings(node.get("articleSection")):
            add("section", 0, value, "json-ld:articleSection")
        for value in _strings(node.get("keywords")):
            for part in value.split(","):
                add("tags", 0, part, "json-ld:keywords")
        for value in _strings(node.get("inLanguage")):
            add("language", 50, value, "json-ld:inLanguage")
        for name in _names(node.get("publisher"), by_id):
            add("site", 50, name, "json-ld:publisher")
        add("description", 50, node.get("description"), "json-ld:description")
        body = node.get("articleBody")
        if isinstance(body, str) and len(body) > 200:
            bodies.append(_plain(body))
        flag = node.get("isAccessibleForFree")
        if isinstance(flag, bool):
            free = flag
        elif isinstance(flag, str):
            free = flag.lower() == "true"
    if not articles:
        for node in nodes[:20]:
            for kind in _kinds(node):
                add("types", 50, kind, "json-ld:@type")
            if _kinds(node) == ["Person"] and sum(_kinds(other) == ["Person"] for other in nodes) == 1:
                add("authors", 130, node.get("name"), "json-ld:Person")
            if "WebPage" in _kinds(node):
                add("published", 60, node.get("datePublished"), "json-ld:datePublished")
                add("modified", 60, node.get("dateModified"), "json-ld:dateModified")
    return tuple(bodies), free


def _load(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        value: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None
    return value


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object inside a JSON value, in document order, outer before inner."""
    stack = [value]
    seen = 0
    while stack and seen < _NODES:
        seen += 1
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(item for item in reversed(value.values()) if isinstance(item, dict | list))
        elif isinstance(value, list):
            stack.extend(item for item in reversed(value) if isinstance(item, dict | list))


def _kinds(node: dict[str, Any]) -> list[str]:
    return [kind for kind in _strings(node.get("@type")) if len(kind) < 60]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [item for item in value[:100] if isinstance(item, str)]
    return []


def _names(value: object, by_id: dict[str, dict[str, Any]]) -> Iterable[str]:
    for item in value[:20] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str):
                item = by_id.get(item["@id"], item)
            yield from _strings(item.get("name"))
        elif isinstance(item, str):
            yield item
