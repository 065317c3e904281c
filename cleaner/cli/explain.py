"""`cleaner explain FILE[:LINE]`: why each line was kept or cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.explain import LineStory
    from cleaner.rulebook import RuleBook


@click.command(
    "explain",
    epilog="Example: cleaner explain page.txt:7 tells what happened to line 7 and which rules nearly took it.",
)
@click.argument("place", metavar="FILE[:LINE]")
@click.option("--rules", "rules", multiple=True, type=click.Path(path_type=Path), help="Rule file of your own (again).")
@click.option("--profile", type=click.Choice(["strict", "balanced", "keep"]), default="balanced", show_default=True)
@click.option("--url", help="Where the document was found: rules for its site then apply.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line of the document.")
def command(place: str, rules: tuple[Path, ...], profile: str, url: str | None, as_json: bool) -> None:
    """Show for each line of FILE whether it was kept or cut, by which rule, what was read from it, and what nearly
    happened. With :LINE only that line, with all that is known about the rules involved.
    """
    import msgspec

    from cleaner.decoding import decode
    from cleaner.errors import InputError, UsageError
    from cleaner.explain import explain
    from cleaner.pipeline import Cleaner

    path, line = _parse(place)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    using = Cleaner(rules=rules, profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the three words
    media = "text/html" if path.suffix.lower() in (".html", ".htm") else "text/plain"
    try:
        article = using.clean(data, url=url, media_type=media, path=path.name)
    except InputError as error:
        raise InputError(error.kind, f"{path}: {error}") from error
    stories = explain(article, decode(data, media="html").text if media == "text/html" else None)
    if line is not None:
        if not 1 <= line <= len(stories):
            raise UsageError(f"{path} has {len(stories)} lines; there is no line {line}")
        stories = [stories[line - 1]]
    for story in stories:
        if as_json:
            click.echo(msgspec.json.encode(story))
        else:
            _show(story, using.rulebook, detailed=line is not None)


def _parse(place: str) -> tuple[Path, int | None]:
    path = Path(place)
    head, colon, tail = place.rpartition(":")
    if colon and tail.isdigit() and not path.exists():
        return Path(head), int(tail)
    return path, None


_MARKS = {"kept": " ", "cut": "-", "part": "~", "title": "T", "blank": " "}
_COLOURS = {"cut": "red", "part": "yellow", "title": "green"}


def _show(story: LineStory, book: RuleBook, *, detailed: bool) -> None:
    from cleaner.reasons import REASONS

    does = {rule.id: rule.does for rule in book.rules} if detailed else {}

    def why(reasons: str) -> str:
        known = [f"{by}: {does.get(by) or REASONS.get(by, '')}" if detailed else by for by in reasons.split("+")]
        return "; ".join(known)

    mark = click.style(f"{story.number:5} {_MARKS[story.verdict]} ", fg=_COLOURS.get(story.verdict))
    click.echo(f"{mark}{story.text}" if story.verdict != "blank" else mark.rstrip())
    if story.score is not None:
        click.echo(f"        score {story.score:+.1f}{': ' if story.evidence else ''}{story.evidence}")
    for edit in story.edits:
        part = f" ({edit.before.strip()!r})" if story.verdict == "part" else ""
        copy = f", a copy of characters {edit.dup_of[0]} to {edit.dup_of[1]}" if edit.dup_of else ""
        click.echo(f"        {'moved' if story.verdict == 'title' else 'cut'} by {why(edit.by)}{part}{copy}")
    for field, value in story.values:
        click.echo(f"        {field} = {value}")
    for reason in story.repairs:
        click.echo(f"        repaired by {why(reason)}")
    for miss in story.near_misses:
        click.echo(f"        nearly: {miss.action} by {why(miss.by)}, but {miss.why}")
