"""Sharpening by what a blur takes away; on bytes in whole numbers, by the weights that a Gaussian has on bytes."""

from __future__ import annotations

from collections.abc import Iterator
from math import frexp, ldexp
from typing import Any

import cv2
import numpy as np

from .bands import FLOATS, SMALL, by_rows
from .certified import certified
from .dtypes import check_unit
from .gaussian import blurred, weights
from .grid import MOST_CHANNELS, as_given, by_four
from .scratch import SIZE, given_back, taken

Array = np.ndarray[Any, np.dtype[Any]]
BITS = 7
UNIT = 1 << BITS
"""Blurred bytes are whole numbers of so many parts of a level."""
WHITE = 255
GAIN_BITS = 9
MOST_GAIN = 2.0 ** (8 + BITS)
"""What is more turns the least difference white or black."""
NEAR = 8
"""Floats that look further than so many rows are not worth it to work on in bands."""
BYTES = 7 * SIZE // 16
"""So many bytes are worked on at a time: with the rows beside them, two for each are at most a kept block."""
BAND = 1 << 16
"""So many floats are worked on at a time, so that they stay in the cache."""


def sharpened(image: Array, size: int, sigma: float, alpha: float, threshold: int | None) -> Array:
    """The image plus ``alpha`` times what a Gaussian takes from it, clipped.

    With a threshold only where that is more than so many levels of 255, and, by the same Gaussian, a little around. On
    bytes the blur is rounded to 128ths of a level, the mask's to 255ths, ``alpha`` to 9 bits and the change to levels,
    half to even.
    """
    if image.shape[2] > MOST_CHANNELS:
        return by_four(image, lambda group: sharpened(group, size, sigma, alpha, threshold))
    check_unit(image)
    image, blurs = np.ascontiguousarray(image), 1 if threshold is None else 2
    if image.dtype != np.uint8:
        reach = size // 2 * blurs
        most = FLOATS if image.size > SMALL and reach <= NEAR else image.size
        return by_rows(image, lambda band: _floats(band, size, sigma, np.float32(alpha), threshold), reach, most)
    taps, gain = weights(size, sigma), _short(min(alpha, MOST_GAIN))
    reach = len(taps) // 2 * blurs
    return by_rows(image, lambda band: _bytes(band, taps, gain, threshold), reach, BYTES)


def _short(number: float) -> float:
    """Rounded to 9 bits: times 15 bits that is exact in float32."""
    mantissa, exponent = frexp(number)
    return ldexp(round(mantissa * 2**GAIN_BITS), exponent - GAIN_BITS)


def _by_integers(image: Array, taps: Array, gain: float, threshold: int | None) -> Array:
    whole = image.astype(np.int64)
    away = (whole << BITS) - _blurred(whole, taps, UNIT)
    change = np.minimum(np.rint(np.abs(away) * (gain / float(UNIT))), np.where(away > 0, 255 - whole, whole))
    if threshold is not None:
        share = _blurred(np.abs(away) > threshold << BITS, taps, WHITE)
        change = np.rint(change * share / WHITE)
    out: Array = (whole + np.sign(away) * change).astype(np.uint8)
    return out


def _blurred(image: Array, taps: Array, unit: int) -> Array:
    """Whole numbers blurred, in so many parts of 1, rounded half to even."""
    parts, half = (taps * 256).astype(np.int64), len(taps) // 2
    out = image.astype(np.int64)
    for axis in (0, 1):
        last = out.shape[axis] - 1
        places = np.arange(-half, last + 1 + half)
        mirrored = last - np.abs(places % max(2 * last, 1) - last)
        wide = out.take(mirrored, axis)
        windows = np.lib.stride_tricks.sliding_window_view(wide, len(parts), axis)
        out = windows @ parts
    return np.rint(out * unit / 65536).astype(np.int64)


def _probes() -> Iterator[tuple[Array, Array, float, int | None]]:
    """Bytes of all kinds, beside each other and in waves, in whole registers and amid one."""
    words = np.arange(41 * 73 * 3, dtype=np.uint32) * np.uint32(2654435761) >> np.uint32(13)
    image = words.astype(np.uint8).reshape(41, 73, 3)
    waves = cv2.GaussianBlur(image, (5, 5), 1.1)
    settings = (3, 0.8, 0.5, 10), (5, 1.1, 0.3125, 0), (7, 1.4, 1.0, 3), (9, 2.0, 0.75, None)
    for size, sigma, gain, threshold in settings:
        for given in (image, waves, np.ascontiguousarray(waves[..., :1])):
            yield given, weights(size, sigma), gain, threshold


@certified("unsharp mask of bytes", _by_integers, _probes)
def _bytes(image: Array, taps: Array, gain: float, threshold: int | None) -> Array:
    """The same by OpenCV, whose sums are exact in float32: 24 bits hold bytes, or a unit, times two weights."""
    count = image.size
    first, second, third = blocks = taken(2 * count), taken(2 * count), taken(2 * count)
    flat = image.reshape(len(image), -1)
    fine, soft = np.ndarray(flat.shape, np.int16, first), np.ndarray(flat.shape, np.int16, second)
    rises, turned = np.ndarray(flat.shape, np.uint8, third), np.ndarray(flat.shape, np.uint8, third, count)
    cv2.sepFilter2D(image, cv2.CV_16S, taps, taps * np.float32(UNIT), soft.reshape(image.shape))
    np.copyto(fine, flat)
    np.multiply(fine, np.int16(UNIT), out=fine)
    cv2.compare(fine, soft, cv2.CMP_GT, rises)
    cv2.absdiff(fine, soft, fine)
    change = np.ndarray(flat.shape, np.uint8, second)  # where the blur was, which is not read again
    cv2.convertScaleAbs(fine, change, alpha=gain / UNIT)
    cv2.bitwise_xor(flat, rises, turned)  # 255 minus what rises: both ways, a change leads down to 0
    if threshold is not None:
        cv2.min(change, turned, change)
        strong, share = np.ndarray(image.shape, np.uint8, second, count), np.ndarray(image.shape, np.uint8, first)
        np.greater(fine, np.int16(threshold << BITS), out=strong.view(np.bool_).reshape(flat.shape))
        cv2.sepFilter2D(strong, cv2.CV_8U, taps, taps * np.float32(WHITE), share)
        cv2.multiply(change, share.reshape(flat.shape), change, scale=1 / WHITE)
    cv2.subtract(turned, change, turned)
    out = cv2.bitwise_xor(turned, rises).reshape(image.shape)
    for block in blocks:
        given_back(block)
    return out


def _floats(image: Array, size: int, sigma: float, alpha: Any, threshold: int | None) -> Array:
    def soften(plane: Array) -> Array:
        return as_given(blurred(plane, size, sigma), plane)

    soft = soften(image)
    share = None
    if threshold is not None:
        share = soften((cv2.absdiff(image, soft).reshape(image.shape) * np.float32(255) > threshold).astype(np.float32))
    out, rows = np.empty_like(image), max(BAND // max(image[:1].size, 1), 1)
    for start in range(0, len(image), rows):
        band = slice(start, start + rows)
        _mixed(image[band], soft[band], None if share is None else share[band], alpha, out[band])
    return out


def _mixed(image: Array, soft: Array, share: Array | None, alpha: Any, out: Array) -> None:
    """The image, by its share the sharpened one."""
    change = np.subtract(image, soft)
    change *= alpha
    if share is not None:
        change += image
        np.clip(change, np.float32(0), np.float32(1), out=change)
        change -= image
        change *= share
    change += image
    np.clip(change, np.float32(0), np.float32(1), out=out)
