"""Polygons and thick lines, in whole numbers: OpenCV 4 and 5 fill and thicken them differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Point = tuple[int, int]


def fill_polygon(out: Array, corners: Sequence[Point], value: float) -> None:
    """Give the pixels in a polygon of corners (x, y), and on its outline, a value in a contiguous (H, W) array.

    A polygon may cross itself: what its outline goes around twice is outside (even-odd rule).
    """
    height, width = out.shape
    points = np.array(corners, np.int32)
    top, bottom = max(int(points[:, 1].min()), 0), min(int(points[:, 1].max()), height)
    if top < bottom:
        crossings = _crossings(points.astype(np.int64), np.arange(top, bottom), width)
        starts, stops = (part + np.arange(top, bottom) * width for part in (crossings[::2], crossings[1::2]))
        flat, full = out.reshape(-1), starts < stops
        for start, stop in zip(starts[full].tolist(), stops[full].tolist(), strict=True):
            flat[start:stop] = value  # a slice a row: the width costs next to nothing
    cv2.polylines(out, [points], True, value)


def _crossings(points: Array, rows: Array, width: int) -> Array:
    """For each row the first pixel at or behind every edge that crosses it, sorted; the width where none does."""
    from_, to = points, np.roll(points, -1, axis=0)
    upper, lower = (np.where((from_[:, 1] < to[:, 1])[:, None], *pair) for pair in ((from_, to), (to, from_)))
    (x, y), (x2, y2) = upper.T[..., None], lower.T[..., None]
    across = x - (rows - y) * (x - x2) // np.maximum(y2 - y, 1)  # rounded up
    np.clip(across, 0, width, out=across)
    across[(rows < y) | (rows >= y2)] = width
    if len(points) % 2:
        across = np.concatenate([across, np.full((1, len(rows)), width)])
    out: Array = np.sort(across, axis=0)
    return out


def thick(lines: Array, radius: int) -> Array:
    """Lines of one pixel as a disk of that radius draws them, plane by plane: the largest value around each.

    OpenCV's thickness of t pixels is a radius of (t + 1) // 2, but for a pixel of the rim here and there.
    """
    squares = np.arange(-radius, radius + 1) ** 2
    disk = (squares[:, None] + squares <= radius * radius).astype(np.uint8)
    return cv2.dilate(lines, disk).reshape(lines.shape)
