"""Warps through fixed-point maps: where each output pixel looks is an integer, so every CPU looks at the same place.

A source coordinate is an int32 with 16 fraction bits, or a float32 that comes of one rounded operation after another
and is rounded to 1/32 of a pixel. OpenCV's ``remap`` reads it as int16 pixels plus 5 fraction bits a side, and bytes
that are blended linearly go by way of ``bilinear``: the same on every CPU and in every release since 4.8. The maps are
built and used a band of rows at a time, so they never leave the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from . import bilinear
from .bilinear import PIXELS
from .folding import Band, folded
from .grid import MOST_CHANNELS, as_cv2, as_given, check_size, filling, fours, side_by_side
from .ramps import Ramp, ramps, sums
from .room import Room
from .scratch import given_back, parts, taken

Array = np.ndarray[Any, np.dtype[Any]]
Sources = Callable[[int], Iterator[Band]]
"""Where each output pixel looks, a band of rows at a time; the argument is added before fraction bits are cut off."""
Window = tuple[range, range]
"""Rows and columns."""
OUTSIDE = 32767
FAR = 16000.0
"""No pixel looks further away from itself: with an image of that many pixels it still fits 16 integer bits."""
_NEAREST, _LINEAR, _AREA = cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_AREA
_HORIZON = 1e-9
_SIX, _ELEVEN, _UPPER = map(np.uint16, (6, 11, 0x3E0))
_READS_FLOATS = int(cv2.__version__.split(".")[0]) >= 5
"""Whether ``remap`` takes whole numbers in float32 as they are; OpenCV 4 makes int16 of them first, and is slower."""


class Reading(NamedTuple):
    """How pixels are read between and beyond the source's pixels."""

    interpolation: int
    border_mode: int
    fill: float | Sequence[float]


def seen(
    image: Array, sources: Sources, height: int, width: int, reading: Reading, window: Window | None = None
) -> Array:
    """An image of height x width whose pixels look at their sources in this one; or a window of it, read in whole rows.

    More than four channels go in groups where OpenCV has registers for four, or a border value for no more.
    """
    check_size(height, width)
    check_size(*image.shape[:2])
    source = as_cv2(image)
    if reading.interpolation != _NEAREST and source.dtype == np.int32:
        source = source.astype(np.float64)
    values = _values(reading.fill, image.shape[2], source.dtype)
    if source.dtype == np.uint8 and _method(reading) == _LINEAR:
        return as_given(bilinear.seen(source, sources, (height, width), reading.border_mode, values), image)
    source, maps = folded(source, sources(_half(reading)), reading)
    groups = [np.ascontiguousarray(source)] if _goes_whole(source, values, reading) else fours(source)
    size = (height, width) if window is None else tuple(map(len, window))
    outs = [(group, np.empty((*size, group.shape[2]), source.dtype)) for group in groups]
    room = _room(height, width)
    try:
        for band, x, y in maps:
            if window is not None and (band.stop <= window[0].start or band.start >= window[0].stop):
                continue
            places, parts = _readable(x, y, reading.interpolation, room)
            for (group, out), value in zip(outs, values[: len(outs)], strict=True):
                into = out[band] if window is None else None
                found = cv2.remap(group, places, parts, _method(reading), into, reading.border_mode, value)
                if window is not None:
                    _keep(as_given(found, group), band, window, out)
    finally:
        del maps  # which gives its memory back, though a traceback may keep this frame
        room.close()
    whole = side_by_side([out for _, out in outs])
    if whole.dtype != as_cv2(image).dtype:
        whole = np.rint(whole).astype(np.int32)
    return as_given(whole, image)


def _keep(found: Array, band: slice, window: Window, out: Array) -> None:
    """Copy what some rows of the whole have of a window."""
    rows, columns = window
    top, bottom = max(band.start, rows.start), min(band.start + len(found), rows.stop)
    shown = found[top - band.start : bottom - band.start, columns.start : columns.stop]
    out[top - rows.start : bottom - rows.start] = shown


def _values(fill: float | Sequence[float], channels: int, dtype: Any) -> list[tuple[float, ...]]:
    """The border values of each group of four channels."""
    values = [*map(float, filling(fill, channels, dtype))]
    values += [values[-1]] * 3
    return [tuple(values[at : at + 4]) for at in range(0, channels, 4)]


def _goes_whole(source: Array, values: list[tuple[float, ...]], reading: Reading) -> bool:
    """Whether one call reads all channels: pixel by pixel, in loops that know any count, with one value beyond."""
    channels = source.shape[2]
    method = _method(reading)
    loops = method == _NEAREST or (method == _LINEAR and source.dtype != np.uint8)
    even = reading.border_mode != cv2.BORDER_CONSTANT or len({v for four in values for v in four}) == 1
    return bool(loops and 4 < channels <= MOST_CHANNELS and even)


def _room(height: int, width: int) -> Room:
    return Room(min(_rows(width) + 1, height), width)  # a band with the middle row has one more


def _readable(x: Array, y: Array, interpolation: int, room: Room) -> tuple[Array, Any]:
    """Coordinates in the form that ``remap`` reads fastest; those given may be written over."""
    if _READS_FLOATS and interpolation == _NEAREST:
        return nearest(x), nearest(y)
    return packed(x, y, interpolation, room)


def nearest(at: Array) -> Array:
    """The pixel that is nearest to each coordinate, in float32: of two as near the latter.

    Half a pixel was added to int32. Float32 is written over.
    """
    if at.dtype != np.float32:
        return (at >> 16).astype(np.float32)
    at += np.float32(0.5)
    return np.floor(at, out=at)


def packed(x: Array, y: Array, interpolation: int, room: Room | None = None) -> tuple[Array, Any]:
    """Coordinates as ``remap`` wants them: pairs of int16 pixels, and both 5-bit fractions in one uint16.

    They are taken apart into halves, low and high (OpenCV has wheels for little-endian machines only), so that all but
    a sum is done on 16 bits. With a room the result lies there, and holds until the next call.
    """
    rows, width = x.shape
    pairs, halves = (room or _room(rows, width)).of(rows)
    if x.dtype == np.float32:
        return _rounded(x, y, interpolation == _NEAREST, pairs.view(np.int16), halves[0])
    if _cross(x, y):
        return _outer(x[:1], y[:, :1], interpolation == _NEAREST, pairs, halves[0])
    across, right, down, bottom = halves
    for at, low, high in ((x, across, right), (y, down, bottom)):
        cv2.split(np.ascontiguousarray(at).view(np.uint16).reshape(rows, width, 2), [low, high])
    cv2.merge([right, bottom], pairs)
    if interpolation == _NEAREST:
        return pairs.view(np.int16), None
    np.right_shift(down, _SIX, down)
    np.bitwise_and(down, _UPPER, down)
    np.right_shift(across, _ELEVEN, across)
    return pairs.view(np.int16), np.bitwise_or(down, across, down)


def _outer(row: Array, column: Array, whole: bool, pairs: Array, fractions: Array) -> tuple[Array, Any]:
    """The same of int32 that are one row and one column: what each gives is found once."""
    both = pairs.view(np.int32)[..., 0]
    np.bitwise_or(row >> 16 & 0xFFFF, column >> 16 << 16, out=both)
    if not whole:
        across, down = (row >> 11 & 0x1F).astype(np.uint16), (column >> 6 & 0x3E0).astype(np.uint16)
        np.bitwise_or(across, down, out=fractions)
    return pairs.view(np.int16), None if whole else fractions


def _rounded(x: Array, y: Array, whole: bool, pairs: Array, halves: Array) -> tuple[Array, Any]:
    """The same of float32 in pixels: to 1/32 half to even, or to the pixel that is nearest, of two the latter."""
    if whole:
        x, y = nearest(x.copy()), nearest(y.copy())
    found, fractions = cv2.convertMaps(x, y, cv2.CV_16SC2, pairs, halves, whole)
    return found, None if whole else fractions


def affine(inverse: tuple[float, ...], rows: range, columns: range, half: int) -> Iterator[Band]:
    """Sources by a 2x3 map from an output pixel's center to the source's, in pixels.

    Those of some rows and columns of the output, each the sum of what its column and its row add: one float32
    operation, rounded the same on every CPU. ``half`` is not added. Each band is written where the one before was.
    """
    height, width = len(rows), len(columns)
    by = ramps(inverse, rows, columns)
    inside = max(ramp.most for ramp in by) < OUTSIDE
    high = min(_rows(width), height)
    block = taken(2 * 4 * high * width)
    try:
        rooms = list(parts(block, (high, width), np.float32, 2))
        for band in _bands(height, width):
            x, y = _summed(rooms, by, band)
            for at in () if inside else (x, y):
                np.clip(at, -OUTSIDE, OUTSIDE, out=at)
            yield band, x, y
    finally:
        given_back(block)


def cut(sources: Sources, rows: range, columns: range) -> Sources:
    """The sources of some rows and columns of the output alone."""

    def within(half: int) -> Iterator[Band]:
        wide = slice(columns.start, columns.stop)
        for band, x, y in sources(half):
            top, bottom = max(band.start, rows.start), min(band.start + len(x), rows.stop)
            if top < bottom:
                high = slice(top - band.start, bottom - band.start)
                yield slice(top - rows.start, bottom - rows.start), x[high, wide], y[high, wide]

    return within


def displaced(dx: Array, dy: Array, half: int) -> Iterator[Band]:
    """Sources (x + dx, y + dy) of the pixels (x, y); dx and dy are int32 with 16 fraction bits."""
    height, width = dx.shape
    if _cross(dx, dy) and max(height, width) <= FAR:
        return _crossed(dx[:1], dy[:, :1], height, width, half)
    return displaced_by(lambda band: (dx[band], dy[band]), height, width, half)


def _cross(x: Array, y: Array) -> bool:
    """Whether the places are one row, and one column, repeated as views."""
    return x.strides[0] == 0 and y.strides[1] == 0


def _crossed(dx: Array, dy: Array, height: int, width: int, half: int) -> Iterator[Band]:
    """The sources of displacements that are one row along x and one column along y, as such views."""
    x = dx + ((np.arange(width, dtype=np.int32) << 16) + half)
    y = dy + ((np.arange(height, dtype=np.int32)[:, None] << 16) + half)
    for band in _bands(height, width):
        down = y[band]
        yield band, np.broadcast_to(x[0], (len(down), width)), np.broadcast_to(down, (len(down), width))


def displaced_by(field: Callable[[slice], tuple[Array, Array]], height: int, width: int, half: int) -> Iterator[Band]:
    """The same where ``field`` gives dx and dy of some rows: whole numbers of any dtype, at most ``FAR`` pixels."""
    small = max(height, width) <= FAR
    whole: Any = np.int32 if small else np.int64
    x = (np.arange(width, dtype=whole) << 16) + half
    y = (np.arange(height, dtype=whole)[:, None] << 16) + half
    for band in _bands(height, width):
        dx, dy = (part.astype(whole, copy=False) for part in field(band))
        yield (band, dx + x, dy + y[band]) if small else (band, _clipped(dx + x), _clipped(dy + y[band]))


def projective(inverse: tuple[float, ...], rows: range, columns: range, half: int) -> Iterator[Band]:
    """Sources by a 3x3 map from an output pixel's center to the source's; behind its horizon is out of the image.

    Those of some rows and columns of the output, in pixels: each sum and quotient is one float32 operation, rounded the
    same on every CPU, and off by a thousandth of a pixel where the source has some thousands. ``half`` is not added.
    """
    height, width = len(rows), len(columns)
    by = ramps(inverse, rows, columns)
    inside = by[2].least >= _HORIZON and max(ramp.most for ramp in by[:2]) < by[2].least * OUTSIDE
    high = min(_rows(width), height)
    block = taken(3 * 4 * high * width)
    try:
        rooms = list(parts(block, (high, width), np.float32, 3))
        for band in _bands(height, width):
            x, y, w = _summed(rooms, by, band)
            if not inside:
                np.maximum(w, np.float32(_HORIZON), out=w)
            for at in (x, y):
                at /= w
                if not inside:
                    np.clip(at, -OUTSIDE, OUTSIDE, out=at)
            yield band, x, y
    finally:
        given_back(block)


def _rows(width: int) -> int:
    return max(PIXELS // max(width, 1), 1)


def _bands(height: int, width: int) -> Iterator[slice]:
    rows = _rows(width)
    return (slice(top, top + rows) for top in range(0, height, rows))


def _summed(rooms: list[Array], by: list[Ramp], band: slice) -> list[Array]:
    """The sums of a band's rows, in the rooms."""
    downs = [ramp.down[band] for ramp in by]
    return [sums(ramp.across, down, room[: len(down)]) for room, ramp, down in zip(rooms, by, downs, strict=True)]


def _clipped(values: Array) -> Array:
    return np.clip(values, -(2**31), 2**31 - 1).astype(np.int32)


def _half(reading: Reading) -> int:
    """Half of the unit to which a coordinate is rounded: a pixel, or 1/32 of one."""
    return 1 << 15 if reading.interpolation == _NEAREST else 1 << 10


def _method(reading: Reading) -> int:
    return _LINEAR if reading.interpolation == _AREA else reading.interpolation
