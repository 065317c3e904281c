"""`cleaner validate FILE…`."""

from __future__ import annotations

from pathlib import Path

import click

MAX_TOLD = 20


@click.command("validate", short_help="Check records against article/1.")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...]) -> int:
    """Check every record in PATH… (a run, .jsonl[.gz|.zst], .parquet or .sqlite) against article/1, and that its text,
    its counts and its hash belong together. Exit 1 if one does not; the first are told.
    """
    from cleaner.batch.names import shown
    from cleaner.batch.validate import problems

    wrong = good = 0
    for path in paths:
        for place, problem in problems(path):
            if problem is None:
                good += 1
                continue
            wrong += 1
            if wrong <= MAX_TOLD:
                click.echo(f"{shown(path)}: {place}: {problem}")
    if wrong > MAX_TOLD:
        click.echo(f"… and {wrong - MAX_TOLD} more")
    click.echo(f"{good} valid, {wrong} not", err=True)
    return 1 if wrong else 0
