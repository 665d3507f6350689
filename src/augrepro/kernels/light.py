"""Light and shadow as fields over an image: float32 gains, and shares hidden in 256ths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

from .bands import bands_of_floats
from .histogram import total
from .mix import WHOLE, Gain, bands, scaled
from .outlines import fill_polygon
from .plasma import plasma

Array = np.ndarray[Any, np.dtype[Any]]
FINE = 2.0**24
MOST_MARKS = 8
"""A byte has room for what lies in so many polygons."""
CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))
"""Left or right and top or bottom, clockwise from the top left."""


def slope(height: int, width: int, intensity: float, angle: float) -> Gain:
    """A gain from 1 - intensity to 1 + intensity, evenly along a direction in degrees: 0 to the right, 90 downwards."""
    across, down = _fine(cos(radians(angle))), _fine(sin(radians(angle)))
    x, y = (_unit(width) * across)[None], (_unit(height) * down)[:, None]
    low, high = min(across, 0.0) + min(down, 0.0), max(across, 0.0) + max(down, 0.0)

    def gain(rows: slice) -> Array:
        along: Array = x + y[rows]
        along -= np.float32(low)
        along *= np.float32(2.0 * intensity / (high - low))
        along += np.float32(1.0 - intensity)
        return along

    return gain


def from_corner(height: int, width: int, intensity: float, corner: int) -> Gain:
    """A gain of 1 in a corner that changes by ``intensity`` along the diagonal, evenly with the distance."""
    right, bottom = CORNERS[corner]
    x, y = _squares(width, right * (width - 1))[None], _squares(height, bottom * (height - 1))[:, None]

    def gain(rows: slice) -> Array:
        out: Array = x + y[rows]
        np.sqrt(out, out=out)
        out *= np.float32(intensity / (height * height + width * width) ** 0.5)
        out += np.float32(1)
        return out

    return gain


def spot(height: int, width: int, intensity: float, center: tuple[float, float], sigma: float) -> Gain:
    """A gain of 1 + intensity at the center that falls to 1 as a Gaussian; ``sigma`` is a share of the longer side.

    A Gaussian is the product of one along x and one along y, whose few values are rounded to 2**-24.
    """
    wide = 2.0 * (max(height, width) * sigma) ** 2
    across, down = (
        (np.rint(np.exp(-((np.arange(size) - middle * size) ** 2) / wide) * FINE) / FINE).astype(np.float32)
        for size, middle in ((width, center[0]), (height, center[1]))
    )
    down *= np.float32(intensity)

    def gain(rows: slice) -> Array:
        out: Array = across[None] * down[rows, None]
        out += np.float32(1)
        return out

    return gain


def _fine(number: float) -> float:
    """Rounded to 2**-24: no last bit of a sine or an exponential is left."""
    return round(number * FINE) / FINE


def _unit(size: int) -> Array:
    """0 at the first pixel, 1 at the last."""
    return (np.arange(size) / max(size - 1, 1)).astype(np.float32)


def _squares(size: int, origin: float) -> Array:
    return ((np.arange(size) - origin) ** 2).astype(np.float32)


def shadows(height: int, width: int, polygons: Sequence[Sequence[tuple[int, int]]], dark: Sequence[float]) -> Array:
    """How much of each pixel's light polygons hide, each its own share, uint16 in 256ths.

    A polygon may cross itself: what its outline goes around twice is lit (even-odd rule).
    """
    left = [np.array([1.0, 1.0 - share], np.float32) for share in dark]
    if len(polygons) > MOST_MARKS:
        light = np.ones((height, width), np.float32)
        for corners, levels in zip(polygons, left, strict=True):
            light *= cv2.LUT(_inside(height, width, corners, 1), np.resize(levels, 256))
        return _hidden(light, lambda band: np.float32(1) - band)
    marks = np.zeros((height, width), np.uint8)
    table = np.ones((1, 256), np.float32)
    for place, (corners, levels) in enumerate(zip(polygons, left, strict=True)):
        marks |= _inside(height, width, corners, 1 << place)
        table *= levels[np.arange(256) >> place & 1]
    return cv2.LUT(marks, _hidden(table, lambda band: np.float32(1) - band))


def _inside(height: int, width: int, corners: Sequence[tuple[int, int]], mark: int) -> Array:
    """Bytes that have the mark in a polygon, and 0 elsewhere."""
    out = np.zeros((height, width), np.uint8)
    fill_polygon(out, corners, mark)
    return out


def plasma_shadow(key: str, height: int, width: int, roughness: float, dark: float) -> Array:
    """How much of each pixel's light a plasma field hides, uint16 in 256ths, at most ``dark``."""
    return _hidden(plasma(key, height, width, roughness), lambda band: band * np.float32(dark))


def _hidden(field: Array, share: Callable[[Array], Array]) -> Array:
    """In 256ths what share of the light is hidden by each value of a field."""
    out = np.empty(field.shape, np.uint16)
    for rows in bands(field):
        part = share(field[rows])
        part *= np.float32(WHOLE)
        np.copyto(out[rows], np.rint(part, out=part), casting="unsafe")
    return out


def plasma_contrast(image: Array, field: Array, brightness: float, contrast: float) -> Array:
    """The image plus ``brightness`` times the field, then moved away from its mean by ``contrast`` times the field."""
    out = image
    if brightness:
        out = np.empty(image.shape, image.dtype)
        for rows in bands_of_floats(image):
            out[rows] = scaled(image[rows], np.ones_like(field[rows]), field[rows] * np.float32(brightness))
    if contrast:
        before, mean = out, np.float32(-_mean(out))
        out = np.empty(image.shape, image.dtype) if out is image else out
        for rows in bands_of_floats(image):
            gain = field[rows] * np.float32(contrast)
            offset = gain * mean
            gain += np.float32(1)
            out[rows] = scaled(before[rows], gain, offset)
    return out


def _mean(image: Array) -> float:
    """The mean of all values in shares of white: sums of whole numbers, floats in steps of 2**-20."""
    if image.dtype == np.uint8:
        return total(image) / (255 * image.size)
    steps = (np.rint(image[rows] * np.float32(2.0**20)).astype(np.int64).sum() for rows in bands_of_floats(image))
    return sum(map(int, steps)) / (2.0**20 * image.size)
