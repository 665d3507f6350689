"""Sums over bytes, in integers: the same on every machine."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from . import lut
from .channels import each_mapped

Array = np.ndarray[Any, np.dtype[Any]]
BYTES = np.arange(256)
CHUNK = 1 << 24
"""OpenCV counts in float32, which holds every whole number up to here."""


def counts(plane: Array) -> Array:
    """How often each of the 256 bytes stands in a uint8 array, as int64."""
    flat = np.ascontiguousarray(plane).reshape(1, -1)
    out = _counted(flat[:, :CHUNK])
    for start in range(CHUNK, flat.shape[1], CHUNK):
        out += _counted(flat[:, start : start + CHUNK])
    return out


def _counted(row: Array) -> Array:
    return cv2.calcHist([row], [0], None, [256], [0, 256]).ravel().astype(np.int64)


def total(image: Array) -> int:
    """The sum of all bytes of a uint8 array; OpenCV adds them up as integers."""
    return int(cv2.sumElems(np.ascontiguousarray(image).reshape(1, -1))[0])


def mean_and_std(histogram: Array) -> tuple[float, float]:
    """Of the bytes a histogram counts; one division and one root are the only roundings."""
    n, added, squares = (int((histogram * power).sum()) for power in (1, BYTES, BYTES * BYTES))
    return _mean_and_std(n, added, squares)


def mean_and_std_of(image: Array) -> tuple[float, float]:
    """The same of a uint8 array; OpenCV adds up squares of bytes as integers too."""
    flat = np.ascontiguousarray(image).reshape(1, -1)
    return _mean_and_std(flat.size, total(flat), round(cv2.norm(flat, cv2.NORM_L2SQR)))


def _mean_and_std(n: int, added: int, squares: int) -> tuple[float, float]:
    return added / n, (max(n * squares - added * added, 0) / (n * n)) ** 0.5


def extremes(histogram: Array) -> tuple[float, float]:
    """The smallest and the largest byte counted."""
    found = np.flatnonzero(histogram)
    return float(found[0]), float(found[-1])


def extremes_of(image: Array) -> tuple[float, float]:
    """The smallest and the largest byte of a uint8 array."""
    low, high, _, _ = cv2.minMaxLoc(np.ascontiguousarray(image).reshape(1, -1))
    return low, high


def equalized(image: Array, pillow: bool) -> Array:
    """Each channel of a uint8 image with its histogram flattened, OpenCV's way or Pillow's."""
    return each_mapped(image, [lambda plane: _flattened(plane, pillow)] * image.shape[2])


def _flattened(plane: Array, pillow: bool) -> Array:
    return lut.look_up(plane, (pillow_table if pillow else opencv_table)(counts(plane)))


def equalized_luma(image: Array, pillow: bool) -> Array:
    """An RGB uint8 image with the histogram of its luma (YCrCb) flattened."""
    luma, *chroma = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))
    return cv2.cvtColor(cv2.merge([_flattened(luma, pillow), *chroma]), cv2.COLOR_YCrCb2RGB)


def opencv_table(histogram: Array) -> Array:
    """OpenCV's rule, in its float32: byte i becomes 255 times the share of pixels up to i, without the lowest level's.

    Rounded half to even; where all pixels are alike they stay.
    """
    used = np.flatnonzero(histogram)
    if len(used) < 2:
        return np.arange(256, dtype=np.uint8)
    above = np.cumsum(histogram)
    lowest = above[used[0]]
    scale = np.float32(255) / np.float32(above[-1] - lowest)
    levels = np.rint((above - lowest).astype(np.float32) * scale)  # up to 255: a quotient times its divisor
    table: Array = np.maximum(levels, np.float32(0)).astype(np.uint8)
    return table


def pillow_table(histogram: Array) -> Array:
    """Pillow's rule: byte i becomes (pixels below i + half a step) // step, 255 steps holding all but the top level."""
    used = histogram[histogram > 0]
    step = int(used.sum() - used[-1]) // 255
    if len(used) < 2 or step == 0:
        return np.arange(256, dtype=np.uint8)
    below = np.cumsum(histogram) - histogram
    table: Array = np.minimum((below + step // 2) // step, 255).astype(np.uint8)
    return table
