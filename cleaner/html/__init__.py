"""HTML pages: from a page to its source text, line evidence and declared data."""

from cleaner.html.begin import begins_as_html
from cleaner.html.bylines import authors_of
from cleaner.html.choose import title_of
from cleaner.html.data import Datum, Structured
from cleaner.html.dating import dates_of, is_dated
from cleaner.html.page import Page, flatten

__all__ = [
    "Datum",
    "Page",
    "Structured",
    "authors_of",
    "begins_as_html",
    "dates_of",
    "flatten",
    "is_dated",
    "title_of",
]
