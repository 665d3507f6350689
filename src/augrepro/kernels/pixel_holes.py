"""Single pixels that are lost, each by a chance of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from .bits import LEVELS, Words
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]


@kept_field(2)
def places(key: str, area: int, share: float, channels: int) -> tuple[Array, ...]:
    """For each channel which of ``area`` pixels are lost, each with probability ``share`` to 32 bits.

    The first channels are the same however many follow: a mask of one channel loses what the first of an image loses.
    """
    words = Words(key)
    whole, part = divmod(share * LEVELS, 1)
    found = []
    for _ in range(channels):
        drawn = words.halves(area)
        lost = drawn < whole
        if part:
            close = np.flatnonzero(drawn == whole)
            lost[close] = words.halves(len(close)) < part * LEVELS
        found.append(np.flatnonzero(lost))
        found[-1].flags.writeable = False
    return tuple(found)


def color(key: str, channels: int, dtype: np.dtype[Any]) -> Array:
    """A random value for each channel, over all that the dtype's images hold."""
    halves = Words(key[16:] + key[:16]).halves(channels)
    if dtype.kind == "f":
        return (halves / np.float32(LEVELS - 1)).astype(dtype)
    return (halves >> 8).astype(np.uint8) if dtype == np.uint8 else halves.astype(dtype)


def dropped(image: Array, lost: tuple[Array, ...], values: Array) -> Array:
    """A copy whose lost pixels have these values, one a channel; ``lost`` is of all channels at once, or of each."""
    out = image.copy()
    pixels = out.reshape(-1, image.shape[2])
    if len(lost) == 1:
        pixels[lost[0]] = values
    else:
        for channel, (there, value) in enumerate(zip(lost, values, strict=True)):
            pixels[there, channel] = value
    return out
