"""Float images on [0, 1]: a curve of each value, clipped, a band of rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from .bands import bands_of_floats
from .dtypes import check_unit, clip_unit

Array = np.ndarray[Any, np.dtype[Any]]
Curve = Callable[[Array, Array], object]
"""Writes what it makes of its first argument into its second, which has that shape and dtype."""
_ONE = int(np.float32(1).view(np.uint32))
_SIGN = 1 << 31
_BLACK, _WHITE = np.float32(0), np.float32(1)


def mapped(image: Array, curve: Curve, keeps_unit: bool) -> Array:
    """A curve of every value, clipped to [0, 1]; ValueError for an image far outside.

    ``keeps_unit``: what is on [0, 1] stays there. Bits of floats from 0 upwards grow with them, and those of floats
    below 0 are larger still, so one look at the bits of a band tells whether it has to be clipped.
    """
    out = np.empty(image.shape, image.dtype)
    checked = False
    for rows in bands_of_floats(image):
        part, into = image[rows], out[rows]
        inside = part.dtype == np.float32 and int(part.view(np.uint32).max()) <= _ONE
        if not (inside or checked):
            check_unit(image)
            checked = True
        curve(part, into)
        if not inside:
            clip_unit(into, into)
        elif not keeps_unit:
            np.clip(into, _BLACK, _WHITE, out=into)
    return out


def from_black(x: Array) -> Array:
    """The values with those below 0 as 0; the array itself where no value has a sign."""
    if x.dtype == np.float32 and int(x.view(np.uint32).max()) < _SIGN:
        return x
    out: Array = np.maximum(x, x.dtype.type(0))
    return out


def invert_above(image: Array, threshold: float, out: Array) -> None:
    """Write 1 - x for every value x of the threshold or more, and x for the others.

    OpenCV picks by a mask without a branch, where ``np.where`` takes up to twenty times as long on noise.
    """
    np.subtract(image.dtype.type(1), image, out=out)
    flat = np.ascontiguousarray(image).reshape(len(image), -1)
    cv2.copyTo(flat, (flat < image.dtype.type(threshold)).view(np.uint8), out.reshape(flat.shape))
