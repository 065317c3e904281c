"""cleaner: scraped articles in, clean normalised article records out, every removed character accounted for.

>>> import cleaner
>>> article = cleaner.clean("Reporter Name\\n\\nThe council met on Tuesday and voted for the bridge.")
>>> article.text
'The council met on Tuesday and voted for the bridge.'
>>> article.restore()
'Reporter Name\\n\\nThe council met on Tuesday and voted for the bridge.'
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cleaner.article import Article
from cleaner.errors import CleanerError, InputError, RestoreError, RuleError, UsageError
from cleaner.model import Edit, Finding, View
from cleaner.pipeline import Cleaner
from cleaner.rulebook import RuleBook
from cleaner.rulebook import load as load_rules
from cleaner.version import VERSION as __version__

__all__ = [
    "Article",
    "Cleaner",
    "CleanerError",
    "Edit",
    "Finding",
    "InputError",
    "RestoreError",
    "RuleBook",
    "RuleError",
    "UsageError",
    "View",
    "__version__",
    "clean",
    "load_rules",
]


@cache
def _default() -> Cleaner:
    return Cleaner()


def clean(source: str | bytes, *, url: str | None = None, media_type: str | None = None, **given: Any) -> Article:
    """Clean one document with the shipped rules; for other settings make a `Cleaner`.

    source: text, or the bytes of a file. url: where it was found. media_type: `text/plain` (default).
    given: the other keywords of `Cleaner.clean`.
    Raises InputError when bytes cannot be read as text.

    >>> clean("Caf\\u00c3\\u00a9 culture").text
    'Café culture'
    """
    return _default().clean(source, url=url, media_type=media_type, **given)
