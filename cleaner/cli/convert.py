"""`cleaner convert FROM -o TO`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "convert",
    short_help="Write the records of a run in another format.",
    epilog="Example: `cleaner convert out -o articles.parquet`, then read it with pandas, polars or DuckDB.",
)
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="TO",
    required=True,
    type=click.Path(path_type=Path),
    help="New file: .jsonl[.gz|.zst], .parquet, .csv or .sqlite.",
)
@click.option("--inline", is_flag=True, help="Put the journal of each article into its row.")
def command(source: Path, output: Path, inline: bool) -> int:
    """Write the records in FROM (a run, .jsonl[.gz|.zst], .parquet or .sqlite) to TO, in the format of its suffix."""
    from cleaner.batch.export import convert

    convert(source, output, inline=inline)
    return 0
