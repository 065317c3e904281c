"""Scrapy: an item pipeline that cleans the text of each item as it is scraped.

In settings.py: `ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanerPipeline": 300}`, and where the defaults do not
fit `CLEANER_FIELD = "text"`, `CLEANER_INTO = "article"`, `CLEANER_RULES = ["mine.toml"]`,
`CLEANER_PROFILE = "balanced"`.
"""

from __future__ import annotations

from typing import Any

from cleaner.article import to_dict
from cleaner.batch.extras import needed
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

_MARKUP = ("<html", "<!doctype", "<body", "<article", "<div")


class CleanerPipeline:
    """Puts the record of an item's text into the item, as a dict; drops an item whose text cannot be cleaned."""

    def __init__(self, cleaner: Cleaner, field: str = "text", into: str = "article") -> None:
        self._cleaner = cleaner
        self._field = field
        self._into = into

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanerPipeline:
        """Made by Scrapy, from its settings."""
        settings = crawler.settings
        cleaner = Cleaner(rules=settings.getlist("CLEANER_RULES"), profile=settings.get("CLEANER_PROFILE", "balanced"))
        return cls(cleaner, settings.get("CLEANER_FIELD", "text"), settings.get("CLEANER_INTO", "article"))

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Clean one item. HTML is told from text by how it begins; `url` of the item is used where there is one."""
        del spider  # part of Scrapy's signature
        adapter = needed("itemadapter", "scrapy").ItemAdapter(item)
        source = adapter.get(self._field)
        if source is None:
            return item
        start = source[:500].lstrip().lower()
        is_html = (start.decode("latin-1") if isinstance(start, bytes) else start).startswith(_MARKUP)
        try:
            article = self._cleaner.clean(
                source, url=adapter.get("url"), media_type="text/html" if is_html else "text/plain"
            )
        except InputError as error:
            raise needed("scrapy.exceptions", "scrapy").DropItem(str(error)) from error
        adapter[self._into] = to_dict(article.record())
        return item
