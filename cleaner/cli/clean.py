"""`cleaner clean PATH… -o OUT`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.repairs import repair_options, repairs
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch.run import Report

EPILOG = """Examples: `cleaner clean seeds -o out` writes texts, records and the journal into the folder out;
`cleaner clean dump.jsonl.gz --text-field body -o clean.parquet` one file of records; `cleaner clean - -o -` reads
standard input and writes records to standard output."""


@click.command("clean", short_help="Clean files and folders into records, texts and a journal.", epilog=EPILOG)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="OUT", help="Folder, or file: .jsonl[.gz|.zst] .parquet .csv .sqlite; - is stdout."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option("--diff", is_flag=True, help="Print what changes as a unified diff; exit 1 if anything does.")
@click.option("--rules", multiple=True, metavar="FILE", help="Rule file of your own (again).")
@click.option("--profile", type=click.Choice(["strict", "balanced", "keep"]), default="balanced", show_default=True)
@click.option("--extractor", type=click.Choice(["auto", "own", "trafilatura"]), default="auto", show_default=True)
@click.option(
    "--captions",
    type=click.Choice(["capture", "keep", "drop"]),
    default="capture",
    show_default=True,
    help="Captions of pictures in HTML.",
)
@click.option(
    "--tables",
    type=click.Choice(["keep", "drop"]),
    default="keep",
    show_default=True,
    help="Rows of tables in HTML.",
)
@repair_options
@click.option(
    "--journal",
    type=click.Choice(["sidecar", "inline", "none"]),
    default="sidecar",
    show_default=True,
    help="Where the account of every change goes.",
)
@click.option(
    "--tree",
    type=click.Choice(["txt", "md", "none"]),
    default="txt",
    show_default=True,
    help="Files beside the records, one for each article (folders only).",
)
@click.option(
    "--txt",
    type=click.Choice(["full", "body"]),
    default="full",
    show_default=True,
    help="Whether a .txt begins with the title.",
)
@click.option("--jobs", type=click.IntRange(min=0), help="Worker processes; 0: none.  [default: the usable cores]")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Seconds a document.")
@click.option("--memory-mb", type=click.IntRange(min=64), default=2048, show_default=True, help="For one worker.")
@click.option("--max-mb", type=click.IntRange(min=1), default=256, show_default=True, help="Largest document read.")
@click.option(
    "--input-format",
    type=click.Choice(["text", "markdown", "html", "jsonl", "json", "csv", "parquet", "warc"]),
    help="Read every input as this, whatever its suffix.",
)
@click.option("--text-field", default="text", show_default=True, help="Column of a row that holds its text.")
@click.option("--html-field", default="html", show_default=True, help="Column that holds HTML, where there is no text.")
@click.option("--id-field", default="id", show_default=True, help="Column that becomes source.row_id.")
@click.option("--url-field", default="url", show_default=True, help="Column that becomes url.")
@click.option("--resume", "mode", flag_value="resume", help="Go on where a run stopped (this is the default).")
@click.option("--restart", "mode", flag_value="restart", help="Forget what an earlier run did in this output.")
@click.option("--rerun", "mode", flag_value="rerun", help="After a change of rules, redo only what they could touch.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed before.")
@click.option("--fail-fast/--keep-going", default=False, show_default=True, help="Stop at the first failure.")
@click.option("--fail-on", metavar="FLAG,…", help="Exit 1 if an article has one of these flags; `any`: any flag.")
@click.option("--summary", type=click.Choice(["md", "csv", "json"]), help="Print the counts of the run to stdout.")
@click.option(
    "--events", type=click.Path(dir_okay=False), help="Write what happens to this file, one JSON object a line."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Clean the articles in PATH… and write them to OUT.

    PATH is a folder, a file, a quoted glob, @LIST (a file of paths), - (standard input) or a URL; OUT a folder or a
    file. The same command again goes on where it stopped, and does what has changed since.
    """
    from cleaner.batch.options import Limits, Options
    from cleaner.batch.run import Orders, run
    from cleaner.batch.scratch import scratch
    from cleaner.batch.target import target_of
    from cleaner.cli.show import Show, summary
    from cleaner.finders.body_options import BodyOptions
    from cleaner.pipeline import Cleaner

    _check(given)
    flags = _flags(given["fail_on"])
    if given["output"] not in (None, "-"):
        target_of(given["output"])
    cleaner = Cleaner(
        rules=given["rules"],
        profile=given["profile"],
        extractor=given["extractor"],
        body=BodyOptions(captions=given["captions"], tables=given["tables"]),
        repair=repairs(given["repair"], given["bijoy"]),
    )
    with ExitStack() as stack:
        temporary = given["dry_run"] or given["output"] == "-"
        output = stack.enter_context(scratch()) / "run" if temporary else Path(given["output"])
        options = Options(
            tree="none" if temporary else given["tree"],
            part=given["txt"],
            journal="sidecar" if given["dry_run"] else given["journal"],
            input_format=given["input_format"],
            text_field=given["text_field"],
            html_field=given["html_field"],
            id_field=given["id_field"],
            url_field=given["url_field"],
            max_bytes=given["max_mb"] << 20,
        )
        orders = Orders(
            mode=given["mode"] or "auto",
            jobs=given["jobs"],
            limits=Limits(timeout=given["timeout"], memory=given["memory_mb"] << 20),
            retry_failed=given["retry_failed"],
            fail_fast=given["fail_fast"],
            rules=tuple(given["rules"]),
        )
        show = stack.enter_context(Show(quiet=given["quiet"], events=given["events"]))
        report = run(paths, output, cleaner, options, orders, show.watch)
        show.end(report, told=given["output"] if not temporary else None)
        changed = _print_diff(report.run) if given["diff"] else False
        if given["output"] == "-" and not given["dry_run"]:
            _print_records(report.run)
        if given["summary"]:
            click.echo(summary(report, given["summary"]), nl=False)
        return _code(report, flags, changed)


def _check(given: dict[str, Any]) -> None:
    if given["output"] is None and not given["dry_run"]:
        raise UsageError("where to? name an output with -o OUT, or look only with --dry-run (--diff)")
    if given["diff"] and not given["dry_run"] and (given["journal"] != "sidecar" or given["output"] == "-"):
        raise UsageError("--diff needs --dry-run or --journal sidecar, and stdout for itself")


def _flags(asked: str | None) -> frozenset[str]:
    from typing import get_args

    from cleaner.record import Flag

    if not asked:
        return frozenset()
    known = frozenset(get_args(Flag))
    wanted = known if asked == "any" else frozenset(asked.split(","))
    if wanted - known:
        listed = ", ".join(sorted(known))
        raise UsageError(f"--fail-on: no such flag {', '.join(sorted(wanted - known))}; flags are {listed}")
    return wanted


def _print_diff(folder: Path) -> bool:
    from cleaner.batch.diff import run_diff

    changed = False
    for line in run_diff(folder):
        changed = True
        click.echo(line)
    return changed


def _print_records(folder: Path) -> None:
    import shutil

    sys.stdout.flush()
    with open(folder / "articles.jsonl", "rb") as lines:
        shutil.copyfileobj(lines, sys.stdout.buffer)


def _code(report: Report, flags: frozenset[str], changed: bool) -> int:
    if report.exit_code:
        return report.exit_code
    return 1 if changed or any(report.tally.flags.get(flag) for flag in flags) else 0
