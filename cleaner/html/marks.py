"""Elements of the body whose attributes hold certain words: where pages say who wrote them, and when."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator
from typing import Final

from msgspec import Struct

WORDS: Final = (
    *("author", "autor", "byline", "date", "datum", "itemprop", "posted", "publish", "submitted", "vcard", "/aut"),
)
"""In lower case; `read_lines` finds the elements whose attributes hold one of them, in whichever case."""
_LARGEST: Final = 20_000
"""Bytes of an element, tags and all, above which it holds more than a name or a date. Bounds the time of pages that put
thousands of named elements inside each other."""
_TELLING: Final = frozenset(("class", "content", "href", "itemprop", "rel", "title"))
_ATTRIBUTE = re.compile(r'\s(=?[^\s=>]*+)="([^"]*+)"')
_TAG = re.compile(r'<(?:/?[a-z](?:[^>"]|"[^"]*")*|!--(?s:.)*?--|[!?][^>]*)>')


class Mark(Struct, frozen=True, gc=False):
    """An element with such attributes."""

    tag: str
    attributes: dict[str, str]
    """Those that tell something."""
    source: bytes
    start: int
    end: int
    """Where what stands in it begins and ends in the source."""

    @property
    def text(self) -> str:
        """The text inside the element, that of elements in it too; none of an element above _LARGEST."""
        if self.end - self.start > _LARGEST:
            return ""
        return html.unescape(_TAG.sub("", self.source[self.start : self.end].decode("utf-8", "surrogatepass")))


def mark_of(source: bytes, start: int, name_size: int, size: int, content: int, end: int) -> Mark:
    """The element whose name begins at `start` of the source, with so many bytes of name and of name with attributes.

    >>> mark_of(b'<b class="author" title="&amp;">Ann</b>', 1, 1, 30, 32, 35).attributes
    {'class': 'author', 'title': '&'}
    """
    written = source[start + name_size : start + size].decode("utf-8", "surrogatepass")
    values = {
        name: html.unescape(value) if "&" in value else value
        for name, value in _ATTRIBUTE.findall(written)
        if name in _TELLING
    }
    return Mark(source[start : start + name_size].decode("utf-8", "surrogatepass"), values, source, content, end)


def named_for(marks: Iterable[Mark], words: Iterable[str], tags: Container[str]) -> Iterator[Mark]:
    """The elements of certain tags whose classes hold one of the words; once for each word that they hold."""
    for mark in marks:
        classes = mark.attributes.get("class")
        if classes and mark.tag in tags:
            for word in words:
                if word in classes:
                    yield mark
