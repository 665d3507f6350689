"""What a lens does to colors: red and blue are magnified otherwise than green, the more the further from the axis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import cv2
import numpy as np

from .fields import FAR
from .folding import Band
from .remap import Reading, Sources, seen

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


def _bands(height: int, width: int, first: float, second: float, offset: int) -> Iterator[Band]:
    x, y = ((np.arange(size) - size / 2.0) / size for size in (width, height))
    x2, y2 = x * x, (y * y)[:, None]
    across, slope, down = (
        part.astype(np.float32)
        for part in (first * x2 + second * x2 * x2, 2.0 * second * x2, first * y2 + second * y2 * y2)
    )
    rows = y2.astype(np.float32)
    by_x, by_y = (x * (width * _ONE)).astype(np.float32), (y[:, None] * (height * _ONE)).astype(np.float32)
    at_x = (np.arange(width, dtype=np.int32) << 16) + offset
    at_y = (np.arange(height, dtype=np.int32)[:, None] << 16) + offset
    far = (abs(first) / 2.0 + abs(second) / 4.0) * max(height, width) > FAR / 2.0
    rows_a_band, half = max(PIXELS // width, 1), (height + 1) // 2
    for top in range(0, half, rows_a_band):
        band = slice(top, min(top + rows_a_band, half))
        below = min(band.stop, height // 2)
        wide = slice(top, below + 1)
        share = rows[wide] * slope
        share += across
        share += down[wide]
        dx, dy = (_cut(share * by, far) for by in (by_x, by_y[wide]))
        own = slice(band.stop - top)
        yield band, _moved(dx[own], at_x, far), _moved(dy[own], at_y[band], far)
        if below > top:  # as far below the center pixels move as far, and the other way along y
            mirrored, turned = slice(height - below, height - top), slice(below - top, 0, -1)
            np.negative(dy, out=dy)
            yield mirrored, _moved(dx[turned], at_x, far), _moved(dy[turned], at_y[mirrored], far)


def _cut(by: Array, far: bool) -> Array:
    """A displacement without the fraction of its units; a far one may not fit int32."""
    out: Array = np.trunc(by).astype(np.float64) if far else by.astype(np.int32)
    return out


def _moved(by: Array, at: Array, far: bool) -> Array:
    """Coordinates in int32 after a displacement; a far one is clipped to what 16 integer bits hold."""
    if far:
        out: Array = np.clip(by + at, -(2.0**31), 2.0**31 - 1).astype(np.int32)
    else:
        out = by + at
    return out
