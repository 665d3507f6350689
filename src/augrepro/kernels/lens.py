"""What a lens does to colors: red and blue are magnified otherwise than green, the more the further from the axis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

import cv2
import numpy as np

from .folding import Band
from .remap import FAR, Reading, Sources, seen
from .scratch import given_back, parts, taken

Array = np.ndarray[Any, np.dtype[Any]]
_ONE = 1 << 16
PIXELS = 1 << 15
"""In one band of rows, and a row more: few enough for the cache, enough to pay for a call."""


def aberrated(image: Array, red: tuple[float, float], blue: tuple[float, float], interpolation: int) -> Array:
    """An RGB image whose red and blue look elsewhere by the two coefficients of a radial distortion each."""
    height, width = image.shape[:2]
    reading = Reading(interpolation, cv2.BORDER_REPLICATE, 0.0)
    out = image.copy(order="C")
    for channel, coefficients in ((0, red), (2, blue)):
        if any(coefficients):
            sources = radial(height, width, *coefficients)
            plane = cv2.extractChannel(out, channel).reshape(height, width, 1)
            cv2.insertChannel(seen(plane, sources, height, width, reading), out, channel)
    return out


def radial(height: int, width: int, first: float, second: float) -> Sources:
    """Sources x (1 + first r² + second r⁴), x and y from the center in widths and heights, r their length (Brown 1966).

    Each row's displacement is a sum of three products, float32 in one operation each, and cut to 16 fraction bits.
    """
    return partial(_bands, height, width, first, second)


def _bands(height: int, width: int, first: float, second: float, half: int) -> Iterator[Band]:
    """Rows down to the middle in bands, each with the rows that mirror it below, which look as far the other way."""
    (x2, by_x, at_x), (y2, by_y, at_y) = _axis(width, half), _axis(height, half)
    by_y, at_y = by_y[:, None], at_y[:, None]
    across, slope = ((first * x2 + second * x2 * x2).astype(np.float32), (2.0 * second * x2).astype(np.float32))
    down, rows = (first * y2 + second * y2 * y2).astype(np.float32)[:, None], y2.astype(np.float32)[:, None]
    far = (abs(first) / 2.0 + abs(second) / 4.0) * max(height, width) > FAR / 2.0
    last = height // 2 + 1
    high = min(max(PIXELS // width, 1) + 1, last)
    block = taken(4 * 4 * high * width)
    try:
        rooms = list(parts(block, (high, width), np.int32, 4))
        for top in range(0, last, high):
            band = slice(top, min(top + high, last))
            one, other, dx, dy = (room[: band.stop - top] for room in rooms)
            share, product = one.view(np.float32), other.view(np.float32)
            np.multiply(rows[band], slope, out=share)
            share += across
            share += down[band]
            dx = _cut(np.multiply(share, by_x, out=product), dx, far)
            dy = _cut(np.multiply(share, by_y[band], out=product), dy, far)
            yield band, _moved(dx, at_x, one, far), _moved(dy, at_y[band], other, far)
            above = slice(max(top, 1), min(band.stop, (height + 1) // 2))  # neither the first row nor the middle one
            if above.start < above.stop:
                below = slice(height - above.stop + 1, height - above.start + 1)
                flipped = slice(above.stop - top - 1, above.start - top - 1 if above.start > top else None, -1)
                dx, dy, one, other = dx[flipped], dy[flipped], one[: len(dx[flipped])], other[: len(dy[flipped])]
                np.negative(dy, out=dy)
                yield below, _moved(dx, at_x, one, far), _moved(dy, at_y[below], other, far)
    finally:
        given_back(block)


@lru_cache(maxsize=8)
def _axis(size: int, half: int) -> tuple[Array, Array, Array]:
    """Of an axis: squares about the center, what turns shares into places with 16 fraction bits, and the places."""
    about = (np.arange(size) - size / 2.0) / size
    out = about * about, (about * (size * _ONE)).astype(np.float32), (np.arange(size, dtype=np.int32) << 16) + half
    for part in out:
        part.flags.writeable = False
    return out


def _cut(by: Array, out: Array, far: bool) -> Array:
    """Displacements without a fraction: as int32, or in float64 where they go far."""
    if far:
        return np.trunc(by).astype(np.float64)
    np.copyto(out, by, casting="unsafe")
    return out


def _moved(by: Array, at: Array, out: Array, far: bool) -> Array:
    """Coordinates in int32 after a displacement; a far one is clipped to what 16 integer bits hold."""
    if far:
        whole: Array = np.clip(by + at, -(2.0**31), 2.0**31 - 1).astype(np.int32)
        return whole
    return np.add(by, at, out=out)
