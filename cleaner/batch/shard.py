"""One function over one shard: read, clean, write the block, then its completion record.

It needs nothing but its arguments and leaves nothing but files whose names follow from the shard's id, so it can run in
a worker of ours or as a task of a distributed engine, once or several times, and the result is the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import msgspec
from msgspec import Struct

from cleaner.article import Article, encode_article, encode_journal, encode_record
from cleaner.batch.mirror import Mirror
from cleaner.batch.names import shown, written
from cleaner.batch.options import Options
from cleaner.batch.plan import Entry, Shard, entry_kind
from cleaner.batch.readers import Document, Pending, Skipped, documents
from cleaner.batch.rerun import OldBlock, Reuse
from cleaner.batch.store import Completion, sync_folder
from cleaner.batch.tally import Tally, count
from cleaner.batch.walk import reason
from cleaner.errors import CleanerError, InputError
from cleaner.pipeline import Cleaner

BLOCK_ROWS = 500
"""Rows of a large container in one block: half a second of work that a kill can lose, and one file until the end."""
SPOOL_BYTES = 16 * 1024 * 1024


class Failure(Struct, frozen=True):
    """One line of `failures.jsonl`."""

    path: str
    member: str | None
    row_id: str | None
    kind: str
    message: str


class Skip(Struct, frozen=True):
    """A document that must not be tried again, and why; `whole` gives up the rest of its file too."""

    kind: str
    why: str
    whole: bool = False


class Outcome(Struct, frozen=True):
    """One document-to-be of a shard, or its failure."""

    entry: Entry
    pending: Pending | None
    failure: Failure | None = None


class Work(Struct, frozen=True):
    """A shard with everything else that decides what is written for it."""

    shard: Shard
    roots: tuple[str, ...]
    out: Path
    """The run folder."""
    options: Options
    lane: int = 0
    lanes: int = 1
    """Of a large container this task cleans every `lanes`-th block, from block `lane` on, and reads over the others."""
    done: frozenset[int] = frozenset()
    """Blocks that need not be made again."""
    old: dict[int, OldBlock] = {}
    """Blocks as they were made with other rules, to take over from what those that changed cannot have touched."""


def clean_shard(
    work: Work,
    cleaner: Cleaner,
    *,
    skip: Mapping[int, Skip] | None = None,
    beat: Callable[[int], None] | None = None,
) -> list[Completion]:
    """Clean the documents of a shard and write its blocks; returns their completion records.

    skip: documents, by their number in the shard, that are failed without being tried.
    beat: called with the number of each document before it is touched, so that a watcher knows where this stands.
    Raises OSError when the output cannot be written, and MemoryError when `beat` is given: the watcher then tries the
    document again in a fresh process, because what filled the memory may have been another one.
    """
    outcomes = _outcomes(work, skip or {}, beat or _unwatched)
    size = BLOCK_ROWS if work.shard.stream else None
    records: list[Completion] = []
    block = 0
    current = next(outcomes, None)
    while True:
        wanted = block % work.lanes == work.lane and block not in work.done
        writer = BlockWriter(work, cleaner, block, watched=beat is not None) if wanted else None
        taken = 0
        while current is not None and taken != size:
            if writer is not None:
                writer.add(current)
            taken += 1
            current = next(outcomes, None)
        if writer is not None:
            records.append(writer.commit(current is None))
        if current is None:
            return records
        block += 1


def _unwatched(number: int) -> None:
    """Nobody watches: the default of `beat`."""


def _outcomes(work: Work, skip: Mapping[int, Skip], beat: Callable[[int], None]) -> Iterator[Outcome]:
    number = 0
    for entry in work.shard.entries:
        for outcome in _of_entry(work, entry, number, skip, beat):
            yield outcome
            number += 1


def _of_entry(
    work: Work, entry: Entry, number: int, skip: Mapping[int, Skip], beat: Callable[[int], None]
) -> Iterator[Outcome]:
    rows: Iterator[Pending] | None = None
    kind = entry_kind(entry, work.options)
    whole_only = not kind.holds_rows and kind.format != "json"
    while True:
        beat(number)
        skipped = skip.get(number)
        if skipped is not None and (skipped.whole or whole_only):
            yield Outcome(entry, None, _skipped(entry, skipped))
            return
        try:
            if rows is None:
                rows = documents(entry, work.roots[entry.root], work.options)
            pending = next(rows, None)
        except CleanerError as error:
            yield Outcome(entry, None, _failed(entry, error))
            return
        except MemoryError:
            if beat is not _unwatched:
                raise
            yield Outcome(entry, None, _failed(entry, _memory(entry)))
            return
        if pending is None:
            return
        yield Outcome(entry, None, _skipped(entry, skipped)) if skipped is not None else Outcome(entry, pending)
        number += 1


class BlockWriter:
    """Cleans documents and gathers what they give; nothing has its final name before `commit`, but the mirrored files,
    which are whole whenever they are there.
    """

    def __init__(self, work: Work, cleaner: Cleaner, block: int, *, watched: bool = False) -> None:
        self._work = work
        self._block = block
        self._watched = watched
        self._reuse = Reuse(work.old[block], cleaner.ruleset) if block in work.old else None
        self._cleaner = cleaner
        self._tally = Tally()
        self._tmp = work.out / ".cleaner" / "tmp"
        self._mirror = Mirror(work.out, work.options, self._tmp)
        self._sections = [_spool(self._tmp) for _ in range(3)]

    def add(self, outcome: Outcome) -> None:
        """Clean one document, or note why there is none."""
        entry, failure = outcome.entry, outcome.failure
        document: Document | None = None
        if outcome.pending is not None:
            try:
                made = _read(outcome.pending, entry)
                if isinstance(made, Skipped):
                    count(self._tally.skipped, made.why)
                    return
                document = made
                article = self._taken_over(document, entry.name)
                if article is None:
                    article = clean_document(self._cleaner, document, entry.name)
                    self._tally.cleaned += 1
                    self._mirror.write(article, document.out)
                self._write(article)
            except CleanerError as error:
                failure = _failed(entry, error, document)
            except MemoryError:
                if self._watched:
                    raise
                failure = _failed(entry, _memory(entry), document)
            except RecursionError:
                failure = _failed(entry, InputError("error", f"{shown(entry.path)}: nested too deeply"), document)
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001  # any bytes give an article or a named failure
                sentence = f"{shown(entry.path)}: an error of cleaner itself: {type(error).__name__}: {error}"
                failure = _failed(entry, InputError("error", sentence), document)
        if failure is not None:
            self._fail(entry, failure, document)

    def _taken_over(self, document: Document, name: str) -> Article | None:
        """The article of an earlier run, where this one would give the same; its file is there already."""
        if self._reuse is None:
            return None
        source = document.source
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        return self._reuse.article(name, document.member, document.row_id, hashlib.sha256(data).hexdigest())

    def _write(self, article: Article) -> None:
        options = self._work.options
        articles, journals, _ = self._sections
        inline = options.journal == "inline"
        articles.write((encode_article(article) if inline else encode_record(article)) + b"\n")
        if options.journal == "sidecar":
            journals.write(encode_journal(article.journal) + b"\n")
        self._tally.add(article)

    def _fail(self, entry: Entry, failure: Failure, document: Document | None) -> None:
        # Of a file that could be read at an earlier time, nothing may stay that looks like its article of today.
        if failure.kind != "collision":
            self._mirror.remove(document.out if document is not None else None, entry.path)
        self._sections[2].write(msgspec.json.encode(failure) + b"\n")
        self._tally.fail(failure.kind)

    def commit(self, last: bool) -> Completion:
        """Write the block for good: first its data, then the record that says it is done."""
        self._mirror.sync()
        work, cleaner = self._work, self._cleaner
        digest = hashlib.sha256()
        name = f"{work.shard.id}-{self._block:06d}"
        parts = work.out / ".cleaner" / "parts"
        data = self._tmp / f"{name}.{os.getpid()}"
        with open(data, "wb") as file:
            sizes = tuple(_append(section, file, digest.update) for section in self._sections)
            file.flush()
            os.fsync(file.fileno())
        record = Completion(
            shard=work.shard.id,
            block=self._block,
            last=last,
            documents=self._tally.documents,
            sizes=cast(tuple[int, int, int], sizes),
            sha256=digest.hexdigest(),
            cleaner=cleaner.fingerprint,
            ruleset=cleaner.ruleset,
            options=work.options.sha256(),
            tally=self._tally.ordered(),
        )
        note = self._tmp / f"{name}.{os.getpid()}.json"
        with open(note, "wb") as file:
            file.write(msgspec.json.encode(record))
            file.flush()
            os.fsync(file.fileno())
        (parts / f"{name}.json").unlink(missing_ok=True)  # a record must never stand beside data that it is not of
        os.replace(data, parts / f"{name}.jsonl")
        os.replace(note, parts / f"{name}.json")
        sync_folder(parts)
        return record


def _spool(folder: Path) -> IO[bytes]:
    """Lines in memory, on disk once they are many."""
    return cast(IO[bytes], SpooledTemporaryFile(SPOOL_BYTES, "w+b", dir=os.fspath(folder)))


def _read(pending: Pending, entry: Entry) -> Document | Skipped:
    """The document, an error of its file told apart from one of the output."""
    try:
        return pending()
    except OSError as error:
        kind, message = reason(error)
        raise InputError(kind, f"{shown(entry.path)}: {message}") from error


def clean_document(cleaner: Cleaner, document: Document, name: str) -> Article:
    """Clean one document of a reader. Raises InputError."""
    try:
        return cleaner.clean(
            document.source,
            url=document.url,
            media_type=document.media_type,
            charset=document.charset,
            path=name,
            member=document.member,
            row_id=document.row_id,
            retrieved_at=document.retrieved_at,
            extra=document.extra,
        )
    except InputError as error:
        where = shown(name) + (f": row {document.row_id}" if document.row_id else "")
        raise error if str(error).startswith(where) else InputError(error.kind, f"{where}: {error}") from error


def _append(section: IO[bytes], target: IO[bytes], update: Callable[[bytes], None]) -> int:
    section.seek(0)
    size = 0
    while chunk := section.read(1 << 20):
        target.write(chunk)
        update(chunk)
        size += len(chunk)
    section.close()
    return size


def _failed(entry: Entry, error: CleanerError, document: Document | None = None) -> Failure:
    kind = error.kind if isinstance(error, InputError) else "extra"
    member, row_id = (document.member, document.row_id) if document is not None else (None, None)
    return Failure(entry.name, member, row_id, kind, valid(str(error)))


def _skipped(entry: Entry, skip: Skip) -> Failure:
    return Failure(entry.name, None, None, skip.kind, f"{shown(entry.path)}: {skip.why}")


def _memory(entry: Entry) -> InputError:
    return InputError("memory", f"{shown(entry.path)}: needs more memory than a worker may use (see --memory-mb)")


def valid(text: str) -> str:
    """The text as valid Unicode."""
    return text if text.isascii() else written(text).encode("utf-8", "backslashreplace").decode()
