"""Compose the record from what the steps found: captures to fields, counts, flags. Pure functions over frozen data."""

from __future__ import annotations

import hashlib
from collections import Counter as Tally
from collections.abc import Sequence
from typing import Final, get_args

import regex
from msgspec import Struct

from cleaner.article import Article
from cleaner.edits import Map
from cleaner.finders.prose import is_prose, width
from cleaner.html import Page, authors_of, dates_of, title_of
from cleaner.model import USER_RULE, Capture, Context, Decoding, Edit, Finding, Source, Stamp
from cleaner.people import split_byline
from cleaner.record import (
    SCHEMA_VERSION,
    CaptureEntry,
    CleaningEntry,
    Counter,
    DateEntry,
    DateKind,
    DecodingEntry,
    Flag,
    Journal,
    NearMiss,
    SourceEntry,
)
from cleaner.version import VERSION
from cleaner.words import count_words
from cleaner.zones import zone_of_abbreviation, zone_of_place

SHORT_TEXT = 200
"""Characters under which a text is flagged `too_short`: a caption, a stub, a headline."""
SHORT_STUB = 1500
"""A text this short that stood beside a paywall prompt is most likely its free lead only."""
PAYWALL_PROMPT = 25.0
"""Width from which a line on subscriptions is a prompt in place of the rest of a text; "Subscribe" is a menu's."""
MUCH_REMOVED = 0.4
"""Share of the source removed by rules and body finder from which `high_removal` is set."""

_PAGES = regex.compile(r"\b\d{1,3}\b[^\d\n]{1,8}\b(\d{1,3})\b")
"""Two page numbers; between numbers in the title of another article more words stand."""

_DATES: dict[str, DateKind] = {
    "published": "published",
    "modified": "modified",
    "retrieved": "retrieved",
    "mentioned": "mentioned",
}
_COUNTERS = ("views", "shares", "comments", "likes", "reads", "ratings", "followers", "downloads")
_FLAGS: tuple[Flag, ...] = get_args(Flag)


class Outcome(Struct, frozen=True):
    """All that the pipeline knows when the text is settled."""

    source: Source
    decoding: Decoding
    lossy: bool
    """Whether characters were lost when the bytes were read."""
    sha256: str
    """Of the bytes; of a str, of its UTF-8."""
    size: int
    """Bytes."""
    source_text: str
    repairs: Sequence[Edit]
    repaired: str
    text: str
    edits: Sequence[Edit]
    cuts: Sequence[tuple[int, int, Finding]]
    """What was cut, in text order; a finding stands here once for each piece that it removed."""
    kept: Sequence[Finding]
    """Findings that kept a span and read something in it (datelines, correction notices)."""
    losers: Sequence[tuple[Finding, str]]
    context: Context
    language_score: float | None
    guarded: bool
    profile: str
    extractor: str
    ruleset: str
    body_confidence: float | None
    body_flags: tuple[str, ...]
    page: Page | None
    """The HTML page, with what it says of itself."""
    extra: str


def compose(outcome: Outcome) -> Article:
    """The article of one outcome."""
    fields = _Fields(outcome)
    removed = {"rules": 0, "repeats": 0, "body": 0}
    for start, end, finding in outcome.cuts:
        if finding.category != "title":
            removed[{"repeat": "repeats", "body": "body"}.get(finding.action, "rules")] += end - start
    text = outcome.text
    flags = _flags(outcome, fields, removed)
    identity = "sha256:" + outcome.sha256[:32]
    date, date_kind = (
        (fields.published, "published")
        if fields.published
        else (fields.modified, "modified" if fields.modified else None)
    )
    source, decoding = outcome.source, outcome.decoding
    return Article(
        schema_version=SCHEMA_VERSION,
        id=identity,
        title=fields.title,
        subtitle=fields.single("subtitle"),
        text=text,
        authors=fields.authors,
        byline_raw=fields.byline_raw,
        dateline=fields.single("dateline"),
        date_published=fields.published,
        date_modified=fields.modified,
        date=date,
        date_kind=date_kind,  # type: ignore[arg-type]  # the conditional above yields the literals; mypy widens them to str
        timezone=fields.timezone,
        timezone_source=fields.timezone_source,  # type: ignore[arg-type]  # set from literals only, see _Fields
        dates=fields.dates,
        counters=fields.counters,
        language=outcome.context.language,
        language_score=outcome.language_score,
        url=outcome.context.url,
        canonical_url=fields.single("canonical_url"),
        site=outcome.context.site,
        publisher=fields.single("publisher"),
        section=fields.single("section"),
        tags=fields.tags,
        captures=fields.captures,
        word_count=count_words(text),
        char_count=len(text),
        paragraph_count=text.count("\n\n") + 1 if text else 0,
        flags=flags,
        confidence=_confidence(outcome, flags),
        duplicate_of=None,
        dup_cluster=None,
        dup_similarity=None,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=SourceEntry(
            path=source.path,
            member=source.member,
            row_id=source.row_id,
            media_type=source.media_type,
            bytes=outcome.size,
            sha256=outcome.sha256,
            encoding=decoding.encoding,
            encoding_how=decoding.how,
            encoding_confidence=decoding.confidence,
            repairs=dict(sorted(Tally(edit.by for edit in outcome.repairs).items())),
            retrieved_at=source.retrieved_at or fields.retrieved,
        ),
        cleaning=CleaningEntry(
            tool="cleaner",
            version=VERSION,
            ruleset=outcome.ruleset,
            profile=outcome.profile,
            extractor=outcome.extractor,
            edits=len(outcome.edits),
            chars_in=len(outcome.source_text),
            chars_out=len(text),
            chars_removed=sum(removed.values()),
        ),
        extra=outcome.extra,
        journal=Journal(
            id=identity,
            decoding=DecodingEntry(
                decoding.encoding, decoding.how, decoding.bom, list(decoding.bad_bytes), decoding.round_trips
            ),
            repairs=list(outcome.repairs),
            edits=list(outcome.edits),
            near_misses=[
                NearMiss(finding.start, finding.end, finding.by, finding.action, finding.certainty, why)
                for finding, why in outcome.losers
            ],
        ),
    )


BELOW_TITLE: Final = 500
"""Characters behind the start of the headline within which a date line is of the article."""


class _Fields:
    """The captures of one outcome, sorted into the fields of the record. Offsets become those of the source text."""

    def __init__(self, outcome: Outcome) -> None:
        self.dates: list[DateEntry] = []
        self.counters: list[Counter] = []
        self.captures: list[CaptureEntry] = []
        self.tags: list[str] = []
        self.authors: list[str] = []
        self.byline_raw: str | None = None
        self.placeholder = False
        self.title: str | None = None
        self._title_at: int | None = None
        self.published: str | None = None
        self.modified: str | None = None
        self.retrieved: str | None = None
        self.timezone: str | None = None
        self.timezone_source = "none"
        self._single: dict[str, str] = {}
        self._repaired = outcome.repaired
        self._map = Map(outcome.repairs)
        carried_out = dict.fromkeys(finding for _, _, finding in outcome.cuts)
        for finding in sorted((*carried_out, *outcome.kept), key=lambda found: found.start):
            for capture in finding.captures:
                self._take(capture, finding)
        if outcome.page is not None:
            self._take_page(outcome.page, outcome.context.language)
        self._choose_dates()

    def _take_page(self, page: Page, language: str | None) -> None:
        """What the page says of itself comes first: it knows which of several date lines and bylines are its own."""
        data = page.data
        published, modified = dates_of(page, language)
        if published is not None:
            entry = _date_entry("published", published[1].value, published[0], None, None, published[1].source)
            captured = [date for date in self.dates if (date.kind, date.value) == ("published", entry.value)]
            if captured and entry.rule == "text":  # the same line, which a rule cut
                entry = captured[0]
                self.dates.remove(entry)
            self.dates = [entry, *self.dates]
        if modified is not None:
            entry = _date_entry("modified", modified[1].value, modified[0], None, None, modified[1].source)
            self.dates = [entry, *self.dates]
        for found in (published, modified):
            if found and self.timezone is None and found[0].zone and (zone := zone_of_abbreviation(found[0].zone)):
                self.timezone, self.timezone_source = zone, "declared"
        names, source = authors_of(page)
        if names and not (self.authors and source == "class"):
            self.authors = names
        title = title_of(data)
        if title is not None and not (self.title and title.value.startswith(self.title)):
            self.title = title.value
        self.tags.extend(datum.value for datum in data.tags if datum.value not in self.tags)
        for field, declared in (("section", data.section), ("canonical_url", data.canonical), ("publisher", data.site)):
            if declared:
                self._single[field] = declared[0].value

    def single(self, field: str) -> str | None:
        """The first value captured for a field that holds one."""
        return self._single.get(field)

    def _take(self, capture: Capture, finding: Finding) -> None:
        start, end = self._map.back(capture.start, capture.end)
        field, raw = capture.field, capture.raw
        if field == "title":
            self.title, self._title_at = raw, start
        elif field in _DATES:
            self._take_date(_DATES[field], capture, start, end, finding.by)
        elif field in _COUNTERS and isinstance(capture.value, int):
            is_row = finding.by.startswith("row.")  # of a row the capture is the part with its label
            low, high = (capture.start, capture.end) if is_row else _labelled(self._repaired, finding)
            start, end = self._map.back(low, high)
            self.counters.append(Counter(field.removesuffix("s"), capture.value, self._repaired[low:high], start, end))
        elif field in ("byline", "author"):
            self._take_byline(raw, finding)
        elif field in ("tags", "tag"):
            self.tags.extend(tag for part in raw.split(",") if (tag := part.strip(" #")) and tag not in self.tags)
        elif field in ("subtitle", "dateline", "section", "publisher", "canonical_url"):
            self._single.setdefault(field, raw)
        elif field == "place" and finding.category == "site_clock":
            zone = zone_of_place(raw)
            if zone and self.timezone is None:
                self.timezone, self.timezone_source = zone, "site-clock"
        if field not in ("title", "tags", "tag", "subtitle", "section", "publisher", *_DATES, *_COUNTERS):
            value = None if capture.value is None or isinstance(capture.value, Stamp) else str(capture.value)
            self.captures.append(CaptureEntry(field, value, raw, start, end, finding.by))

    def _take_date(self, kind: DateKind, capture: Capture, start: int, end: int, by: str) -> None:
        stamp = capture.value if isinstance(capture.value, Stamp) else None
        self.dates.append(_date_entry(kind, capture.raw, stamp, start, end, by))
        if stamp and stamp.zone and self.timezone_source != "explicit" and (zone := zone_of_abbreviation(stamp.zone)):
            self.timezone, self.timezone_source = zone, "explicit"

    def _take_byline(self, raw: str, finding: Finding) -> None:
        if self.byline_raw is not None:
            return
        self.byline_raw = raw
        byline = split_byline(raw)
        self.placeholder = finding.category == "byline_placeholder" or byline.is_placeholder
        if not self.placeholder:
            self.authors = list(byline.authors)

    def _choose_dates(self) -> None:
        """The first trusted value of each kind; one whose weekday contradicts it yields to one that does not."""
        for kind in ("published", "modified", "retrieved"):
            values = [entry for entry in self.dates if entry.kind == kind and entry.value]
            values.sort(key=lambda entry: entry.weekday_ok is False)
            below = next((entry for entry in values if self._is_below_title(entry)), None)
            if kind == "published" and below is not None and self._is_above_title(values[0]):
                values = [below]
            setattr(self, kind, values[0].value if values else None)

    def _is_above_title(self, entry: DateEntry) -> bool:
        """Whether a date line stands over the headline: there it may be the day of the visit."""
        return self._title_at is not None and entry.start is not None and entry.start < self._title_at

    def _is_below_title(self, entry: DateEntry) -> bool:
        """Whether a date line stands so close below the headline that it is of this article."""
        return self._title_at is not None and entry.start is not None and 0 < entry.start - self._title_at < BELOW_TITLE


def _date_entry(
    kind: DateKind, raw: str, stamp: Stamp | None, start: int | None, end: int | None, by: str
) -> DateEntry:
    """One entry of `dates`; a time without a day is no value."""
    if stamp is None:
        return DateEntry(kind, None, None, raw, start, end, by, None, False, [])
    value = None if stamp.precision == "time" else stamp.value
    alternatives = list(stamp.alternatives)
    return DateEntry(kind, value, stamp.precision, raw, start, end, by, stamp.weekday_ok, stamp.ambiguous, alternatives)


def _labelled(text: str, finding: Finding) -> tuple[int, int]:
    """The span of a counter with its label, the list bullet before it left out: a bare number says nothing."""
    found = text[finding.start : finding.end]
    start = finding.start + len(found) - len(found.lstrip(" \t•·▪*-"))
    return start, max(start, finding.start + len(found.rstrip()))


def _flags(outcome: Outcome, fields: _Fields, removed: dict[str, int]) -> list[Flag]:
    text = outcome.text
    found: set[str] = set(outcome.body_flags)
    if any(edit.category == "repeat" and is_prose(edit.before) for edit in outcome.edits):
        found.add("doubled_body")
    if fields.placeholder:
        found.add("placeholder_byline")
    if fields.title is None:
        found.add("no_title")
    if fields.published is None and fields.modified is None:
        found.add("no_date")
    if any(entry.ambiguous for entry in fields.dates if entry.kind in ("published", "modified")):
        found.add("ambiguous_date")
    if any(edit.by.startswith("mojibake.") for edit in outcome.repairs):
        found.add("mojibake_repaired")
    if outcome.lossy or not outcome.decoding.round_trips or "\ufffd" in text:
        found.add("lossy_chars")
    if len(text) < SHORT_TEXT and width(text) < SHORT_TEXT:
        found.add("too_short")
    cuts = outcome.cuts
    prompts = [outcome.repaired[start:end] for start, end, each in cuts if each.category == "paywall_subscription"]
    if len(text) < SHORT_STUB and any(width(line) >= PAYWALL_PROMPT for line in prompts):
        found.add("paywall_stub")
    if any(
        finding.category == "pagination" and _is_a_page(outcome.repaired[start:end]) for start, end, finding in cuts
    ):
        found.add("truncated")
    if any(finding.order[0] == USER_RULE for _, _, finding in cuts):
        found.add("unsafe_rule_used")
    if any(why.startswith("timeout") for _, why in outcome.losers):
        found.add("timeout")
    if outcome.guarded or removed["rules"] + removed["body"] > MUCH_REMOVED * max(1, len(outcome.source_text)):
        found.add("high_removal")
    return [flag for flag in _FLAGS if flag in found]


def _is_a_page(line: str) -> bool:
    """Whether a line of pagination counts pages ("Page 1 of 3", "1 2 3 Next") and not articles ("Next post").

    >>> [_is_a_page(line) for line in ("Seite 1 von 3", "1 | 2 | 3", "Page 1 of 1", "Next: 7 ways in 24 hours")]
    [True, True, False, False]
    """
    return any(int(last) > 1 for last in _PAGES.findall(line))


def _confidence(outcome: Outcome, flags: Sequence[Flag]) -> float:
    """The body finder's calibrated probability; without it, certainty falls with each sign that something is off."""
    if outcome.body_confidence is not None:
        return round(outcome.body_confidence, 3)
    doubts = {"too_short": 0.4, "high_removal": 0.3, "lossy_chars": 0.1, "paywall_stub": 0.3, "truncated": 0.2}
    return round(max(0.05, 0.95 - sum(doubts.get(flag, 0.0) for flag in flags)), 3)
