"""The door to selectolax (the lexbor parser)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from cleaner.html.tags import LEFT_OUT

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def to_text(page: bytes) -> str:
    """Bytes to text by byte order mark, UTF-8, then the declared charset, then windows-1252.

    For pages whose encoding nobody has decided; `cleaner` decodes more carefully before it comes here.
    """
    for mark, name in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(page, 0, 4096)
    name = declared[1].decode("ascii").lower() if declared else "windows-1252"
    if name == "utf-8":
        return page.decode("utf-8", "replace")
    name = {"iso-8859-1": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030", "latin-1": "windows-1252"}.get(
        name, name
    )
    try:
        return page.decode(name, "replace")
    except LookupError:
        return page.decode("windows-1252", "replace")


class Tree:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        self._tree = LexborHTMLParser(html)

    def elements(self, selector: str) -> Iterator[tuple[dict[str, str], str]]:
        """Attributes and text of the elements that a CSS selector finds, in document order."""
        for node in self._tree.css(selector):
            yield {name: value or "" for name, value in node.attributes.items()}, node.text()

    def attribute(self, selector: str, name: str) -> str | None:
        node = self._tree.css_first(selector)
        return node.attributes.get(name) if node is not None else None

    def body(self) -> str:
        """The body as well-formed HTML, without elements that hold no text of the page. The tree is used up."""
        self._tree.strip_tags(LEFT_OUT)
        root = self._tree.body or self._tree.root
        return (root.html or "") if root is not None else ""
