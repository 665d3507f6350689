"""Rectangles and other regions cut out of an image."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import cv2
import numpy as np

from .bits import Words
from .grid import filling

Array = np.ndarray[Any, np.dtype[Any]]
Hole = tuple[int, int, int, int]
INPAINT = {"inpaint_telea": cv2.INPAINT_TELEA, "inpaint_ns": cv2.INPAINT_NS}
RADIUS = 5


def inside(holes: tuple[Hole, ...], height: int, width: int) -> list[Hole]:
    """What of the holes lies in an image of that size; holes that lie beyond it are left out."""
    return [(x1, y1, min(x2, width), min(y2, height)) for x1, y1, x2, y2 in holes if x1 < width and y1 < height]


def filled(image: Array, holes: tuple[Hole, ...], fill: float | Sequence[float]) -> Array:
    """A copy whose holes (x_min, y_min, x_max, y_max) have one value a channel."""
    out = image.copy()
    value = filling(fill, image.shape[2], image.dtype)
    if value.strides != (0,):  # channels differ: NumPy writes them one by one, but copies whole rows
        return _filled_by_row(out, holes, value)
    for x1, y1, x2, y2 in holes:
        out[y1:y2, x1:x2] = value
    return out


def _filled_by_row(out: Array, holes: tuple[Hole, ...], value: Array) -> Array:
    for x1, y1, x2, y2 in inside(holes, *out.shape[:2]):
        out[y1, x1:x2] = value
        out[y1 + 1 : y2, x1:x2] = out[y1, x1:x2]
    return out


def random_filled(image: Array, holes: tuple[Hole, ...], key: str, even: bool) -> Array:
    """A copy whose holes have random values, one a pixel and channel, or with ``even`` one a hole and channel."""
    out = image.copy()
    words = Words(key)
    for x1, y1, x2, y2 in inside(holes, *image.shape[:2]):
        shape = (1, 1, image.shape[2]) if even else (y2 - y1, x2 - x1, image.shape[2])
        values = words.halves(prod(shape)).reshape(shape)
        if image.dtype.kind == "f":
            out[y1:y2, x1:x2] = values.astype(np.float32) / np.float32(65535)
        else:
            out[y1:y2, x1:x2] = values >> 8 if image.dtype == np.uint8 else values
    return out


def covered(holes: tuple[Hole, ...], height: int, width: int) -> Array:
    """Which pixels of an image of that size the holes cover, as a (H, W) array of bool."""
    out = np.zeros((height, width), bool)
    for x1, y1, x2, y2 in holes:
        out[y1:y2, x1:x2] = True
    return out


def inpainted(image: Array, region: Array, method: str, radius: int = RADIUS) -> Array:
    """A copy whose (H, W) region is continued from its rim: Telea 2004, or Navier-Stokes (Bertalmio et al. 2001)."""
    mask = region[..., None].view(np.uint8)
    bytes_ = image if image.dtype == np.uint8 else np.rint(image * np.float32(255)).astype(np.uint8)
    made = _inpaint(bytes_, mask, INPAINT[method], radius).reshape(image.shape)
    if image.dtype == np.uint8:
        return made
    return np.where(mask > 0, made.astype(np.float32) / np.float32(255), image)


def _inpaint(image: Array, mask: Array, method: int, radius: int) -> Array:
    """OpenCV's inpainting; an image one or two pixels high or wide is widened by its edge first.

    OpenCV reads stray memory beside a single row, so that one plan would give other pixels from call to call.
    """
    rows, columns = (int(side < 3) for side in image.shape[:2])
    if not rows and not columns:
        return cv2.inpaint(image, mask, radius, method)
    border = ((rows, rows), (columns, columns), (0, 0))
    made = cv2.inpaint(np.pad(image, border, "edge"), np.pad(mask, border, "edge"), radius, method)
    return made[rows : rows + image.shape[0], columns : columns + image.shape[1]]


def visible(region: Array, boxes: Array) -> tuple[Array, Array]:
    """For each box the share of its pixels that the (H, W) region leaves, and the box around those pixels.

    A side that the region does not eat into stays where it was, to the fraction of a pixel; a box without pixels is
    left alone.
    """
    height, width = region.shape
    shares, hulls = np.ones(len(boxes)), boxes.astype(np.float64)
    corners = np.rint(np.clip(boxes, 0, [width, height, width, height])).astype(int)
    for i, (x1, y1, x2, y2) in enumerate(corners):
        part = ~region[y1:y2, x1:x2]
        if part.size and not part.all():
            shares[i] = part.mean()
            hulls[i] = _hull(part, hulls[i], x1, y1)
    return shares, hulls


def _hull(part: Array, box: Array, x: int, y: int) -> Array:
    columns, rows = np.flatnonzero(part.any(0)), np.flatnonzero(part.any(1))
    if not len(columns):
        return box
    ends = (x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1)
    eaten = (columns[0] > 0, rows[0] > 0, columns[-1] < part.shape[1] - 1, rows[-1] < part.shape[0] - 1)
    return np.where(eaten, ends, box)
