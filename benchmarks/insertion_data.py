"""What benchmarks/insertion.py inserts, and into what: lines of page chrome, lines of bodies, clean articles.

Chrome comes from two sources. `page`: lines of labelled pages that are no part of the body, with the category that the
phrase catalogue gives them (`other` where it knows none); they go where they stood, before, in or after the body.
`catalogue`: whole-line phrases of the catalogue, seen on pages or in code (`seen`), or so far only in translation files
of themes and tools (`i18n`).
"""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import regex
from body_shared import gold
from msgspec import Struct, field

from cleaner.finders.gate import labeller, line_digest, read_known
from cleaner.finders.prose import ends_sentence, is_prose
from cleaner.language import detect
from cleaner.rulebook.files import GOLD_ERRORS, shipped_folder
from cleaner.rulebook.fold import canonical, key
from cleaner.rulebook.taxonomy import CATEGORIES
from cleaner.views import view_of

Place = Literal["head", "body", "tail"]
ROOT: Final = Path(__file__).resolve().parent.parent

RUN_ONLY: Final = frozenset(("nav_menu", "nav_section_label"))
"""Menu entries are removed by their run at an edge, never one alone (docs/rules.md): not a known category here."""
KEPT: Final = frozenset(row.name for row in CATEGORIES if row.default == "keep")
"""Categories that stay in the text on purpose."""
HEAD: Final = frozenset({
    "site_clock", "skip_link", "nav_menu", "nav_section_label", "breadcrumb", "search_box", "login_account",
    "language_switch", "byline", "byline_placeholder", "publish_timestamp", "update_timestamp", "reltime",
    "reading_time", "view_count", "comment_count", "share_counts", "broadcast_marker", "ticker_heading", "js_notice",
    "cookie_consent",
})  # fmt: skip
TAIL: Final = frozenset({
    "tags_topics", "author_bio", "comments_section", "reply_form", "pagination", "print_email_tools", "back_to_top",
    "copyright", "legal_footer", "source_attribution", "end_marker", "tip_contact", "feedback_error",
    "support_prompt", "trending_list", "feed_footer", "article_id", "facebook_box", "app_download",
})  # fmt: skip
LANGUAGES: Final = {
    "arabic": "ar", "bengali": "bn", "chinese_simp": "zh", "czech": "cs", "english": "en", "french": "fr",
    "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "japanese": "ja", "korean": "ko",
    "lithuanian": "lt", "persian": "fa", "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es",
    "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip
"""Names of the languages in the set of clean paragraphs."""

LISTED: Final = frozenset({
    "en", "bn", "hi", "ur", "ar", "fa", "tr", "id", "ms", "vi", "th", "zh", "ja", "ko", "ru", "uk", "pl", "cs", "ro",
    "hu", "el", "he", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "ta", "te", "ml", "mr", "sw",
})  # fmt: skip
"""Languages for which the shipped packs claim to know the usual chrome."""

NUMBER: Final = "4"
"""Put where a phrase of the catalogue has its sign for any number (`# min read`)."""
MIN_ARTICLE: Final = 700
MAX_ARTICLE: Final = 3000
AROUND: Final = 3
"""Lines of chrome before and after a line of a page that are held with it."""
POOL: Final = 80
"""Articles held ready per language."""


class Line(Struct, frozen=True):
    """A line to insert: a category of chrome, or the length of a body line."""

    text: str
    category: str
    lang: str
    source: Literal["page", "seen", "i18n", "body"]
    place: Place
    site: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Lines of chrome that stood beside it on its page, nearest last and nearest first."""

    @property
    def known(self) -> bool:
        """Whether the rules are meant to take such a line standing alone; a bare number is of no category."""
        if self.source == "body" or self.category in KEPT | RUN_ONLY | {"other"}:
            return False
        return any(char.isalpha() for char in self.text)


class Found(Struct):
    """All there is to draw from, by language."""

    lines: list[Line] = field(default_factory=list)
    articles: dict[str, list[tuple[str, list[str]]]] = field(default_factory=lambda: defaultdict(list))
    """Language -> (site, paragraphs)."""


class Catalogue:
    """The phrases, and which category they give a line."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = list(gold.phrases())
        self._lines: dict[str, str] = {}
        self._prefixes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._patterns: list[tuple[regex.Pattern[str], str]] = []
        for row in sorted(self.rows, key=lambda row: (row["confidence"], row["phrase"])):
            text, category = row["phrase"], row["category"]
            if row["match"] in ("line", "folded_line"):
                self._lines[key(canonical(text))] = category
            elif row["match"] == "prefix" and row["confidence"] >= 0.7 and len(key(canonical(text))) >= 4:
                name = key(canonical(text))
                self._prefixes[name[:4]].append((name, category))
            elif row["match"] == "regex" and row["confidence"] >= 0.8:
                self._patterns.append((regex.compile(text.removeprefix("(?i)"), regex.IGNORECASE), category))

    def category(self, line: str) -> str:
        """The category of a line of at most 120 characters, `other` where the catalogue has none."""
        name = key(canonical(line))
        exact = self._lines.get(name) or self._lines.get(regex.sub(r"\d+", "#", name))
        if exact:
            return exact
        for start, category in self._prefixes.get(name[:4], ()):
            if name.startswith(start) and not name[len(start) : len(start) + 1].isalnum():
                return category
        for pattern, category in self._patterns:
            if pattern.fullmatch(canonical(line)):
                return category
        return "other"

    def chrome(self, split: str) -> Iterator[Line]:
        """Phrases that are whole lines and are probably chrome."""
        for row in self.rows:
            if row["match"] != "line" or row["confidence"] < 0.7 or row["zone"] == "menu_run":
                continue
            if split not in ("all", gold.split({"id": key(canonical(row["phrase"]))})):
                continue
            source: Literal["seen", "i18n"] = "i18n" if row["seen_in"] == "i18n" else "seen"
            lang = row["lang"].split("-")[0]
            text = row["phrase"].replace("#", NUMBER)
            yield Line(text, row["category"], lang, source, place_of(row["category"]))


def place_of(category: str) -> Place:
    """Where chrome of a category usually stands."""
    return "head" if category in HEAD else "tail" if category in TAIL else "body"


def collect(split: str, languages: Sequence[str]) -> Found:
    """Lines and articles of one part of the sites (`all` for every site) in the languages given, or in all."""
    catalogue = Catalogue()
    signed = {digest for error in read_known(shipped_folder() / GOLD_ERRORS) for digest in error.lines}
    found = Found()
    found.lines.extend(line for line in catalogue.chrome(split) if not languages or line.lang in languages)
    for name in gold.names():
        for page in gold.pages(name):
            if split not in ("all", gold.split(page)) or page.get("kind") not in (None, "article"):
                continue
            body = page.get("gold_text") or "\n".join(_prose(page))
            lang = detect(body)[0]
            if lang is None or (languages and lang not in languages):
                continue
            site = page.get("site") or page["id"]
            paragraphs = _paragraphs(body)
            if sum(map(len, paragraphs)) >= MIN_ARTICLE:
                found.articles[lang].append((site, paragraphs))
            if page.get("gold_text"):
                found.lines.extend(_page_lines(page, lang, site, catalogue))
                found.lines.extend(_body_lines(body, lang, site, signed))
    _more_articles(found, languages)
    return found


def _paragraphs(body: str) -> list[str]:
    out: list[str] = []
    for line in body.split("\n"):
        if line.strip():
            out.append(line.strip())
        if sum(map(len, out)) > MAX_ARTICLE:
            break
    return out


def _prose(page: dict[str, Any]) -> list[str]:
    """The running text of a page that is labelled by snippets only."""
    return [line.strip() for line in page["flat"].split("\n") if is_prose(line.strip()) and ends_sentence(line.strip())]


def _page_lines(page: dict[str, Any], lang: str, site: str, catalogue: Catalogue) -> Iterator[Line]:
    body, flat = view_of(page["gold_text"]), view_of(page["flat"])
    label = labeller(body, flat)
    labels = [label(line) for line in flat.lines]
    inside = [i for i, name in enumerate(labels) if name == "body"]
    if not inside:
        return
    for i, line in enumerate(flat.lines):
        if labels[i] == "chrome" and len(line) <= 120 and _is_one(line):
            place: Place = "head" if i < inside[0] else "tail" if i > inside[-1] else "body"
            before = _run(flat.lines[max(0, i - AROUND) : i][::-1], labels[max(0, i - AROUND) : i][::-1])[::-1]
            after = _run(flat.lines[i + 1 : i + 1 + AROUND], labels[i + 1 : i + 1 + AROUND])
            yield Line(line, catalogue.category(line), lang, "page", place, site, before, after)


def _run(lines: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    """The first lines, as far as they are chrome."""
    stop = next((i for i, label in enumerate(labels) if label != "chrome"), len(labels))
    return tuple(line for line in lines[:stop] if _is_one(line))


def _is_one(line: str) -> bool:
    """Whether the line holds no character that a repair would end it at."""
    return len(line.splitlines()) == 1


def _body_lines(body: str, lang: str, site: str, signed: set[str]) -> Iterator[Line]:
    for line in body.split("\n"):
        text = line.strip()
        if text and line_digest(text) not in signed:
            yield Line(text, length_of(text), lang, "body", "body", site)


def length_of(text: str) -> str:
    """The class of length of a body line."""
    size = len(text)
    return "1-24" if size < 25 else "25-59" if size < 60 else "60-119" if size < 120 else "120+"


def _more_articles(found: Found, languages: Sequence[str]) -> None:
    """Articles of clean paragraphs, then of the project's own texts, for languages with few labelled pages."""
    pieces: dict[str, list[str]] = defaultdict(list)
    for row in gold.clean_paragraphs():
        lang = LANGUAGES.get(row["lang"])
        if lang is not None and (not languages or lang in languages):
            pieces[lang].append(row["text"].replace("\n", " "))
    for lang, texts in pieces.items():
        if len(found.articles[lang]) >= POOL:
            continue
        article: list[str] = []
        for text in texts:
            article.append(text)
            if sum(map(len, article)) >= MIN_ARTICLE:
                found.articles[lang].append((f"paragraphs-{len(found.articles[lang])}", article))
                found.lines.extend(Line(text, length_of(text), lang, "body", "body", "") for text in article)
                article = []
    for path in sorted((ROOT / "fixtures" / "negatives").glob("*.toml")):
        article = tomllib.loads(path.read_text("utf-8")).get("article", "").split("\n")
        if len(found.articles[path.stem]) < 5 and (not languages or path.stem in languages):
            found.articles[path.stem].append((path.stem, [line.strip() for line in article if line.strip()]))
    for line in (ROOT / "tests" / "sentences.tsv").read_text("utf-8").splitlines():
        lang, _, text = line.partition("\t")
        if text and not found.articles.get(lang) and (not languages or lang in languages):
            found.articles[lang].append(("sentences", [text]))


def sample(lines: Iterable[Line], per_cell: int) -> list[Line]:
    """At most so many different lines of each source, category and language; the draw hangs on the lines alone."""
    cells: dict[tuple[str, str, str], dict[tuple[str, str], Line]] = defaultdict(dict)
    for line in lines:
        cells[line.source, line.category, line.lang].setdefault((line.text, line.site), line)
    out: list[Line] = []
    for name, cell in sorted(cells.items()):
        draw = random.Random(hashlib.sha256(json.dumps(name).encode()).digest())
        rows = [cell[each] for each in sorted(cell)]
        out.extend(draw.sample(rows, min(per_cell, len(rows))))
    return out
