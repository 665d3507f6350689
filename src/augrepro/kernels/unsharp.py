"""Sharpening by what a blur takes away; on bytes from OpenCV's fixed-point blur of 16 bits, half of them fractions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from .dtypes import check_unit
from .grid import MOST_CHANNELS, as_given, by_four

Array = np.ndarray[Any, np.dtype[Any]]
FRACTION = 8
ONE = np.float32(1 << FRACTION)
WHITE = 255


def sharpened(image: Array, size: int, sigma: float, alpha: float, threshold: int | None) -> Array:
    """The image plus ``alpha`` times what a Gaussian takes from it, clipped.

    With a threshold only where that is more than so many levels, and, by the same Gaussian, a little around. On bytes
    every step is an integer or one float32 operation.
    """
    if image.shape[2] > MOST_CHANNELS:
        return by_four(image, lambda group: sharpened(group, size, sigma, alpha, threshold))

    def blurred(plane: Array) -> Array:
        return as_given(cv2.GaussianBlur(plane, (size, size), sigma), plane)

    image = np.ascontiguousarray(image)
    if image.dtype != np.uint8:
        check_unit(image)
        return _floats(image, blurred, np.float32(alpha), threshold)
    return _bytes(image, blurred, np.float32(alpha), threshold)


def _floats(image: Array, blurred: Callable[[Array], Array], alpha: Any, threshold: int | None) -> Array:
    residual = image - blurred(image)
    sharp: Array = np.clip(image + residual * alpha, np.float32(0), np.float32(1))
    if threshold is None:
        return sharp
    strong = np.abs(residual) * np.float32(WHITE) > threshold
    sharp -= image
    sharp *= blurred(strong.astype(np.float32))
    sharp += image
    clipped: Array = np.clip(sharp, np.float32(0), np.float32(1), out=sharp)
    return clipped


def _bytes(image: Array, blurred: Callable[[Array], Array], alpha: Any, threshold: int | None) -> Array:
    fine = image.astype(np.uint16) << FRACTION
    residual = np.subtract(fine, blurred(fine), dtype=np.int32)
    change: Array = residual.astype(np.float32)
    change *= alpha / ONE
    change += image
    np.clip(change, np.float32(0), np.float32(WHITE), out=change)
    if threshold is not None:
        strong = (np.abs(residual) > threshold << FRACTION).view(np.uint8) * np.uint8(WHITE)
        change -= image
        change *= blurred(strong)
        change /= np.float32(WHITE)
        change += image
    out: Array = np.rint(change, out=change).astype(np.uint8)
    return out
