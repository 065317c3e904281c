"""Values of the lines around each line: shifted rows, and sums over windows."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_REACH: Final = 32
"""Lines of the widest window."""


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

    def __init__(self, rows: list[Floats]) -> None:
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
