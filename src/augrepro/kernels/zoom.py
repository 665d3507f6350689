"""The mean of an image and of enlargements about its middle."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from cv2 import INTER_LINEAR

from .resize import blended

Array = np.ndarray[Any, np.dtype[Any]]
MOST = 255
"""So many bytes, and the image's own, fit a sum of 16 bits."""


def zoomed(image: Array, largest: float, step: float) -> Array:
    """The mean of the image and of those enlarged 1, 1 + step, 1 + 2 step ... times, below ``largest``; or of 255 such.

    Bytes are summed as integers and rounded to the nearest.
    """
    step = max(step, (largest - 1.0) / MOST)
    count = min(max(ceil((largest - 1.0) / step), 1), MOST) if step > 0 else 1
    exact = image.dtype == np.uint8
    total: Array = image.astype(np.uint16 if exact else np.float32)
    for place in range(count):
        np.add(total, enlarged(image, 1.0 + place * step), out=total)
    if not exact:
        return np.divide(total, np.float32(count + 1), out=total)
    np.add(total, np.uint16((count + 1) // 2), out=total)
    return np.floor_divide(total, np.uint16(count + 1), out=total).astype(np.uint8)


def enlarged(image: Array, factor: float) -> Array:
    """The middle of the image at its whole size, read linearly."""
    if factor == 1:
        return image
    height, width = image.shape[:2]
    tall, long = (ceil(side / factor) for side in (height, width))
    top, left = (height - tall) // 2, (width - long) // 2
    size = max(height, int(tall * factor)), max(width, int(long * factor))
    larger = blended(image[top : top + tall, left : left + long], *size, INTER_LINEAR)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    return larger[top : top + height, left : left + width]
