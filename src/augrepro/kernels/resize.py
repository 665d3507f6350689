"""Resampling to another size; linear on uint8 has OpenCV's 11-bit weights, or those of its bit-exact variant.

On uint16 and int16 both ways of linear are the bit-exact one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import cv2
import numpy as np

from .certified import certified
from .grid import MOST_CHANNELS, as_cv2, as_given, as_items, by_four, from_items
from .linear import linear

Array = np.ndarray[Any, np.dtype[Any]]
LINEAR = cv2.INTER_LINEAR, cv2.INTER_LINEAR_EXACT
FIXED_POINT = frozenset(map(np.dtype, ("uint16", "int16")))
"""What OpenCV blends in integers by its exact variant alone; the other one's bits depend on the build."""
UNKNOWN = frozenset(map(np.dtype, ("int32", "bool")))
"""What OpenCV picks no nearest pixels of."""
MOST_SKIPPED = 8
"""With so many pixels for each that is wanted, most are not looked at: a fourth channel costs more than it saves."""


def resize(image: Array, height: int, width: int, interpolation: int) -> Array:
    """The image at another size: 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos, 5 linear, 6 nearest to the center."""
    tall, wide, channels = image.shape
    if tall == height and wide == width:
        return image
    if interpolation == cv2.INTER_LINEAR and image.dtype == np.uint8 and channels <= MOST_CHANNELS:
        return linear(image, height, width)
    if interpolation == cv2.INTER_NEAREST:
        return nearest(image, height, width)
    if interpolation == cv2.INTER_NEAREST_EXACT:
        return picked(image, _centers(height, image.shape[0]), _centers(width, image.shape[1]))
    if interpolation in LINEAR and image.dtype != np.uint8:
        interpolation = cv2.INTER_LINEAR_EXACT if image.dtype in FIXED_POINT else cv2.INTER_LINEAR
    if image.dtype == np.int32:
        return np.rint(blended(image.astype(np.float64), height, width, interpolation)).astype(np.int32)
    return blended(image, height, width, interpolation)


def blended(image: Array, height: int, width: int, interpolation: int) -> Array:
    """OpenCV's resampling; four channels at a time where it takes no more.

    At exactly half the size whole numbers are means of four, which OpenCV rounds by the count of channels.
    """
    many = image.shape[2] > 4
    grouped = many and interpolation == cv2.INTER_AREA and _shrinks_by_fractions(image, height, width)
    grouped = grouped or (many and interpolation == cv2.INTER_LINEAR_EXACT and image.dtype in FIXED_POINT)
    if grouped or image.shape[2] > MOST_CHANNELS:
        return by_four(image, lambda group: blended(group, height, width, interpolation))
    if interpolation == cv2.INTER_LINEAR and image.dtype == np.uint8:
        return linear(image, height, width)
    by_fours = image.dtype == np.uint8 and (2 * height, 2 * width) != image.shape[:2]
    if interpolation == cv2.INTER_LINEAR_EXACT and by_fours:
        if image.shape[2] == 3 and image[..., 0].size <= MOST_SKIPPED * height * width:
            return _by_rgba(image, height, width)
        if many:
            return _by_fours(image, height, width)
    return as_given(cv2.resize(as_cv2(image), (width, height), interpolation=interpolation), image)


def _at_once(image: Array, height: int, width: int) -> Array:
    return as_given(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR_EXACT), image)


def _bytes_of(channels: int) -> Iterator[tuple[Array, int, int]]:
    """Bytes without a pattern, enlarged and shrunk to sizes that fill no register."""
    values = np.arange(31 * 47 * channels, dtype=np.uint32)
    image = (values * values * 2654435761 >> 13).astype(np.uint8).reshape(31, 47, channels)
    yield from ((image, height, width) for height, width in ((13, 29), (31, 70), (64, 17), (75, 101), (1, 1)))


@certified("linear resize by fours", _at_once, lambda: chain(_bytes_of(5), _bytes_of(8)))
def _by_fours(image: Array, height: int, width: int) -> Array:
    """Four channels at a time, for which OpenCV has registers."""
    return by_four(image, lambda group: _at_once(group, height, width))


@certified("linear resize by RGBA", _at_once, lambda: _bytes_of(3))
def _by_rgba(image: Array, height: int, width: int) -> Array:
    """RGB with a fourth channel for the time, since OpenCV has registers for four."""
    return cv2.cvtColor(_at_once(cv2.cvtColor(image, cv2.COLOR_RGB2RGBA), height, width), cv2.COLOR_RGBA2RGB)


def _shrinks_by_fractions(image: Array, height: int, width: int) -> bool:
    """Where OpenCV averages parts of pixels, which it does for up to four channels at a time."""
    tall, wide = image.shape[:2]
    return height <= tall and width <= wide and bool(tall % height or wide % width)


def nearest(image: Array, height: int, width: int) -> Array:
    """Nearest neighbor with OpenCV's sample points, floor(x * in / out), for every dtype and channel count."""
    if image.shape[2] > 4 or image.dtype in UNKNOWN:
        return picked(image, np.arange(height) * image.shape[0] // height, np.arange(width) * image.shape[1] // width)
    return as_given(cv2.resize(image, (width, height), interpolation=cv2.INTER_NEAREST), image)


def _centers(count: int, size: int) -> Array:
    """For each of ``count`` output pixels the one of ``size`` that its center lies in."""
    out: Array = np.arange(1, 2 * count, 2) * size // (2 * count)
    return out


def picked(image: Array, rows: Array, columns: Array) -> Array:
    """The pixels where these rows and columns cross."""
    if image.shape[2] == 1:
        one: Array = image[rows[:, None], columns]
        return one
    return from_items(as_items(image).take(rows, 0).take(columns, 1), image)
