"""The lightness of HLS set anew, hue and saturation kept, without a trip to HLS and back.

With hue and saturation fixed, every channel of a pixel is a straight line of its old value: distances from the
lightness (half the largest plus half the smallest channel) grow with the room that the new lightness leaves, which is
1 - |2 L - 1|. So a pixel needs a gain and an offset (Joblove and Greenberg 1978 for the double cone).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from .bits import Words
from .dtypes import check_unit
from .mix import bands, scaled

Array = np.ndarray[Any, np.dtype[Any]]
LEAST = np.float32(1e-6)


def bleached(image: Array, threshold: float, factor: float) -> Array:
    """Every pixel whose lightness is below the threshold has it multiplied, up to white.

    On bytes gain and offset are read from tables of the 511 sums of two bytes.
    """
    check_unit(image)
    steps = (np.arange(511) / 510).astype(np.float32)
    both = np.stack(_line(steps, _brighter(steps, threshold, factor)), -1).view(np.complex64)[:, 0]
    out = np.empty(image.shape, image.dtype)
    for rows in bands(image):
        high, low = extremes(image[rows])
        if image.dtype == np.uint8:
            sums = np.add(high, low, dtype=np.uint16)
            gain, offset = cv2.split(both.take(sums).view(np.float32).reshape(*sums.shape, 2))
        else:
            old = (high + low) * np.float32(0.5)
            gain, offset = _line(old, _brighter(old, threshold, factor))
        out[rows] = scaled(image[rows], gain, offset)
    return out


def _brighter(lightness: Array, threshold: float, factor: float) -> Array:
    brighter = np.minimum(lightness * np.float32(factor), np.float32(1))
    return np.where(lightness < np.float32(threshold), brighter, lightness)


def _line(old: Array, new: Array) -> tuple[Array, Array]:
    """Gain and offset for a new lightness; black and white, which have no hue, become gray."""
    room = _room(old)
    gain = _room(new) / np.maximum(room, LEAST)
    gain[room <= LEAST] = 0
    gain[new == old] = 1
    return gain, new - gain * old


def _room(lightness: Array) -> Array:
    out: Array = np.float32(1) - np.abs(lightness * np.float32(2) - np.float32(1))
    return out


def extremes(image: Array) -> tuple[Array, Array]:
    """The largest and the smallest channel, (H, W) each."""
    shape = image.shape[:2]
    first, *others = cv2.split(np.ascontiguousarray(image))
    high = low = first
    for plane in others:
        high, low = cv2.max(high, plane), cv2.min(low, plane)
    return high.reshape(shape), low.reshape(shape)


def graveled(image: Array, key: str, patches: Sequence[tuple[int, int, int, int]]) -> Array:
    """Small squares, sown in patches (x, y, width, height), each with a random lightness in place of its own."""
    check_unit(image)
    height, width, channels = image.shape
    bed, covered = np.zeros((height, width), np.uint8), np.zeros((height, width), bool)
    words = Words(key)
    for x, y, wide, high in patches:
        count = max(wide * high // 100, 1)
        draws = words.halves(4 * count).astype(np.int64).reshape(4, count)
        xs, ys = x + (draws[0] * (wide + 1) >> 16), y + (draws[1] * (high + 1) >> 16)
        sown = np.stack([xs, ys, 1 + (draws[2] * 3 >> 16), draws[3] >> 8], 1)
        for stone in sown.tolist():
            _drop(bed, covered, *stone)
    out = np.array(image, order="C")
    places = np.flatnonzero(covered)
    if len(places):
        flat = out.reshape(-1, channels)
        under: Array = flat[places][:, None]
        white = np.float32(255 if image.dtype == np.uint8 else 1)
        most, least = extremes(under)
        old = (most / white + least / white) * np.float32(0.5)
        levels = bed.reshape(-1)[places][:, None] / np.float32(255)
        flat[places] = scaled(under, *_line(old, levels))[:, 0]
    return out


def _drop(bed: Array, covered: Array, x: int, y: int, radius: int, level: int) -> None:
    rows, columns = slice(max(y - radius, 0), y + radius), slice(max(x - radius, 0), x + radius)
    bed[rows, columns] = level
    covered[rows, columns] = True
