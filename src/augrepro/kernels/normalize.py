"""Bytes or floats to centered, scaled float32: a subtraction and a product, each one IEEE operation a value."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
ROWS = 64


def standardized(image: Array, center: Array, factor: Array) -> Array:
    """(x - center) * factor, one center and factor a channel, as float32 (H, W, C).

    The constants are tiled along a row, so that NumPy's loops run over whole rows and not over three channels.
    """
    height, width, channels = image.shape
    rows = image.reshape(height, width * channels)
    centers, factors = np.tile(center, width), np.tile(factor, width)
    out = np.empty(rows.shape, np.float32)
    for top in range(0, height, ROWS):
        part = out[top : top + ROWS]
        np.copyto(part, rows[top : top + ROWS])
        part -= centers
        part *= factors
    return out.reshape(image.shape)


def standardized_planes(image: Array, center: Array, factor: Array) -> Array:
    """The same values as contiguous (C, H, W), written plane by plane."""
    source = planes(image)
    out = source if source.dtype == np.float32 else source.astype(np.float32)
    for plane, middle, scale in zip(out, center, factor, strict=True):
        plane -= middle
        plane *= scale
    return out


def planes(image: Array) -> Array:
    """(H, W, C) as a new contiguous (C, H, W)."""
    height, width, channels = image.shape
    if channels == 1:
        return image.reshape(1, height, width).copy()
    if channels > 4 or image.dtype not in (np.uint8, np.float32, np.uint16, np.int16, np.int32):
        return np.array(image.transpose(2, 0, 1), order="C")
    out = np.empty((channels, height, width), image.dtype)
    cv2.split(np.ascontiguousarray(image), list(out))
    return out
