"""`clean_many`: an iterable of documents through a pool of workers, in order, with a deadline that kills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from msgspec import Struct

from cleaner.article import Article
from cleaner.batch.options import Limits
from cleaner.batch.pool import Pool
from cleaner.batch.shard import Skip
from cleaner.batch.system import usable_cores
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

BATCH = 64
"""Documents sent to a worker at a time: large enough that sending costs little, small enough to keep order cheaply."""
BATCH_CHARS = 4_000_000

Given = str | bytes | Mapping[str, Any]
"""A document, or the keywords of `Cleaner.clean` with the document under `source`."""


class _Batch(Struct, frozen=True):
    """Documents that follow each other, numbered from `first` in the order of the sources."""

    first: int
    documents: list[Any]

    def split(self, step: int) -> list[_Batch]:
        """What is before a document, the document alone, and what is after it."""
        at = step - self.first
        pieces = [(self.first, self.documents[:at]), (step, [self.documents[at]]), (step + 1, self.documents[at + 1 :])]
        return [_Batch(first, documents) for first, documents in pieces if documents]

    def covers(self, step: int) -> bool:
        """Whether a document is one of these; no other is ever touched."""
        return self.first <= step < self.first + len(self.documents)

    def is_alone(self, step: int) -> bool:
        """Whether this is one document and no more."""
        return self.first == step and len(self.documents) == 1


def clean_many(
    sources: Iterable[Given],
    *,
    cleaner: Cleaner | None = None,
    jobs: int | None = None,
    timeout: float | None = 60.0,
    memory: int | None = None,
    on_error: str = "raise",
) -> Iterator[Article | InputError]:
    r"""Clean many documents in worker processes; articles come in the order of the sources.

    sources: texts, bytes, or mappings with the keywords of `Cleaner.clean` and the document under `source`. Read as
        needed: no more than a few batches are held, so it may be endless.
    cleaner: settings; the shipped rules by default.
    jobs: workers; the cores this process may use by default. 0 cleans in this process, without deadline or isolation.
    timeout: seconds of wall time for one document, after which it is killed and fails as `timeout`.
    memory: bytes one worker may use; a document that needs more fails as `memory`.
    on_error: `raise` the InputError of the first document that fails, or `return` it in the place of its article.

    Raises InputError (kinds: binary, timeout, crash, memory …).

    >>> [article.text for article in clean_many(["One text.", "Share this post\n\nAnother."], jobs=0)]
    ['One text.', 'Another.']
    """
    if on_error not in ("raise", "return"):
        raise ValueError(f"on_error is 'raise' or 'return', not {on_error!r}")
    made = cleaner or Cleaner()
    results = _here(sources, made) if jobs == 0 else _pooled(sources, made, jobs, timeout, memory)
    for result in results:
        if isinstance(result, InputError) and on_error == "raise":
            raise result
        yield result


def _here(sources: Iterable[Given], cleaner: Cleaner) -> Iterator[Article | InputError]:
    for source in sources:
        yield _clean(cleaner, source)


def _pooled(
    sources: Iterable[Given], cleaner: Cleaner, jobs: int | None, timeout: float | None, memory: int | None
) -> Iterator[Article | InputError]:
    limits = Limits(timeout=timeout or float("inf"), memory=memory or Limits().memory)
    workers = jobs or usable_cores()
    waiting: dict[int, list[Article | InputError]] = {}
    window = workers * 4 * BATCH
    next_out = 0

    def batches() -> Iterator[_Batch | None]:
        for batch in _batches(sources):
            while batch.first - next_out >= window:
                yield None  # the oldest batch is still being worked on: take no more until it is out
            yield batch

    with Pool(partial(_Runner, cleaner), workers, limits) as pool:
        for done in pool.run(batches()):
            waiting[done.task.first] = done.value
            while next_out in waiting:
                results = waiting.pop(next_out)
                next_out += len(results)
                yield from results


def _batches(sources: Iterable[Given]) -> Iterator[_Batch]:
    source = iter(sources)
    number = 0
    while True:
        held: list[Any] = []
        size = 0
        for one in islice(source, BATCH):
            held.append(one)
            size += len(one["source"] if isinstance(one, Mapping) else one)
            if size > BATCH_CHARS:
                break
        if not held:
            return
        yield _Batch(number, held)
        number += len(held)


class _Runner:
    """What a worker does with a batch."""

    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner

    def __call__(
        self, task: _Batch, skip: Mapping[int, Skip], beat: Callable[[int], None]
    ) -> list[Article | InputError]:
        results: list[Article | InputError] = []
        for number, source in enumerate(task.documents, task.first):
            beat(number)
            skipped = skip.get(number)
            results.append(InputError(skipped.kind, skipped.why) if skipped else _clean(self.cleaner, source))
        return results


def _clean(cleaner: Cleaner, given: Given) -> Article | InputError:
    try:
        if isinstance(given, Mapping):
            return cleaner.clean(**given)
        return cleaner.clean(given)
    except InputError as error:
        return error
    except (MemoryError, TypeError):
        raise
    except Exception as error:  # noqa: BLE001  # any document gives an article or a named failure
        return InputError("error", f"an error of cleaner itself: {type(error).__name__}: {error}")
