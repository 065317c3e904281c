"""datatrove: a block that cleans each document of a pipeline and counts what it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cleaner.article import to_dict
from cleaner.batch.extras import needed
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:

    class _Step:
        """`datatrove.pipeline.base.PipelineStep`, which has no types."""

        def track_time(self) -> Any: ...
        def stat_update(self, *labels: str, value: int = 1) -> None: ...
        def update_doc_stats(self, document: Any) -> None: ...

else:
    _Step = needed("datatrove.pipeline.base", "datatrove").PipelineStep


class ArticleCleaner(_Step):
    """Replaces the text of each document by the clean one, and puts the record into its metadata under `article`.

    cleaner: settings; the shipped rules by default. It is pickled with the pipeline, as datatrove does it.
    A document that cannot be cleaned is dropped and counted as `failed_` and its kind.
    """

    name = "cleaner"
    type = "🧼 - CLEAN"

    def __init__(self, cleaner: Cleaner | None = None) -> None:
        super().__init__()
        self.cleaner = cleaner or Cleaner()

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Clean the documents of one shard."""
        del rank, world_size  # part of datatrove's signature
        for document in data:
            with self.track_time():
                try:
                    article = self.cleaner.clean(document.text, url=document.metadata.get("url"))
                except InputError as error:
                    self.stat_update("dropped", f"failed_{error.kind}")
                    continue
                record = to_dict(article.record())
                document.text = record.pop("text")
                document.metadata["article"] = record
                self.stat_update("forwarded")
                if article.cleaning.chars_removed:
                    self.stat_update("changed")
                self.stat_update("chars_removed", value=article.cleaning.chars_removed)
                self.update_doc_stats(document)
            yield document
