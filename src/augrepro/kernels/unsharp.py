"""Sharpening by what a blur takes away; on bytes from OpenCV's fixed-point blur of 16 bits, half of them fractions."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from . import as_bytes
from .bands import by_rows
from .dtypes import check_unit
from .gaussian import blurred
from .grid import MOST_CHANNELS, as_given, by_four

Array = np.ndarray[Any, np.dtype[Any]]
FRACTION = 8
ONE = np.float32(1 << FRACTION)
WHITE = 255
BAND = 1 << 16
"""So many values are worked on at a time, so that they stay in the cache."""


def sharpened(image: Array, size: int, sigma: float, alpha: float, threshold: int | None) -> Array:
    """The image plus ``alpha`` times what a Gaussian takes from it, clipped.

    With a threshold only where that is more than so many levels of 255, and, by the same Gaussian, a little around. On
    bytes every step is an integer or one float32 operation.
    """
    if image.shape[2] > MOST_CHANNELS:
        return by_four(image, lambda group: sharpened(group, size, sigma, alpha, threshold))
    check_unit(image)

    def run(band: Array) -> Array:
        return _sharpened(band, size, sigma, alpha, threshold)

    image = np.ascontiguousarray(image)
    if image.dtype != np.uint8:
        return run(image)
    return by_rows(image, run, size // 2 * (1 if threshold is None else 2))  # as far as one blur looks, or two


def _sharpened(image: Array, size: int, sigma: float, alpha: float, threshold: int | None) -> Array:
    def soften(plane: Array) -> Array:
        return as_given(blurred(plane, size, sigma), plane)

    exact = image.dtype == np.uint8
    fine = image.astype(np.uint16) << FRACTION if exact else image
    soft = soften(fine)
    share = None if threshold is None else soften(_strong(fine, soft, threshold))
    factor = np.float32(alpha) / ONE if exact else np.float32(alpha)
    return _mixed(image, fine, soft, share, factor)


def _strong(fine: Array, soft: Array, threshold: int) -> Array:
    """White where the two differ by more than the threshold, else black."""
    away = cv2.absdiff(fine, soft).reshape(fine.shape)
    if fine.dtype == np.uint16:
        return (away > threshold << FRACTION).view(np.uint8) * np.uint8(WHITE)
    return (away * np.float32(WHITE) > threshold).astype(np.float32)


def _mixed(image: Array, fine: Array, soft: Array, share: Array | None, factor: Any) -> Array:
    """The image, by its share the sharpened one, a band of rows at a time."""
    white = np.float32(WHITE if image.dtype == np.uint8 else 1)
    out, rows = np.empty_like(image), max(BAND // max(image[0].size, 1), 1)
    for start in range(0, len(image), rows):
        band = slice(start, start + rows)
        under = image[band].astype(np.float32)
        change = np.subtract(fine[band], soft[band], dtype=np.float32)
        change *= factor
        if share is not None:
            change += under
            np.clip(change, np.float32(0), white, out=change)
            change -= under
            change *= share[band].astype(np.float32)
            change /= white
        if image.dtype == np.uint8:
            out[band] = as_bytes.summed(change, under)
        else:
            change += under
            np.clip(change, np.float32(0), white, out=out[band])
    return out
