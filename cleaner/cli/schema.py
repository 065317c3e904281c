"""`cleaner schema`."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of a record.")
def command() -> int:
    """Print the JSON Schema (draft 2020-12) of one line of articles.jsonl."""
    import msgspec

    from cleaner.record import schema

    click.echo(msgspec.json.format(msgspec.json.encode(schema()), indent=2))
    return 0
