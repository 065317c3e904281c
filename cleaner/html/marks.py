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
"""In lower case; `reader` marks the elements whose attributes hold one of them, in whichever case."""
_ATTRIBUTE = re.compile(r' (class|content|href|itemprop|rel|title)="([^"]*+)"')
_TAG = re.compile(r'<(?:/?[a-z](?:[^>"]|"[^"]*")*|!--(?s:.)*?--|[!?][^>]*)>')


class Mark(Struct, frozen=True, gc=False):
    """An element with such attributes."""

    tag: str
    attributes: dict[str, str]
    """Those that tell something."""
    content: bytes
    """What stands in it, as it is written."""

    @property
    def text(self) -> str:
        """The text inside the element, that of elements in it too."""
        return html.unescape(_TAG.sub("", self.content.decode("utf-8", "surrogatepass")))


def mark_of(written: bytes, name_size: int, content: bytes) -> Mark:
    """The element that is written so: its name and attributes, and its content.

    >>> mark_of(b'span class="author" title="&amp;"', 4, b"<b>Ann</b> Lee").attributes
    {'class': 'author', 'title': '&'}
    """
    text = written.decode("utf-8", "surrogatepass")
    values = {name: html.unescape(value) if "&" in value else value for name, value in _ATTRIBUTE.findall(text)}
    return Mark(written[:name_size].decode("utf-8", "surrogatepass"), values, content)


def named_for(marks: Iterable[Mark], words: Iterable[str], tags: Container[str]) -> Iterator[Mark]:
    """The elements of certain tags whose classes hold one of the words; once for each word that they hold."""
    for mark in marks:
        classes = mark.attributes.get("class")
        if classes and mark.tag in tags:
            for word in words:
                if word in classes:
                    yield mark
