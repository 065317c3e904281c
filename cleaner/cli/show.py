"""What a run shows: progress, failures, and tables at the end. The door to rich."""

from __future__ import annotations

import csv
import io
import sys
import time
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cleaner.batch.names import shown

if TYPE_CHECKING:
    from types import TracebackType

    from cleaner.batch.run import Report
    from cleaner.batch.tally import Tally

EVERY = 5.0
"""Seconds between lines of progress where there is no terminal."""
PER_INPUT = 1000
"""Bytes that an input counts for in the progress, beside its own: opening takes time, and stores may tell no size."""
MAX_FAILURES = 20
"""Failures told one by one; all are in failures.jsonl."""
MAX_RULES = 15


class Show:
    """Listens to the events of a run. Everything goes to stderr; stdout is for data."""

    def __init__(self, *, quiet: bool, events: str | None = None) -> None:
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._progress: Progress | None = None
        self._events: IO[bytes] | None = open(events, "wb") if events else None  # noqa: SIM115  # closed on exit
        self._task: Any = None
        self._inputs = self._articles = self._failed = 0
        self._todo_inputs = 0
        self._done = self._todo = 0
        """Bytes, and PER_INPUT for each input."""
        self._began = self._said = time.monotonic()

    def __enter__(self) -> Show:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if self._events is not None:
            self._events.close()

    def watch(self, event: dict[str, Any]) -> None:
        """Take note of one event."""
        if self._events is not None:
            stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
            self._events.write(msgspec.json.encode({"time": stamp, **event}) + b"\n")
            self._events.flush()
        kind = event["event"]
        if kind == "failure":
            self._failed += 1
            if self._failed <= MAX_FAILURES:
                self._say(f"failed: {event['message']}")
            elif self._failed == MAX_FAILURES + 1:
                self._say("more failures follow; all are listed in failures.jsonl")
        elif kind == "plan":
            self._todo_inputs = event["todo_inputs"]
            self._todo = event["todo_bytes"] + PER_INPUT * self._todo_inputs
        elif kind == "workers":  # not before: the thread that draws would keep them from being forked
            self._start()
        elif kind == "block":
            self._inputs += event["inputs"]
            self._done += event["read"] + PER_INPUT * event["inputs"]
            self._articles += event["documents"]
            self._step()
        elif kind == "stopping":
            self._say("stopping: what is in flight is finished and kept; once more to stop at once")

    def _say(self, message: str) -> None:
        if self._progress is not None:
            self._progress.console.print(Text(f"cleaner: {message}"))
        else:
            print(f"cleaner: {message}", file=sys.stderr, flush=True)  # noqa: T201  # the command's own output

    def _start(self) -> None:
        self._began = self._said = time.monotonic()
        if self._quiet or not self._console.is_terminal or self._console.is_dumb_terminal:
            return
        self._progress = Progress(
            TextColumn("cleaning"),
            BarColumn(),
            TextColumn("{task.fields[inputs]}/{task.fields[todo]} inputs"),
            TextColumn("{task.fields[rate]:.0f}/s  {task.fields[failed]} failed"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        todo = self._todo_inputs
        self._task = self._progress.add_task("", total=self._todo, inputs=0, todo=todo, rate=0.0, failed=0)
        self._progress.start()

    def _step(self) -> None:
        now = time.monotonic()
        spent = max(now - self._began, 0.001)
        rate = self._articles / spent
        if self._progress is not None:
            self._progress.update(self._task, completed=self._done, inputs=self._inputs, rate=rate, failed=self._failed)
        elif not self._quiet and now - self._said > EVERY:
            self._said = now
            left = span(max(0, self._todo - self._done) * spent / max(self._done, 1))
            self._say(
                f"{self._inputs} of {self._todo_inputs} inputs, {self._articles} articles, {rate:.0f}/s, "
                f"{self._failed} failed, about {left} to go"
            )

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def end(self, report: Report, told: str | None) -> None:
        """The tables and the last line."""
        self._stop()
        if self._quiet:
            return
        for table in _tables(report.tally):
            self._console.print(table)
        self._console.print(Text(_sentence(report, told)))


def span(seconds: float) -> str:
    """A time as people say it.

    >>> span(9.6), span(150), span(11_000)
    ('10 s', '2 min 30 s', '3 h 3 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _sentence(report: Report, told: str | None) -> str:
    tally = report.tally
    parts = [f"{report.inputs} inputs, {tally.documents} articles", f"{tally.failed} failed"]
    if report.redone < report.shards:
        parts.append(f"{report.shards - report.redone} of {report.shards} shards were done before")
    if report.gone:
        parts.append(f"{report.gone} inputs of the run before are gone, and their articles with them")
    line = f"{', '.join(parts)}; {report.seconds:.1f} s"
    if report.state == "interrupted":
        return f"interrupted: {line}; run the same command again to go on"
    return f"{line}; in {shown(told)}" if told else line


def _tables(tally: Tally) -> list[Table]:
    tables: list[Table] = []
    ranked = sorted(tally.rules.items(), key=lambda item: (-item[1][0], item[0]))
    if ranked:
        rules = _table("Rule", "hits", "documents", "characters")
        for name, values in ranked[:MAX_RULES]:
            rules.add_row(name, *map(str, values))
        if len(ranked) > MAX_RULES:
            rest = [
                sum(values[0] for _, values in ranked[MAX_RULES:]),
                sum(values[2] for _, values in ranked[MAX_RULES:]),
            ]
            rules.add_row(f"({len(ranked) - MAX_RULES} more)", str(rest[0]), "", str(rest[1]))
        tables.append(rules)
    for title, held in (("Flag", tally.flags), ("Encoding", tally.encodings), ("Failure", tally.failures)):
        if held and (title != "Encoding" or set(held) - {"utf-8", "ascii"}):
            table = _table(title, "documents")
            for name, number in sorted(held.items(), key=lambda item: (-item[1], item[0])):
                table.add_row(name, str(number))
            tables.append(table)
    return tables


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def summary(report: Report, form: str) -> str:
    """The counts of a run for a paper's methods section: a table Step / before / after / dropped, or all of it."""
    tally = report.tally
    rows = steps(tally)
    if form == "json":
        table = [dict(zip(("step", "unit", "before", "after", "dropped"), row, strict=True)) for row in rows]
        whole = {"inputs": report.inputs, "table": table, **msgspec.to_builtins(tally)}
        return msgspec.json.format(msgspec.json.encode(whole), indent=1).decode() + "\n"
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("step", "unit", "before", "after", "dropped"))
        writer.writerows(rows)
        return out.getvalue()
    lines = ["| Step | unit | before | after | dropped |", "|---|---|---:|---:|---:|"]
    lines += [f"| {step} | {unit} | {before} | {after} | {dropped} |" for step, unit, before, after, dropped in rows]
    return "\n".join(lines) + "\n"


def steps(tally: Tally) -> list[tuple[str, str, int, int, int]]:
    """Step, unit, before, after, dropped: documents first, then characters through the steps that change text."""
    from cleaner.batch.tally import STEPS

    found = tally.documents + tally.failed
    rows = [("read", "documents", found, tally.documents, tally.failed)]
    chars = tally.chars_in
    for step in STEPS:
        dropped = tally.steps.get(step, [0, 0, 0])[2]
        rows.append((step, "characters", chars, chars - dropped, dropped))
        chars -= dropped
    return rows
