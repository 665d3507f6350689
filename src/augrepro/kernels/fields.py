"""Smooth fields: a grid grown from a key, blurred in integers, enlarged by straight lines."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def enlarged(grid: Array, height: int, width: int) -> Array:
    """A float32 grid blended linearly to another size, pixel centers on pixel centers and flat beyond the last ones."""
    left, right, across = _between(grid.shape[1], width)
    columns = _blend(grid[:, left], grid[:, right], across)
    top, bottom, down = _between(grid.shape[0], height)
    return _blend(columns[top], columns[bottom], down[:, None])


def _blend(start: Array, end: Array, share: Array) -> Array:
    end -= start
    end *= share
    end += start
    return end


def _between(count: int, size: int) -> tuple[Array, Array, Array]:
    """For each of ``size`` places the two of ``count`` neighbors it lies between, and how far along."""
    at = np.clip((np.arange(size) + 0.5) * count / size - 0.5, 0, count - 1)
    low = np.minimum(at.astype(np.intp), max(count - 2, 0))
    return low, np.minimum(low + 1, count - 1), (at - low).astype(np.float32)
