"""What a column and what a row add to a coordinate, and their sums: one float32 operation a pixel.

A product of matrices with two terms, both times one, is that sum in half the time: no library can round it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from .certified import certified

Array = np.ndarray[Any, np.dtype[Any]]
LARGEST = 1e28


class Ramp(NamedTuple):
    """(2, W) of what the columns add above ones, and (H, 2) of ones beside what the rows add."""

    across: Array
    down: Array

    @property
    def most(self) -> float:
        """The largest that a sum may be, with either sign."""
        return sum(float(max(map(abs, ends))) for ends in self._ends())

    @property
    def least(self) -> float:
        """The least sum."""
        return float(sum(map(min, self._ends())))

    def _ends(self) -> list[tuple[Any, Any]]:
        """The first and the last of numbers that grow or shrink, on either side: their extremes."""
        return [(some.item(0), some.item(-1)) for some in (self.across[0], self.down[:, 1])]


def ramps(matrix: tuple[float, ...], rows: range, columns: range) -> list[Ramp]:
    """One for each three entries: for a column, for a row, and for all; at most ``LARGEST`` on either side."""
    x, y = (np.arange(some.start, some.stop, dtype=np.float64) for some in (columns, rows))
    found = []
    for by_x, by_y, start in zip(matrix[0::3], matrix[1::3], matrix[2::3], strict=True):
        across, down = np.empty((2, len(x)), np.float32), np.empty((len(y), 2), np.float32)
        across[1], down[:, 0] = 1, 1
        across[0], down[:, 1] = _clipped(by_x * x), _clipped(by_y * y + start)
        found.append(Ramp(across, down))
    return found


def _clipped(ramp: Array) -> Array:
    if max(abs(ramp.item(0)), abs(ramp.item(-1))) <= LARGEST:
        return ramp
    return np.clip(ramp, -LARGEST, LARGEST)


def _added(across: Array, down: Array, out: Array | None = None) -> Array:
    out = np.empty((len(down), across.shape[1]), np.float32) if out is None else out
    np.copyto(out, down[:, 1:])
    out += across[0]
    return out


def _probes() -> Iterator[tuple[Array, Array]]:
    """Sums of numbers of like and of unlike size, in matrices of the sizes of bands and of less than a register."""
    for high, wide in ((64, 512), (128, 256), (1, 4099), (37, 61), (2, 3), (1, 1)):
        for size in (1.0, 1e-3, 1e25):
            words = np.arange(high + wide, dtype=np.uint32) * np.uint32(2654435761)
            values = (words.astype(np.float64) / 2.0**23 - 256.0) * size
            across, down = np.ones((2, wide), np.float32), np.ones((high, 2), np.float32)
            across[0], down[:, 1] = values[:wide] / 7.0, values[wide:]
            yield across, down


@certified("sums of ramps", _added, _probes)
def sums(across: Array, down: Array, out: Array | None = None) -> Array:
    """(H, W) of the sums of what a column and a row add, each rounded once."""
    found: Array = np.matmul(down, across, out=out)
    return found
