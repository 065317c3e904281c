"""The record as columns: one description, read off the structs, that Arrow, Parquet, CSV, SQLite and Features share.

Inference from data is never relied on: it breaks on a shard whose first rows hold null, and drops `+06:00`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec import inspect as types

from cleaner.batch.extras import needed
from cleaner.record import Record

_SIMPLE: tuple[tuple[Any, str], ...] = (
    (types.StrType, "string"),
    (types.IntType, "int64"),
    (types.FloatType, "float64"),
    (types.BoolType, "bool"),
)
Kind = str | tuple["Column", ...] | list[Any]
"""`string`, `int64`, `float64`, `bool`; a tuple of columns for a struct; a list of one kind for a list."""


class Column(Struct, frozen=True):
    """One column: its name, what it holds, and whether null is allowed."""

    name: str
    kind: Any
    nullable: bool


def columns(struct: type[Struct] = Record) -> tuple[Column, ...]:
    """The columns of a struct in order.

    A mapping of counts becomes a list of {key, value}, which every format has.

    >>> [column.name for column in columns()][:3]
    ['schema_version', 'id', 'title']
    """
    return _fields(types.type_info(struct))


def _fields(info: Any) -> tuple[Column, ...]:
    return tuple(_column(field.encode_name, field.type) for field in info.fields)


def _column(name: str, info: Any) -> Column:
    nullable = False
    if isinstance(info, types.UnionType):
        rest = [one for one in info.types if not isinstance(one, types.NoneType)]
        nullable = len(rest) < len(info.types)
        (info,) = rest
    return Column(name, _kind(info), nullable)


def _kind(info: Any) -> Any:
    for simple, name in _SIMPLE:
        if isinstance(info, simple):
            return name
    if isinstance(info, types.LiteralType):
        return "string"
    if isinstance(info, types.ListType | types.VarTupleType):
        return [_kind(info.item_type)]
    if isinstance(info, types.DictType):
        return [(Column("key", _kind(info.key_type), False), Column("value", _kind(info.value_type), False))]
    if isinstance(info, types.StructType):
        return _fields(info)
    raise TypeError(f"no column for {info}")


def described(struct: type[Struct] = Record) -> str:
    """The columns as text, one a line; shipped as docs/article-1.columns.txt."""

    def show(kind: Any, depth: int) -> str:
        if isinstance(kind, str):
            return kind
        if isinstance(kind, list):
            return f"list of {show(kind[0], depth)}"
        inner = "".join(f"\n{'  ' * (depth + 1)}{line(column, depth + 1)}" for column in kind)
        return f"struct{inner}"

    def line(column: Column, depth: int) -> str:
        return f"{column.name}: {'null or ' if column.nullable else ''}{show(column.kind, depth)}"

    return "\n".join(line(column, 0) for column in columns(struct)) + "\n"


def arrow_schema(*, journal: bool = False) -> Any:
    """The Arrow schema of a record (needs pyarrow); with `journal`, a last column of it as JSON."""
    arrow = needed("pyarrow", "parquet")
    scalars = {"string": arrow.string(), "int64": arrow.int64(), "float64": arrow.float64(), "bool": arrow.bool_()}

    def of(kind: Any) -> Any:
        if isinstance(kind, str):
            return scalars[kind]
        if isinstance(kind, list):
            return arrow.list_(of(kind[0]))
        return arrow.struct([arrow.field(column.name, of(column.kind), column.nullable) for column in kind])

    fields = [arrow.field(column.name, of(column.kind), column.nullable) for column in columns()]
    if journal:
        fields.append(arrow.field("journal", arrow.string(), True))
    return arrow.schema(fields, metadata={"schema": "article/1"})


def to_arrow(records: Iterable[Record]) -> Any:
    """A `pyarrow.Table` of records with the shipped schema, whatever they hold; pyarrow is imported here alone.

    Raises UsageError when pyarrow is not installed (extra `parquet`).
    """
    arrow = needed("pyarrow", "parquet")
    return arrow.Table.from_pylist([to_row(record) for record in records], schema=arrow_schema())


def features() -> Any:
    """The Hugging Face `Features` of a record (needs datasets)."""
    datasets = needed("datasets", "datasets")

    def of(kind: Any) -> Any:
        if isinstance(kind, str):
            return datasets.Value(kind)
        if isinstance(kind, list):
            return datasets.List(of(kind[0]))
        return {column.name: of(column.kind) for column in kind}

    return datasets.Features({column.name: of(column.kind) for column in columns()})


def to_row(record: Record) -> dict[str, Any]:
    """A record as plain values in the shape of `columns`."""
    row: dict[str, Any] = {name: getattr(record, name) for name in Record.__struct_fields__}
    row = msgspec.to_builtins(row)
    row["source"]["repairs"] = [{"key": key, "value": value} for key, value in row["source"]["repairs"].items()]
    return row


def from_row(row: Mapping[str, Any]) -> Record:
    """The record of a row. Raises msgspec.ValidationError when it is none."""
    source = dict(row["source"])
    pairs = source["repairs"] or []
    source["repairs"] = {pair["key"]: pair["value"] for pair in pairs} if isinstance(pairs, list) else pairs
    return msgspec.convert({**row, "source": source}, Record)
