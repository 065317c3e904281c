"""What the body finder does with the parts of a page on which users differ."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args, get_type_hints

from msgspec import Struct

from cleaner.errors import UsageError


class BodyOptions(Struct, frozen=True):
    """Parts that only HTML tells; plain text is judged by its lines alone. Raises UsageError for other values.

    >>> BodyOptions(tables="drop").tables
    'drop'
    """

    captions: Literal["capture", "keep", "drop"] = "capture"
    """Captions of pictures: to the captures, left to the score like any other line, or cut."""
    tables: Literal["keep", "drop"] = "keep"
    """Rows of tables: left to the score, or cut."""

    def __post_init__(self) -> None:
        hints: dict[str, Any] = get_type_hints(type(self))
        for name in self.__struct_fields__:
            value, known = getattr(self, name), get_args(hints[name])
            if value not in known:
                raise UsageError(f"{name} {value!r} is not one of {', '.join(known)}")


DEFAULTS: Final = BodyOptions()
"""Made once: looking at the values takes longer than much that is done with them."""
