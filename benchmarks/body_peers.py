"""Other extractors behind one shape, page bytes to body text, with a cache of their outputs and times."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import justext
import lxml.html
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from cleaner.html.parse import to_text

Peer = Callable[[dict[str, Any]], str]
_JUSTEXT = {
    "en": "English",
    "us": "English",
    "uk": "English",
    "de": "German",
    "at": "German",
    "ch": "German",
    "es": "Spanish",
    "fr": "French",
    "pl": "Polish",
    "el": "Greek",
    "ru": "Russian",
    "tr": "Turkish",
    "no": "Norwegian_Bokmal",
}


def _readability(page: dict[str, Any]) -> str:
    summary = Document(to_text(page["html"])).summary(html_partial=True)
    root = lxml.html.fromstring(summary)
    for element in root.iter():
        if element.tag in ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"):
            element.tail = "\n" + (element.tail or "")
    return str(root.text_content())


def _justext(page: dict[str, Any]) -> str:
    # jusText must be told the language; stop words of the page's language where it has them, else none.
    name = _JUSTEXT.get(page.get("lang") or "en")
    words = justext.get_stoplist(name) if name else frozenset()
    options = {} if name else {"stopwords_low": 0.0, "stopwords_high": 0.0}
    return "\n".join(p.text for p in justext.justext(page["html"], words, **options) if not p.is_boilerplate)


def _dense(page: dict[str, Any]) -> str:
    """The run of lines with the most characters in lines of at least 80 that no three shorter lines interrupt."""
    lines = [line.strip() for line in page["flat"].split("\n") if line.strip()]
    best: tuple[int, int, int] = (0, 0, 0)
    start = last = -1
    mass = 0
    for i, line in enumerate(lines):
        if len(line) < 80:
            continue
        if start < 0 or i - last > 4:
            start, mass = i, 0
        mass += len(line)
        last = i
        best = max(best, (mass, start, i + 1), key=lambda b: b[0])
    return "\n".join(lines[best[1] : best[2]])


PEERS: dict[str, Peer] = {
    "trafilatura": lambda page: trafilatura.extract(page["html"], include_comments=False) or "",
    "trafilatura-precision": lambda page: (
        trafilatura.extract(page["html"], include_comments=False, favor_precision=True) or ""
    ),
    "trafilatura-recall": lambda page: (
        trafilatura.extract(page["html"], include_comments=False, favor_recall=True) or ""
    ),
    "resiliparse": lambda page: extract_plain_text(HTMLTree.parse(to_text(page["html"])), main_content=True),
    "readability-lxml": _readability,
    "jusText": _justext,
    "dense block": _dense,
}
_PACKAGES = {  # name of the package whose version keys the cache
    "trafilatura-precision": "trafilatura",
    "trafilatura-recall": "trafilatura",
    "dense block": "",
}
FOLDER = Path(tempfile.gettempdir()) / "cleaner-body-peers"


def outputs(name: str, part: str, pages: list[dict[str, Any]]) -> tuple[dict[str, str], float]:
    """Text by page id, and seconds in all; kept in a temporary folder, keyed by the peer's version and the pages."""
    logging.disable(logging.CRITICAL)
    package = _PACKAGES.get(name, name)
    key = hashlib.sha256(
        "|".join(["no comments", name, version(package) if package else "1", *(p["id"] for p in pages)]).encode()
    ).hexdigest()[:16]
    path = FOLDER / f"{part}-{name.replace(' ', '-')}-{key}.json"
    if path.exists():
        held = json.loads(path.read_text())
        return held["texts"], held["seconds"]
    texts: dict[str, str] = {}
    started = time.perf_counter()
    for page in pages:
        try:
            texts[page["id"]] = PEERS[name](page)
        except Exception:  # noqa: BLE001  a peer that fails on a page has found nothing there
            texts[page["id"]] = ""
    seconds = time.perf_counter() - started
    FOLDER.mkdir(exist_ok=True)
    path.write_text(json.dumps({"texts": texts, "seconds": seconds}))
    return texts, seconds
