"""Linear resampling of bytes with OpenCV's 11-bit weights: its bits on x86, computed from integers everywhere.

OpenCV's own routine is used where it gives these bits, as releases 4.8 to 5.0 do on x86. At exactly half the size its
rounding depends on the count of channels: one, three and four are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import cv2
import numpy as np

from .certified import certified
from .channels import merged
from .grid import as_given
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]
ONE = 2048
"""The sum of a value's two weights along an axis."""


def _by_integers(image: Array, height: int, width: int) -> Array:
    """A uint8 (H, W, C) image at another size.

    Sums along rows are cut to 4 fewer bits, sums along columns to 16 fewer, then to 2 fewer with a half added.
    """
    top, bottom, above, below = _neighbors(image.shape[0], height)
    left, right, before, after = _neighbors(image.shape[1], width)
    whole = image.astype(np.int32)
    rows = whole[:, left] * before[:, None] + whole[:, right] * after[:, None]
    rows >>= 4
    sums = (rows[top] * above[:, None, None] >> 16) + (rows[bottom] * below[:, None, None] >> 16)
    out: Array = (sums + 2 >> 2).astype(np.uint8)
    return out


def _neighbors(count: int, size: int) -> tuple[Array, Array, Array, Array]:
    """For each of ``size`` pixels the two of ``count`` around its center, and their weights in 2048ths.

    The place is rounded to float32, as OpenCV's is. Beyond the outermost centers both neighbors are the edge.
    """
    at = ((np.arange(size) + 0.5) * (1.0 / (size / count)) - 0.5).astype(np.float32)
    low = np.floor(at)
    share = at - low
    after, before = (np.rint(part * np.float32(ONE)).astype(np.int32) for part in (share, np.float32(1) - share))
    first = low.astype(np.int64)
    return np.clip(first, 0, count - 1), np.clip(first + 1, 0, count - 1), before, after


def _probes(channels: int) -> Iterator[tuple[Array, int, int]]:
    """Bytes without a pattern, enlarged and shrunk to sizes that fill no register, and to half."""
    values = np.arange(26 * 46 * channels, dtype=np.uint32)
    image = (values * values * 2654435761 >> 13).astype(np.uint8).reshape(26, 46, channels)
    yield from ((image, height, width) for height, width in ((13, 29), (26, 70), (64, 17), (1, 1), (13, 23)))


@certified("linear resize", _by_integers, lambda: chain.from_iterable(map(_probes, (1, 3, 4, 5))))
def linear(image: Array, height: int, width: int) -> Array:
    """The same by OpenCV."""
    if (2 * height, 2 * width) == image.shape[:2] and image.shape[2] not in (1, 3, 4):
        return merged([cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in planes(image)])
    return as_given(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), image)
