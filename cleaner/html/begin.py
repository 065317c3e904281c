"""Whether a document whose type nobody declared is an HTML page."""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = 2000
"""Characters looked at: what may stand before the first tag is short."""
_BEGIN = re.compile(
    r"[\ufeff\s]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,1000}-->\s*)?<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def begins_as_html(source: str | bytes) -> bool:
    """Whether a document begins with the doctype or the root element of HTML, a comment or XML declaration aside.

    Narrower than browsers' sniffing (WHATWG MIME Sniffing, 7.1), which takes a text that begins with `<p>` for a page:
    here the text of an article on HTML must stay text.

    >>> begins_as_html(b"<!DOCTYPE html><title>Rain</title>"), begins_as_html("<p> is a paragraph.")
    (True, False)
    """
    first = source[:_FIRST]
    text = first if isinstance(first, str) else bytes(first).replace(b"\0", b"").decode("latin-1")
    return _BEGIN.match(text.removeprefix("\u00ef\u00bb\u00bf").removeprefix("\u00ff\u00fe")) is not None
