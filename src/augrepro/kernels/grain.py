"""Noise that depends on the intensity it meets: random factors, and the grain of a camera at a high ISO setting.

Words are grown from a key, and each product and sum is one float32 operation: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import cv2
import numpy as np

from . import dtypes, lut
from .bits import LEVELS, Words, normal
from .noise import BLOCK, repeated

Array = np.ndarray[Any, np.dtype[Any]]
_ONE, _TWO, _SIX, _WHITE = map(np.float32, (1, 2, 6, 255))
_RAMPS = (np.float32(3), np.float32(-1), _ONE), (_TWO, _TWO, -_ONE), (np.float32(4), _TWO, -_ONE)
"""Each channel's share of the chroma by hue in sixths of the circle: its axis, its offset and its sign."""
_ROUND = 2.0**24
_GRAY = np.float32(2.0**-128)
"""The largest chroma whose inverse float32 cannot hold: such a pixel has no hue, as if it were 0."""


def multiplied(image: Array, key: str, low: float, high: float, shared: bool) -> Array:
    """Each value times a factor even on [low, high], clipped; ``shared`` gives the channels of a pixel one factor."""
    height, width, channels = image.shape
    copies = channels if shared else 1
    count = height * width * channels // copies
    step, base = np.float32((high - low) / LEVELS), np.float32(low + (high - low) / (2 * LEVELS))
    out = np.empty(image.shape, image.dtype)
    source, target = image.reshape(-1), out.reshape(-1)
    for drawn, halves in Words(key).parts(count, BLOCK // copies):
        part = slice(drawn.start * copies, drawn.stop * copies)
        factors = halves.astype(np.float32)
        factors *= step
        factors += base
        product = repeated(factors, copies)
        product *= source[part]
        if image.dtype == np.uint8:
            np.clip(product, np.float32(0), np.float32(255), out=product)
            target[part] = np.rint(product, out=product)
        else:
            dtypes.clip_unit(product, target[part])
    return out


def factors(shape: tuple[int, ...], key: str, low: float, high: float, shared: bool) -> Array:
    """The float32 factors by which ``multiplied`` multiplies an (H, W, C) image of that shape."""
    height, width, channels = shape
    copies = channels if shared else 1
    found = Words(key).halves(height * width * channels // copies).astype(np.float32)
    found *= np.float32((high - low) / LEVELS)
    found += np.float32(low + (high - low) / (2 * LEVELS))
    return np.ascontiguousarray(repeated(found, copies)).reshape(shape)


def times(image: Array, factor: float | Array) -> Array:
    """Each value times a factor, one for all or an array that fits the image, clipped; one a channel by tables."""
    each = np.asarray(factor, np.float64)
    if image.dtype == np.uint8 and (each.ndim == 0 or (each.ndim == 1 and image.shape[2:] == each.shape)):
        tables = lut.table(lut.UNIT * each.reshape(-1, 1))
        return lut.look_up_each(image, tables) if len(tables) > 1 else lut.look_up(image, tables[0])
    product = np.multiply(image, factor, dtype=np.float32)
    if image.dtype != np.uint8:
        return dtypes.clip_unit(product, product)
    np.clip(product, np.float32(0), np.float32(255), out=product)
    return np.rint(product, out=product).astype(np.uint8)


def iso(image: Array, key: str, color_shift: float, intensity: float) -> Array:
    """An RGB image whose lightness grows by speckles, and whose hue strays.

    In HLS, each pixel's lightness l becomes l + n intensity (1 - l), where n is Poisson noise of mean intensity times
    the standard deviation of the image's lightness; the hue is turned by normal noise of color_shift times intensity
    circles. Saturation stays.
    """
    height, width = image.shape[:2]
    count = height * width
    lightness, turned = np.split(Words(key).halves(2 * count)[: 2 * count], 2)
    speckles = poisson(intensity * _deviation(image), intensity)
    turns = (normal() * (6.0 * color_shift * intensity)).astype(np.float32)
    out = np.empty(image.shape, image.dtype)
    for rows in _bands(image):
        words = slice(rows.start * width, min(rows.stop, height) * width)
        units = [_unit(plane) for plane in _planes(image[rows])]
        made = _relit(units, speckles.take(lightness[words]), turns.take(turned[words]))
        for channel in made:
            dtypes.clip_unit(channel, channel)
            if image.dtype == np.uint8:
                channel *= _WHITE
                np.rint(channel, out=channel)
        found = [channel.astype(image.dtype, copy=False) for channel in made]
        out[rows] = cv2.merge(found).reshape(out[rows].shape)
    return out


def _bands(image: Array) -> Iterator[slice]:
    rows = max(BLOCK // max(image.shape[1], 1), 1)
    return (slice(top, top + rows) for top in range(0, len(image), rows))


def _planes(image: Array) -> list[Array]:
    """The channels of some rows, each in one run."""
    return [plane.reshape(-1) for plane in cv2.split(np.ascontiguousarray(image))]


def _unit(plane: Array) -> Array:
    return dtypes.from_bytes(plane) if plane.dtype == np.uint8 else dtypes.clip_unit(plane, np.empty_like(plane))


def poisson(mean: float, step: float) -> Array:
    """65,536 values, float32 and at most 1, of which each counts so many times as Poisson noise of that mean has it.

    The value of count n is n times ``step``; counts beyond the first that reaches 1 are as good as that.
    """
    most = 1 if step >= 1 else min(int(1 / step) + 1, LEVELS) if step > 0 else 0
    ends, left, chance = [], 0.0, exp_minus(mean)
    for n in range(most):
        left += chance
        ends.append(round(min(left, 1.0) * LEVELS))
        chance *= mean / (n + 1)
        if ends[-1] == LEVELS:
            break
    runs = np.diff([0, *ends, LEVELS])
    values = np.minimum(np.arange(len(runs)) * np.float32(step), _ONE)
    return np.repeat(values.astype(np.float32), runs)


def exp_minus(x: float) -> float:
    """exp(-x), rounded so that no last bit of it is left."""
    from math import exp

    return round(exp(-x) * _ROUND * _ROUND) / (_ROUND * _ROUND)


def _deviation(image: Array) -> float:
    """The standard deviation of lightness, half of a pixel's least and largest value, in sums of whole numbers."""
    white = 255.0 if image.dtype == np.uint8 else 65535.0
    total = squares = 0
    for rows in _bands(image):
        planes = _planes(image[rows])
        high, low = (extreme(extreme(planes[0], planes[1]), planes[2]) for extreme in (np.maximum, np.minimum))
        if image.dtype != np.uint8:
            high, low = (np.rint(np.clip(ends, 0, 1) * np.float32(white)).astype(np.uint32) for ends in (high, low))
        doubled = high.astype(np.float64)  # whole numbers, whose sums and squares it holds exactly
        doubled += low
        total += int(doubled.sum())
        squares += int(np.multiply(doubled, doubled, out=doubled).sum())
    count = max(image.shape[0] * image.shape[1], 1)
    return sqrt(squares * count - total * total) / float(count) / (2.0 * white)


def _relit(planes: list[Array], speckles: Array, turns: Array) -> list[Array]:
    """The channels after the lightness went up by a share of what it lacks, and the hue by sixths of the circle."""
    high, low = (extreme(extreme(planes[0], planes[1]), planes[2]) for extreme in (np.maximum, np.minimum))
    chroma = high - low
    hue = _hue(planes, high, chroma)
    hue += turns
    turns = hue / _SIX
    np.floor(turns, out=turns)
    turns *= _SIX
    hue -= turns
    doubled = high + low
    room = _left(doubled)
    np.clip(room, np.float32(1e-6), _ONE, out=room)
    speckles *= _TWO - doubled
    doubled += speckles
    brighter = _left(doubled)
    brighter /= room
    chroma *= brighter
    bottom = np.subtract(doubled, chroma, out=doubled)
    bottom /= _TWO
    return [_channel(hue, chroma, bottom, *ramp) for ramp in _RAMPS]


def _left(doubled: Array) -> Array:
    """The chroma that there is room for, by twice the lightness."""
    out = doubled - _ONE
    np.abs(out, out=out)
    return np.subtract(_ONE, out, out=out)


def _channel(hue: Array, chroma: Array, bottom: Array, axis: np.float32, offset: np.float32, sign: np.float32) -> Array:
    share = hue - axis
    np.abs(share, out=share)
    share *= sign
    share += offset
    dtypes.clip_unit(share, share)
    share *= chroma
    share += bottom
    return share


def _hue(planes: list[Array], high: Array, chroma: Array) -> Array:
    """The hue in sixths of the circle; gray has 0."""
    red, green, blue = planes
    of_red, of_green = ((high == plane).view(np.uint8) for plane in (red, green))
    hue: Array = red - green
    for difference, there in ((blue - red, of_green), (green - blue, of_red)):
        cv2.copyTo(difference[None], there[None], hue[None])  # an eighth of np.where's time
    scale = (chroma <= _GRAY).astype(np.float32)
    scale += chroma
    hue *= np.divide(_ONE, scale, out=scale)
    of_green *= np.uint8(2)
    start = np.subtract(np.uint8(4), of_green, out=of_green)
    of_red ^= np.uint8(1)
    start *= of_red
    hue += start.astype(np.float32)
    return hue
