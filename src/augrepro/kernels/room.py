"""The memory that the maps of a remap lie in, one band after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from .scratch import given_back, parts, taken

Array = np.ndarray[Any, np.dtype[Any]]
GAP = 256
"""Bytes between planes that are written at once: a power of two from each to the next would share cache lines."""


class Room:
    """Where the maps of one band lie, and those of the next after it."""

    def __init__(self, rows: int, width: int) -> None:
        self.rows = rows
        size = rows * width * 2
        self.block = taken(2 * size + 4 * (size + GAP))
        (self.pairs,) = parts(self.block, (self.rows, width, 2), np.uint16, 1)
        self.halves = list(parts(self.block, (self.rows, width), np.uint16, 4, GAP, 2 * size))

    def close(self) -> None:
        """End the use of the arrays."""
        given_back(self.block)

    def of(self, rows: int) -> tuple[Array, list[Array]]:
        """The arrays, for so many rows."""
        if rows == self.rows:
            return self.pairs, self.halves
        return self.pairs[:rows], [half[:rows] for half in self.halves]
