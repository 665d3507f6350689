"""Byte tables: one 256-entry look-up for every uint8 op of one variable, built in float64 and rounded half to even."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .grid import MOST_CHANNELS

try:
    from stringzilla import translate as _translate

    _translate(memoryview(b"a"), memoryview(bytes(256)), out=memoryview(bytearray(1)))
except (ImportError, TypeError):  # no wheel for this platform, or an old one: OpenCV's table gives the same bytes
    _translate = None

Array = np.ndarray[Any, np.dtype[Any]]
UNIT = np.arange(256) / 255.0
_PIXELS = 1 << 15
"""In one band of rows: few enough for the cache, enough to pay for a call."""
BLACK, WHITE = np.zeros(256), np.full(256, 255.0)
NEGATIVE = np.arange(256, dtype=np.uint8)[::-1].copy()


def table(unit: Array) -> Array:
    """A curve's values on [0, 1], sampled at the 256 bytes, as bytes."""
    out: Array = np.minimum(np.maximum(np.rint(unit * WHITE), BLACK), WHITE).astype(np.uint8)
    return out


def table_within(unit: Array) -> Array:
    """The same of a curve that does not leave [0, 1]."""
    out: Array = np.rint(unit * WHITE).astype(np.uint8)
    return out


def look_up(image: Array, lut: Array) -> Array:
    """Every byte of a uint8 image replaced through one table of 256."""
    if not image.flags.c_contiguous:
        image = np.ascontiguousarray(image)
    if _translate is None:
        return cv2.LUT(image.reshape(len(image), -1), lut).reshape(image.shape)
    out = np.empty_like(image)
    _translate(image.data.cast("B"), lut.data, out=out.data.cast("B"))
    return out


def look_up_each(image: Array, luts: Array) -> Array:
    """Every byte of a uint8 (H, W, C) image replaced through its channel's table of 256; ``luts`` is (C, 256)."""
    if len(luts) == 1:
        return look_up(image, luts[0])
    if len(luts) > MOST_CHANNELS:
        return np.stack([look_up(image[..., i], lut) for i, lut in enumerate(luts)], -1)
    image = np.ascontiguousarray(image)
    out = np.empty_like(image)
    rows = max(_PIXELS // max(image.shape[1], 1), 1)
    for top in range(0, len(image), rows):
        planes = cv2.split(image[top : top + rows])
        cv2.merge([look_up(plane, lut) for plane, lut in zip(planes, luts, strict=True)], out[top : top + rows])
    return out
