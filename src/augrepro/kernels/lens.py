"""What a lens does to colors: red and blue are magnified otherwise than green, the more the further from the axis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import cv2
import numpy as np

from .folding import Band
from .remap import FAR, Reading, Sources, seen

Array = np.ndarray[Any, np.dtype[Any]]
_ONE = 1 << 16
PIXELS = 1 << 15
"""In one band of rows: few enough for the cache, enough to pay for a call."""


def aberrated(image: Array, red: tuple[float, float], blue: tuple[float, float], interpolation: int) -> Array:
    """An RGB image whose red and blue look elsewhere by the two coefficients of a radial distortion each."""
    height, width = image.shape[:2]
    reading = Reading(interpolation, cv2.BORDER_REPLICATE, 0.0)
    planes = list(cv2.split(np.ascontiguousarray(image)))
    for channel, coefficients in ((0, red), (2, blue)):
        if any(coefficients):
            sources = radial(height, width, *coefficients)
            planes[channel] = seen(planes[channel][..., None], sources, height, width, reading)
    return cv2.merge(planes)


def radial(height: int, width: int, first: float, second: float) -> Sources:
    """Sources x (1 + first r² + second r⁴), x and y from the center in widths and heights, r their length (Brown 1966).

    Each row's displacement is a sum of three products, float32 in one operation each, and cut to 16 fraction bits.
    """
    return partial(_bands, height, width, first, second)


def _bands(height: int, width: int, first: float, second: float, half: int) -> Iterator[Band]:
    x, y = ((np.arange(size) - size / 2.0) / size for size in (width, height))
    x2, y2 = x * x, (y * y)[:, None]
    across, slope, down = (
        part.astype(np.float32)
        for part in (first * x2 + second * x2 * x2, 2.0 * second * x2, first * y2 + second * y2 * y2)
    )
    rows = y2.astype(np.float32)
    by_x, by_y = (x * (width * _ONE)).astype(np.float32), (y[:, None] * (height * _ONE)).astype(np.float32)
    at_x = (np.arange(width, dtype=np.int32) << 16) + half
    at_y = (np.arange(height, dtype=np.int32)[:, None] << 16) + half
    far = (abs(first) / 2.0 + abs(second) / 4.0) * max(height, width) > FAR / 2.0
    rows_a_band = max(PIXELS // width, 1)
    for top in range(0, height, rows_a_band):
        band = slice(top, top + rows_a_band)
        share = rows[band] * slope
        share += across
        share += down[band]
        yield band, _moved(share * by_x, at_x, far), _moved(share * by_y[band], at_y[band], far)


def _moved(by: Array, at: Array, far: bool) -> Array:
    """Coordinates in int32 after a displacement; a far one is clipped to what 16 integer bits hold."""
    if far:
        return np.clip(np.trunc(by).astype(np.float64) + at, -(2.0**31), 2.0**31 - 1).astype(np.int32)
    out: Array = by.astype(np.int32)
    out += at
    return out
