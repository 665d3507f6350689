"""Between whole numbers and float32 on [0, 1]: a division, or a product, a rounding half to even and a clip."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
ROWS = 16
FAR = 2.0**30


def white(dtype: Any) -> float:
    """The value that counts as 1 in an image of that dtype."""
    dtype = np.dtype(dtype)
    return float(np.iinfo(dtype).max) if dtype.kind in "iu" else 1.0


def to_float(image: Array, largest: float | None) -> Array:
    """Whole numbers divided by the largest (their dtype's where None), as float32; floats as float32."""
    out = image.astype(np.float32)
    if image.dtype.kind in "iu":
        out /= np.float32(white(image.dtype) if largest is None else largest)
    return out


def from_float(image: Array, dtype: str, largest: float | None, out: Array | None = None) -> Array:
    """Floats times the largest value (the dtype's where None), rounded and clipped to what the dtype holds.

    32-bit numbers are multiplied in float64, a few rows at a time: float32 has no 4294967295.
    """
    real = np.float64 if dtype == "uint32" or image.dtype == np.float64 else np.float32
    high = white(dtype)
    factor = real(high if largest is None else largest)
    if dtype == "uint8" and real is np.float32:
        return _to_bytes(image, float(factor), out)
    out = np.empty(image.shape, dtype) if out is None else out
    for top in range(0, len(image), ROWS):
        part = np.multiply(image[top : top + ROWS], factor, dtype=real)  # numpy 1.26 would keep float32
        np.clip(part, 0, high, out=part)
        np.copyto(out[top : top + ROWS], np.rint(part, out=part), casting="unsafe")
    return out


def _to_bytes(image: Array, factor: float, out: Array | None) -> Array:
    """One pass of OpenCV's, which takes absolute values and has no answer beyond 32 bits: such values are cut off.

    The bits of floats from 0 upwards grow with them, and those of floats below 0 are larger still.
    """
    image, most = np.ascontiguousarray(image), np.float32(FAR / factor)
    if image.view(np.uint32).max() > most.view(np.uint32):
        image = np.clip(image, 0, most)
    into = None if out is None else out.reshape(len(out), -1)
    return cv2.convertScaleAbs(image.reshape(len(image), -1), into, factor).reshape(image.shape)
