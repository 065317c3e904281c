"""Optional libraries: imported where they are used, with a sentence that names the extra when they are absent."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import UsageError


def needed(module: str, extra: str) -> Any:
    """Import an optional library. Raises UsageError that says how to install it.

    >>> needed("json", "none").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        raise UsageError(f"this needs {name}: pip install 'cleaner[{extra}]'") from error
