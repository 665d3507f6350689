"""Weighted sums of neighbors; on uint8 OpenCV runs these in fixed point, and no CPU differs.

A kernel is a function of a contiguous (H, W, C) image; beyond the border the image is mirrored without its edge.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import cv2
import numpy as np

from .gaussian import blurred
from .grid import MOST_CHANNELS, as_given, by_four

Array = np.ndarray[Any, np.dtype[Any]]
Kernel = Callable[[Array], Array]


def filtered(image: Array, kernel: Kernel) -> Array:
    """The image through a kernel, each channel by itself."""
    if image.shape[2] > MOST_CHANNELS:
        return by_four(image, kernel)
    return as_given(kernel(np.ascontiguousarray(image)), image)


def gaussian(size: int, sigma: float) -> Kernel:
    """A Gaussian on size x size pixels."""
    return partial(blurred, size=size, sigma=sigma)


def box(size: int) -> Kernel:
    """The mean of size x size pixels."""
    return partial(cv2.blur, ksize=(size, size))


def median(image: Array, size: int) -> Array:
    """The median of size x size bytes, each channel by itself; beyond the border lies the edge pixel."""
    if image.shape[2] in (1, 3, 4):
        return as_given(cv2.medianBlur(np.ascontiguousarray(image), size), image)
    planes = (np.ascontiguousarray(image[..., channel]) for channel in range(image.shape[2]))
    return np.stack([cv2.medianBlur(plane, size) for plane in planes], -1)
