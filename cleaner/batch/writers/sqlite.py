"""SQLite: articles, edits, runs and a full-text index. Opens in datasette as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from cleaner.article import encode_journal, encode_record
from cleaner.batch.records import Pair
from cleaner.batch.writers import Extra

_SCHEMA = """
create table articles (
    id text not null, path text, row_id text, url text, site text, title text, authors text, date text,
    date_kind text, language text, flags text, confidence real, word_count integer, char_count integer,
    paragraph_count integer, text text not null, record text not null, journal text
);
create table edits (
    article integer not null references articles (rowid), list text not null, start integer not null,
    "end" integer not null, before text not null, after text not null, "by" text not null, category text not null,
    certainty text not null
);
create table runs (manifest text not null);
"""
_INDEXES = """
create index articles_id on articles (id);
create index articles_date on articles (date);
create index edits_article on edits (article);
create index edits_by on edits ("by");
create virtual table articles_fts using fts5 (title, text, content='articles');
insert into articles_fts (rowid, title, text) select rowid, title, text from articles;
"""


def write(path: Path, pairs: Iterable[Pair], extra: Extra) -> None:
    """One article a row, one edit a row; `record` and `journal` are the whole as JSON."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    try:
        base.executescript("pragma journal_mode = off; pragma synchronous = off; pragma page_size = 8192;" + _SCHEMA)
        for number, (record, journal) in enumerate(pairs, 1):
            row = (
                record.id, record.source.path, record.source.row_id, record.url, record.site, record.title,
                msgspec.json.encode(record.authors).decode(), record.date, record.date_kind, record.language,
                msgspec.json.encode(record.flags).decode(), record.confidence, record.word_count, record.char_count,
                record.paragraph_count, record.text,
                encode_record(record).decode(),
                encode_journal(journal).decode() if journal is not None else None,
            )  # fmt: skip
            base.execute(f"insert into articles values ({','.join('?' * len(row))})", row)  # noqa: S608  # marks only
            if journal is not None:
                written = msgspec.json.decode(encode_journal(journal))
                base.executemany("insert into edits values (?,?,?,?,?,?,?,?,?)", _edits(number, written))
        base.execute("insert into runs values (?)", (extra.manifest.decode(),))
        base.executescript(_INDEXES)
        base.commit()
        base.execute("pragma synchronous = full")
        base.execute("pragma user_version = 1")
        base.commit()
    finally:
        base.close()


def _edits(number: int, journal: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for name in ("repairs", "edits"):
        for edit in journal[name]:
            yield (
                number, name, edit["start"], edit["end"], edit["before"], edit["after"], edit["by"], edit["category"],
                edit["certainty"],
            )  # fmt: skip
