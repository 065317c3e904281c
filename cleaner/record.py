"""The article record `article/1` and its journal, as structs. The only thing that writers see.

Every key is always present and in this order; null where unknown, lists never null. Nothing about the run is inside,
so two runs give the same bytes. docs/record.md explains each field; `cleaner schema` prints the JSON Schema.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from cleaner.model import Certainty, Edit

SCHEMA_VERSION = "1.0"

Flag = Literal[
    "doubled_body",
    "placeholder_byline",
    "no_title",
    "no_date",
    "ambiguous_date",
    "mojibake_repaired",
    "lossy_chars",
    "too_short",
    "truncated",
    "paywall_stub",
    "consent_text",
    "non_article",
    "high_removal",
    "unsafe_rule_used",
    "timeout",
]
"""The closed vocabulary of `Article.flags`, in the order in which they are listed."""

DateKind = Literal["published", "modified", "retrieved", "mentioned"]
Score = Annotated[float, Meta(ge=0.0, le=1.0)]


class DateEntry(Struct, frozen=True):
    """One date line: `start, end` delimit `raw` in the source text; `rule` is the rule or step that read it."""

    kind: DateKind
    value: str | None
    precision: str | None
    raw: str
    start: int | None
    end: int | None
    rule: str
    weekday_ok: bool | None
    ambiguous: bool
    alternatives: list[str]


class Counter(Struct, frozen=True):
    """A view, share, comment, like … counter as the page printed it."""

    type: str
    count: int
    raw: str
    start: int | None
    end: int | None


class CaptureEntry(Struct, frozen=True):
    """Something else that a rule learned: caption, credit, copyright, agency, reading time, tags line …"""

    category: str
    value: str | None
    raw: str
    start: int | None
    end: int | None
    rule: str


class SourceEntry(Struct, frozen=True):
    """Where the article came from. `bytes` is their number; `sha256` is of the bytes (of a str: of its UTF-8)."""

    path: str | None
    member: str | None
    row_id: str | None
    media_type: str
    bytes: int
    sha256: str
    encoding: str
    encoding_how: str
    encoding_confidence: Score
    repairs: dict[str, int]
    retrieved_at: str | None


class CleaningEntry(Struct, frozen=True):
    """What was done, by which version of what. Sizes in code points of the source text and of `text`."""

    tool: str
    version: str
    ruleset: str
    profile: str
    extractor: str
    edits: int
    chars_in: int
    chars_out: int
    chars_removed: int


class Record(Struct, frozen=True):
    """`article/1`."""

    schema_version: str
    id: str
    title: str | None
    subtitle: str | None
    text: str
    authors: list[str]
    byline_raw: str | None
    dateline: str | None
    date_published: str | None
    date_modified: str | None
    date: str | None
    date_kind: DateKind | None
    timezone: str | None
    timezone_source: Literal["explicit", "declared", "site-clock", "site-config", "none"]
    dates: list[DateEntry]
    counters: list[Counter]
    language: str | None
    language_score: Score | None
    url: str | None
    canonical_url: str | None
    site: str | None
    publisher: str | None
    section: str | None
    tags: list[str]
    captures: list[CaptureEntry]
    word_count: int
    char_count: int
    paragraph_count: int
    flags: list[Flag]
    confidence: Score
    duplicate_of: str | None
    dup_cluster: str | None
    dup_similarity: Score | None
    text_sha256: str
    source: SourceEntry
    cleaning: CleaningEntry
    extra: str


class DecodingEntry(Struct, frozen=True):
    """How the bytes became the source text; `bad_bytes` are [byte offset, byte value]."""

    encoding: str
    how: str
    bom: bool
    bad_bytes: list[tuple[int, int]]
    round_trips: bool


class NearMiss(Struct, frozen=True):
    """A finding that lost or was not sure enough: what nearly happened, and why it did not."""

    start: int
    end: int
    by: str
    action: str
    certainty: Certainty
    why: str


class Journal(Struct, frozen=True):
    """Every change, in order, with its reason: `repairs` are in source offsets, `edits` in repaired offsets."""

    id: str
    decoding: DecodingEntry
    repairs: list[Edit]
    edits: list[Edit]
    near_misses: list[NearMiss]


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `articles.jsonl`, generated from the structs."""
    document = msgspec.json.schema(Record)
    definitions = document.pop("$defs")
    root = definitions.pop("Record")
    root["title"] = "article/1"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "article/1",
        **root,
        "$defs": definitions,
    }
