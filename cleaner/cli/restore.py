"""`cleaner restore OUT -o BACK`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "restore",
    short_help="Rebuild the sources of a run.",
    epilog="Example: `cleaner restore out -o back && diff -r seeds back` prints nothing.",
)
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "-o", "--back", metavar="BACK", required=True, type=click.Path(path_type=Path), help="New or empty folder."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(output: Path, back: Path, quiet: bool) -> int:
    """Rebuild the sources that the run in OUT was made from, byte for byte, under BACK.

    Of an HTML page the text comes back, not the page. What cannot be restored is listed, and the exit code is then 3.
    """
    from cleaner.batch.restore import restore_run

    restored = restore_run(output, back)
    for sentence in restored.lost:
        click.echo(f"cleaner: {sentence}", err=True)
    if not quiet:
        notes = [f"{restored.exact} sources restored"]
        if restored.rows:
            notes.append(f"{restored.rows} of them rows, each a file of its own")
        if restored.unpacked:
            notes.append(f"{restored.unpacked} of them unpacked")
        if restored.pages:
            notes.append(f"{restored.pages} pages as their text")
        if restored.lost:
            notes.append(f"{len(restored.lost)} not restorable")
        click.echo("; ".join(notes), err=True)
    return 3 if restored.lost else 0
