"""Names of files: what is in them by suffix, where their article goes, and how any name is written in UTF-8."""

from __future__ import annotations

import os
import re
from typing import Literal

from msgspec import Struct

Format = Literal["text", "markdown", "html", "jsonl", "json", "csv", "parquet", "warc"]
Compression = Literal["", "gz", "zst"]
Tree = Literal["txt", "md", "none"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
}
_ROWS: frozenset[Format] = frozenset({"jsonl", "csv", "parquet", "warc"})
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")
_SURROGATE = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Kind(Struct, frozen=True):
    """What a file holds, by its name alone."""

    format: Format
    compression: Compression = ""

    @property
    def holds_rows(self) -> bool:
        """Whether the file is a container of many documents that is read row by row."""
        return self.format in _ROWS


def kind_of(name: str) -> Kind:
    """The kind of a file. A name that says nothing is text: the decoder finds out what the bytes are.

    `.gz` and `.zst` count only over a known suffix; a bare `archive.gz` is bytes like any others.

    >>> kind_of("dump/a.JSONL.gz")
    Kind(format='jsonl', compression='gz')
    >>> kind_of("notes")
    Kind(format='text', compression='')
    """
    stem, suffix = os.path.splitext(name.lower())
    if suffix in (".gz", ".zst"):
        inner = _FORMATS.get(os.path.splitext(stem)[1])
        return Kind(inner, "gz" if suffix == ".gz" else "zst") if inner else Kind("text")
    return Kind(_FORMATS.get(suffix, "text"))


def output_name(name: str, tree: Tree) -> str:
    """Where the article of one input file goes, relative to the output folder: a name that leads back to its input.

    A text keeps its name. Others get a suffix added, so that `a.html` beside `a.txt` does not meet it. The rows of a
    container go into a folder of its name with `.d`.

    >>> output_name("2024/a.txt", "txt"), output_name("a.html", "txt"), output_name("a.jsonl.gz", "txt")
    ('2024/a.txt', 'a.html.txt', 'a.jsonl.gz.d')
    """
    if tree != "md" and name.endswith(".txt"):
        return name
    if kind_of(name).holds_rows:
        return f"{name}.d"
    suffix = ".md" if tree == "md" else ".txt"
    return name if name.endswith(suffix) else name + suffix


def written(name: str) -> str:
    r"""A file name as valid Unicode: bytes that are not UTF-8 stand as `\xff`, a real `\xff` as `\x5cxff`.

    >>> written(os.fsdecode(b"caf\xe9.txt"))
    'caf\\xe9.txt'
    """
    if "\\" in name:
        name = _ESCAPED.sub(r"\\x5cx\1", name)
    if name.isascii():
        return name
    return _SURROGATE.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", name)


def unwritten(text: str) -> str:
    r"""The file name that `written` was given.

    >>> os.fsencode(unwritten("caf\\xe9.txt"))
    b'caf\xe9.txt'
    """
    if "\\" not in text:
        return text

    def byte(match: re.Match[str]) -> str:
        value = int(match[1], 16)
        return chr(value) if value < 0x80 else chr(0xDC00 + value)

    return _ESCAPED.sub(byte, text)


def shown(name: str | os.PathLike[str]) -> str:
    r"""A name as printed in a message: on one line, with nothing a terminal would act on.

    >>> shown("a\nb.txt")
    'a\\nb.txt'
    """
    text = os.fspath(name)
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return match[0].encode("unicode_escape").decode("ascii")
