"""Weather as fields grown from a key by whole numbers: the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from .bits import Words
from .mix import WHOLE
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
RINGS = 10
SHRINKS = 0.9
BAND = 1 << 18
"""Pixels in a band of rows."""


@kept_field(2)
def fog(key: str, height: int, width: int, density: float, opacity: float) -> Array:
    """How much of each pixel puffs of fog hide, uint16 in 256ths; a puff hides ``opacity`` of what it covers.

    Puffs lie in ten areas about the center, each 0.9 times as wide and high as the one before, so fog is thickest
    there. The denser it is, the larger the puffs.
    """
    far = max(2, int(min(height, width) * 0.1 * density))
    radii = range(max(1, far // 2), max(far, 2))
    words, puffs = Words(key), [np.empty((3, 0), np.int64)]
    for high, wide, count in _areas(height, width, density):
        draws = words.halves(3 * count).astype(np.int64).reshape(3, count)
        xs = width // 2 - wide // 2 + (draws[0] * wide >> 16)
        ys = height // 2 - high // 2 + (draws[1] * high >> 16)
        puffs.append(np.stack([xs, ys, draws[2] * len(radii) >> 16]))
    hidden = np.empty((height, width), np.uint16)
    for rows, covered in _covered(height, width, np.concatenate(puffs, 1), radii):
        hidden[rows] = _hidden(opacity, int(covered.max()))[covered]
    hidden.flags.writeable = False
    return hidden


def _areas(height: int, width: int, density: float) -> list[tuple[int, int, int]]:
    """Height, width and puffs of each area, while it is larger than a puff's neighborhood."""
    side = max(1, int(width // 3 * density))
    areas: list[tuple[int, int, int]] = []
    while min(height, width) > side and len(areas) < RINGS:
        areas.append((height, width, int(height * width / (side * side) * density * 10)))
        height, width = int(height * SHRINKS), int(width * SHRINKS)
    return areas


def _covered(height: int, width: int, puffs: Array, radii: range) -> Iterator[tuple[slice, Array]]:
    """How many puffs (x, y, number of the radius) cover each pixel: sums along a row of where they begin and end.

    Of a band of rows at a time.
    """
    size = 2 * radii[-1] + 1
    reach = np.full((len(radii), size), -1)
    for number, radius in enumerate(radii):
        reach[number, : 2 * radius + 1] = _disc(radius).sum(1, dtype=np.int64) // 2
    x, y, which = (row[:, None] for row in puffs)
    rows, wide = y - np.array(radii)[which] + np.arange(size), reach[which[:, 0]]
    first, last = np.maximum(x - wide, 0), np.minimum(x + wide + 1, width)
    seen = (wide >= 0) & (rows >= 0) & (rows < height) & (first < last)
    rows, first, last = rows[seen], first[seen], last[seen]
    step = max(BAND // (width + 1), 1)
    for top in range(0, height, step):
        high = min(step, height - top)
        here = (rows >= top) & (rows < top + high) if high < height else slice(None)
        start, count = (rows[here] - top) * (width + 1), high * (width + 1)
        changes = np.bincount(start + first[here], minlength=count)
        changes -= np.bincount(start + last[here], minlength=count)
        yield slice(top, top + high), changes.reshape(high, width + 1)[:, :width].cumsum(1)


def _disc(radius: int) -> Array:
    out = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    return cv2.circle(out, (radius, radius), radius, 1, -1)


def _hidden(opacity: float, most: int) -> Array:
    """What one, two, three puffs on top of each other hide, in 256ths."""
    clear, out = 1.0, []
    for _ in range(most + 1):
        out.append(round((1.0 - clear) * WHOLE))
        clear *= 1.0 - opacity
    return np.array(out, np.uint16)
