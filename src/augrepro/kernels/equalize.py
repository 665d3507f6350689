"""Histogram equalization: tables from integer counts."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from . import lut
from .histogram import counts

Array = npt.NDArray[Any]


def equalized(image: Array, pillow: bool) -> Array:
    """Each channel of a uint8 image with its histogram flattened, OpenCV's way or Pillow's."""
    planes = [np.ascontiguousarray(image[..., i]) for i in range(image.shape[2])]
    found = [lut.look_up(p, pillow_table(counts(p))) if pillow else cv2.equalizeHist(p) for p in planes]
    return np.stack(found, -1) if len(found) > 4 else cv2.merge(found).reshape(image.shape)


def equalised_luma(image: Array, pillow: bool) -> Array:
    """An RGB uint8 image with the histogram of its luma (YCrCb) flattened."""
    color = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)
    color[..., :1] = equalized(color[..., :1], pillow)
    return cv2.cvtColor(color, cv2.COLOR_YCrCb2RGB)


def pillow_table(histogram: Array) -> Array:
    """Pillow's rule: byte i becomes (pixels below i + half a step) // step, 255 steps holding all but the top level."""
    used = histogram[histogram > 0]
    step = int(used.sum() - used[-1]) // 255
    if len(used) < 2 or step == 0:
        return np.arange(256, dtype=np.uint8)
    below = np.cumsum(histogram) - histogram
    table: Array = np.minimum((below + step // 2) // step, 255).astype(np.uint8)
    return table
