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
CROWDED = 0.5
"""So many puffs for each place of a center and radius, and counting them by place is the faster way."""
BAND = 1 << 16
"""Pixels in a band of rows."""


@kept_field(2)
def fog(key: str, height: int, width: int, density: float, opacity: float) -> Array:
    """How much of each pixel puffs of fog hide, uint16 in 256ths; a puff hides ``opacity`` of what it covers.

    Puffs lie in ten areas about the center, each 0.9 times as wide and high as the one before, so fog is thickest
    there. The denser it is, the larger the puffs.
    """
    far = max(2, int(min(height, width) * 0.1 * density))
    radii = range(max(1, far // 2), max(far, 2))
    areas = _areas(height, width, density)
    found = _puffs(key, height, width, areas, len(radii))
    if sum(count for _, _, count in areas) > CROWDED * height * width * len(radii):
        parts = _crowded(height, width, found, radii)
    else:
        parts = _covered(height, width, np.concatenate([*found, np.empty((3, 0), np.int64)], 1), radii)
    hidden = np.empty((height, width), np.uint16)
    for rows, covered in parts:
        hidden[rows] = _hidden(opacity, int(covered.max()))[covered]
    hidden.flags.writeable = False
    return hidden


def _puffs(key: str, height: int, width: int, areas: list[tuple[int, int, int]], radii: int) -> Iterator[Array]:
    """The puffs of each area: x, y and the number of the radius."""
    words = Words(key)
    for high, wide, count in areas:
        draws = words.halves(3 * count).astype(np.int64).reshape(3, count)
        xs = width // 2 - wide // 2 + (draws[0] * wide >> 16)
        ys = height // 2 - high // 2 + (draws[1] * high >> 16)
        yield np.stack([xs, ys, draws[2] * radii >> 16])


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


def _crowded(height: int, width: int, puffs: Iterator[Array], radii: range) -> Iterator[tuple[slice, Array]]:
    """The same of more puffs than places for them: those of a place are counted first, and moved as one."""
    places = len(radii) * height * width
    centers = np.zeros(places, np.int64)
    for x, y, which in puffs:
        centers += np.bincount((which * height + y) * width + x, minlength=places)
    changes = np.zeros((height, width + 1), np.int64)
    for radius, count in zip(radii, centers.reshape(len(radii), height, width), strict=True):
        for down, wide in enumerate((_disc(radius).sum(1, dtype=np.int64) // 2).tolist(), -radius):
            from_, to = count[max(-down, 0) : height - max(down, 0)], changes[max(down, 0) : height - max(-down, 0)]
            to[:, : width - wide] += from_[:, wide:]
            to[:, 0] += from_[:, :wide].sum(1)
            to[:, wide + 1 :] -= from_[:, : width - wide]
    yield slice(0, height), changes[:, :width].cumsum(1)


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
