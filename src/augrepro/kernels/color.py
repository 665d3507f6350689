"""Hue, saturation and gray: integers on bytes, OpenCV's float32 conversions on floats."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from . import dtypes, lut
from .bands import by_rows, floats_by_rows
from .certified import certified

Array = np.ndarray[Any, np.dtype[Any]]
HUES = 180
"""OpenCV's hue on bytes is in steps of two degrees."""


def hsv_shifted(image: Array, hue: float, saturation: float, value: float) -> Array:
    """An RGB image with hue (in steps of two degrees), saturation and value (of 255) shifted; the last two clip.

    A pixel without hue has none to saturate and stays gray.

    Bytes go to HSV in whole numbers. OpenCV's way back rounds differently from CPU to CPU, so that one is ours: each
    channel is value less a share of value times saturation, and the share is a table of hue.
    """
    if image.dtype != np.uint8:
        dtypes.check_unit(image)
        return floats_by_rows(image, lambda band: _float_hsv_shifted(band, hue, saturation, value))
    return by_rows(image, lambda band: _bytes_hsv_shifted(band, hue, saturation, value))


def _bytes_hsv_shifted(image: Array, hue: float, saturation: float, value: float) -> Array:
    h, s, v = cv2.split(_hsv(image))
    s = lut.look_up(s, _shifted(saturation, keep_zero=True)) if saturation else s
    v = lut.look_up(v, _shifted(value)) if value else v
    chroma = _product(v, s)
    shares = (lut.look_up(h, _share(place, round(hue) % HUES)) for place in (5, 3, 1))
    return cv2.merge([v - _product(chroma, share) for share in shares])


_SHIFT = 12
"""Hue and saturation are quotients in so many bits behind the point."""


@lru_cache(maxsize=1)
def _quotients() -> tuple[Array, Array]:
    """255 / i and 30 / i for every byte i, in fixed point; 0 for 0."""
    below = np.maximum(np.arange(256), 1)
    by_value, by_chroma = (np.rint((top << _SHIFT) / below).astype(np.int32) for top in (255, HUES // 6))
    by_value[0] = by_chroma[0] = 0
    return by_value, by_chroma


def _whole_hsv(image: Array) -> Array:
    """An RGB image of bytes as hue (two degrees a step), saturation and value, each rounded half up (Smith 1978)."""
    red, green, blue = (image[..., i].astype(np.int16) for i in range(3))
    high = np.maximum(np.maximum(red, green), blue)
    chroma = high - np.minimum(np.minimum(red, green), blue)
    by_value, by_chroma = _quotients()
    sector = np.where(high == green, blue - red + 2 * chroma, red - green + 4 * chroma)
    sector = np.where(high == red, green - blue, sector)
    hue, saturation = sector * by_chroma.take(chroma), chroma * by_value.take(high)
    for quotient in (hue, saturation):
        quotient += 1 << (_SHIFT - 1)
        quotient >>= _SHIFT
    hue[hue < 0] += HUES
    out = np.empty(image.shape, np.uint8)
    out[..., 0], out[..., 1], out[..., 2] = hue, saturation, high
    return out


def _colors() -> Iterator[tuple[Array]]:
    """Every hue that a chroma can have, and every chroma that a value can have, in whole registers and amid one."""
    byte = np.arange(256, dtype=np.uint8)
    down, across = np.broadcast_arrays(byte[:, None], byte)
    none = np.zeros_like(down)
    for planes in ((down, across, none), (none, down, across), (across, none, down), (down, across, across)):
        colors = np.stack(planes, -1)
        yield (colors,)
    yield (colors[:, 219:].copy(),)


@certified("bytes to HSV", _whole_hsv, _colors)
def _hsv(image: Array) -> Array:
    """The same by OpenCV, which has these whole numbers too: of all 2**24 colors none differs on x86-64."""
    return cv2.cvtColor(image, cv2.COLOR_RGB2HSV)


def _shifted(by: float, keep_zero: bool = False) -> Array:
    table: Array = np.clip(np.arange(256) + round(by), 0, 255).astype(np.uint8)
    table[0] *= not keep_zero
    return table


@lru_cache(maxsize=3 * HUES)
def _share(place: int, hue: int) -> Array:
    """How much of the chroma a channel lacks, in 255ths, by hue: a ramp, a plateau and a ramp around the circle."""
    sixths = (place + (np.arange(256) + hue) % HUES / 30.0) % 6.0
    share: Array = np.clip(np.minimum(sixths, 4.0 - sixths), 0.0, 1.0)
    table: Array = np.rint(255 * share).astype(np.uint8)
    table.flags.writeable = False
    return table


def _whole_product(a: Array, b: Array) -> Array:
    """a * b / 255 on bytes, rounded to the nearest: (p + p / 256 + 1/2) / 256 in whole numbers."""
    p = np.multiply(a, b, dtype=np.uint16)
    p += 128
    p += p >> 8
    p >>= 8
    return p.astype(np.uint8)


def _all_pairs() -> Iterator[tuple[Array, Array]]:
    """Every byte with every byte, in whole registers and in rows that end amid one."""
    byte = np.arange(256, dtype=np.uint8)
    first, second = (np.ascontiguousarray(side) for side in np.broadcast_arrays(byte[:, None], byte))
    yield first, second
    yield first[:, :37].copy(), second[:, 219:].copy()


@certified("byte product", _whole_product, _all_pairs)
def _product(a: Array, b: Array) -> Array:
    """The same in OpenCV's float32, where no product of bytes comes near a tie."""
    return cv2.multiply(a, b, scale=1.0 / 255.0)


def _float_hsv_shifted(image: Array, hue: float, saturation: float, value: float) -> Array:
    h, s, v = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2HSV))
    gray = s == 0
    _turn(h, 2.0 * hue)
    for plane, by in ((s, saturation), (v, value)):
        plane += np.float32(by / 255)
        np.clip(plane, 0, 1, out=plane)
    s[gray] = 0
    out = cv2.cvtColor(cv2.merge([h, s, v]), cv2.COLOR_HSV2RGB)
    return np.clip(out, 0, 1, out=out)


def _turn(hues: Array, degrees: float) -> None:
    """Add degrees to hues from 0 to 360 and bring them back there; a remainder takes ten times as long as a sum."""
    circle = np.float32(360)
    hues += np.float32(degrees)
    if abs(degrees) >= 360:
        hues %= circle
    elif degrees < 0:
        hues += (hues < 0) * circle
    else:
        hues -= (hues >= circle) * circle


def saturated(image: Array, factor: float) -> Array:
    """factor * x + (1 - factor) * gray, clipped; on bytes the factor counts in 256ths.

    Products of bytes and 256ths are whole in float32, and the offset keeps every sum off a tie: no rounding rule shows.
    """
    dtypes.check_unit(image)
    if image.dtype == np.uint8:
        share = round(factor * 256) / 256
        return by_rows(image, lambda band: cv2.addWeighted(band, share, _grayed(band), 1 - share, 2.0**-10))
    return floats_by_rows(image, lambda band: _float_saturated(band, np.float32(factor)))


def _float_saturated(image: Array, factor: np.float32) -> Array:
    gray = _grayed(image)
    out: Array = image - gray
    out *= factor
    out += gray
    return np.clip(out, 0, 1, out=out)


def _grayed(image: Array) -> Array:
    return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def mean_gray(image: Array) -> float:
    """The mean of 0.299 R + 0.587 G + 0.114 B over an RGB image, or of the one channel of a gray one, unrounded."""
    if image.dtype == np.uint8:
        sums = list(cv2.sumElems(image)[: image.shape[2]])
    else:
        sums = [float(image[..., i].sum(dtype=np.float64)) for i in range(image.shape[2])]
    weights = (0.299, 0.587, 0.114) if len(sums) == 3 else (1.0,)
    return float(sum(w * s for w, s in zip(weights, sums, strict=True)) / (image.shape[0] * image.shape[1]))
