"""Gaussian blur; on bytes in whole numbers, by weights that are 256ths along either axis: no CPU differs.

On bytes a pixel is the sum of weight times weight times byte in units of 2**-16, rounded half up. OpenCV's own way
takes longer than its separable filter on floats, whose sums are these numbers too, since 24 bits hold each of them: 1.3
times as long for 7 x 7 weights, 2.6 times for 23 x 23, and 3 to 4 times where most of these are 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from .bands import VALUES, by_rows
from .certified import certified

Array = np.ndarray[Any, np.dtype[Any]]
MIDDLE = 128
BAND = 1 << 19
"""So many values of an image are filtered at a time."""
ROUNDED_UP = 2.0**-17 - MIDDLE
"""Sums about 0 have a bit to spare in float32, and half a unit moves what is rounded half to even off every tie."""
PAYS: dict[int, int] = {1: 0, 3: 0, 5: 0, 7: VALUES}
"""On images of how many values the separable filter is faster, with finding its weights; on larger squares always."""


def blurred(image: Array, size: int, sigma: float) -> Array:
    """A contiguous image through a Gaussian on size x size pixels, mirrored without its edge beyond the border."""
    if image.dtype != np.uint8 or not 0 < image.size <= PAYS.get(size, image.size):
        return cv2.GaussianBlur(image, (size, size), sigma)
    return _bytes(image, size, sigma)


def _by_opencv(image: Array, size: int, sigma: float) -> Array:
    return cv2.GaussianBlur(image, (size, size), sigma)


def _noise() -> Iterator[tuple[Array, int, float]]:
    """Bytes of all kinds in whole registers and amid one; weights of 1/4, 1/2, 1/4 bring many ties."""
    words = (np.arange(41 * 73 * 3, dtype=np.uint32) * np.uint32(2654435761) >> np.uint32(13)).astype(np.uint8)
    image = words.reshape(41, 73, 3)
    plane = np.ascontiguousarray(image[..., 0])
    for size, sigma in ((3, 0.85), (3, 0.5), (5, 1.1), (7, 1.4), (9, 2.0), (23, 4.5)):
        yield image, size, sigma
        yield plane, size, sigma


@certified("Gaussian blur of bytes", _by_opencv, _noise)
def _bytes(image: Array, size: int, sigma: float) -> Array:
    """The same by the separable filter, a band of rows at a time."""
    taps = weights(size, sigma)
    return by_rows(image, lambda band: _filtered(band, taps), len(taps) // 2, BAND)


def _filtered(image: Array, taps: Array) -> Array:
    out = cv2.sepFilter2D(image, cv2.CV_16S, taps, taps, delta=ROUNDED_UP).astype(np.uint8)
    out ^= np.uint8(MIDDLE)
    return out


@lru_cache(maxsize=8)
def weights(size: int, sigma: float) -> Array:
    """OpenCV's 256ths along one axis, which sum to 1, without zeros at the ends: what it makes of a white pixel.

    A weight of up to a half shows as itself, and the one in the middle is what the others leave.
    """
    half = size // 2
    side = cv2.GaussianBlur(_white(size), (size, 1), sigma)[0, half + 1 : size].tolist()
    side = side[next((at for at, weight in enumerate(side) if weight), half) :]
    taps = np.array([*side, 256 - 2 * sum(side), *side[::-1]], np.float32)
    taps /= np.float32(256)
    taps.flags.writeable = False
    return taps


@lru_cache(maxsize=64)
def _white(size: int) -> Array:
    """A row with a white pixel in the middle."""
    row = np.zeros((1, 2 * size + 1), np.uint8)
    row[0, size] = 255
    return row
