"""Grayscale dilation and erosion: the largest or least value of a neighborhood, so never a new one."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Any

import cv2
import numpy as np

from .grid import MOST_CHANNELS, as_cv2, as_given

Array = np.ndarray[Any, np.dtype[Any]]


@lru_cache(maxsize=64)
def ellipse(width: int, height: int) -> Array:
    """The elliptic structuring element as OpenCV draws it, the same in every release."""
    middle_x, middle_y = width // 2, height // 2
    out = np.zeros((height, width), np.uint8)
    for row in range(height):
        away = row - middle_y
        if abs(away) <= middle_y:
            half = round(middle_x * sqrt((middle_y**2 - away**2) / max(middle_y**2, 1)))
            out[row, max(middle_x - half, 0) : middle_x + half + 1] = 1
    out.flags.writeable = False
    return out


def reach(width: int, height: int) -> tuple[int, int, int, int]:
    """How many pixels a value of one pixel spreads to the left, top, right and bottom."""
    rows, columns = np.nonzero(ellipse(width, height))
    x, y = width // 2, height // 2
    return int(columns.max()) - x, int(rows.max()) - y, x - int(columns.min()), y - int(rows.min())


def extreme(image: Array, width: int, height: int, largest: bool) -> Array:
    """The image of the largest, or least, values under the element; beyond the border there are none.

    A float of -0 becomes 0, since which of the two is larger depends on the CPU.
    """
    run, element = (cv2.dilate if largest else cv2.erode), ellipse(width, height)
    if image.dtype == np.uint8 and image.shape[2] <= MOST_CHANNELS:
        return as_given(run(np.ascontiguousarray(image), element), image)
    source = as_cv2(image)
    if source.dtype == np.int32:
        source = source.astype(np.float64)
    parts = [
        as_given(run(np.ascontiguousarray(source[..., i : i + MOST_CHANNELS]), element), source)
        for i in range(0, source.shape[2], MOST_CHANNELS)
    ]
    out = parts[0] if len(parts) == 1 else np.concatenate(parts, 2)
    if out.dtype.kind == "f" and image.dtype.kind == "f":
        out += out.dtype.type(0)
    return as_given(out.astype(np.int32) if image.dtype == np.int32 else out, image)
