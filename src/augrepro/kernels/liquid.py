"""Drops of rain and splashes of mud on a lens: smooth noise above a threshold (Hendrycks and Dietterich 2019).

The noise is blurred in whole numbers, and every step behind it works on bytes, so the drops are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from .bits import Words, normal
from .impulse import places
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
_FRACTION = 12
"""Bits behind the point, of noise and of weights."""
_DROP = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], np.float32)
"""A rim that falls off to the lower right gets light, one to the upper left none."""
_PIXELS = 1 << 15
"""In one band of rows: few enough for the cache."""
_DEEPEST = 3
"""Further than this from an edge of water, all is the same."""
_LEAST_MUD = 0.1
"""The share of pixels that is mud where none is above the threshold."""


def layer(key: str, height: int, width: int, mean: float, std: float, sigma: float) -> Array:
    """Normal noise about ``mean``, blurred by a Gaussian of ``sigma`` pixels; whole numbers, 4096 to the unit."""
    radius = round(3.0 * sigma)
    weights = _weights(sigma, radius) if radius else [1 << _FRACTION]
    grid = np.empty((height + 2 * radius, width), np.int32)  # with its edge repeated, as far as the Gaussian reaches
    for part, noise in _noise(key, height, width):
        grid[radius + part.start : radius + part.stop] = _across(noise, weights) if radius else noise
    grid[:radius], grid[radius + height :] = grid[radius], grid[radius + height - 1]
    grid = _down(grid, weights) if radius else grid
    rows = max(_PIXELS // width, 1)
    for top in range(0, height, rows):
        band = grid[top : top + rows].astype(np.float32)
        band *= np.float32(std)
        band += np.float32(mean * 4096.0)
        grid[top : top + rows] = np.rint(band, out=band)
    return grid


def _noise(key: str, height: int, width: int) -> Iterator[tuple[slice, Array]]:
    """Some rows at a time, of whole words."""
    table, words = np.rint(normal() * 4096.0).astype(np.int32), Words(key)
    step = 4 * max(_PIXELS // (4 * width), 1)
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        noise = table.take(words.halves((rows.stop - top) * width))
        yield rows, noise.reshape(-1, width)


def _weights(sigma: float, radius: int) -> list[int]:
    """The middle of a Gaussian, then one side, as whole numbers that with the other side sum to about 4096."""
    weights = np.exp(-((np.arange(radius + 1) / sigma) ** 2) / 2.0)
    weights /= 2.0 * weights[1:].sum() + weights[0]
    whole: list[int] = np.rint(weights * 2**_FRACTION).astype(np.int32).tolist()
    return whole


def _across(rows: Array, weights: list[int]) -> Array:
    """Weighted sums along rows, whose edges are repeated beyond the border."""
    radius, width = len(weights) - 1, rows.shape[1]
    wide = cv2.copyMakeBorder(rows, 0, 0, radius, radius, cv2.BORDER_REPLICATE).reshape(-1, width + 2 * radius)
    flat = wide.reshape(-1)  # as one long row, of which the ends of rows are left out
    sums = np.empty(flat.size, np.int32)
    size = flat.size - 2 * radius
    sums[:size] = _summed([flat[step : step + size] for step in range(2 * radius + 1)], weights)
    return sums.reshape(wide.shape)[:, :width]


def _down(rows: Array, weights: list[int]) -> Array:
    """Weighted sums along columns, where all neighbors are there; in place, since none looks up."""
    margin = 2 * len(weights) - 2
    height, band = len(rows) - margin, max(_PIXELS // rows.shape[1], 1)
    for top in range(0, height, band):
        end = min(top + band, height)
        rows[top:end] = _summed([rows[top + step : end + step] for step in range(margin + 1)], weights)
    return rows[:height]


def _summed(parts: list[Array], weights: list[int]) -> Array:
    """The weighted sum of a part in the middle and those on both sides, rounded to the unit that they had."""
    middle = len(weights) - 1
    total: Array = parts[middle] * np.int32(weights[0])
    total += 1 << (_FRACTION - 1)
    for step, weight in enumerate(weights[1:], 1):
        pair = parts[middle - step] + parts[middle + step]
        pair *= np.int32(weight)
        total += pair
    total >>= _FRACTION
    return total


@kept_field(2)
def rain(key: str, height: int, width: int, mean: float, std: float, sigma: float, threshold: float) -> Array:
    """How bright drops of rain are at each pixel, uint8: 255 at the brightest place.

    Where the noise is above ``threshold`` there is water; it is bright away from its edges, and its rim is embossed.
    """
    noise = layer(key, height, width, mean, std, sigma)
    noise *= noise >= threshold * 4096.0
    np.clip(noise, 0, 4096, out=noise)
    noise *= 255
    noise >>= 12
    water = noise.astype(np.uint8)
    del noise
    edges = 255 - cv2.Canny(water, 50, 150)
    depth: Array = cv2.distanceTransform(edges, cv2.DIST_L2, 5)
    np.minimum(depth, _DEEPEST, out=depth)
    depth *= np.float32(85)
    steps = np.rint(depth, out=depth).astype(np.uint8)
    del depth
    near = cv2.GaussianBlur(steps, (3, 3), 1, borderType=cv2.BORDER_REPLICATE)
    rims = cv2.equalizeHist(np.minimum(near, 85) * np.uint8(3))
    relief = cv2.GaussianBlur(cv2.filter2D(rims, -1, _DROP), (5, 5), 1.5, borderType=cv2.BORDER_REPLICATE)
    out = _to_white(np.multiply(relief, water, dtype=np.uint32))
    out.flags.writeable = False
    return out


def _to_white(whole: Array) -> Array:
    """Uint32 of less than 2**23 as bytes, the largest of which is 255."""
    most = max(int(whole.max()), 1)
    whole *= 510
    whole += most
    whole //= 2 * most
    return whole.astype(np.uint8)


@kept_field(2)
def mud(key: str, height: int, width: int, mean: float, std: float, sigma: float, threshold: float) -> Array:
    """How thick mud lies at each pixel, uint8: 255 at the thickest place.

    Mud is where the noise is above ``threshold``, softened by the same Gaussian; where none is, a tenth of the pixels.
    """
    field: Array = (layer(key, height, width, mean, std, sigma) > threshold * 4096.0).astype(np.uint8) * np.uint8(255)
    if not field.any():
        field.reshape(-1)[places(key, max(int(_LEAST_MUD * field.size), 1), field.size)] = 255
    if sigma > 0:
        field = cv2.GaussianBlur(field, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    out = _to_white(field.astype(np.uint32))
    out.flags.writeable = False
    return out
