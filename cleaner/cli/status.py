"""`cleaner status OUT`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("status", short_help="Say how far a run is and what it counted.")
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def command(output: Path, as_json: bool) -> int:
    """Say of the run in OUT whether it is running, complete or interrupted, how far it is, and what it counted.

    Exit 0 when it is complete and nothing failed, 3 when inputs failed, 130 when it is not complete.
    """
    import msgspec

    from cleaner.batch.status import status

    told = status(output)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1))
    else:
        click.echo(f"{told.state}: {told.done} of {told.shards} shards, {told.inputs} inputs")
        click.echo(f"{told.tally.documents} articles, {told.tally.failed} failed")
        for kind, number in sorted(told.tally.failures.items()):
            click.echo(f"  {kind}: {number}")
        click.echo(f"begun {told.started}" + (f", ended {told.finished}" if told.finished else ""))
    return 130 if told.state != "complete" else 3 if told.tally.failed else 0
