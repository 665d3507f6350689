"""A grid of cells with a hole in each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from .bits import Words
from .erase import Hole

Array = np.ndarray[Any, np.dtype[Any]]


@lru_cache(maxsize=4)
def grid_holes(
    height: int, width: int, grid: tuple[int, int], ratio: float, shift: tuple[int, int] | None, key: str
) -> tuple[Hole, ...]:
    """The hole (x_min, y_min, x_max, y_max) of each cell of a grid of (rows, columns), in whole numbers.

    Cells differ by a pixel where the grid does not divide the image; the key says which are larger. A hole has the
    share ``ratio`` of a cell's sides, at least a pixel and at most all but one, so that cells of a single row or column
    have none. It lies ``shift`` (x, y) pixels from the cell's corner, pushed back into the image, or anywhere in the
    cell where that is None.
    """
    words = Words(key)
    tops, high = _cells(words, height, min(grid[0], height))
    lefts, wide = _cells(words, width, min(grid[1], width))
    shape = len(high), len(wide)
    hole_high, hole_wide = (_sides(side, ratio) for side in (high, wide))
    if shift is None:
        y = _upto(words, np.broadcast_to((high - hole_high)[:, None], shape))
        x = _upto(words, np.broadcast_to((wide - hole_wide)[None], shape))
    else:
        x, y = (np.full(shape, side) for side in shift)
    top = np.minimum(tops[:, None] + y, (height - hole_high)[:, None])
    left = np.minimum(lefts[None] + x, (width - hole_wide)[None])
    found = np.stack((left, top, left + hole_wide[None], top + hole_high[:, None]), -1)
    return tuple(map(tuple, found[(hole_high > 0)[:, None] & (hole_wide > 0)[None]].tolist()))


def _cells(words: Words, size: int, count: int) -> tuple[Array, Array]:
    """Where ``count`` cells of nearly one size begin, and their sizes; the larger ones stand at random places."""
    sides = np.full(count, size // count)
    sides[np.argsort(words.halves(count), kind="stable")[: size % count]] += 1
    return np.cumsum(sides) - sides, sides


def _sides(cell: Array, ratio: float) -> Array:
    sides: Array = np.minimum(np.maximum((cell * ratio).astype(int), 1), cell - 1)
    return sides


def _upto(words: Words, most: Array) -> Array:
    """A random whole number from 0 to each of ``most``, both included."""
    drawn = words.halves(2 * most.size).view("<u4").reshape(most.shape).astype(np.uint64)
    return (drawn * (most + 1).astype(np.uint64) >> np.uint64(32)).astype(int)
