"""Weather as fields grown from a key by whole numbers: the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from .bits import Words
from .mix import WHOLE

Array = np.ndarray[Any, np.dtype[Any]]
RINGS = 10
SHRINKS = 0.9


@lru_cache(maxsize=2)
def fog(key: str, height: int, width: int, density: float, opacity: float) -> Array:
    """How much of each pixel puffs of fog hide, uint16 in 256ths; a puff hides ``opacity`` of what it covers.

    Puffs lie in ten areas about the center, each 0.9 times as wide and high as the one before, so fog is thickest
    there. The denser it is, the larger the puffs.
    """
    covered = np.zeros((height, width), np.uint16)
    far = max(2, int(min(height, width) * 0.1 * density))
    discs = [_disc(radius) for radius in range(max(1, far // 2), max(far, 2))]
    words = Words(key)
    for high, wide, count in _areas(height, width, density):
        draws = words.halves(3 * count).astype(np.int64).reshape(3, count)
        xs = width // 2 - wide // 2 + (draws[0] * wide >> 16)
        ys = height // 2 - high // 2 + (draws[1] * high >> 16)
        for x, y, which in zip(xs.tolist(), ys.tolist(), (draws[2] * len(discs) >> 16).tolist(), strict=True):
            _stamp(covered, discs[which], x, y)
    hidden = _hidden(opacity, int(covered.max()))[covered]
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


def _disc(radius: int) -> Array:
    out = np.zeros((2 * radius + 1, 2 * radius + 1), np.uint8)
    return cv2.circle(out, (radius, radius), radius, 1, -1).astype(np.uint16)


def _stamp(field: Array, disc: Array, x: int, y: int) -> None:
    radius = len(disc) // 2
    top, left = y - radius, x - radius
    rows, columns = slice(max(top, 0), y + radius + 1), slice(max(left, 0), x + radius + 1)
    place = field[rows, columns]
    place += disc[rows.start - top :, columns.start - left :][: place.shape[0], : place.shape[1]]


def _hidden(opacity: float, most: int) -> Array:
    """What one, two, three puffs on top of each other hide, in 256ths."""
    clear, out = 1.0, []
    for _ in range(most + 1):
        out.append(round((1.0 - clear) * WHOLE))
        clear *= 1.0 - opacity
    return np.array(out, np.uint16)
