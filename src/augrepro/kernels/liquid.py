"""Drops of rain and splashes of mud on a lens: smooth noise above a threshold (Hendrycks and Dietterich 2019).

The noise is blurred in whole numbers, and every step behind it works on bytes, so the drops are the same everywhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from .bits import Words, normal
from .impulse import places

Array = np.ndarray[Any, np.dtype[Any]]
_FRACTION = 12
"""Bits behind the point, of noise and of weights."""
_DROP = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], np.float32)
"""Light on the lower right rim of a drop, shade on the upper left."""
_DEEPEST = 20
_LEAST_MUD = 0.1
"""The share of pixels that is mud where none is above the threshold."""


def layer(key: str, height: int, width: int, mean: float, std: float, sigma: float) -> Array:
    """Normal noise about ``mean``, blurred by a Gaussian of ``sigma`` pixels; whole numbers, 4096 to the unit."""
    noise = np.rint(normal() * 4096.0).astype(np.int32)[Words(key).halves(height * width)[: height * width]]
    grid = _blurred(noise.reshape(height, width), sigma)
    out: Array = np.rint(grid * std + mean * 4096.0).astype(np.int32)
    return out


def _blurred(grid: Array, sigma: float) -> Array:
    """The grid through a Gaussian cut at three sigma, its edge repeated beyond the border."""
    radius = round(3.0 * sigma)
    if radius == 0:
        return grid
    weights = np.exp(-((np.arange(radius + 1) / sigma) ** 2) / 2.0)
    weights /= 2.0 * weights[1:].sum() + weights[0]
    whole = np.rint(weights * 2**_FRACTION).astype(np.int32).tolist()
    return _along_rows(np.ascontiguousarray(_along_rows(grid.T, whole).T), whole)


def _along_rows(grid: Array, weights: list[int]) -> Array:
    """Each row's weighted sum with the rows about it, rounded down to the unit that it had."""
    radius, height = len(weights) - 1, len(grid)
    wide = np.pad(np.ascontiguousarray(grid), ((radius, radius), (0, 0)), "edge")
    total = wide[radius : radius + height] * np.int32(weights[0])
    total += 1 << (_FRACTION - 1)
    for step, weight in enumerate(weights[1:], 1):
        pair = wide[radius - step : radius - step + height] + wide[radius + step : radius + step + height]
        pair *= np.int32(weight)
        total += pair
    total >>= _FRACTION
    return total


@lru_cache(maxsize=2)
def rain(key: str, height: int, width: int, mean: float, std: float, sigma: float, threshold: float) -> Array:
    """How bright drops of rain are at each pixel, uint8: 255 at the brightest place.

    Where the noise is above ``threshold`` there is water; it is brightest within, away from its edges, and lit from
    the lower right.
    """
    noise = layer(key, height, width, mean, std, sigma)
    noise[noise < threshold * 4096.0] = 0
    water = (np.clip(noise, 0, 4096) * 255 >> 12).astype(np.uint8)
    edges = 255 - cv2.Canny(water, 50, 150)
    depth = np.minimum(cv2.distanceTransform(edges, cv2.DIST_L2, 5), _DEEPEST)
    soft = cv2.GaussianBlur(
        np.rint(depth * np.float32(12)).astype(np.uint8), (3, 3), 1, borderType=cv2.BORDER_REPLICATE
    )
    relief = cv2.filter2D(cv2.equalizeHist(soft // 12), -1, _DROP)
    relief = cv2.GaussianBlur(relief, (5, 5), 1.5, borderType=cv2.BORDER_REPLICATE)
    product = relief.astype(np.uint32) * water
    most = max(int(product.max()), 1)
    out: Array = ((product * 510 + most) // (2 * most)).astype(np.uint8)
    out.flags.writeable = False
    return out


@lru_cache(maxsize=2)
def mud(key: str, height: int, width: int, mean: float, std: float, sigma: float, threshold: float) -> Array:
    """How thick mud lies at each pixel, uint8: 255 at the thickest place.

    Mud is where the noise is above ``threshold``, softened by the same Gaussian; where none is, a tenth of the pixels.
    """
    field: Array = (layer(key, height, width, mean, std, sigma) > threshold * 4096.0).astype(np.uint8) * np.uint8(255)
    if not field.any():
        field.reshape(-1)[places(key, max(int(_LEAST_MUD * field.size), 1), field.size)] = 255
    if sigma > 0:
        field = cv2.GaussianBlur(field, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    most = max(int(field.max()), 1)
    out: Array = ((field.astype(np.uint32) * 510 + most) // (2 * most)).astype(np.uint8)
    out.flags.writeable = False
    return out
