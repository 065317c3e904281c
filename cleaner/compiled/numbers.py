"""Lists of numbers as the compiled code has them: little-endian, each list up to a multiple of eight bytes."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from typing import Any, Final, Literal

Kind = Literal["B", "h", "i", "I", "f", "d"]
"""Whole numbers of 8, 16 and 32 bits, these without a sign, and numbers of 32 and 64 bits."""
WIDTH: Final = {"B": 1, "h": 2, "i": 4, "I": 4, "f": 4, "d": 8}


def numbers(kind: Kind, values: Iterable[float]) -> bytes:
    """The numbers as bytes.

    >>> numbers("h", [1, 2]).hex()
    '0100020000000000'
    """
    out: array[Any] = array(kind, values)
    if sys.byteorder == "big":
        out.byteswap()
    return padded(out.tobytes())


def padded(data: bytes) -> bytes:
    """The bytes, up to the next multiple of eight."""
    return data + bytes(-len(data) % 8)


def list_of(kind: Kind, data: bytes | memoryview) -> list[Any]:
    """The numbers that stand there."""
    out: array[Any] = array(kind, bytes(data))
    if sys.byteorder == "big":
        out.byteswap()
    return out.tolist()
