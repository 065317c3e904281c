"""The precision gate: every rule run over labelled pages, and what it hits counted as boilerplate or as article text.

A page is labelled by its gold body. The body is cleaned as if it were a scraped document: whatever a rule would cut
there is a body hit. The flattened page is cleaned too: its lines are body, boilerplate, or unsure when they are a part
of a body line.
"""

from __future__ import annotations

import hashlib
import lzma
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, field

from cleaner.errors import RuleError, UsageError
from cleaner.finders.rules import RulesFinder
from cleaner.model import Finding, View
from cleaner.rulebook.book import RuleBook, names
from cleaner.rulebook.fold import canonical, fold
from cleaner.rulebook.rule import UNIVERSAL, Rule
from cleaner.views import view_of

Label = Literal["body", "chrome", "unsure"]
MIN_SHADOWED = 5
"""Hits from which a rule that never cuts alone is called shadowed."""
MIN_PART = 25
"""A shorter line that is a part of a body line may be either."""


class Page(Struct, frozen=True):
    """One labelled page: its flattened text and its body."""

    id: str
    flat: str
    gold_text: str | None = None
    site: str | None = None
    kind: str | None = None
    """What the page is, where the set says so; only articles count."""


class BodyHit(Struct, frozen=True):
    """A rule that would cut a line of a body."""

    rule: str
    page: str
    where: Literal["body", "page"]
    line: str
    place: tuple[int, int] = (0, 0)
    """Number of the page among those checked, and offset in its body or text."""

    @property
    def digest(self) -> str:
        """Names the line in the list of known gold errors."""
        return line_digest(self.line)


class Tally(Struct):
    """What one rule hit."""

    chrome: int = 0
    unsure: int = 0
    body: list[BodyHit] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    alone: int = 0
    """Hits on pages where no other rule would cut the line."""
    beside: Counter[str] = field(default_factory=Counter)
    """Other rules that would cut the same lines of pages, and how many of them."""

    @property
    def evidence(self) -> str:
        """The status that the hits speak for (rule of three at 95 %): see docs/rules.md."""
        if self.body:
            return "refused"
        if self.chrome >= 300 and len(self.sites) >= 20:
            return "stable"
        return "test" if self.chrome >= 20 and len(self.sites) >= 5 else "draft"


class Checked(Struct, frozen=True):
    """What all rules hit on all pages, and how much text was looked at."""

    tallies: dict[str, Tally]
    bodies: int
    characters: int
    """Of the bodies, without the white space around them."""


class Loss(Struct, frozen=True):
    """What rules would take from bodies, each cleaned as if it were a scraped document. Shares are per cent."""

    characters: int
    documents: int
    share_of_characters: float
    share_of_documents: float


class KnownError(Struct, frozen=True):
    """Gold lines that are boilerplate after all: the digests of the lines, which rule may hit them, and why."""

    rule: str
    why: str
    lines: tuple[str, ...]


def line_digest(line: str) -> str:
    """A short name of a line: 16 hexadecimal digits of the SHA-256 of its folded canonical form."""
    return hashlib.sha256(fold(canonical(line)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_pages(folder: Path) -> Iterator[Page]:
    """Pages of all `*.jsonl` and `*.jsonl.xz` in `folder` or its `pages`, articles with a body. Raises UsageError."""
    root = folder / "pages" if (folder / "pages").is_dir() else folder
    paths = sorted(path for path in root.glob("*.jsonl*") if path.name.endswith((".jsonl", ".jsonl.xz")))
    if not paths:
        raise UsageError(f"{folder} holds no .jsonl or .jsonl.xz files of labelled pages")
    decoder = msgspec.json.Decoder(Page)
    for path in paths:
        with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    page = decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise UsageError(f"{path}:{number}: not a labelled page: {error}") from error
                if page.gold_text and page.kind in (None, "article"):
                    yield page


def read_known(path: Path) -> list[KnownError]:
    """The signed list of gold errors. Raises RuleError."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(table.get("error", []), list[KnownError])
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise RuleError(f"{path}: {error}") from error


def check_pages(book: RuleBook, pages: Iterable[Page]) -> Checked:
    """Run the active rules over the pages."""
    finder = RulesFinder(book)
    tallies: dict[str, Tally] = defaultdict(Tally)
    count = characters = 0
    for count, page in enumerate(pages, 1):
        body = view_of(page.gold_text or "")
        characters += len(body.text.strip())
        for line, found in _cuts(finder, body):
            tallies[found.by].body.append(BodyHit(found.by, page.id, "body", line, (count, found.start)))
        flat = view_of(page.flat)
        label = labeller(body, flat)
        cuts = list(_cuts(finder, flat))
        by_place: dict[int, set[str]] = defaultdict(set)
        for _, found in cuts:
            by_place[found.start].add(found.by)
        for line, found in cuts:
            tally = tallies[found.by]
            match label(line):
                case "body":
                    tally.body.append(BodyHit(found.by, page.id, "page", line, (count, found.start)))
                case "chrome":
                    tally.chrome += 1
                    tally.sites.add(page.site or page.id)
                case _:
                    tally.unsure += 1
            others = by_place[found.start] - {found.by}
            tally.alone += not others
            tally.beside.update(others)
    return Checked(dict(tallies), count, characters)


def loss(checked: Checked, hits: Iterable[BodyHit]) -> Loss:
    """What these hits take from the bodies; a line that several rules hit is lost once."""
    lines = {hit.place: len(hit.line) for hit in hits if hit.where == "body"}
    characters, documents = sum(lines.values()), len({page for page, _ in lines})
    return Loss(
        characters,
        documents,
        100 * characters / max(1, checked.characters),
        100 * documents / max(1, checked.bodies),
    )


def shadowed_by(rule: Rule, tally: Tally, rules: Mapping[str, Rule]) -> str | None:
    """A rule that cuts every line of the pages which this one cuts, wherever this one runs; None for too few lines."""
    hits = tally.chrome + tally.unsure + sum(hit.where == "page" for hit in tally.body)
    if hits < MIN_SHADOWED or tally.alone:
        return None
    every = [rules[other] for other, count in sorted(tally.beside.items()) if count == hits]
    return next((other.id for other in every if _runs_wherever(other, rule)), None)


def _runs_wherever(other: Rule, rule: Rule) -> bool:
    """Whether the one runs on documents of all languages, sites and templates on which the other runs.

    The pages are checked as if their language were unknown, so rules of sister languages hit the same lines.
    """
    if other.sites or other.template not in (None, rule.template):
        return False
    return UNIVERSAL.intersection(other.lang) != set() or set(rule.lang) <= set(other.lang)


def _cuts(finder: RulesFinder, view: View) -> Iterator[tuple[str, Finding]]:
    """What would be cut, with the line it stands in; lines that a rule keeps are not cut."""
    findings = [found for found in finder(view) if found.certainty != "hint"]
    held = [(found.start, found.end) for found in findings if found.action == "keep"]
    for found in findings:
        if found.action != "keep" and not any(start <= found.start and found.end <= end for start, end in held):
            yield view.text[found.start : found.end].strip(), found


def labeller(body: View, flat: View) -> Callable[[str], Label]:
    """What a line of the page is. A short one that stands more often on the page than in the body may be either."""
    lines = Counter(fold(canonical(line)) for line in body.lines)
    whole = " ".join(lines)
    on_page = Counter(fold(canonical(line)) for line in flat.lines if len(line) < 2 * MIN_PART)

    def label(line: str) -> Label:
        text = fold(canonical(line))
        if text in lines:
            return "unsure" if len(text) < MIN_PART and on_page[text] > lines[text] else "body"
        if text in whole:
            return "body" if len(text) >= MIN_PART else "unsure"
        return "chrome"

    return label


def unknown_hits(tally: Tally, known: Iterable[KnownError]) -> list[BodyHit]:
    """Body hits that are not on the list of gold errors."""
    listed = [(line, error.rule) for error in known for line in error.lines]
    by_line: dict[str, list[str]] = {}
    for line, rule in listed:
        by_line.setdefault(line, []).append(rule)
    return [hit for hit in tally.body if not any(names(rule, hit.rule) for rule in by_line.get(hit.digest, ()))]
