"""Title, author and date of pages beside trafilatura's and htmldate's, on the same pages of the `test` split.

    python benchmarks/body_metadata.py

Title: equal after folding case and white space. Author: equal sets of names. Date: the same day. Each figure is the
share of pages with gold on which the extractor is right; in brackets where it gives no answer.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
from typing import Any

import htmldate
import trafilatura
from body_shared import gold

from cleaner import Cleaner
from cleaner.html.parse import to_text

CLEANER = Cleaner()
SETS = ("trafilatura", "fundus", "wcxb-dev")
Found = dict[str, Any]


def fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def names(value: object) -> set[str]:
    parts = value if isinstance(value, list) else re.split(r"[,;]| and | und ", str(value or ""))
    return {fold(str(part)) for part in parts if fold(str(part))}


def ours(page: dict[str, Any]) -> Found:
    article = CLEANER.clean(page["html"], url=page.get("url"), media_type="text/html")
    return {"title": article.title, "author": list(article.authors), "date": article.date}


def theirs(page: dict[str, Any]) -> Found:
    found: Any = trafilatura.extract_metadata(to_text(page["html"]), default_url=page.get("url"))
    if found is None:
        return {}
    return {"title": found.title, "author": found.author and found.author.split("; "), "date": found.date}


def dated(page: dict[str, Any]) -> Found:
    return {"date": htmldate.find_date(to_text(page["html"]), original_date=True)}


def right(field: str, found: object, wanted: object) -> bool:
    if field == "title":
        return fold(str(found or "")) == fold(str(wanted))
    if field == "author":
        return names(found) == names(wanted)
    return str(found or "")[:10] == str(wanted)[:10]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", default="test", choices=("tune", "test"))
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    extractors = {"cleaner": ours, "trafilatura": theirs, "htmldate": dated}
    for name in SETS:
        pages = [p for p in gold.pages(name) if gold.split(p) == options.split and p.get("kind") in (None, "article")]
        for label, extractor in extractors.items():
            started = time.perf_counter()
            found = []
            for page in pages:
                try:
                    found.append(extractor(page))
                except Exception:  # noqa: BLE001  a failure is no answer
                    found.append({})
            seconds = time.perf_counter() - started
            cells = []
            for field in ("title", "author", "date"):
                pairs = [
                    (f.get(field), p[f"gold_{field}"])
                    for f, p in zip(found, pages, strict=True)
                    if p.get(f"gold_{field}")
                ]
                if label == "htmldate" and field != "date":
                    continue
                good = sum(right(field, a, b) for a, b in pairs)
                none = sum(not a for a, _ in pairs)
                cells.append(f"{field} {good / len(pairs):.3f} ({none / len(pairs):.2f}) of {len(pairs)}")
            print(f"{name:12} {label:12} {'  '.join(cells)}  {len(pages) / seconds:.0f} pages/s")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
