"""Two images in one: integers on bytes, and one float32 operation at a time on floats.

Both go through the image in bands of rows that stay in the cache, with the planes laid out as the pixels are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import cv2
import numpy as np

from . import as_bytes, dtypes, lut
from .grid import MOST_CHANNELS

Array = np.ndarray[Any, np.dtype[Any]]
Gain = Callable[[slice], Array]
"""The factor of each pixel of some rows, float32."""
WHOLE = 256
HALF = np.uint16(WHOLE // 2)
BAND = 1 << 18
_GRAYS = frozenset(map(np.dtype, ("uint8", "uint16", "float32")))
"""What OpenCV repeats three times faster as gray than as three planes."""


def blended(image: Array, layer: Array, alpha: Array) -> Array:
    """The image with a layer over it, of which each value shows ``alpha`` (H, W) or (H, W, C) 256ths.

    The layer is in shares of white, one value a channel or an image of its own. Bytes are rounded half up.
    """
    if image.dtype == np.uint8 and layer.ndim == 1 and alpha.ndim == 2 and image.shape[2] <= MOST_CHANNELS:
        return _under_color(image, np.rint(layer * 255.0).astype(np.uint16), alpha.astype(np.uint16, copy=False))
    out = np.empty(image.shape, image.dtype)
    for rows in bands(image):
        over = layer[rows] if layer.ndim == 3 else layer
        share = spread(alpha[rows], image.shape[2]) if alpha.ndim == 2 else alpha[rows]
        out[rows] = (_on_bytes if image.dtype == np.uint8 else _on_floats)(image[rows], over, share)
    return out


def _on_floats(image: Array, layer: Array, alpha: Array) -> Array:
    out: Array = layer.astype(np.float32) - image
    out *= alpha.astype(np.float32) / np.float32(WHOLE)
    out += image
    return out


def _on_bytes(image: Array, layer: Array, alpha: Array) -> Array:
    share = alpha.astype(np.uint16)
    out: Array = image * (WHOLE - share)
    over = np.rint(layer * 255.0).astype(np.uint16)
    alike = over.size > 0 and (over == over.flat[0]).all()
    out += share * (over.flat[0] if alike else over)  # one number is much faster than one for each channel
    out += WHOLE // 2
    out >>= 8
    return out.astype(np.uint8)


def _under_color(image: Array, color: Array, alpha: Array) -> Array:
    """The same for one value a channel, a band of rows at a time; equal values take one plane, black none."""
    channels = image.shape[2]
    out = np.empty(image.shape, np.uint8)
    alike = (color == color[:1]).all()
    for rows in bands(image):
        share, band = alpha[rows], image[rows].astype(np.uint16)
        band *= spread(WHOLE - share, channels).reshape(band.shape)
        if alike:
            band += spread(share * color[0] + HALF, channels).reshape(band.shape) if color[0] else HALF
        else:
            band += cv2.merge([share * part + HALF for part in color]).reshape(band.shape)
        band >>= 8
        out[rows] = band
    return out


def lit(image: Array, light: Array, gains: Sequence[float]) -> Array:
    """The image plus light, clipped: ``light`` is uint8 (H, W), and 255 of it adds a channel's share of white."""
    curves = [lut.UNIT * gain for gain in gains]
    out = np.empty(image.shape, image.dtype)
    tables = [lut.table(curve) for curve in curves] if image.dtype == np.uint8 else []
    for rows in bands(image):
        if tables:
            part, added = np.ascontiguousarray(image[rows]), cv2.merge([lut.look_up(light[rows], t) for t in tables])
            out[rows] = cv2.add(part, added).reshape(part.shape)
            continue
        added = np.stack([curve.astype(np.float32)[light[rows]] for curve in curves], -1)
        added += image[rows]
        np.clip(added, np.float32(0), np.float32(1), out=out[rows])
    return out


def scaled(image: Array, gain: Array | Gain, offset: Array | None = None) -> Array:
    """Each pixel times a gain (H, W), plus an offset (H, W) in shares of white; clipped to black and white.

    A gain may be a function that gives it for some rows. Fields are float32, and so is the arithmetic: a product, a
    sum. Bytes are then rounded half to even.
    """
    white = np.float32(255 if image.dtype == np.uint8 else 1)
    out = np.empty(image.shape, image.dtype)
    for rows in bands(image):
        part = image[rows]
        gains = spread(gain(rows) if callable(gain) else gain[rows], image.shape[2])
        offsets = None if offset is None else spread(offset[rows] * white, image.shape[2])
        if image.dtype == np.uint8:
            out[rows] = as_bytes.line(part, gains, offsets)
            continue
        found = part * gains
        if offsets is not None:
            found += offsets
        dtypes.clip_unit(found, out[rows])
    return out


def bands(image: Array) -> Iterator[slice]:
    """The rows of an image in bands of one height, about so many values each, that stay in the cache."""
    step = max(1, -(-len(image) // max(1, -(-image.size // BAND))))
    return (slice(top, top + step) for top in range(0, len(image), step))


def spread(plane: Array, channels: int) -> Array:
    """(H, W) as (H, W, channels) equal channels."""
    if channels == 1:
        return plane[..., None]
    if channels > MOST_CHANNELS:
        return np.repeat(plane[..., None], channels, 2)
    if channels == 3 and plane.dtype in _GRAYS:
        return cv2.cvtColor(np.ascontiguousarray(plane), cv2.COLOR_GRAY2RGB)
    return cv2.merge([np.ascontiguousarray(plane)] * channels)
