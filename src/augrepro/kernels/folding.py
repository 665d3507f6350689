"""Cubic reading far beyond a mirrored or wrapped border, where OpenCV 5.0 reads wrong pixels or hangs.

Its cubic ``remap`` mirrors or wraps a coordinate once where once is not enough, and looks for the mirror image of an
only pixel for ever. Here coordinates are brought within one mirror image of the source, and sides of one or two pixels
are written out, so that once is enough; what is read is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Band = tuple[slice, Array, Array]
"""Some output rows, and where each of their pixels looks along x and along y: int32 with 16 fraction bits.

Float32 counts in pixels, and nothing was added to it.
"""
HALF = 1 << 10
SHORTEST = 3
"""Sides from here on have room for the four pixels of a cubic within one mirror image."""


def folded(source: Array, maps: Iterator[Band], reading: Any) -> tuple[Array, Iterator[Band]]:
    """The source and the maps, or ones that give the same pixels and that OpenCV 5.0 can read."""
    mode = reading.border_mode
    if reading.interpolation != cv2.INTER_CUBIC or mode in (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE):
        return source, maps
    for axis in (0, 1):
        while source.shape[axis] < SHORTEST:
            source = _unfolded(source, axis, mode)
    height, width = source.shape[:2]
    plain = ((band, *whole(x, y)) for band, x, y in maps)
    return source, ((band, _near(x, width, mode), _near(y, height, mode)) for band, x, y in plain)


def whole(x: Array, y: Array) -> tuple[Array, Array]:
    """A band's coordinates as int32, however they were given."""
    if x.dtype == np.float32:
        return _fixed(x), _fixed(y)
    return x, y


def _fixed(at: Array) -> Array:
    """Pixels in float32 to int32, 1/64 of a pixel further, so that the 1/32 below is the nearest one."""
    return np.rint(at * np.float32(1 << 16)).astype(np.int32) + np.int32(HALF)


def _unfolded(source: Array, axis: int, mode: int) -> Array:
    """The source and what the border shows behind it: a longer one with the same border."""
    if mode == cv2.BORDER_WRAP:
        return np.concatenate((source, source), axis)
    image = np.flip(source, axis)
    if mode == cv2.BORDER_REFLECT_101 and source.shape[axis] > 1:
        image = image[1:] if axis == 0 else image[:, 1:]
    return np.concatenate((source, image), axis)


def _near(at: Array, size: int, mode: int) -> Array:
    """The coordinates, those more than a mirror image away moved by whole periods."""
    period = {cv2.BORDER_WRAP: size, cv2.BORDER_REFLECT: 2 * size, cv2.BORDER_REFLECT_101: 2 * size - 2}[mode]
    inset = 2 if mode == cv2.BORDER_REFLECT_101 else 1
    low, high = (inset - size) << 16, (2 * size - 2 - inset) << 16
    if at.min() >= low and at.max() <= high:
        return at
    moved = (at.astype(np.int64) - low) % (period << 16) + low
    return np.where((at < low) | (at > high), moved, at).astype(np.int32)
