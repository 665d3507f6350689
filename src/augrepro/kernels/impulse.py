"""Pixels that are lost to white or black."""

from __future__ import annotations

from typing import Any

import numpy as np

from .bits import Words

Array = np.ndarray[Any, np.dtype[Any]]


def impulses(image: Array, key: str, amount: float, salt: float) -> Array:
    """A copy of which a share ``amount`` of the pixels is white or black in all channels, a share ``salt`` white."""
    area = image.shape[0] * image.shape[1]
    count = int(area * amount)
    whites = int(count * salt)
    chosen = places(key, count, area)
    out = image.copy()
    pixels = out.reshape(area, -1)
    pixels[chosen[:whites]] = 255 if image.dtype == np.uint8 else 1
    pixels[chosen[whites:]] = 0
    return out


def places(key: str, count: int, area: int) -> Array:
    """``count`` different ones of ``area`` places in random order, grown from a key.

    Few are drawn with repetition, and later repeats thrown away; many are the first of a random order of all.
    """
    words = Words(key)
    if 2 * count > area:
        return np.argsort(words.halves(area), kind="stable")[:count]
    first = np.empty(area, np.intp)
    drawn = np.empty(0, np.intp)
    while len(drawn) < count:
        want = 2 * (count - len(drawn)) + 64
        words32 = words.halves(2 * want).view("<u4")[:want].astype(np.uint64)
        drawn = np.append(drawn, (words32 * np.uint64(area) >> np.uint64(32)).astype(np.intp))
        order = np.arange(len(drawn))
        first[drawn[::-1]] = order[::-1]
        drawn = drawn[first[drawn] == order]
    return drawn[:count]
