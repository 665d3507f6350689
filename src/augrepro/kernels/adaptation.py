"""The distribution of an image's colors carried over to another: straight lines, or a rotation of the color space."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from . import dtypes, histogram, lut
from .channels import merged
from .eigen import principal_axes
from .mix import bands
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]
Way = Literal["pca", "standard", "minmax"]


def adapted(image: Array, reference: Array, way: Way, share: float) -> Array:
    """The image with the reference's distribution, clipped, and blended with the image by that share.

    ``standard`` gives each channel the reference's mean and standard deviation, ``minmax`` its range, ``pca`` turns
    the colors' principal axes into the reference's and their mean into its mean. Both are measured as bytes.
    """
    source, target = dtypes.as_bytes(image), dtypes.as_bytes(reference)
    if way == "pca":
        return _turned(image, *_rotation(source, target), share)
    measure = _standard if way == "standard" else _minmax
    out = np.empty(image.shape, image.dtype)
    for i in range(image.shape[2]):
        gain, offset = measure(histogram.counts(source[..., i]), histogram.counts(target[..., i]))
        plane = np.ascontiguousarray(image[..., i])
        if image.dtype == np.uint8:
            line = np.clip(lut.UNIT * gain + offset / 255, 0.0, 1.0) * share + lut.UNIT * (1.0 - share)
            out[..., i] = lut.look_up(plane, lut.table(line))
        else:
            found = plane * np.float32(gain)
            found += np.float32(offset / 255)
            out[..., i] = _blended(plane, found, share)
    return out


def _blended(old: Array, new: Array, share: float) -> Array:
    """Floats on [0, 1] beside what becomes of them, which is clipped first."""
    np.clip(new, np.float32(0), np.float32(1), out=new)
    new *= np.float32(share)
    new += old * np.float32(1.0 - share)
    return np.clip(new, np.float32(0), np.float32(1), out=new)


def _standard(source: Array, target: Array) -> tuple[float, float]:
    (mean, spread), (other, wanted) = histogram.mean_and_std(source), histogram.mean_and_std(target)
    gain = (wanted or 1.0) / (spread or 1.0)
    return gain, other - mean * gain


def _minmax(source: Array, target: Array) -> tuple[float, float]:
    (low, high), (other, top) = histogram.extremes(source), histogram.extremes(target)
    gain = ((top - other) or 1.0) / ((high - low) or 1.0)
    return gain, other - low * gain


def _rotation(source: Array, target: Array) -> tuple[list[list[float]], list[float]]:
    """The matrix and the offset, in bytes, that turn one image's principal axes and mean into the other's."""
    (mean, axes), (other, wanted) = _axes(source), _axes(target)
    size = range(len(mean))
    for axis, turned in zip(axes, wanted, strict=True):
        if sum(a * b for a, b in zip(axis, turned, strict=True)) < 0:
            turned[:] = [-x for x in turned]  # an axis has no direction: the shorter turn
    matrix = [[sum(wanted[k][i] * axes[k][j] for k in size) for j in size] for i in size]
    return matrix, [other[i] - sum(matrix[i][j] * mean[j] for j in size) for i in size]


def _axes(image: Array) -> tuple[list[float], list[list[float]]]:
    """The mean color and the principal axes, the longest first; sums of whole numbers, so exact in any order."""
    channels = image.shape[2]
    cross, sums = np.zeros((channels, channels)), np.zeros(channels)
    for rows in bands(image):
        flat = planes(image[rows]).reshape(channels, -1).astype(np.float64)
        sums += flat.sum(1)
        for i in range(channels):  # product by product, which for few channels is faster than a matrix's
            for j in range(i, channels):
                cross[i, j] += flat[i] @ flat[j]
    n = image.shape[0] * image.shape[1]
    mean = [total / n for total in sums.tolist()]
    exact = [[int(cross[min(i, j), max(i, j)]) for j in range(channels)] for i in range(channels)]
    spread = [
        [(n * exact[i][j] - int(sums[i]) * int(sums[j])) / (n * n) for j in range(channels)] for i in range(channels)
    ]
    return mean, [axis for _, axis in principal_axes(spread)]


def _turned(image: Array, matrix: list[list[float]], offset: list[float], share: float) -> Array:
    """Matrix and offset on every pixel, in float32, one product and one sum at a time."""
    white = np.float32(255 if image.dtype == np.uint8 else 1)
    out = np.empty(image.shape, image.dtype)
    for rows in bands(image):
        units = [plane / white for plane in planes(image[rows])]
        made = []
        for i, old in enumerate(units):
            found = units[0] * np.float32(matrix[i][0])
            found += np.float32(offset[i] / 255)
            for plane, weight in zip(units[1:], matrix[i][1:], strict=True):
                found += plane * np.float32(weight)
            new = _blended(old, found, share)
            if image.dtype == np.uint8:
                new *= white
                new = np.rint(new, out=new).astype(np.uint8)
            made.append(new)
        out[rows] = merged(made)
    return out
