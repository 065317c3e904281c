"""The command. Each subcommand is a module that parses, calls one function and maps errors to a sentence and exit code.

Modules are imported when their command is run, so `cleaner --help` is quick however heavy a command is.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from cleaner.errors import CleanerError
from cleaner.version import VERSION

COMMANDS = {
    "clean": "Clean files and folders into records, texts and a journal.",
    "explain": "Show for each line why it was kept or cut.",
    "check": "Exit 1 if chrome, a doubled body or mojibake is left.",
    "restore": "Rebuild the sources of a run.",
    "status": "Say how far a run is and what it counted.",
    "rules": "List, show, test and write rules.",
    "decode": "Say what encoding a file is in, and why.",
    "convert": "Write the records of a run in another format.",
    "validate": "Check records against article/1.",
    "schema": "Print the JSON Schema of a record.",
}
"""Commands in the order in which they are listed, with their short help; tests hold it equal to that of the modules."""

INTERRUPTED = 130


class Group(click.Group):
    """A group whose commands are modules of this package, imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cleaner.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and turn errors into one sentence and an exit code."""
        standalone = kwargs.get("standalone_mode", True)
        if not standalone:
            return super().main(*args, **kwargs)
        kwargs["standalone_mode"] = False
        # Before any numerical library is loaded: with one thread this process can be forked, which starts workers ten
        # times faster than a new interpreter.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            result = super().main(*args, **kwargs)
            sys.stdout.flush()
        except click.exceptions.Exit as error:
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except CleanerError as error:
            fail(str(error), error.exit_code)
        except (click.Abort, KeyboardInterrupt):  # click makes the one of the other
            fail("interrupted; run the same command again to go on", INTERRUPTED)
        except BrokenPipeError:
            # The reader of stdout has had enough (`| head`): no error, and nothing more to flush.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(128 + signal.SIGPIPE)
        sys.exit(result if isinstance(result, int) else 0)


def fail(message: str, code: int) -> NoReturn:
    """Say what was wrong on stderr, and end."""
    click.echo(f"cleaner: {message}", err=True)
    sys.exit(code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "--version", prog_name="cleaner")
def main() -> None:
    """Turn scraped articles into clean records, and account for every character removed."""
