"""Two images in one: integers on bytes, and one float32 operation at a time on floats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from . import lut
from .grid import MOST_CHANNELS

Array = np.ndarray[Any, np.dtype[Any]]
WHOLE = 256
_PIXELS = 1 << 14


def blended(image: Array, layer: Array, alpha: Array) -> Array:
    """The image with a layer over it, of which each pixel shows ``alpha`` (H, W) 256ths.

    The layer is in shares of white, one value a channel or an image of its own. Bytes are rounded half up.
    """
    if image.dtype != np.uint8:
        out: Array = layer.astype(np.float32) - image
        out *= alpha[..., None].astype(np.float32) / np.float32(WHOLE)
        out += image
        return out
    if layer.ndim == 1 and image.shape[2] <= MOST_CHANNELS:
        return _under_color(image, np.rint(layer * 255.0).astype(np.uint16), alpha.astype(np.uint16))
    share = alpha[..., None].astype(np.uint16)
    out = image * (WHOLE - share)
    out += np.rint(layer * 255.0).astype(np.uint16) * share
    out += WHOLE // 2
    out >>= 8
    return out.astype(np.uint8)


def _under_color(image: Array, color: Array, alpha: Array) -> Array:
    """The same for one value a channel: planes of it laid side by side, a band of rows at a time."""
    height, width, channels = image.shape
    out = np.empty(image.shape, np.uint8)
    rows = max(_PIXELS // max(width, 1), 1)
    for top in range(0, height, rows):
        share = alpha[top : top + rows]
        band: Array = cv2.merge([WHOLE - share] * channels).reshape(*share.shape, channels)
        band *= image[top : top + rows]
        band += cv2.merge([share * part + np.uint16(WHOLE // 2) for part in color]).reshape(band.shape)
        band >>= 8
        out[top : top + rows] = band
    return out


def lit(image: Array, light: Array, gains: Sequence[float]) -> Array:
    """The image plus light, clipped: ``light`` is uint8 (H, W), and 255 of it adds a channel's share of white."""
    curves = [lut.UNIT * gain for gain in gains]
    if image.dtype == np.uint8:
        return cv2.add(np.ascontiguousarray(image), cv2.merge([lut.look_up(light, lut.table(c)) for c in curves]))
    out = image + np.stack([curve.astype(np.float32)[light] for curve in curves], -1)
    return np.clip(out, np.float32(0), np.float32(1), out=out)
