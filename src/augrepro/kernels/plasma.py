"""Plasma: a fractal field from coarse to fine, grown from a key by float32 sums, products and quotients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .bits import LEVELS, Words
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
VALUES = 1 << 16
"""About so many of a level are worked on at a time."""
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
    out = _to_unit(field, height, width)
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

    The four kinds lie in arrays of their own, which NumPy is faster on, a band of rows at a time.
    """
    height, width = grid.shape
    columns = 2 * width - 1
    out = np.empty((2 * height - 1, columns), np.float32)
    noise, above = np.empty((0, columns), np.float32), np.zeros((1, width + 1), np.float32)
    step = 2 * max(VALUES // (4 * columns), 1)  # rows of whole words
    for top in range(0, height, step):
        start, stop = max(top - 1, 0), min(top + step, height)  # a row waits for the one below it
        fresh = _noise(words, 2 * (stop - top) - (stop == height), columns, loudness)
        noise = np.concatenate([noise[-2:], fresh]) if top else fresh
        old = grid[start:stop] + noise[::2, ::2]
        done = len(old) - (stop < height)
        amid = np.zeros((len(old) + 1, width + 1), np.float32)  # with a rim of nothing
        amid[:1] = above
        new = amid[1 : len(old), 1:-1]
        _raised(old[:-1, :-1], old[:-1, 1:], old[1:, :-1], old[1:, 1:], noise[1 : 2 * len(old) - 1 : 2, 1::2], new)
        ends = old[:done, :-1], old[:done, 1:]
        beside = _raised(amid[:done, 1:-1], amid[1 : done + 1, 1:-1], *ends, noise[: 2 * done : 2, 1::2])
        across = amid[1 : len(old)]
        below = _raised(old[:-1], old[1:], across[:, :-1], across[:, 1:], noise[1 : 2 * len(old) - 1 : 2, ::2])
        above = amid[len(old) - 1 : len(old)]
        part = out[2 * start : 2 * stop]
        part[: 2 * done : 2, ::2], part[: 2 * done : 2, 1::2] = old[:done], beside
        part[1 : 2 * len(old) - 1 : 2, ::2], part[1 : 2 * len(old) - 1 : 2, 1::2] = below, new
    return _to_unit(out, *out.shape)


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


def _to_unit(field: Array, height: int, width: int) -> Array:
    """The field's upper left part brought to [0, 1], in the memory that the field had."""
    part = field[:height, :width]
    low, high = part.min(), part.max()
    out = field.reshape(-1)[: height * width].reshape(height, width)
    rows = max(VALUES // width, 1)
    for top in range(0, height, rows):  # what is written over has been read
        band = part[top : top + rows] - low
        np.divide(band, high - low if high > low else np.float32(1), out=out[top : top + rows])
    return out
