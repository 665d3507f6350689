"""Moves on the voxel grid: turn, crop, pad and fill. No value is ever computed, so every dtype is exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import grid
from .grid import filling, write_value

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
    middle = out[front : front + depth]
    rows = middle[:, top : top + height]
    beyond = out[:front], out[front + depth :], middle[:, :top], middle[:, top + height :]
    for part in (*beyond, rows[:, :, :left], rows[:, :, left + width :]):
        write_value(part, value)
    rows[:, :, left : left + width] = volume
    return out


def filled(volume: Array, blocks: tuple[Box, ...], fill: float | Sequence[float]) -> Array:
    """A copy whose blocks, from (z, y, x) up to, not including, (z, y, x), have one value a channel."""
    out = volume.copy()
    value = filling(fill, volume.shape[3], volume.dtype)
    for z1, y1, x1, z2, y2, x2 in blocks:
        write_value(out[z1:z2, y1:y2, x1:x2], value)
    return out


def turn(volume: Array, axes: tuple[int, int, int], flips: tuple[bool, bool, bool]) -> Array:
    """The volume with its first three axes in another order, then mirrored along some of them.

    Where rows stay rows it is a view; where z or y become x, planes of that axis and x are turned one by one.
    """
    if axes[2] != 2:
        return _turned(volume, axes, flips)
    z, y, x = (slice(None, None, -1 if flip else 1) for flip in flips)
    return volume.transpose(*axes, 3)[z, y, x]


def _turned(volume: Array, axes: tuple[int, int, int], flips: tuple[bool, bool, bool]) -> Array:
    """The same where the old z or y becomes x: the old x becomes z (``first``) or y, the other axis what is left."""
    first = axes[0] == 2
    flip_other, flip_x = (flips[1], flips[0]) if first else (flips[0], flips[1])
    other = 1 - axes[2]
    out = np.empty((*(volume.shape[axis] for axis in axes), volume.shape[3]), volume.dtype)
    for place in range(volume.shape[other]):
        plane = volume[place] if other == 0 else volume[:, place]
        to = volume.shape[other] - 1 - place if flip_other else place
        out[(slice(None), to) if first else to] = grid.turn(plane, True, flips[2], flip_x)
    return out
