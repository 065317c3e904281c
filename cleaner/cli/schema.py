"""`cleaner schema`."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of a record.")
@click.option("--columns", is_flag=True, help="The columns of Parquet, CSV and SQLite instead, one a line.")
def command(columns: bool) -> int:
    """Print the JSON Schema (draft 2020-12) of one line of articles.jsonl."""
    import msgspec

    if columns:
        from cleaner.batch.columns import described

        click.echo(described(), nl=False)
        return 0
    from cleaner.record import schema

    click.echo(msgspec.json.format(msgspec.json.encode(schema()), indent=2))
    return 0
