"""Moves on the voxel grid: crop and pad. No value is ever computed, so every dtype is exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .grid import filling

Array = np.ndarray[Any, np.dtype[Any]]
Box = tuple[int, int, int, int, int, int]


def crop(volume: Array, box: Box) -> Array:
    """The voxels from (z, y, x) up to, not including, (z, y, x), six numbers in that order, as a view."""
    z1, y1, x1, z2, y2, x2 = box
    return volume[z1:z2, y1:y2, x1:x2]


def pad(volume: Array, border: Box, fill: float | Sequence[float]) -> Array:
    """The volume with a filled border: (front, back, top, bottom, left, right) planes, rows and columns."""
    front, back, top, bottom, left, right = border
    depth, height, width, channels = volume.shape
    shape = (depth + front + back, height + top + bottom, width + left + right, channels)
    out = np.empty(shape, volume.dtype)
    value = filling(fill, channels, volume.dtype)
    out[:front], out[front + depth :] = value, value
    middle = out[front : front + depth]
    middle[:, :top], middle[:, top + height :] = value, value
    rows = middle[:, top : top + height]
    rows[:, :, :left], rows[:, :, left + width :] = value, value
    rows[:, :, left : left + width] = volume
    return out
