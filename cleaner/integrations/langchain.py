"""LangChain: a document transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from cleaner.article import to_dict
from cleaner.batch.extras import needed
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:

    class _Transformer:
        """`langchain_core.documents.BaseDocumentTransformer`."""

else:
    _Transformer = needed("langchain_core.documents", "langchain").BaseDocumentTransformer

FIELDS = ("title", "authors", "date", "date_kind", "language", "site", "section", "tags", "flags", "confidence")
"""Fields of the record that are added to the metadata, where they hold something."""


class ArticleTransformer(_Transformer):
    """Gives documents with clean text; what the chrome knew (title, date, authors …) is added to their metadata.

    cleaner: settings; the shipped rules by default.
    on_error: `raise` the InputError of a document that cannot be cleaned, or `keep` the document as it is.
    """

    def __init__(self, cleaner: Cleaner | None = None, *, on_error: Literal["raise", "keep"] = "raise") -> None:
        self.cleaner = cleaner or Cleaner()
        self.on_error = on_error

    def transform_documents(self, documents: Sequence[Any], **kwargs: Any) -> Sequence[Any]:
        """New documents, in order; those given are not changed."""
        del kwargs  # part of LangChain's signature
        return [self._clean(document) for document in documents]

    def _clean(self, document: Any) -> Any:
        known = document.metadata
        url = known.get("url") or known.get("source")
        try:
            article = self.cleaner.clean(document.page_content, url=url if _is_url(url) else None)
        except InputError:
            if self.on_error == "raise":
                raise
            return document
        read = {name: value for name, value in to_dict(article.record()).items() if name in FIELDS and value}
        metadata = {**known, **read, "article_id": article.id}
        return document.model_copy(update={"page_content": article.text, "metadata": metadata})


def _is_url(text: Any) -> bool:
    return isinstance(text, str) and text.startswith(("http://", "https://"))
