"""Smooth fields, grown from a key by integers and single IEEE operations, so the same everywhere.

Elastic displacement: white noise on a grid about two pixels to the sigma, three box blurs in integers (close to a
Gaussian, by the central limit theorem), scaled to the spread that Gaussian-blurred white noise has at full size,
enlarged by straight lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from math import pi, sqrt
from typing import Any

import numpy as np

from .bands import FLOATS
from .bits import Words, normal, uniform
from .remap import FAR
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
ONE = 1 << 16
PASSES = 3
TINY = 1e-9
PIXELS = 1 << 15
"""In one band of rows."""


def stretched(factors: tuple[float, ...], size: int) -> Array:
    """The displacement along an axis cut into equal cells, of which each reads so many times its own length."""
    at = np.arange(size) + 0.5
    return fixed(piecewise(at, *cells(factors, size)) - at)


def cells(factors: tuple[float, ...], size: int) -> tuple[Array, Array]:
    """Where the equal cells of an axis begin and the last one ends, and where they begin and end to read."""
    length = size / len(factors)
    ends = accumulate((factor * length for factor in factors), initial=0.0)
    return np.arange(len(factors) + 1) * length, np.array(list(ends))


def piecewise(x: Array, places: Array, values: Array) -> Array:
    """Straight lines from (place, value) to the next, both increasing; the outermost go on."""
    piece = np.clip(np.searchsorted(places, x, "right") - 1, 0, len(places) - 2)
    start, value = places[piece], values[piece]
    share = (x - start) / np.maximum(places[piece + 1] - start, TINY)
    out: Array = share * (values[piece + 1] - value) + value
    return out


def enlarged(grid: Array, height: int, width: int) -> Array:
    """A float32 grid blended linearly to another size, pixel centers on pixel centers and flat beyond the last ones."""
    out = np.empty((height, width), np.float32)
    for band, rows in enlarged_by_rows(grid, height, width):
        out[band] = rows
    return out


def enlarged_by_rows(grid: Array, height: int, width: int) -> Iterator[tuple[slice, Array]]:
    """The same, a band of rows at a time, which never leaves the cache."""
    left, right, across = _between(grid.shape[1], width)
    top, bottom, down = _between(grid.shape[0], height)
    rows = max(PIXELS // max(width, 1), 1)
    whole = len(grid) * width <= FLOATS
    first, last = 0, len(grid)
    for start in range(0, height, rows):
        band = slice(start, start + rows)
        if not whole:
            first, last = top[start], bottom[band][-1] + 1
        if start == 0 or not whole:
            part = grid[first:last]
            columns = _blend(part.take(left, 1), part.take(right, 1), across)
        yield band, _blend(columns[top[band] - first], columns[bottom[band] - first], down[band, None])


def _blend(start: Array, end: Array, share: Array) -> Array:
    end -= start
    end *= share
    end += start
    return end


def _between(count: int, size: int) -> tuple[Array, Array, Array]:
    """For each of ``size`` places the two of ``count`` neighbors it lies between, and how far along."""
    at = np.clip((np.arange(size) + 0.5) * count / size - 0.5, 0, count - 1)
    low = np.minimum(at.astype(np.intp), max(count - 2, 0))
    return low, np.minimum(low + 1, count - 1), (at - low).astype(np.float32)


@kept_field(2)
def displacement(
    key: str, height: int, width: int, alpha: float, sigma: float, uniform_noise: bool, same: bool
) -> tuple[Array, Array]:
    """How far each pixel looks along x and along y, in int32 with 16 fraction bits; ``same`` gives both one field."""
    words = Words(key)
    fields = [_field(words, height, width, alpha, sigma, uniform_noise) for _ in range(1 if same else 2)]
    for field in fields:
        field.flags.writeable = False
    return fields[0], fields[-1]


def _field(words: Words, height: int, width: int, alpha: float, sigma: float, uniform_noise: bool) -> Array:
    step = max(sigma / 2.0, 1.0)
    rows, columns = max(round(height / step), 2), max(round(width / step), 2)
    radius = max(round((sqrt(12.0 * (sigma / step) ** 2 / PASSES + 1.0) - 1.0) / 2.0), 0)
    margin = PASSES * radius
    shape = rows + 2 * margin, columns + 2 * margin
    deviates = np.rint((uniform() if uniform_noise else normal()) * 4096.0).astype(np.int64)
    grid = deviates[words.halves(shape[0] * shape[1])].reshape(shape)
    side = 2 * radius + 1
    for _ in range(PASSES):
        grid = _box(_box(grid, side, 0), side, 1)
    spread = (1.0 / sqrt(3.0) if uniform_noise else 1.0) / (2.0 * sigma * sqrt(pi)) if sigma > 0 else 1.0
    scale = alpha * spread / (_deviation(side) * 4096.0 * (1.0 / sqrt(3.0) if uniform_noise else 1.0))
    out = np.empty((height, width), np.int32)
    for band, pixels in enlarged_by_rows((grid * scale).astype(np.float32), height, width):
        out[band] = fixed(pixels)
    return out


def fixed(pixels: Array) -> Array:
    """A displacement in pixels as int32 with 16 fraction bits, at most ``FAR`` pixels either way.

    A power of two changes no bit of a float's fraction, so float32 is as good as float64.
    """
    out = np.clip(pixels, -FAR, FAR)
    out *= ONE
    whole: Array = np.rint(out, out=out).astype(np.int32)
    return whole


def _box(grid: Array, side: int, axis: int) -> Array:
    """Sums over ``side`` neighbors, where all are there."""
    sums = np.cumsum(grid, axis=axis)
    later, earlier = (sums[side - 1 :], sums[:-side]) if axis == 0 else (sums[:, side - 1 :], sums[:, :-side])
    out = later.copy()
    rest = out[1:] if axis == 0 else out[:, 1:]
    rest -= earlier
    return out


def _deviation(side: int) -> float:
    """The standard deviation of unit white noise after three box sums of that side along both axes."""
    weights = [1]
    for _ in range(PASSES):
        wider = [0] * (len(weights) + side - 1)
        for i, weight in enumerate(weights):
            for j in range(side):
                wider[i + j] += weight
        weights = wider
    return float(sum(weight * weight for weight in weights))
