"""Rain: streaks whose places are grown from a key, drawn and blurred on bytes, so the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np

from . import lut
from .bands import VALUES
from .bits import Words
from .mix import BAND, spread
from .outlines import thick

Array = np.ndarray[Any, np.dtype[Any]]


def streaks(
    key: str, shape: tuple[int, int], count: int, fall: tuple[float, int], thickness: int, color: Sequence[int]
) -> Array:
    """``count`` slanted lines on black, uint8: (H, W, 1) where the color is a gray, else one plane a channel.

    ``fall`` is how far a drop falls while the shutter is open, in pixels along x and y.
    """
    height, width = shape
    places = Words(key).halves(2 * count).astype(np.int64).reshape(2, count)
    x, y = places[0] * width >> 16, places[1] * max(1, height - fall[1]) >> 16
    ends = np.stack([x + fall[0], y + fall[1]], -1).astype(np.int32)  # towards zero
    lines = np.stack([np.stack([x, y], -1).astype(np.int32), ends], 1)
    planes = 1 if len(set(color)) == 1 else len(color)
    layer = np.zeros((height, width, planes), np.uint8)
    if count:
        ink = [int(level) for level in color[:planes]]
        cv2.polylines(layer, lines, False, ink, 1, cv2.LINE_4)  # type: ignore[call-overload]  # all lines in one array
    return layer if thickness == 1 else thick(layer, (thickness + 1) // 2)


def rained(image: Array, layer: Array, blur: int, brightness: float) -> Array:
    """The image plus the blurred layer, clipped, then darkened to that share."""
    out, dark = np.empty(image.shape, image.dtype), lut.table(lut.UNIT * brightness)
    for rows, soft in _blurred(layer, blur):
        if soft.shape[2] == 1:
            soft = spread(soft[..., 0], image.shape[2])
        if image.dtype == np.uint8:
            wet = lut.look_up(cv2.add(np.ascontiguousarray(image[rows]), soft).reshape(soft.shape), dark)
            if len(wet) == len(image):
                return wet
            out[rows] = wet
            continue
        light = np.divide(soft, np.float32(255), out=out[rows])
        light += image[rows]
        np.clip(light, np.float32(0), np.float32(1), out=light)
        light *= np.float32(brightness)
    return out


def _blurred(layer: Array, blur: int) -> Iterator[tuple[slice, Array]]:
    """The layer, a band of rows at a time, as the mean of blur x blur pixels."""
    height, width, planes = layer.shape
    step = max(BAND // max(3 * width, 1), 8 * blur) if 3 * height * width > VALUES else height
    for top in range(0, height, step):
        rows, above = slice(top, top + step), min(blur // 2, top)
        band = layer[rows]
        if blur > 1:
            band = cv2.blur(layer[top - above : top + step + blur // 2], (blur, blur))[above : above + len(band)]
        yield rows, band.reshape(-1, width, planes)
