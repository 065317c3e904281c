"""Errors that reach a user. Each says what was wrong, where, and what to do.

The command maps the class to an exit code.

Exit codes: 0 done; 1 findings; 2 usage, configuration or rule error; 3 some inputs failed; 130 interrupted.
"""

from __future__ import annotations


class CleanerError(Exception):
    """Base of all errors raised on purpose. `str(error)` is one sentence fit for a terminal."""

    exit_code = 2


class UsageError(CleanerError):
    """The call cannot be carried out as asked: a bad option, a missing path, an output that is not ours."""


class RuleError(CleanerError):
    """One or more rule files are wrong; the message lists every mistake with file, line and rule."""


class InputError(CleanerError):
    """One input cannot be cleaned; the others can. `kind` is a short stable word for reports.

    >>> InputError("binary", "page.png: PNG image, not text").kind
    'binary'
    """

    exit_code = 3

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.kind, str(self))


class RestoreError(CleanerError):
    """The source cannot be rebuilt exactly; the message says why."""

    exit_code = 3
