"""Blurs; on uint8 OpenCV runs them in fixed point, and no CPU differs."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .grid import as_given

Array = np.ndarray[Any, np.dtype[Any]]


def gaussian(image: Array, size: int, sigma: float) -> Array:
    """Convolved with a Gaussian on size x size pixels; the border is mirrored without its edge."""
    return as_given(cv2.GaussianBlur(np.ascontiguousarray(image), (size, size), sigma), image)
