"""Sums over bytes, in integers: the same on every machine."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
BYTES = np.arange(256)
CHUNK = 1 << 24
"""OpenCV counts in float32, which holds every whole number up to here."""


def counts(plane: Array) -> Array:
    """How often each of the 256 bytes stands in a uint8 array, as int64."""
    flat = np.ascontiguousarray(plane).reshape(-1, 1)
    parts = (flat[start : start + CHUNK] for start in range(0, len(flat), CHUNK))
    return sum(cv2.calcHist([part], [0], None, [256], [0, 256]).astype(np.int64).ravel() for part in parts)  # type: ignore[return-value]


def mean_and_std(histogram: Array) -> tuple[float, float]:
    """Of the bytes a histogram counts; one division and one root are the only roundings."""
    n, total, squares = (int((histogram * power).sum()) for power in (1, BYTES, BYTES * BYTES))
    return total / n, (max(n * squares - total * total, 0) / (n * n)) ** 0.5


def extremes(histogram: Array) -> tuple[float, float]:
    """The smallest and the largest byte counted."""
    found = np.flatnonzero(histogram)
    return float(found[0]), float(found[-1])
