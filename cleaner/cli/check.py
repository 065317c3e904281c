"""`cleaner check PATH…`."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.errors import UsageError


@click.command(
    "check",
    short_help="Exit 1 if chrome, a doubled body or mojibake is left.",
    epilog="Example: `cleaner check corpus/` in a continuous build keeps chrome out of a corpus.",
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--rules", multiple=True, metavar="FILE", help="Rule file of your own (again).")
@click.option("--profile", type=click.Choice(["strict", "balanced"]), default="balanced", show_default=True)
@click.option("--text-field", default="text", show_default=True, help="Column of a row that holds its text.")
@click.option("--jobs", type=click.IntRange(min=0), help="Worker processes; 0: none.  [default: the usable cores]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each finding.")
@click.option("-q", "--quiet", is_flag=True, help="Print no findings; the exit code says it.")
def command(
    paths: tuple[str, ...],
    rules: tuple[str, ...],
    profile: str,
    text_field: str,
    jobs: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Look for chrome, doubled passages and mojibake in PATH… and change nothing. Exit 1 if anything is found.

    Of a run's output the articles' texts are looked at.
    """
    import msgspec

    from cleaner.batch.check import left_in
    from cleaner.batch.names import shown
    from cleaner.batch.options import Options
    from cleaner.batch.run import Orders, run
    from cleaner.batch.scratch import scratch
    from cleaner.cli.show import Show
    from cleaner.pipeline import Cleaner

    cleaner = Cleaner(rules=rules, profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the words
    options = Options(tree="none", text_field=text_field)
    with scratch() as folder, Show(quiet=True) as show:
        output = folder / "run"
        report = run([_records(path) for path in paths], output, cleaner, options, Orders(jobs=jobs), show.watch)
        found = 0
        for left in left_in(output):
            found += 1
            if as_json:
                click.echo(msgspec.json.encode(left))
            elif not quiet:
                row = f" (row {shown(left.row_id)})" if left.row_id else ""
                click.echo(f"{shown(left.path)}:{left.line}: {left.what} [{left.by}]{row} {left.text}")
        if not quiet:
            articles = f"{report.tally.documents} articles"
            click.echo(f"{articles}, {found} findings" if found else f"{articles}, nothing found", err=True)
        return report.exit_code or (1 if found else 0)


def _records(path: str) -> str:
    """The records of a run in place of its folder: their texts are what counts, not the files around them."""
    from cleaner.batch.inputs import is_run

    if not is_run(path):
        return path
    records = Path(path) / "articles.jsonl"
    if not records.exists():
        raise UsageError(f"{path}: the run has not finished; run the same clean command again, then check")
    return str(records)
