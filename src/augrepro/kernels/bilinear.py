"""Bytes blended bilinearly: the exact mean of four, weighed by fractions of 1/32, rounded half to even.

With such fractions every difference, product and sum is exact in float32, so OpenCV 5, which blends in floats, has one
answer whatever the registers and however it fuses. OpenCV 4 blends in integers and rounds half up, and so does what
OpenCV 5 calls on ARM for one channel; there the mean of the image and that of its negative tell where it was a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import cv2
import numpy as np

from .certified import certified
from .folding import HALF, Band
from .grid import fours, side_by_side
from .scratch import given_back, parts, taken

Array = np.ndarray[Any, np.dtype[Any]]
TO_32NDS = np.float32(3 << 17)
"""Float32 about this number are 1/32 apart: what is added to it is rounded half to even."""
_BITS, _ABOUT, _ONE = np.int32(11), TO_32NDS.view(np.int32), np.uint8(1)
PIXELS = 1 << 15
"""In one band of rows: few enough for the cache, enough to pay for the calls."""
_BORDERS = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT, cv2.BORDER_WRAP, cv2.BORDER_REFLECT_101)


def seen(
    image: Array, sources: Callable[[int], Iterator[Band]], size: tuple[int, int], border: int, values: list[Any]
) -> Array:
    """An image of that size whose pixels look at their sources in this one of bytes; four border values a group."""
    height, width = size
    rows = min(PIXELS // max(width, 1) + 2, height)  # a band with the middle row has one more
    groups = [_Group(group, size, border, value) for group, value in zip(fours(image), values, strict=False)]
    block = taken(3 * 4 * rows * width)
    maps = sources(HALF)
    try:
        rooms = list(parts(block, (rows, width), np.float32, 3))
        for band, at_x, at_y in maps:
            room_x, room_y, pixels = (room[: len(at_x)] for room in rooms)
            x, y = in_32nds(at_x, room_x), in_32nds(at_y, room_y)
            for group in groups:
                group.read(band, x, y, pixels)
    finally:
        del maps  # which gives its memory back, though a traceback may keep this frame
        given_back(block)
    return side_by_side([group.out for group in groups])


def in_32nds(at: Array, room: Array) -> Array:
    """Pixels in float32, rounded in place to 1/32; of int32 with 16 fraction bits those beyond are cut, in the room.

    What is one row or one column, repeated as a view, is looked at once.
    """
    if at.dtype == np.float32:
        at += TO_32NDS
        at -= TO_32NDS
        return at
    if at.strides[0] == 0 or at.strides[1] == 0:
        some = at[:1] if at.strides[0] == 0 else at[:, :1]
        np.copyto(room, _in_32nds(some, np.empty(some.shape, np.float32)))
        return room
    return _in_32nds(at, room)


def _in_32nds(at: Array, room: Array) -> Array:
    """The whole 32nds are added to the last bits of a float32 whose neighbors are 1/32 away."""
    whole = room.view(np.int32)
    np.right_shift(at, _BITS, out=whole)
    whole += _ABOUT
    room -= TO_32NDS
    return room


class _Group:
    """Up to four channels; fewer get others beside them where OpenCV is slow, or rounds otherwise, without."""

    def __init__(self, source: Array, size: tuple[int, int], border: int, value: Sequence[float]) -> None:
        self.channels = source.shape[2]
        self.out = np.empty((*size, self.channels), np.uint8)
        self.border, self.value = border, value
        alone = self.channels == 1 and one.holds
        fast = alone or four.holds
        self.padded = fast and not alone and self.channels < 4
        self.source = _four(source) if self.padded else source
        self.negative = None if fast else cv2.bitwise_not(source).reshape(source.shape)

    def read(self, band: slice, x: Array, y: Array, room: Array) -> None:
        """The pixels of some rows, which look at (x, y); the room may be written over."""
        out = self.out[band]
        into = room.view(np.uint8).reshape(*x.shape, 4) if self.padded else out
        if self.negative is None:
            _by_floats(self.source, x, y, self.border, self.value, into)
        else:
            _by_integers(self.source, x, y, self.border, self.value, out, self.negative)
        if self.padded and self.channels == 3:
            cv2.cvtColor(into, cv2.COLOR_RGBA2RGB, out)
        elif self.padded:
            cv2.mixChannels([into], [out], [0, 0, 1, 1][: 2 * self.channels])


def _four(image: Array) -> Array:
    """Up to three channels, and others behind them."""
    if image.shape[2] == 3:
        return cv2.cvtColor(image, cv2.COLOR_RGB2RGBA)
    out = np.empty((*image.shape[:2], 4), np.uint8)
    last = image.shape[2] - 1
    cv2.mixChannels([image], [out], [0, 0, last, 1, 0, 2, last, 3])
    return out


def _by_integers(
    source: Array,
    x: Array,
    y: Array,
    border: int,
    value: Sequence[float],
    out: Array | None = None,
    negative: Array | None = None,
) -> Array:
    """Rounded half up, and down to even where a tie was: there the negative, rounded half up too, adds to 256."""
    places, fractions = cv2.convertMaps(x, y, cv2.CV_16SC2)
    other = cv2.bitwise_not(source) if negative is None else negative
    beyond = [255.0 - number for number in value]
    up = cv2.remap(source, places, fractions, cv2.INTER_LINEAR, out, border, value)
    ties = cv2.remap(other, places, fractions, cv2.INTER_LINEAR, None, border, beyond).reshape(up.shape)
    np.add(ties, up, out=ties)
    np.add(ties, _ONE, out=ties)
    np.bitwise_and(ties, up, out=ties)
    return np.subtract(up, ties, out=up)


def _probes(channels: int) -> Iterator[tuple[Any, ...]]:
    """Bytes without a pattern at places in it, across its border and far outside; every sixteenth may be a tie."""
    for height, width, far in ((23, 37, 2), (23, 37, 40), (1, 2, 2), (2, 1, 2), (1, 1, 40)):
        words = np.arange(height * width * channels, dtype=np.uint32) * np.uint32(2654435761) >> np.uint32(13)
        source = words.astype(np.uint8).reshape(height, width, channels)
        at = np.arange(25 * 41, dtype=np.int64).reshape(25, 41)
        x, y = (
            ((at * step % ((size + 2 * far) * 32) - far * 32) / 32).astype(np.float32)
            for step, size in ((7919, width), (104729, height))
        )
        for border in _BORDERS:
            yield source, x, y, border, (200.0, 13.0, 90.0, 255.0)


def _by_floats(
    source: Array,
    x: Array,
    y: Array,
    border: int,
    value: Sequence[float],
    out: Array | None = None,
) -> Array:
    return cv2.remap(source, x, y, cv2.INTER_LINEAR, out, border, value)


one = certified("linear remap", _by_integers, partial(_probes, 1))(_by_floats)
"""What float32 places in multiples of 1/32 show of an image of one byte a pixel."""
four = certified("linear remap by fours", _by_integers, partial(_probes, 4))(_by_floats)
"""The same of four."""
