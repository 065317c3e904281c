"""The door to selectolax (the lexbor parser)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.html.tags import DECLARING, LEFT_OUT

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


class Element:
    """One element of a page; `text` is collected when it is asked for."""

    __slots__ = ("_node", "attributes")

    def __init__(self, node: LexborNode) -> None:
        self._node = node
        self.attributes: dict[str, str] = {name: value or "" for name, value in node.attributes.items()}

    @property
    def parent(self) -> str | None:
        """The tag of the element around."""
        return None if self._node.parent is None else self._node.parent.tag

    @property
    def text(self) -> str:
        """The text inside the element, that of elements in it too."""
        return self._node.text()


class Tree:
    """A parsed page. One walk finds the elements whose tags matter: a question for each tag takes twice as long."""

    def __init__(self, html: str) -> None:
        self._tree = LexborHTMLParser(html)
        by_tag: dict[str | None, list[LexborNode]] = {tag: [] for tag in (*LEFT_OUT, *DECLARING)}
        self._by_tag = by_tag
        root = self._tree.root
        for node in root.traverse() if root is not None else ():
            tag = node.tag
            if tag in by_tag:
                by_tag[tag].append(node)

    def tagged(self, tag: str) -> list[Element]:
        """The elements of one of the tags of `DECLARING`, in document order."""
        return [Element(node) for node in self._by_tag[tag]]

    def elements(self, *selectors: str) -> Iterator[Element]:
        """The elements that CSS selectors find, in document order; one that several find comes once for each."""
        nodes = self._tree.css(",".join(selectors)) if selectors else ()
        return map(Element, nodes)

    def body(self) -> str:
        """The body as well-formed HTML, without elements that hold no text of the page; the tree loses them."""
        for tag in LEFT_OUT:
            for node in self._by_tag[tag]:
                node.remove(recursive=False)
        root = self._tree.body or self._tree.root
        return (root.html or "") if root is not None else ""
