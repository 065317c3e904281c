"""docs/cli.md is what `--help` says. Regenerate: python tests/test_cli_docs.py > docs/cli.md"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from cleaner.cli import COMMANDS, main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
HEAD = """# The command

Data goes to stdout, everything else to stderr. Exit codes: 0 done; 1 findings (`check`, `validate`, `--diff`,
`--fail-on`); 2 usage, configuration or rule error; 3 some inputs failed (listed in `failures.jsonl`); 130 interrupted,
or no space left: the same command goes on.

This page is made from `--help` by tests/test_cli_docs.py, which fails when it has drifted.
"""


def page() -> str:
    parts = [HEAD]
    for name in COMMANDS:
        if find_spec(f"cleaner.cli.{name}") is not None:
            parts += _of(main, name, "cleaner", 2)
    return "\n".join(parts)


def _of(group: click.Group, name: str, path: str, depth: int) -> list[str]:
    context = click.Context(group, info_name=path, help_option_names=["-h", "--help"])
    command = group.get_command(context, name)
    assert command is not None
    inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
    text = [line.rstrip() for line in command.get_help(inner).splitlines()]
    parts = [f"{'#' * depth} {path} {name}\n", "```text", *text, "```\n"]
    if isinstance(command, click.Group):
        for child in command.list_commands(inner):
            parts += _of(command, child, f"{path} {name}", depth + 1)
    return parts


def test_the_page_is_what_help_says() -> None:
    # In a process of its own: click keeps the help option that a command was first asked with.
    made = subprocess.run([sys.executable, __file__], capture_output=True, check=True)
    text = made.stdout.decode("utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "regenerate: python tests/test_cli_docs.py > docs/cli.md"


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))
