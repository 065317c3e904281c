r"""cleaner: scraped articles in, clean normalised article records out, every removed character accounted for.

>>> import cleaner
>>> article = cleaner.clean("Reporter Name\n\nThe council met on Tuesday and voted for the bridge.")
>>> article.text
'The council met on Tuesday and voted for the bridge.'
>>> article.restore()
'Reporter Name\n\nThe council met on Tuesday and voted for the bridge.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.version import VERSION

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.batch.columns import to_arrow
    from cleaner.batch.many import clean_many
    from cleaner.batch.records import read
    from cleaner.errors import CleanerError, InputError, RestoreError, RuleError, UsageError
    from cleaner.finders.body_options import BodyOptions
    from cleaner.model import Edit, Finding, View
    from cleaner.pipeline import Cleaner
    from cleaner.repairing.options import RepairOptions
    from cleaner.rulebook import RuleBook
    from cleaner.rulebook import load as load_rules

__version__ = VERSION

__all__ = [
    "Article",
    "BodyOptions",
    "Cleaner",
    "CleanerError",
    "Edit",
    "Finding",
    "InputError",
    "RepairOptions",
    "RestoreError",
    "RuleBook",
    "RuleError",
    "UsageError",
    "View",
    "__version__",
    "clean",
    "clean_many",
    "load_rules",
    "read",
    "to_arrow",
]


_HOME = {
    "Article": "cleaner.article:Article",
    "BodyOptions": "cleaner.finders.body_options:BodyOptions",
    "Cleaner": "cleaner.pipeline:Cleaner",
    "CleanerError": "cleaner.errors:CleanerError",
    "Edit": "cleaner.model:Edit",
    "Finding": "cleaner.model:Finding",
    "InputError": "cleaner.errors:InputError",
    "RepairOptions": "cleaner.repairing.options:RepairOptions",
    "RestoreError": "cleaner.errors:RestoreError",
    "RuleBook": "cleaner.rulebook:RuleBook",
    "RuleError": "cleaner.errors:RuleError",
    "UsageError": "cleaner.errors:UsageError",
    "View": "cleaner.model:View",
    "clean_many": "cleaner.batch.many:clean_many",
    "load_rules": "cleaner.rulebook:load",
    "read": "cleaner.batch.records:read",
    "to_arrow": "cleaner.batch.columns:to_arrow",
}
"""Where the public names live. They are imported on first use: a worker or a command imports only what it needs."""


def __getattr__(name: str) -> Any:
    try:
        module, _, attribute = _HOME[name].partition(":")
    except KeyError:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}") from None
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def clean(source: str | bytes, *, url: str | None = None, media_type: str | None = None, **given: Any) -> Article:
    r"""Clean one document with the shipped rules; for other settings make a `Cleaner`.

    source: text, or the bytes of a file. url: where it was found. media_type: `text/plain` or `text/html`;
    told by how the source begins where it is not given.
    given: the other keywords of `Cleaner.clean`.
    Raises InputError when bytes cannot be read as text.

    >>> clean("Caf\u00c3\u00a9 culture").text
    'Café culture'
    """
    from cleaner.pipeline import default_cleaner

    return default_cleaner().clean(source, url=url, media_type=media_type, **given)
