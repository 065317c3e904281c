"""The charset that a page declares inside: XML prolog, `<meta charset>`, `<meta http-equiv>`."""

from __future__ import annotations

import re

from cleaner.decoding import labels

# The standard looks at the first 1,024 bytes; pages of the wild have long comments and scripts before their meta.
_HEAD = 16384

# No repeated group can match the same bytes in two ways; each is bounded by the window.
_PROLOG = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"'\s]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([^"'\s/>;]{1,40})""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def charset(data: bytes) -> str | None:
    """The encoding that a page declares, or None. A declared UTF-16 in bytes that are ASCII there means UTF-8.

    >>> charset(b'<html><meta http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gbk'
    """
    head = data[:_HEAD]
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    for pattern in (_META, _PROLOG):
        match = pattern.search(head)
        if match is not None:
            found = labels.resolve(str(match[1], "ascii", "ignore"))
            if found is not None:
                return "utf-8" if found.startswith("utf-16") else found
    return None
