"""Pixels times a matrix: each output channel a weighted sum of a pixel's channels, plus a constant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import frexp, ldexp
from typing import Any

import cv2
import numpy as np

from .eigen import principal_axes
from .grid import MOST_CHANNELS
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]
Rows = Sequence[Sequence[float]]
ROWS = 64
OFF_A_TIE = 0.25 / 1024
"""Sums of bytes times 1024ths lie a quarter of such a step above what would be a tie: no rounding rule shows."""


def mixed(image: Array, weights: Rows) -> Array:
    """RGB times a 3x3 matrix, clipped. On bytes the weights count in 1024ths, as OpenCV's own kernel has them."""
    image = np.ascontiguousarray(image)
    if image.dtype == np.uint8:
        return cv2.transform(image, _in_1024ths(tuple(map(tuple, weights))))
    out = cv2.transform(image, np.array(weights, np.float64))
    return np.clip(out, 0, 1, out=out)


@lru_cache(maxsize=32)
def _in_1024ths(weights: Rows) -> Array:
    return np.array([[*(round(w * 1024) / 1024 for w in row), OFF_A_TIE] for row in weights])


def affine(image: Array, weights: Rows, constants: Sequence[float]) -> Array:
    """Any count of channels times a square matrix, plus constants in the image's units, clipped.

    On bytes, weights and constants count in binary fractions so coarse that every sum is a float32 without rounding,
    in whatever order it is added up, and lies half a step off a tie.
    """
    image = np.ascontiguousarray(image)
    if image.dtype != np.uint8:
        out = _product(image, np.column_stack([weights, constants]).astype(np.float32))
        return np.clip(out, 0, 1, out=out)
    largest = max(sum(map(abs, row)) * 255 + abs(end) for row, end in zip(weights, constants, strict=True)) + 1
    step = ldexp(1.0, frexp(largest)[1] - 23)
    matrix = np.rint(np.column_stack([weights, constants]) / step) * step
    matrix[:, -1] += step / 2
    out = np.empty(image.shape, np.uint8)
    for top in range(0, len(image), ROWS):
        sums = _exact_product(image[top : top + ROWS].astype(np.float32), matrix.astype(np.float32))
        np.copyto(out[top : top + ROWS], np.rint(np.clip(sums, 0, 255, out=sums), out=sums), casting="unsafe")
    return out


def _exact_product(image: Array, matrix: Array) -> Array:
    """``_product`` where no sum is rounded, so that its order does not show: OpenCV needs no threads for it."""
    return cv2.transform(image, matrix) if 1 < image.shape[2] <= MOST_CHANNELS else _product(image, matrix)


def _product(image: Array, matrix: Array) -> Array:
    """float32 pixels times the columns but the last, plus the last."""
    channels = image.shape[2]
    if channels == 1:
        one: Array = image * matrix[0, 0] + matrix[0, 1]
        return one
    if channels <= 4:
        return cv2.transform(image, matrix)
    flat = image.reshape(-1, channels) @ matrix[:, :-1].T
    out: Array = (flat + matrix[:, -1]).reshape(image.shape)
    return out


def means_and_covariance(image: Array) -> tuple[list[float], list[list[float]]]:
    """Of the channels over all pixels, where white is 1; the covariance is that of a sample (n - 1).

    The sums over bytes are whole numbers: of products by way of squares, since 2ab = a^2 + b^2 - (a - b)^2, and norms
    of bytes are found by OpenCV without loss.
    """
    parts = planes(image)
    n, count = parts[0].size, range(len(parts))
    if image.dtype == np.uint8:
        sums = [int(cv2.sumElems(part)[0]) for part in parts]
        squares = [round(cv2.norm(part, cv2.NORM_L2SQR)) for part in parts]
        cross = [[(squares[i] + squares[j] - _distance(parts, i, j)) // 2 for j in count] for i in count]
        over = float(max(n - 1, 1)) * n * 255 * 255
        covariance = [[(cross[i][j] * n - sums[i] * sums[j]) / over for j in count] for i in count]
        return [total / (n * 255) for total in sums], covariance
    means = [float(part.mean(dtype=np.float64)) for part in parts]
    rest = [np.subtract(part, np.float32(mean), out=part) for part, mean in zip(parts, means, strict=True)]
    covariance = [[float((rest[i] * rest[j]).sum(dtype=np.float64)) / max(n - 1, 1) for j in count] for i in count]
    return means, covariance


def _distance(parts: Array, i: int, j: int) -> int:
    return round(cv2.norm(parts[i], parts[j], cv2.NORM_L2SQR)) if i != j else 0


def stretched_along_axes(image: Array, strengths: Sequence[float]) -> Array:
    """x + V diag(strength * variance) (x - mean), where V's columns are the principal axes of the channels.

    With one channel, the deviation takes the place of V and the variance.
    """
    means, covariance = means_and_covariance(image)
    count = range(len(means))
    if len(means) == 1:
        added = [[strengths[0] * max(covariance[0][0], 0.0) ** 0.5]]
    else:
        axes = principal_axes(covariance)
        added = [[axes[j][1][i] * strengths[j] * axes[j][0] for j in count] for i in count]
    white = 255 if image.dtype == np.uint8 else 1
    constants = [-white * sum(added[i][j] * means[j] for j in count) for i in count]
    return affine(image, [[added[i][j] + (i == j) for j in count] for i in count], constants)
