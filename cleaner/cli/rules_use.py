"""`cleaner rules stats` and `cleaner rules diff`: what rules do to a folder of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.batch.rule_diff import Change
    from cleaner.batch.rule_use import Use
    from cleaner.pipeline import Cleaner
    from cleaner.rulebook import RuleBook

EXAMPLE_WIDTH = 60
SORTS = ("hits", "documents", "characters", "id")

_JOBS = click.option(
    "--jobs", type=click.IntRange(min=0), help="Worker processes; 0: none.  [default: the usable cores]"
)
_PROFILE = click.option("--profile", type=click.Choice(["strict", "balanced"]), default="balanced", show_default=True)


@click.command(
    "stats",
    short_help="What each rule does in a folder: hits, documents, places, lines.",
    epilog="Examples: `cleaner rules stats corpus/` cleans the folder and shows what the rules did; "
    "`cleaner rules stats out --only 'en.nav.*' --examples 20` reads a finished run and shows the lines of some rules; "
    "`cleaner rules stats corpus/ --never` lists the rules that do nothing there.",
)
@click.argument("path", metavar="DIR")
@click.option("--only", "globs", metavar="GLOB", multiple=True, help="Only rules of this id or glob (again).")
@click.option("--sort", type=click.Choice(SORTS), default="hits", show_default=True)
@click.option(
    "--examples", type=click.IntRange(min=0), metavar="N", help="Show the N most frequent lines of each rule."
)
@click.option("--never", is_flag=True, help="Show instead the rules that run and do nothing (R033).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each rule.")
@click.option("--rules", "files", multiple=True, metavar="FILE", help="Rule file of your own (again).")
@_PROFILE
@_JOBS
def stats(
    path: str,
    globs: tuple[str, ...],
    sort: str,
    examples: int | None,
    never: bool,
    as_json: bool,
    files: tuple[str, ...],
    profile: str,
    jobs: int | None,
) -> int:
    """Show what each rule does in DIR: inputs, which are cleaned and left as they are, or a run that kept its journal.

    Columns: hits, documents, characters taken; the share of the hits before, between and after the text that stays;
    `nearly`, the lines that a rule matched but a condition or another verdict held; the most frequent line.
    """
    from cleaner.batch.inputs import is_run
    from cleaner.batch.rule_use import idle, rule_use
    from cleaner.pipeline import Cleaner
    from cleaner.rulebook.book import names

    code = 0
    if is_run(path):
        if files:
            raise UsageError(f"{path} is a finished run, made with its own rules: --rules does not go with it")
        from cleaner.batch.rule_diff import rules_of_run

        book = rules_of_run(Path(path))
        uses, documents = rule_use(_with_journal(path))
    else:
        cleaner = Cleaner(rules=files, profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the words
        book = cleaner.rulebook
        with _runs([path], [cleaner], jobs) as (folders, code):
            uses, documents = rule_use(folders[0])
    chosen = {name: use for name, use in uses.items() if not globs or any(names(glob, name) for glob in globs)}
    if never:
        _never(book, globs, chosen, documents, as_json=as_json)
        return code
    _print(_sorted(chosen, sort), examples, as_json=as_json)
    total = sum(use.hits for use in chosen.values())
    click.echo(
        f"{documents} documents, {total} hits of {sum(use.hits > 0 for use in chosen.values())} rules; "
        f"{len(idle(book, uses))} of the {len(book.active)} rules that run do nothing here",
        err=True,
    )
    return code


def _with_journal(path: str) -> Path:
    from cleaner.batch.store import read_manifest

    manifest = read_manifest(Path(path))
    if manifest is None or manifest.state != "complete":
        raise UsageError(f"{path}: the run has not finished; run the same clean command again")
    if manifest.settings.told.get("journal") == "none":
        raise UsageError(f"{path}: the run kept no journal (--journal none), so nothing is known of its rules")
    return Path(path)


@contextmanager
def _runs(inputs: list[str], cleaners: list[Cleaner], jobs: int | None) -> Iterator[tuple[list[Path], int]]:
    """Clean the inputs with each cleaner into a folder of its own, removed at the end; and the exit code."""
    from cleaner.batch.options import Options
    from cleaner.batch.run import Orders, run
    from cleaner.batch.scratch import scratch
    from cleaner.cli.show import Show

    with scratch() as folder:
        outputs = []
        code = 0
        for number, cleaner in enumerate(cleaners):
            output = folder / f"run-{number}"
            with Show(quiet=True) as show:
                report = run(inputs, output, cleaner, Options(tree="none"), Orders(jobs=jobs), show.watch)
            outputs.append(output)
            code = max(code, report.exit_code)
        yield outputs, code


def _sorted(uses: dict[str, Use], sort: str) -> list[tuple[str, Use]]:
    if sort == "id":
        return sorted(uses.items())
    return sorted(uses.items(), key=lambda item: (-getattr(item[1], sort), -item[1].nearly, item[0]))


def _print(uses: list[tuple[str, Use]], examples: int | None, *, as_json: bool) -> None:
    from cleaner.batch.names import shown

    if as_json:
        import msgspec

        for name, use in uses:
            row = {
                "rule": name,
                "hits": use.hits,
                "documents": use.documents,
                "characters": use.characters,
                "head": use.head,
                "middle": use.hits - use.head - use.tail,
                "tail": use.tail,
                "values": use.read,
                "nearly": use.nearly,
                "held_by": dict(sorted(use.reasons.items())),
                "different_lines": len(use.lines),
                "examples": [{"line": line, "hits": count} for line, count in use.examples(examples or 5)],
            }
            click.echo(msgspec.json.encode(row))
        return
    if not uses:
        return
    width = max(len(name) for name, _ in uses)
    head = (
        f"{'rule':<{width}}  {'hits':>7} {'docs':>7} {'chars':>8} {'head%':>6} {'mid%':>5} {'tail%':>5} {'nearly':>7}"
    )
    click.echo(f"{head}  most frequent")
    for name, use in uses:
        shares = [round(100 * use.share(place)) if use.hits else "-" for place in ("head", "middle", "tail")]
        example = next((shown(line) for line, _ in use.examples(1)), "")
        click.echo(
            f"{name:<{width}}  {use.hits:>7} {use.documents:>7} {use.characters:>8} {shares[0]:>6} {shares[1]:>5} "
            f"{shares[2]:>5} {use.nearly:>7}  {_short(example)}".rstrip()
        )
        if examples:
            for line, count in use.examples(examples):
                click.echo(f"{count:>12}  {shown(line)}")
            for reason, count in sorted(use.reasons.items(), key=lambda held: (-held[1], held[0])):
                click.echo(f"{count:>12}  held: {reason}")


def _short(text: str) -> str:
    return text if len(text) <= EXAMPLE_WIDTH else text[: EXAMPLE_WIDTH - 1] + "…"


def _never(book: RuleBook, globs: tuple[str, ...], uses: dict[str, Use], documents: int, *, as_json: bool) -> None:
    from cleaner.batch.rule_use import idle
    from cleaner.rulebook.book import names
    from cleaner.rulebook.problems import Problem

    silent = [rule for rule in idle(book, uses) if not globs or any(names(glob, rule.id) for glob in globs)]
    held = {name for name, use in uses.items() if use.nearly and not use.hits and not use.read}
    for rule in book.active:
        nearly = rule.id in held
        if rule not in silent and not nearly:
            continue
        why = (
            ", ".join(f"{reason} {count} times" for reason, count in sorted(uses[rule.id].reasons.items()))
            if nearly
            else ""
        )
        if as_json:
            import msgspec

            click.echo(msgspec.json.encode({"rule": rule.id, "file": rule.file, "line": rule.line, "held_by": why}))
            continue
        message = f"matches lines, but never cuts one: {why}" if nearly else "fires nowhere here"
        problem = Problem(rule.file, rule.line, "R033", rule.id, message)
        click.echo(problem.render().replace(": error[", ": warning[", 1))
    click.echo(f"{documents} documents: {len(silent)} rules match nothing, {len(held)} match and never cut", err=True)


@click.command(
    "diff",
    short_help="Lines newly removed and newly kept under other rules.",
    epilog="Examples: `cleaner rules diff shipped mine.toml corpus/` shows what a file of your own changes; "
    "`cleaner rules diff before/rules rules corpus/` what a change of packs does, before being an older checkout; "
    "`cleaner rules diff out shipped out` what the rules of today would do to the sources of an earlier run.",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("path", metavar="DIR")
@click.option(
    "--examples", type=click.IntRange(min=0), default=20, show_default=True, help="Lines for each rule; 0: all."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each line.")
@_PROFILE
@_JOBS
def diff(old: str, new: str, path: str, examples: int, as_json: bool, profile: str, jobs: int | None) -> int:
    """Clean DIR with the rules OLD and with the rules NEW, and list the lines that only one of them removes, by rule.
    Exit 1 if there is such a line.

    OLD and NEW are `shipped`, the packs that come with cleaner; a rule file, which is added to them; a folder of packs,
    which stands in their place; or the output of a run, for the rules it was made with. DIR holds inputs, or is the
    output of a run: then its sources are cleaned again (of a page its text).
    """
    from cleaner.batch.names import shown
    from cleaner.batch.rule_diff import Compared, compare
    from cleaner.pipeline import Cleaner

    cleaners = [
        Cleaner(rules=_book(name, profile), profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the words
        for name in (old, new)
    ]
    counts = Compared()
    found: dict[tuple[str, str], list[Change]] = {}
    with _sources(path) as source, _runs([source], cleaners, jobs) as (folders, code):
        for change in compare(folders[0], folders[1], counts):
            found.setdefault((change.change, change.by), []).append(change)
    if as_json:
        import msgspec

        for key in sorted(found):
            for change in found[key]:
                click.echo(msgspec.json.encode(change))
    else:
        for kind, sign, title in (("removed", "-", "newly removed"), ("kept", "+", "newly kept")):
            rules = sorted((key for key in found if key[0] == kind), key=lambda key: (-len(found[key]), key))
            for key in rules:
                _print_changes(title, sign, key[1], found[key], examples)
        for (before, after), count in sorted(counts.handed.items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"removed by both: {count} by {before} before, by {after} now")
    lines = Counter(kind for (kind, _), changes in found.items() for _ in changes)
    click.echo(
        f"{shown(path)}: {counts.documents} documents, {counts.changed} of them change: "
        f"{lines['removed']} lines newly removed, {lines['kept']} newly kept"
        + (f"; {counts.missing} could not be compared" if counts.missing else ""),
        err=True,
    )
    return code or (1 if found else 0)


def _print_changes(title: str, sign: str, rule: str, changes: list[Change], examples: int) -> None:
    from cleaner.batch.names import shown

    documents = len({(change.path, change.row_id) for change in changes})
    characters = sum(len(change.text) for change in changes)
    click.echo(f"{title}, by {rule}: {len(changes)} lines, {characters} characters, {documents} documents")
    listed = changes if examples == 0 else changes[:examples]
    for change in listed:
        row = f" (row {shown(change.row_id)})" if change.row_id else ""
        click.echo(f"  {sign} {shown(change.path)}:{change.line}{row}  {shown(change.text)}")
    if len(listed) < len(changes):
        click.echo(f"    … and {len(changes) - len(listed)} more")


def _book(name: str, profile: str) -> RuleBook:
    """The rules that OLD or NEW names."""
    from cleaner.batch.inputs import is_run
    from cleaner.batch.rule_diff import rules_of_run
    from cleaner.rulebook import load

    path = Path(name)
    if is_run(name):
        return rules_of_run(path)
    if path.is_dir():
        return load(shipped=path, profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the words
    if name == "shipped":
        return load(profile=profile)  # type: ignore[arg-type]  # as above
    if not path.exists():
        raise UsageError(f"{name}: there is no such rule file, folder or run; `shipped` names the rules of cleaner")
    return load(files=[path], profile=profile)  # type: ignore[arg-type]  # as above


@contextmanager
def _sources(path: str) -> Iterator[str]:
    """The inputs of a comparison; of a run its sources, restored into a folder that is removed at the end."""
    from cleaner.batch.inputs import is_run
    from cleaner.batch.restore import restore_run
    from cleaner.batch.scratch import scratch

    if not is_run(path):
        yield path
        return
    with scratch() as folder:
        restored = restore_run(_with_journal(path), folder / "sources")
        for sentence in restored.lost:
            click.echo(sentence, err=True)
        yield str(folder / "sources")
