"""HTML pages: from a page to its source text, line evidence and declared data."""

from cleaner.html.data import Datum, Structured
from cleaner.html.page import Page, flatten

__all__ = ["Datum", "Page", "Structured", "flatten"]
