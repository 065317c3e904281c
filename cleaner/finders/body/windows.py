"""Rows of numbers, one per line: features in the making, values of the lines around each line, sums over windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.float64 | np.integer[Any] | np.bool_]
Matrix = NDArray[np.float32]

_REACH: Final = 32
"""Lines of the widest window."""


class Rows:
    """Features in the making, one number per line each.

    On a page of some hundred lines each array operation costs more than the numbers in it, so that rows that are made
    together are added together, and a number about the whole page is added as one.
    """

    def __init__(self, lines: int) -> None:
        self.lines = lines
        self.names: list[str] = []
        self._parts: list[tuple[int, Numbers | float]] = []

    def add(self, name: str, row: Numbers | float) -> None:
        """A row; a single number stands for all lines."""
        self._parts.append((len(self.names), row))
        self.names.append(name)

    def add_all(self, names: Sequence[str], rows: Numbers) -> None:
        """Several rows, one below the other."""
        self._parts.append((len(self.names), rows))
        self.names += names

    def matrix(self) -> Matrix:
        """Features by lines, in the precision that the models were trained with."""
        out = np.empty((len(self.names), self.lines), np.float32)
        for at, part in self._parts:
            if isinstance(part, float) or part.ndim == 1:
                out[at] = part
            else:
                out[at : at + len(part)] = part
        return out


class Shifted:
    """Rows of values as seen from the lines around: one slice for all rows instead of one copy for each."""

    def __init__(self, rows: list[Floats], fills: list[float], reach: int) -> None:
        n = len(rows[0])
        self._n, self._reach = n, reach
        self._padded = np.empty((len(rows), n + 2 * reach))
        self._padded[:] = np.array(fills)[:, None]
        self._padded[:, reach : reach + n] = rows

    def by(self, lines: int) -> Floats:
        """The values so many lines further on (negative: back), a row for each row."""
        start = self._reach + lines
        return self._padded[:, start : start + self._n]


class Windows:
    """Sums of rows over the lines before or after each line, the line itself left out."""

    def __init__(self, rows: Sequence[Numbers]) -> None:
        n = len(rows[0])
        self._n = n
        self._sums = np.zeros((len(rows), n + 1 + 2 * _REACH))
        np.cumsum(rows, axis=1, out=self._sums[:, _REACH + 1 : _REACH + 1 + n])
        self._sums[:, _REACH + 1 + n :] = self._sums[:, _REACH + n, None]

    def over(self, size: int, *, back: bool) -> Floats:
        """A row of sums over `size` lines for each row."""
        n, low = self._n, _REACH if back else _REACH + 1 + size
        high = _REACH - size if back else _REACH + 1
        return np.asarray(self._sums[:, low : low + n] - self._sums[:, high : high + n])

    @property
    def sums(self) -> Floats:
        """Per row the sums up to each line, and to the end."""
        return self._sums[:, _REACH : _REACH + self._n + 1]
