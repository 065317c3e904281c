"""From the columns of a row to a document: which column is the text, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cleaner.batch.names import shown
from cleaner.batch.readers import Document, Task
from cleaner.errors import InputError
from cleaner.html import begins_as_html

_MAX_NAMED = 8


def row_document(row: Mapping[str, Any], number: int, task: Task, out: str | None = None) -> Document:
    """The document in a row: text, else HTML; id and URL; every other column goes into `extra`.

    Raises InputError when no column holds text.
    """
    options = task.options
    rest = dict(row)
    text, html = rest.pop(options.text_field, None), rest.pop(options.html_field, None)
    given_id, url = rest.pop(options.id_field, None), rest.pop(options.url_field, None)
    where = f"{shown(task.name)}: row {number}"
    if text is not None:
        source, media_type = text, "text/plain"
        if html is not None:
            rest[options.html_field] = html
    elif html is not None:
        source, media_type = html, "text/html"
    else:
        names = ", ".join(shown(str(name)) for name in list(row)[:_MAX_NAMED]) or "none"
        raise InputError(
            "no_text",
            f"{where}: no text in {options.text_field!r} nor in {options.html_field!r} (columns: {names}); "
            "name the column with --text-field or --html-field",
        )
    if not isinstance(source, str | bytes):
        field = options.text_field if text is not None else options.html_field
        raise InputError("column_type", f"{where}: {field!r} holds {type(source).__name__}, not text")
    if len(source) > options.max_bytes:
        raise InputError("too_large", f"{where}: larger than the limit of {options.max_bytes >> 20} MB (see --max-mb)")
    if url is not None and not isinstance(url, str):
        rest[options.url_field], url = url, None
    if begins_as_html(source):
        media_type = "text/html"
    return Document(
        source,
        media_type,
        out or task.row_out(number),
        row_id=str(number) if given_id is None else str(given_id),
        url=url or None,
        extra=extra_json(rest),
    )


def extra_json(rest: Mapping[str, Any]) -> str:
    """Unknown columns as a JSON object, keys in the order in which they came.

    >>> extra_json({"lang": "bn", "n": 3})
    '{"lang":"bn","n":3}'
    """
    try:
        return msgspec.json.encode(rest, enc_hook=str).decode()
    except (UnicodeEncodeError, TypeError):
        # A lone surrogate, or keys that JSON has no form for: kept as well as they can be written.
        return msgspec.json.encode({_plain(key): _plain(value) for key, value in rest.items()}).decode()


def _plain(value: Any) -> str:
    return str(value).encode("utf-8", "backslashreplace").decode()
