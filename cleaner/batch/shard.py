"""One function over one shard: read, clean, write the block, then its completion record.

It needs nothing but its arguments and leaves nothing but files whose names follow from the shard's id, so it can run in
a worker of ours or as a task of a distributed engine, once or several times, and the result is the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cleaner.article import Article, encode_article, encode_journal, encode_record
from cleaner.batch.mirror import Mirror
from cleaner.batch.names import shown, written
from cleaner.batch.options import Options
from cleaner.batch.plan import Entry, Shard, entry_kind
from cleaner.batch.readers import Document, Gauge, Pending, Skipped, documents
from cleaner.batch.rerun import OldBlock, Reuse
from cleaner.batch.store import Completion, part_name, sync_folder
from cleaner.batch.tally import Tally, add_one
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
    """A shard, or a range of it, with everything else that decides what is written for it.

    A shard is gone through in steps, numbered from 0: one for each document, and one at the end of each file of rows.
    """

    shard: Shard
    roots: tuple[str, ...]
    out: Path
    """The run folder."""
    options: Options
    lane: int = 0
    lanes: int = 1
    """Of a large container this task cleans every `lanes`-th block, from block `lane` on, and reads over the others."""
    begin: int = 0
    end: int | None = None
    """Only the steps in this range."""
    old: tuple[OldBlock, ...] = ()
    """Blocks as they were made with other rules, to take over from what those that changed cannot have touched."""

    def split(self, step: int) -> list[Work]:
        """The same work in parts: what is before `step`, that step alone, and what is behind it."""
        parts = [replace(self, end=step)] if step > self.begin else []
        parts.append(replace(self, begin=step, end=step + 1, lane=0, lanes=1))
        if self.end is None or step + 1 < self.end:
            parts.append(replace(self, begin=step + 1))
        return parts

    def covers(self, step: int) -> bool:
        """Whether a step is in the range."""
        return self.begin <= step and (self.end is None or step < self.end)

    def is_alone(self, step: int) -> bool:
        """Whether this is one step and no more."""
        return (self.begin, self.end) == (step, step + 1)


def clean_shard(
    work: Work,
    cleaner: Cleaner,
    *,
    skip: Mapping[int, Skip] | None = None,
    beat: Callable[[int], None] | None = None,
) -> list[Completion]:
    """Clean the documents of a shard and write its blocks; returns their completion records.

    Blocks that are there already, made with the same settings, are not made again.

    skip: steps that are failed without being tried.
    beat: called with the number of each step before it is taken, so that a watcher knows where this stands.
    Raises OSError when the output cannot be written, and MemoryError when `beat` is given: the watcher then tries the
    document again in a fresh process, because what filled the memory may have been another one.
    """
    records: list[Completion] = []
    writer: BlockWriter | None = None
    reuse = Reuse(work.old, cleaner.ruleset) if work.old else None
    next_first = work.begin
    step = -1
    gauge = Gauge()
    for step, outcome in _steps(work, skip or {}, beat or _unwatched, gauge):
        if step < work.begin:
            continue
        if work.end is not None and step >= work.end:
            break
        if step == next_first or (work.shard.stream and step % BLOCK_ROWS == 0 and step > next_first):
            if writer is not None:
                records.append(writer.commit(step, last=False, read=gauge.read()))
            writer = None
            next_first = step
            if (step // BLOCK_ROWS) % work.lanes == work.lane or not work.shard.stream:
                there = _finished(work, cleaner, step)
                if there is None:
                    writer = BlockWriter(work, cleaner, step, reuse, watched=beat is not None)
                else:
                    records.append(there)
                    next_first = there.end
        if writer is not None and outcome is not None:
            writer.add(outcome, step)
    else:
        if writer is not None:
            records.append(writer.commit(step + 1, last=True))
        elif step < work.begin:  # a split behind the last step: there is nothing here, but it must be said
            records.append(BlockWriter(work, cleaner, work.begin, None).commit(work.begin, last=True))
        return records
    if writer is not None:
        records.append(writer.commit(step, last=False, read=gauge.read()))
    return records


def _finished(work: Work, cleaner: Cleaner, first: int) -> Completion | None:
    """The block that begins at a step, if it is there."""
    note = work.out / ".cleaner" / "parts" / f"{part_name(work.shard.id, first)}.json"
    try:
        record = msgspec.json.decode(note.read_bytes(), type=Completion)
        whole = note.with_suffix(".jsonl").stat().st_size == sum(record.sizes)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
    if not whole or (record.cleaner, record.options) != (cleaner.fingerprint, work.options.sha256()):
        return None
    return record if work.end is None or record.end <= work.end else None


def _unwatched(number: int) -> None:
    """Nobody watches: the default of `beat`."""


def _steps(
    work: Work, skip: Mapping[int, Skip], beat: Callable[[int], None], gauge: Gauge
) -> Iterator[tuple[int, Outcome | None]]:
    steps = count()
    for entry in work.shard.entries:
        yield from _of_entry(work, entry, steps, skip, beat, gauge)


def _of_entry(
    work: Work,
    entry: Entry,
    steps: Iterator[int],
    skip: Mapping[int, Skip],
    beat: Callable[[int], None],
    gauge: Gauge,
) -> Iterator[tuple[int, Outcome | None]]:
    kind = entry_kind(entry, work.options)
    single = not kind.holds_rows and kind.format != "json"
    rows: Iterator[Pending] | None = None
    for step in steps:
        beat(step)
        skipped = skip.get(step)
        if skipped is not None and (skipped.whole or single):
            yield step, Outcome(entry, None, _skipped(entry, skipped))
            return
        if single and step < work.begin:
            yield step, None
            return
        try:
            if rows is None:
                rows = documents(entry, work.roots[entry.root], work.options, gauge)
            pending = next(rows, None)
        except CleanerError as error:
            yield step, Outcome(entry, None, _failed(entry, error))
            return
        except MemoryError:
            if beat is not _unwatched:
                raise
            yield step, Outcome(entry, None, _failed(entry, _memory(entry)))
            return
        if pending is None:
            yield step, None
            return
        if skipped is not None:
            yield step, Outcome(entry, None, _skipped(entry, skipped))
        else:
            yield step, Outcome(entry, pending)
            if single:
                return


class BlockWriter:
    """Cleans documents and gathers what they give; nothing has its final name before `commit`, but the mirrored files,
    which are whole whenever they are there.
    """

    def __init__(self, work: Work, cleaner: Cleaner, first: int, reuse: Reuse | None, *, watched: bool = False) -> None:
        self._work = work
        self._first = first
        self._watched = watched
        self._reuse = reuse
        self._cleaner = cleaner
        self._tally = Tally()
        self._tmp = work.out / ".cleaner" / "tmp"
        self._mirror = Mirror(work.out, work.options, self._tmp)
        self._sections = [_spool(self._tmp) for _ in range(3)]

    def add(self, outcome: Outcome, step: int) -> None:
        """Clean one document, or note why there is none."""
        entry, failure = outcome.entry, outcome.failure
        document: Document | None = None
        if outcome.pending is not None:
            try:
                made = _read(outcome.pending, entry)
                if isinstance(made, Skipped):
                    add_one(self._tally.skipped, made.why)
                    return
                document = made
                article = self._taken_over(document, entry.name, step)
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

    def _taken_over(self, document: Document, name: str, step: int) -> Article | None:
        """The article of an earlier run, where this one would give the same; its file is there already."""
        if self._reuse is None:
            return None
        source = document.source
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        key = (name, document.member, document.row_id, hashlib.sha256(data).hexdigest())
        return self._reuse.article(step, key)

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

    def commit(self, end: int, last: bool, read: int = 0) -> Completion:
        """Write the block for good: first its data, then the record that says it is done."""
        self._mirror.sync()
        work, cleaner = self._work, self._cleaner
        digest = hashlib.sha256()
        name = part_name(work.shard.id, self._first)
        parts = work.out / ".cleaner" / "parts"
        data = self._tmp / f"{name}.{os.getpid()}"
        with open(data, "wb") as file:
            sizes = tuple(_append(section, file, digest.update) for section in self._sections)
            file.flush()
            os.fsync(file.fileno())
        record = Completion(
            shard=work.shard.id,
            first=self._first,
            end=end,
            last=last,
            documents=self._tally.documents,
            sizes=cast(tuple[int, int, int], sizes),
            sha256=digest.hexdigest(),
            cleaner=cleaner.fingerprint,
            ruleset=cleaner.ruleset,
            options=work.options.sha256(),
            tally=self._tally.ordered(),
            read=read,
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
