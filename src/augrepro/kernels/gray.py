"""Six ways from three channels, four of them from any count, to one; each returns (H, W) in the dtype it was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import cv2
import numpy as np

from .channels import repeated
from .dtypes import through_bytes
from .eigen import principal_axes
from .grid import MOST_CHANNELS

Array = np.ndarray[Any, np.dtype[Any]]


def weighted_average(image: Array) -> Array:
    """0.299 R + 0.587 G + 0.114 B (ITU-R BT.601)."""
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def from_lab(image: Array) -> Array:
    """The lightness of CIE L*a*b*, black 0 and white 1; floats by way of bytes."""
    return through_bytes(image, lambda x: np.ascontiguousarray(cv2.cvtColor(x, cv2.COLOR_RGB2LAB)[..., 0]))


def desaturation(image: Array) -> Array:
    """The middle of the largest and the smallest channel."""
    planes = _planes(image)
    high, low = reduce(cv2.max, planes), reduce(cv2.min, planes)
    return _rounded(high + low.astype(_wide(image)), 2, image)


def average(image: Array) -> Array:
    """The mean of the channels."""
    first, *others = _planes(image)
    return _rounded(sum(others, first.astype(_wide(image))), image.shape[2], image)


def largest(image: Array) -> Array:
    """The largest channel."""
    return reduce(cv2.max, _planes(image))


def pca(image: Array) -> Array:
    """The first principal component of the colors, its range stretched to black and white; white is the brighter end.

    The covariance of bytes is an integer and the axis is found by Jacobi's rotations in plain Python, so no bit
    depends on a linear algebra library.
    """
    wide = image.astype(np.int64 if image.dtype == np.uint8 else np.float64)
    channels = range(image.shape[2])
    planes = [wide[..., i] for i in channels]
    n, sums = wide[..., 0].size, [plane.sum().item() for plane in planes]
    cross = [[(planes[i] * planes[j]).sum().item() * n - sums[i] * sums[j] for j in channels] for i in channels]
    axis = principal_axes([[float(x) / (float(n) * n) for x in row] for row in cross])[0][1]
    first, *others = (plane * share for plane, share in zip(planes, axis, strict=True))
    along = sum(others, first)
    low, high = float(along.min()), float(along.max())
    unit = (along - low) / (high - low) if high > low else along * 0.0
    return np.rint(unit * 255).astype(np.uint8) if image.dtype == np.uint8 else unit.astype(np.float32)


METHODS: dict[str, Callable[[Array], Array]] = {
    "weighted_average": weighted_average,
    "from_lab": from_lab,
    "desaturation": desaturation,
    "average": average,
    "max": largest,
    "pca": pca,
}


def spread(plane: Array, channels: int) -> Array:
    """(H, W) as ``channels`` equal channels."""
    return repeated(plane[..., None], channels)


def _planes(image: Array) -> Sequence[Array]:
    """The channels as (H, W) arrays."""
    few = image.shape[2] <= MOST_CHANNELS
    return cv2.split(image) if few else [np.ascontiguousarray(image[..., i]) for i in range(image.shape[2])]


def _wide(image: Array) -> Any:
    """A dtype for the sum of all channels."""
    return (np.uint16 if image.shape[2] < 256 else np.uint32) if image.dtype == np.uint8 else np.float32


def _rounded(total: Array, count: int, image: Array) -> Array:
    """A sum over ``count`` values as their mean; bytes are rounded half up."""
    if image.dtype != np.uint8:
        return total / np.float32(count)
    return ((total + count // 2) // count).astype(np.uint8)
