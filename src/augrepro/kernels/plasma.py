"""Plasma: a fractal field from coarse to fine, grown from a key by float32 sums, products and quotients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .bits import LEVELS, Words
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
LOUDEST = 2.0**24
"""With noise this much louder than the field before, nothing of it is left in float32."""


@kept_field(2)
def plasma(key: str, height: int, width: int, roughness: float) -> Array:
    """A field on [0, 1], float32 (height, width), whose finest details are ``roughness`` times louder level by level.

    Diamond and square steps (Fournier, Fussell and Carpenter 1982) from a grid of 3 x 3, each level brought to [0, 1]
    before the next. As in Albumentations 2.0.8, a new point gets its neighbors' mean and noise only where that mean
    is above zero, and nothing is beyond the border.
    """
    words = Words(key)
    field = _noise(words, 3, 3, 1.0)
    for rows, columns, loudness in _levels(height, width, roughness):
        field = _refined(field[:rows, :columns], words, loudness)
    out = _to_unit(field[:height, :width])
    out.flags.writeable = False
    return out


def _levels(height: int, width: int, roughness: float) -> Iterator[tuple[int, int, float]]:
    """For each level the rows and columns of the grid that the image will need, and how loud its noise is."""
    count = max((max(height, width) - 2).bit_length() - 1, 0)
    loudness = 1.0
    for left in range(count, 0, -1):
        yield (height - 1 >> left) + 2, (width - 1 >> left) + 2, loudness
        loudness = min(loudness * roughness, LOUDEST)


def _refined(grid: Array, words: Words, loudness: float) -> Array:
    """Twice as many cells: the old points, points amid four of them, points between two old and two new ones.

    The four kinds lie in arrays of their own, which NumPy is faster on, until they are brought to [0, 1].
    """
    rows, columns = 2 * grid.shape[0] - 1, 2 * grid.shape[1] - 1
    noise = _noise(words, rows, columns, loudness)
    old = grid + noise[::2, ::2]
    amid = np.zeros((grid.shape[0] + 1, grid.shape[1] + 1), np.float32)  # with a rim of nothing
    new = amid[1:-1, 1:-1]
    _raised(old[:-1, :-1], old[:-1, 1:], old[1:, :-1], old[1:, 1:], noise[1::2, 1::2], new)
    beside = _raised(amid[:-1, 1:-1], amid[1:, 1:-1], old[:, :-1], old[:, 1:], noise[::2, 1::2])
    below = _raised(old[:-1], old[1:], amid[1:-1, :-1], amid[1:-1, 1:], noise[1::2, ::2])
    out = np.empty((rows, columns), np.float32)
    kinds = (old, out[::2, ::2]), (beside, out[::2, 1::2]), (below, out[1::2, ::2]), (new, out[1::2, 1::2])
    low, high = min(kind.min() for kind, _ in kinds), max(kind.max() for kind, _ in kinds)
    for kind, place in kinds:
        kind -= low
        np.divide(kind, high - low if high > low else np.float32(1), out=place)
    return out


def _raised(first: Array, second: Array, third: Array, fourth: Array, noise: Array, out: Array | None = None) -> Array:
    """The mean of four, and noise where that is above zero; elsewhere nothing."""
    mean = first + second
    mean += third
    mean += fourth
    mean *= np.float32(0.25)
    above = (mean > 0).astype(np.float32)
    mean += noise
    raised: Array = np.multiply(mean, above, out=mean if out is None else out)
    return raised


def _noise(words: Words, rows: int, columns: int, loudness: float) -> Array:
    """Even noise on [-loudness, loudness), of 65,536 levels."""
    out = words.halves(rows * columns).astype(np.float32).reshape(rows, columns)
    out *= np.float32(2.0 * loudness / LEVELS)
    out -= np.float32(loudness)
    return out


def _to_unit(field: Array) -> Array:
    low, high = field.min(), field.max()
    out: Array = field - low
    if high > low:
        out /= high - low
    return out
