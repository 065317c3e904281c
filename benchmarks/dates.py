"""How well dates, languages, titles, bylines and datelines are read from real pages, beside other tools.

    python benchmarks/dates.py pages       first and any stamp of a page against its known date
    python benchmarks/dates.py lines       lines of pages and of tests/dates/shapes.tsv, beside dateutil, dateparser
    python benchmarks/dates.py language    right, none and wrong by length of text
    python benchmarks/dates.py titles      how often a title is lifted, and from bodies without one
    python benchmarks/dates.py bylines     lines that hold a known author
    python benchmarks/dates.py datelines   first paragraphs that begin with one

Needs the evaluation data beside the project; `lines` uses dateutil and dateparser where they are installed. Times are
of one run on one core and compare only with each other.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cleaner.dates import find_stamps, parse_stamp
from cleaner.finders.dateline import read_dateline
from cleaner.finders.prose import is_prose
from cleaner.finders.title import find_title
from cleaner.language import detect
from cleaner.people import split_byline
from cleaner.views import view_of

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(SHARED / "tools"))
gold = importlib.import_module("gold")  # the evaluation data's own reader, beside the data

Page = dict[str, Any]
Reader = Callable[[str, str | None], "datetime | None"]
LONGEST_LINE = 70
CODES = {
    "arabic": "ar", "bengali": "bn", "bengali_social": "bn", "chinese": "zh", "chinese_simp": "zh", "czech": "cs",
    "english": "en", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu",
    "japanese": "ja", "korean": "ko", "lithuanian": "lt", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


def dated_pages() -> Iterator[tuple[str, Page, date, str | None]]:
    """(set, page, known day, language as detected) of pages with a known date."""
    for name in ("fundus", "trafilatura", "wcxb-dev"):
        for page in gold.pages(name):
            try:
                day = date.fromisoformat((page.get("gold_date") or "")[:10])
            except ValueError:
                continue
            yield name, page, day, detect(page["flat"])[0]


def lines_of(page: Page) -> Iterator[str]:
    for line in page["flat"].split("\n"):
        line = line.strip()
        if line and len(line) <= LONGEST_LINE and any(char.isdecimal() for char in line):
            yield line


def pages() -> None:
    counts: dict[str, Counter[str]] = {}
    seconds = chars = 0.0
    for name, page, day, language in dated_pages():
        found: list[str] = []
        start = time.perf_counter()
        for line in lines_of(page):
            chars += len(line)
            found += [s.value[:10] for _, _, s in find_stamps(line, language=language) if len(s.value) >= 10]
        seconds += time.perf_counter() - start
        count = counts.setdefault(name, Counter())
        count["pages"] += 1
        if found:
            count["with a full date"] += 1
            count["first is right"] += found[0] == day.isoformat()
            count["one of the first 8 is right"] += day.isoformat() in found[:8]
            count["any is right"] += day.isoformat() in found
    for name, count in counts.items():
        print(f"{name:12}", dict(count))
    print(f"{1e6 * seconds / chars:.2f} µs a character of short lines with a digit")


def own(raw: str, language: str | None) -> datetime | None:
    stamp = parse_stamp(raw, language=language)
    return datetime.fromisoformat(stamp.value) if stamp is not None and len(stamp.value) >= 10 else None


def peers() -> dict[str, Reader]:
    readers: dict[str, Reader] = {"cleaner": own}
    try:
        import dateutil.parser  # type: ignore[import-untyped]  # a peer, without types
    except ImportError:
        pass
    else:
        readers["dateutil"] = lambda raw, _: dateutil.parser.parse(raw, fuzzy=True, default=datetime(1, 1, 1))
    try:
        import dateparser  # type: ignore[import-untyped]  # a peer, without types
    except ImportError:
        pass
    else:
        settings = {"REQUIRE_PARTS": ["day", "month", "year"]}
        readers["dateparser"] = lambda raw, language: dateparser.parse(
            raw, languages=[language] if language else None, settings=settings
        )
    return readers


def lines() -> None:
    shapes: list[tuple[str | None, str, str]] = []
    for line in (ROOT / "tests" / "dates" / "shapes.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            tag, raw, value = line.split("\t")
            if len(value) >= 10:
                shapes.append((None if tag == "None" else tag.split("-")[0], raw, value))
    compare("shapes.tsv: day and time right", shapes, exact=True)
    real: list[tuple[str | None, str, str]] = []
    seen: set[str] = set()
    for _, page, day, language in dated_pages():
        for line in lines_of(page):
            numbers = {int(number) for number in re.findall(r"\d{1,4}", line)}
            shape = re.sub(r"\d", "9", line)
            # A line that holds the day's and the year's number very likely prints that day.
            if day.day in numbers and day.year in numbers and shape not in seen and len(line) <= 40:
                seen.add(shape)
                real.append((language, line, day.isoformat()))
    random.Random(7).shuffle(real)
    compare("lines of pages that hold the numbers of the known day", real[:400], exact=False)


def compare(title: str, rows: list[tuple[str | None, str, str]], exact: bool) -> None:
    print(f"{title}: {len(rows)} lines")
    for name, read in peers().items():
        right = wrong = 0
        start = time.perf_counter()
        for language, raw, value in rows:
            found: datetime | None = None
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found = read(raw, language)
            except Exception:  # noqa: BLE001  a peer may raise anything on a line it does not know
                found = None
            expected = datetime.fromisoformat(value)
            if found is not None:
                same_day = found.date() == expected.date()
                same_time = (
                    not exact
                    or len(value) == 10
                    or found.hour * 60 + found.minute == expected.hour * 60 + expected.minute
                )
                right += same_day and same_time
                wrong += not (same_day and same_time)
        cost = 1e6 * (time.perf_counter() - start) / len(rows)
        print(f"  {name:12} right {right / len(rows):6.1%}  wrong {wrong / len(rows):6.1%}  {cost:9.1f} µs a line")


def language() -> None:
    rows = [(CODES[row["lang"]], row["text"]) for row in gold.clean_paragraphs() if row["lang"] in CODES]
    for size in (60, 150, 300, 4000):
        count: Counter[str] = Counter()
        start = time.perf_counter()
        for expected, text in rows:
            if len(text) >= min(size, 150) / 2:
                found = detect(text[:size])[0]
                count["all"] += 1
                count["right" if found == expected else "none" if found is None else "wrong"] += 1
        cost = 1e6 * (time.perf_counter() - start) / count["all"]
        shares = "  ".join(f"{key} {count[key] / count['all']:.2%}" for key in ("right", "none", "wrong"))
        print(f"first {size:4} characters: {count['all']} texts  {shares}  {cost:.0f} µs")


def titles() -> None:
    for name in ("fundus", "wcxb-dev"):
        count: Counter[str] = Counter()
        for page in gold.pages(name):
            title, body = " ".join((page.get("gold_title") or "").split()), (page.get("gold_text") or "").strip()
            if not title or not body or (name == "wcxb-dev" and page.get("kind") != "article"):
                continue
            if body.split("\n", 1)[0].strip() == title:
                body = body.partition("\n")[2].strip()
            count["pages"] += 1
            count["lifted from the body alone"] += bool(find_title(view_of(body)))
            lifted = find_title(view_of(f"{title}\n\n{body}"))
            count["title lifted exactly"] += bool(lifted) and lifted[0].captures[0].raw == title
        print(f"{name:12}", dict(count))


_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|text|автор|oleh|autor)\b", re.IGNORECASE)


def bylines() -> None:
    count: Counter[str] = Counter()
    for name in ("fundus", "trafilatura", "wcxb-dev"):
        for page in gold.pages(name):
            author = page.get("gold_author") or ""
            joined = "; ".join(author) if isinstance(author, list) else author
            names = {part.strip() for part in re.split(r"[,;]| and | und | et | y | with ", joined) if part.strip()}
            for line in page["flat"].split("\n"):
                line = line.strip()
                if len(line) < 120 and _BYLINE.match(line) and any(known in line for known in names):
                    found = set(split_byline(line).authors)
                    count["lines"] += 1
                    count["right" if found and found <= names else "none" if not found else "other"] += 1
                    break
    print(dict(count))


def datelines() -> None:
    count: Counter[str] = Counter()
    for name in ("fundus", "wcxb-dev", "l3s-gn1"):
        for page in gold.pages(name):
            prose = [line.strip() for line in (page.get("gold_text") or "").split("\n") if is_prose(line.strip())][:2]
            count["bodies"] += bool(prose)
            found = next((line[: f.end] for line in prose if (f := read_dateline(line)) is not None), None)
            if found is not None:
                count["with a dateline"] += 1
                if count["with a dateline"] % 10 == 0:
                    print("  ", found)
    print(dict(count))


if __name__ == "__main__":
    parts = {f.__name__: f for f in (pages, lines, language, titles, bylines, datelines)}
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("part", nargs="*", choices=[[], *parts], default=list(parts))
    for part in parser.parse_args().part:
        print(f"== {part}")
        parts[part]()
