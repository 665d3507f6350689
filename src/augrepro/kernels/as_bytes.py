"""What float32 arithmetic makes of bytes, as bytes again: rounded half to even and clipped, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from .certified import certified

Array = np.ndarray[Any, np.dtype[Any]]
_WHITE = np.float32(255)


def line(image: Array, gain: Array, offset: Array | None = None) -> Array:
    """Bytes times a gain, plus an offset, both float32 of the image's shape: a product, a sum, a rounding."""
    if offset is not None:
        product = image.astype(np.float32)
        product *= gain
        return summed(product, offset)
    return _product(_flat(image), _flat(gain)).reshape(image.shape)


def summed(first: Array, second: Array) -> Array:
    """The sum of two float32 images in levels of bytes."""
    return _sum(_flat(first), _flat(second)).reshape(first.shape)


def _flat(image: Array) -> Array:
    """In two dimensions, since OpenCV may take a small third one for a scalar."""
    return np.ascontiguousarray(image).reshape(len(image), -1)


def _rounded(values: Array) -> Array:
    np.rint(values, out=values)
    return np.clip(values, np.float32(0), _WHITE, out=values).astype(np.uint8)


def _whole_sum(first: Array, second: Array) -> Array:
    return _rounded(first + second)


def _whole_product(image: Array, gain: Array) -> Array:
    return _rounded(image * gain)


def _floats() -> Iterator[tuple[Array, Array]]:
    """Sums below black, above white, at ties and beside them, in whole registers and amid one."""
    halves = np.arange(-40, 600, dtype=np.float32) / 2
    for near in (0.0, 2.0**-16, -(2.0**-16), 0.3):
        first = np.stack([halves * np.float32(0.75) + np.float32(near), halves * np.float32(16) - 300])
        yield first, halves - first
        yield first[:, 37:90].copy(), (halves * np.float32(0.25))[None, 37:90].repeat(2, 0)


def _gains() -> Iterator[tuple[Array, Array]]:
    """Every byte times gains that bring ties, and others."""
    image = np.arange(300).astype(np.uint8)[None].repeat(8, 0)
    gain = np.array([0.5, 1.5, 0.25, 1.0, 1 / 3, 1.1, -0.7, 40.3], np.float32)[:, None].repeat(300, 1)
    yield image, gain
    yield image[:, 37:90].copy(), gain[:, 37:90] * np.float32(0.9)


@certified("sum as bytes", _whole_sum, _floats)
def _sum(first: Array, second: Array) -> Array:
    return cv2.add(first, second, dtype=cv2.CV_8U)


@certified("product as bytes", _whole_product, _gains)
def _product(image: Array, gain: Array) -> Array:
    return cv2.multiply(image, gain, dtype=cv2.CV_8U)
