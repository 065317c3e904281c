"""The public `Article`: the record with its journal; how both are written as JSON and how the source is rebuilt."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import structs

from cleaner import edits
from cleaner.decoding import encode_back
from cleaner.errors import RestoreError
from cleaner.model import Decoding, Edit
from cleaner.record import DecodingEntry, Journal, Record

_FIELDS = tuple(Record.__struct_fields__)
_encoder = msgspec.json.Encoder()
_journals = msgspec.json.Decoder(Journal)
_records = msgspec.json.Decoder(Record)

ESCAPE = "\ufdd0"
"""In a written journal a lone surrogate stands as this noncharacter and four hex digits, and so does the noncharacter
itself: JSON is UTF-8 and cannot hold a lone surrogate, and no text exchanged in the open may hold U+FDD0."""


class Article(Record, frozen=True):
    """A record (`article/1`, see docs/record.md) with its journal."""

    journal: Journal

    def record(self) -> Record:
        """The record alone, as written to `articles.jsonl`."""
        return Record(*[getattr(self, name) for name in _FIELDS])

    def render(self) -> str:
        """The article as plain text: title, blank line, text. Cleaning it again renders the same."""
        return render(self.title, self.text)

    def restore(self) -> str | bytes:
        """The source as it was given: the exact str or bytes. For HTML: the flattened source text.

        Raises RestoreError when the encoding does not round-trip; the message says why.
        """
        text = restore_text(self.text, self.journal)
        decoding = decoding_of(self.journal.decoding)
        if decoding.how == "given" or self.source.media_type == "text/html":
            return text
        return encode_back(text, decoding)


def render(title: str | None, text: str) -> str:
    """Title, blank line, text; the text alone where there is no title."""
    return f"{title}\n\n{text}" if title and text else title or text


def restore_text(text: str, journal: Journal) -> str:
    """The source text that `text` was made from. Raises RestoreError when text and journal do not belong together."""
    try:
        return edits.undo(edits.undo(text, journal.edits), journal.repairs)
    except ValueError as error:
        raise RestoreError(f"text and journal of {journal.id} do not belong together: {error}") from error


def restore_bytes(text: str, journal: Journal) -> bytes:
    """The exact bytes that were cleaned; of a str, its UTF-8. Raises RestoreError where they cannot be rebuilt."""
    source = restore_text(text, journal)
    decoding = decoding_of(journal.decoding)
    if decoding.how == "given":
        return source.encode("utf-8", "surrogatepass")
    return encode_back(source, decoding)


def decoding_of(entry: DecodingEntry) -> Decoding:
    """The decoding that an entry of a journal describes."""
    bad = tuple((offset, value) for offset, value in entry.bad_bytes)
    return Decoding(entry.encoding, entry.how, bom=entry.bom, bad_bytes=bad, round_trips=entry.round_trips)


def encode_record(article: Record) -> bytes:
    """One line of `articles.jsonl`, without the line end."""
    return _encoder.encode(article.record() if isinstance(article, Article) else article)


def encode_article(article: Article) -> bytes:
    """The record with its journal inline, one line of JSON."""
    return _encoder.encode(structs.replace(article, journal=_escaped(article.journal)))


def encode_journal(journal: Journal) -> bytes:
    """One line of `journal.jsonl`, without the line end; lone surrogates escaped (see `ESCAPE`)."""
    return _encoder.encode(_escaped(journal))


def decode_record(line: bytes | str) -> Record:
    """Read a line of `articles.jsonl`. Raises msgspec.ValidationError when it is not `article/1`."""
    return _records.decode(line)


def decode_journal(line: bytes | str) -> Journal:
    """Read a line of `journal.jsonl`. Raises msgspec.ValidationError when it is not a journal."""
    journal = _journals.decode(line)
    if not any(ESCAPE in edit.before for edit in journal.repairs):
        return journal
    return structs.replace(journal, repairs=[_with_before(edit, _unescape(edit.before)) for edit in journal.repairs])


def _escaped(journal: Journal) -> Journal:
    if not any(_needs_escape(edit.before) for edit in journal.repairs):
        return journal
    return structs.replace(journal, repairs=[_with_before(edit, _escape(edit.before)) for edit in journal.repairs])


def _with_before(edit: Edit, before: str) -> Edit:
    return structs.replace(edit, before=before)


def _needs_escape(text: str) -> bool:
    return not text.isascii() and any(char == ESCAPE or "\ud800" <= char <= "\udfff" for char in text)


def _escape(text: str) -> str:
    return "".join(
        f"{ESCAPE}{ord(char):04X}" if char == ESCAPE or "\ud800" <= char <= "\udfff" else char for char in text
    )


def _unescape(text: str) -> str:
    first, *parts = text.split(ESCAPE)
    return first + "".join(chr(int(part[:4], 16)) + part[4:] for part in parts)


def to_dict(struct: Any) -> dict[str, Any]:
    """A struct as plain dicts, lists and scalars (for pandas, YAML, and tests)."""
    result: dict[str, Any] = msgspec.to_builtins(struct)
    return result
