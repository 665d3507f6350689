"""Resampling to another size; linear on uint8 is OpenCV's bit-exact variant."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .grid import like, plain

Array = np.ndarray[Any, np.dtype[Any]]


def resize(image: Array, height: int, width: int, interpolation: int) -> Array:
    """The image at another size; ``interpolation`` 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos."""
    if image.shape[:2] == (height, width):
        return image
    if interpolation == cv2.INTER_NEAREST:
        return nearest(image, height, width)
    if interpolation == cv2.INTER_LINEAR and image.dtype == np.uint8:
        interpolation = cv2.INTER_LINEAR_EXACT
    return like(cv2.resize(plain(image), (width, height), interpolation=interpolation), image)


def nearest(image: Array, height: int, width: int) -> Array:
    """Nearest neighbour with OpenCV's sample points, floor(x * in / out), for every dtype and channel count."""
    if image.dtype in (np.int32, np.bool_) or image.shape[2] > 4:
        rows = np.arange(height) * image.shape[0] // height
        columns = np.arange(width) * image.shape[1] // width
        out: Array = image[rows[:, None], columns]
        return out
    return like(cv2.resize(image, (width, height), interpolation=cv2.INTER_NEAREST), image)
