"""Superpixels by simple linear iterative clustering (Achanta et al. 2012), in exact arithmetic.

Pixels lie in the cells of a grid, one cluster to each; a pixel chooses among the clusters of its own cell and the
eight around (as Ren and Reid have it, gSLIC 2011), so that all pixels choose at once.

Means are quotients of whole numbers, distances single float32 operations.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from . import dtypes, filters

Array = np.ndarray[Any, np.dtype[Any]]
ROUNDS = 5
FAR = np.float32(1e6)
_UNIT = np.float32(100 / 255)
"""One byte of lightness in CIELAB."""
_AROUND = [(down, right) for down in range(3) for right in range(3)]


class Cells(NamedTuple):
    """Features, colors and places in whole numbers, of the pixels of each cell, (features, rows, columns, pixels)."""

    whole: Array
    units: tuple[Any, ...]
    outside: Array
    side: int


def segments(image: Array, count: int, compactness: float) -> Array:
    """The cluster of each pixel, (H, W) int64 from 0; about ``count`` clusters, of pixels alike in place and color.

    Two colors that are ``compactness`` apart in CIELAB weigh as much as the side of a cell.
    """
    height, width = image.shape[:2]
    cells = _cells(image, max(int((height * width / count) ** 0.5), 1), compactness)
    features, rows, columns, _ = cells.whole.shape
    scaled = [part.astype(np.float32) * unit for part, unit in zip(cells.whole, cells.units, strict=True)]
    clusters = rows * columns
    own = np.broadcast_to(np.arange(clusters).reshape(rows, columns, 1), cells.outside.shape)
    labels = np.where(cells.outside, clusters, own)
    centers = np.zeros((features, rows, columns), np.float32)
    for _ in range(ROUNDS):
        _recenter(centers, labels, cells)
        nearest = own + _offsets(columns)[_nearest(scaled, centers)]
        labels = np.where(cells.outside, clusters, nearest)
    side = cells.side
    whole = labels.reshape(rows, columns, side, side).transpose(0, 2, 1, 3).reshape(rows * side, columns * side)
    return whole[:height, :width]


def _cells(image: Array, side: int, compactness: float) -> Cells:
    colors = _colors(dtypes.as_bytes(image))
    height, width, channels = colors.shape
    rows, columns = -(-height // side), -(-width // side)
    below, beside = rows * side - height, columns * side - width
    whole = np.empty((channels + 2, rows * side, columns * side))
    whole[:channels] = np.pad(colors, ((0, below), (0, beside), (0, 0)), "edge").transpose(2, 0, 1)
    whole[channels] = np.arange(rows * side)[:, None]
    whole[channels + 1] = np.arange(columns * side)
    outside = (whole[channels] >= height) | (whole[channels + 1] >= width)
    lab = channels == 3
    units = (_UNIT, *[np.float32(1) if lab else _UNIT] * (channels - 1), *[np.float32(compactness / side)] * 2)
    return Cells(_by_cell(whole, side), units, _by_cell(outside[None], side)[0], side)


def _colors(image: Array) -> Array:
    """CIELAB of an RGB image, other channels as they are; smoothed a little, or single pixels would be torn out."""
    color = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2LAB) if image.shape[2] == 3 else image
    return filters.filtered(color, filters.gaussian(5, 1.0))


def _by_cell(planes: Array, side: int) -> Array:
    count, height, width = planes.shape
    split = planes.reshape(count, height // side, side, width // side, side).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(split).reshape(count, height // side, width // side, side * side)


def _recenter(centers: Array, labels: Array, cells: Cells) -> None:
    """Move each center to the mean of its pixels; one without pixels stays."""
    flat = labels.reshape(-1)
    clusters = centers[0].size
    found = np.bincount(flat, minlength=clusters + 1)[:clusters]
    some = found > 0
    for center, part, unit in zip(centers, cells.whole, cells.units, strict=True):
        total = np.bincount(flat, part.reshape(-1), clusters + 1)[:clusters]
        center.reshape(-1)[some] = (total[some] / found[some]).astype(np.float32) * unit


def _nearest(scaled: list[Array], centers: Array) -> Array:
    """For each pixel, which of the nine clusters about its cell is nearest."""
    _, rows, columns = centers.shape
    wide = np.full((len(centers), rows + 2, columns + 2, 1), FAR, np.float32)
    wide[:, 1:-1, 1:-1, 0] = centers
    best = np.full(scaled[0].shape, np.inf, np.float32)
    which, nearer = np.zeros(best.shape, np.uint8), np.empty(best.shape, np.bool_)
    distance, difference = np.empty_like(best), np.empty_like(best)
    for number, (down, right) in enumerate(_AROUND):
        centers_there = wide[:, down : down + rows, right : right + columns]
        np.subtract(scaled[0], centers_there[0], out=distance)
        distance *= distance
        for part, center in zip(scaled[1:], centers_there[1:], strict=True):
            np.subtract(part, center, out=difference)
            difference *= difference
            distance += difference
        np.less(distance, best, out=nearer)
        np.maximum(which, nearer.view(np.uint8) * np.uint8(number), out=which)  # a later number is larger
        np.minimum(best, distance, out=best)
    return which


def _offsets(columns: int) -> Array:
    return np.array([(down - 1) * columns + right - 1 for down, right in _AROUND])


def averaged(image: Array, labels: Array, chosen: Array) -> Array:
    """The image with the chosen clusters in their mean colors; ``chosen`` has one truth value a cluster."""
    flat, count = labels.reshape(-1), len(chosen)
    found = np.maximum(np.bincount(flat, minlength=count), 1)
    out = image.copy()
    for channel in range(image.shape[2]):
        plane = out[..., channel]
        whole = plane if image.dtype == np.uint8 else np.rint(np.clip(plane, -8, 8) * np.float32(65535))
        means = np.bincount(flat, whole.reshape(-1), count) / found
        values = np.rint(means).astype(np.uint8) if image.dtype == np.uint8 else (means / 65535).astype(np.float32)
        np.copyto(plane, values[labels], where=chosen[labels])
    return out
