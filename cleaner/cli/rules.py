"""`cleaner rules`: list, show, test, write and check rules; what they do in a folder is in `rules_use`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.rules_use import diff, stats
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.finders.gate import BodyHit, Checked, KnownError, Tally
    from cleaner.rulebook import Rule, RuleBook

MAX_CHARACTERS = 0.05
"""Per cent of the characters of labelled bodies that all rules together may take."""
MAX_DOCUMENTS = 0.5
"""Per cent of the labelled bodies that they may take anything from."""

FEW = 300
"""Rules that are tested sooner in this process than by others that must be started."""
MAX_JOBS = 8

_RULES = click.option(
    "--rules", "files", multiple=True, type=click.Path(path_type=Path), help="Rule file of your own (again)."
)
_PROFILE = click.option("--profile", type=click.Choice(["strict", "balanced", "keep"]), default="balanced")


@click.group("rules", epilog="Example: cleaner rules list 'en.share.*'")
def command() -> None:
    """List, show, test and write rules."""


def _load(files: tuple[Path, ...], profile: str) -> RuleBook:
    from cleaner.rulebook import load

    return load(files=files, profile=profile)  # type: ignore[arg-type]  # click.Choice holds it to the three words


@command.command("list")
@click.argument("globs", metavar="[GLOB]…", nargs=-1)
@click.option("--status", type=click.Choice(["draft", "test", "stable", "retired"]))
@click.option("--category", help="Only rules of this category.")
@click.option("--lang", help="Only rules of this language.")
@_RULES
@_PROFILE
def list_rules(
    globs: tuple[str, ...],
    status: str | None,
    category: str | None,
    lang: str | None,
    files: tuple[Path, ...],
    profile: str,
) -> None:
    """List rules, one a line: id, status, action, category, what it is for. A * marks the rules that run."""
    from cleaner.rulebook.book import names

    book = _load(files, profile)
    active = {rule.id for rule in book.active}
    shown = [
        rule
        for rule in book.rules
        if (not globs or any(names(glob, rule.id) for glob in globs))
        and status in (None, rule.status)
        and category in (None, rule.category)
        and (lang is None or lang in rule.lang)
    ]
    width = max((len(rule.id) for rule in shown), default=0)
    for rule in shown:
        mark = "*" if rule.id in active else " "
        click.echo(f"{mark} {rule.id:<{width}}  {rule.status:<7} {rule.action:<10} {rule.category:<20} {rule.does}")
    click.echo(f"{len(shown)} rules, {sum(rule.id in active for rule in shown)} of them run", err=True)


@command.command("show")
@click.argument("name", metavar="ID")
@_RULES
@_PROFILE
def show_rule(name: str, files: tuple[Path, ...], profile: str) -> None:
    """Show one rule: its fields, where it stands, and what the engine made of it."""
    book = _load(files, profile)
    rule = book.rule(name)
    for key, value in _fields(rule):
        click.echo(f"{key:<11} {value}")
    click.echo(f"{'runs':<11} {'yes' if rule in book.active else 'no'}, under profile {profile}")


def _fields(rule: Rule) -> list[tuple[str, str]]:
    import msgspec

    empty = msgspec.to_builtins(type(rule)(id="", does="", status="test", action="drop", category=""))
    derived = ("notes", "keys", "pattern", "atoms", "prefixes", "digit", "own_script", "until_keys", "file", "line")
    out = [("where", f"{rule.file}:{rule.line}")]
    for name, value in (*msgspec.to_builtins(rule).items(), *msgspec.to_builtins(rule.noted).items()):
        if name in derived or value == empty.get(name):
            continue
        if name in ("hits", "misses", "todo_hits", "todo_misses", "phrases"):
            out.extend((name if i == 0 else "", text) for i, text in enumerate(value))
        else:
            out.append((name, str(value)))
    if rule.atoms:
        out.append(("looked for", ", ".join(rule.atoms)))
    return out


@command.command("test")
@click.argument("paths", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Only mistakes.")
def test_rules(paths: tuple[Path, ...], quiet: bool) -> None:
    """Run the examples of all rules, or of the rules in FILE: every hit must match, no miss may be matched by any rule,
    no pattern may be slow. Exit 1 where one fails.
    """
    from cleaner.batch.system import usable_cores
    from cleaner.rulebook.suite import run_suite

    book = _load(paths, "balanced")
    rules = [rule for rule in book.rules if rule.layer == "user"] if paths else list(book.rules)
    report = run_suite(rules, book.rules, jobs=min(usable_cores(), MAX_JOBS) if len(rules) > FEW else 1)
    for problem in report.problems:
        click.echo(problem.render() + "\n")
    if not quiet:
        for warning in report.warnings:
            click.echo(warning.render().replace(": error[", ": warning[", 1) + "\n", err=True)
        click.echo(
            f"{report.rules} rules, {report.hits} hits, {report.misses} misses: {len(report.problems)} mistakes, "
            f"{len(report.warnings)} warnings"
        )
    if report.problems:
        raise click.exceptions.Exit(1)


@command.command("new")
@click.argument("line", metavar="LINE")
@click.option("--id", "name", default="", help="Id of the rule: lang.topic.name.")
@click.option("--action", default="", help="drop, capture …; guessed where left out.")
@click.option("--category", default="", help="Category of the taxonomy; guessed for dates and counters.")
@click.option("--lang", default="en", show_default=True, help="BCP 47 tag of the language.")
def new_rule(line: str, name: str, action: str, category: str, lang: str) -> None:
    """Propose a rule for a LINE of text, to paste into a rule file. What only you know is left as an ellipsis."""
    from cleaner.rulebook.format import ACTIONS
    from cleaner.rulebook.problems import did_you_mean
    from cleaner.rulebook.scaffold import placeholders, scaffold
    from cleaner.rulebook.taxonomy import CATEGORY_NAMES

    if not line.strip():
        raise UsageError("there is nothing in the line to make a rule of")
    if action and action not in ACTIONS:
        raise UsageError(f"--action {action}: {did_you_mean(action, ACTIONS)}")
    if category and category not in CATEGORY_NAMES:
        raise UsageError(f"--category {category}: {did_you_mean(category, CATEGORY_NAMES)}")
    rule = scaffold(line, name=name, action=action, category=category, lang=lang)
    click.echo(rule, nl=False)
    for todo in placeholders(rule):
        click.echo(f"fill in {todo}", err=True)


@command.command("check")
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="Folder of labelled pages (JSONL).")
@click.option("--known", type=click.Path(path_type=Path), help="List of gold errors; default: the shipped one.")
@click.option("--all", "every", is_flag=True, help="Show also the rules that hit nothing.")
@click.option("--warnings", is_flag=True, help="List the rules that fire nowhere (R033) or never alone (R031).")
@_RULES
@_PROFILE
def check_rules(
    gold: Path, known: Path | None, every: bool, warnings: bool, files: tuple[Path, ...], profile: str
) -> None:
    """Run every active rule over labelled pages and count what it hits: boilerplate, body, sites. Exit 1 where a rule
    hits a line of a body that is not on the list of gold errors.

    Also tells what the rules take from the bodies alone, each cleaned as if it were a scraped document.
    """
    from cleaner.finders.gate import check_pages, read_known, read_pages, unknown_hits
    from cleaner.rulebook.files import GOLD_ERRORS, shipped_folder

    book = _load(files, profile)
    errors: list[KnownError] = []
    path = known or shipped_folder() / GOLD_ERRORS
    if known or path.exists():
        errors = read_known(path)
    checked = check_pages(book, read_pages(gold))
    tallies = checked.tallies
    bad = {name: hits for name, tally in sorted(tallies.items()) if (hits := unknown_hits(tally, errors))}
    _table(book, tallies, {name: len(hits) for name, hits in bad.items()}, every=every)
    _losses(checked, [hit for hits in bad.values() for hit in hits])
    if warnings:
        _warnings(book, tallies)
    for name, hits in bad.items():
        rule = book.rule(name)
        for hit in hits:
            click.echo(f"{rule.file}:{rule.line}: error[R030] {name}: fires on article text")
            click.echo(f"    {hit.page} ({hit.where}), line {hit.digest}: {hit.line[:160]}")
    if bad:
        click.echo("fix: narrow the rule; or, if the line is no article text, put it on the list of gold errors")
        raise click.exceptions.Exit(1)


def _losses(checked: Checked, hits: list[BodyHit]) -> None:
    """How much of the bodies goes; the upper bound, as no keep rule of another line and no guard is asked."""
    from cleaner.finders.gate import loss

    every = loss(checked, [hit for tally in checked.tallies.values() for hit in tally.body])
    new = loss(checked, hits)
    click.echo(
        f"{checked.bodies} bodies of {checked.characters / 1e6:.2f} M characters: rules take {new.characters} of them, "
        f"{new.share_of_characters:.4f} % (at most {MAX_CHARACTERS} %), from {new.documents} bodies, "
        f"{new.share_of_documents:.2f} % (at most {MAX_DOCUMENTS} %)"
    )
    click.echo(
        f"with the lines on the list of gold errors {every.characters} characters, {every.share_of_characters:.4f} %, "
        f"from {every.documents} bodies, {every.share_of_documents:.2f} %"
    )


def _warnings(book: RuleBook, tallies: dict[str, Tally]) -> None:
    from cleaner.finders.gate import Tally, shadowed_by
    from cleaner.rulebook.problems import Problem

    rules = {rule.id: rule for rule in book.active}
    for rule in sorted(book.active, key=lambda rule: (rule.file, rule.line)):
        if rule.action == "keep":
            continue
        other = shadowed_by(rule, tallies.get(rule.id, Tally()), rules)
        if rule.id not in tallies:
            problem = Problem(rule.file, rule.line, "R033", rule.id, "fires nowhere on these pages")
        elif other is not None:
            problem = Problem(rule.file, rule.line, "R031", rule.id, f"{other} cuts every line that it cuts here")
        else:
            continue
        click.echo(problem.render().replace(": error[", ": warning[", 1))


def _table(book: RuleBook, tallies: dict[str, Tally], bad: dict[str, int], *, every: bool) -> None:
    from cleaner.finders.gate import Tally

    width = max((len(rule.id) for rule in book.active), default=4)
    click.echo(f"{'rule':<{width}}  chrome  sites  unsure  body  new  status   evidence")
    for rule in book.active:
        tally = tallies.get(rule.id, Tally())
        if every or rule.id in tallies:
            click.echo(
                f"{rule.id:<{width}} {tally.chrome:>7} {len(tally.sites):>6} {tally.unsure:>7} {len(tally.body):>5} "
                f"{bad.get(rule.id, 0):>4}  {rule.status:<8} {tally.evidence}"
            )
    cutting = [rule for rule in book.active if rule.action != "keep"]
    never = sum(rule.id not in tallies for rule in cutting)
    click.echo(f"{len(cutting)} rules that cut; {never} of them hit nothing here")


command.add_command(stats)
command.add_command(diff)
