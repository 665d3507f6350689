"""Warps by OpenCV's fastest ways, whose rounding is their own: the same bits on one build, no further.

Warps blend in float32, at places that are not rounded to 1/32 of a pixel, and three bytes by way of four, for which
OpenCV has vector code. Nothing here runs in a pipeline whose ``exactness`` is more than ``same-build``, nor where it
would not be faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np

from .bilinear import four
from .folding import whole
from .grid import MOST_CHANNELS, as_cv2, as_given, check_size, filling, fours, side_by_side
from .remap import Reading, Sources
from .scratch import given_back, parts, taken

Array = np.ndarray[Any, np.dtype[Any]]
MOST_STRAIGHT = {np.dtype("uint8"): MOST_CHANNELS, np.dtype("uint16"): MOST_CHANNELS, np.dtype("float32"): 5}
"""Up to how many channels OpenCV's warps beat the exact way by a tenth of its time, by dtype."""
MOST_FLOWING = {np.dtype("uint8"): MOST_CHANNELS, np.dtype("uint16"): MOST_CHANNELS, np.dtype("float32"): 4}
"""The same of ``remap``. More channels are fewer calls in the exact way, which may take all in one."""
MOST_NEAREST = 4
INVERSE = cv2.WARP_INVERSE_MAP
PIXEL = np.float32(2.0**-16)
STEEPEST = 2.0**14
"""Pixels of the source that one pixel of the output may skip: beyond, OpenCV's integers run over."""
NUDGE = 2.0**-12
"""Of a pixel: more than a float32 coordinate is off, and nothing beside a pixel."""
Read = Callable[[Array, bool, int, Sequence[float]], Array]
"""What a warp makes of up to four channels, whether these stand for three, with OpenCV's flags and a border value."""


def gains(image: Array, interpolation: int, straight: bool) -> bool:
    """Whether an image is read faster here than in the exact way, by a 2x3 or 3x3 map or by any other."""
    dtype, channels = as_cv2(image).dtype, image.shape[2]
    if dtype == np.uint8 and interpolation != cv2.INTER_NEAREST and four.holds:
        return straight and channels != 2  # the exact way calls the same ``remap``, and of two channels makes four
    most = (MOST_STRAIGHT if straight else MOST_FLOWING).get(dtype, 0)
    return bool(channels <= (min(most, MOST_NEAREST) if interpolation == cv2.INTER_NEAREST else most))


def affine(image: Array, inverse: Sequence[float], height: int, width: int, reading: Reading) -> Array:
    """An image whose pixels look at their sources by a 2x3 map from center to center."""
    matrix = _matrix((*inverse, 0.0, 0.0, 1.0), reading)[:2]

    def warp(source: Array, out: Array | None, flags: int, value: Sequence[float]) -> Array:
        return cv2.warpAffine(source, matrix, (width, height), out, flags | INVERSE, reading.border_mode, value)

    return _seen(image, _whole(warp, height, width), (height, width), reading)


def projective(image: Array, inverse: Sequence[float], height: int, width: int, reading: Reading) -> Array:
    """The same by a 3x3 map that has no horizon within the output."""
    matrix = _matrix(inverse, reading)

    def warp(source: Array, out: Array | None, flags: int, value: Sequence[float]) -> Array:
        return cv2.warpPerspective(source, matrix, (width, height), out, flags | INVERSE, reading.border_mode, value)

    return _seen(image, _whole(warp, height, width), (height, width), reading)


def _matrix(inverse: Sequence[float], reading: Reading) -> Array:
    """The map for OpenCV, which reads the even one of two nearest pixels: a nudge makes it the latter, as elsewhere."""
    matrix = np.array(inverse, np.float64).reshape(3, 3)
    if reading.interpolation == cv2.INTER_NEAREST:
        matrix[:2] += NUDGE * matrix[2]
    return matrix


def _whole(warp: Callable[..., Array], height: int, width: int) -> Read:
    """A way to read all of an image at once; four channels that stand for three go by way of working memory."""

    def read(source: Array, three: bool, flags: int, value: Sequence[float]) -> Array:
        if not three:
            return warp(source, None, flags, value)
        block = taken(4 * height * width)
        try:
            (four,) = parts(block, (height, width, 4), np.uint8, 1)
            return cv2.cvtColor(warp(source, four, flags, value), cv2.COLOR_RGBA2RGB)
        finally:
            given_back(block)

    return read


def has_horizon(inverse: Sequence[float], height: int, width: int) -> bool:
    """Whether a 3x3 map sends a pixel of the output, or what lies beside it, to infinity or behind the viewer."""
    ends = [(x, y) for x in (-1, width) for y in (-1, height)]
    return min(inverse[6] * x + inverse[7] * y + inverse[8] for x, y in ends) <= 1e-6


def is_steep(inverse: Sequence[float]) -> bool:
    """Whether a map has a step or a start that OpenCV cannot hold."""
    return max(map(abs, inverse)) >= STEEPEST


def remapped(image: Array, sources: Sources, height: int, width: int, reading: Reading) -> Array:
    """The same where sources are given band by band, as ``remap.seen`` takes them."""

    def read(source: Array, three: bool, flags: int, value: Sequence[float]) -> Array:
        out = np.empty((height, width, 3 if three else source.shape[2]), source.dtype)
        for band, at_x, at_y in sources(0):
            x, y = map(_in_pixels, whole(at_x, at_y))
            if three:
                four = cv2.remap(source, x, y, flags, None, reading.border_mode, value)
                cv2.cvtColor(four, cv2.COLOR_RGBA2RGB, out[band])
            else:
                cv2.remap(source, x, y, flags, out[band], reading.border_mode, value)
        return out

    return _seen(image, read, (height, width), reading)


def _in_pixels(at: Array) -> Array:
    """Coordinates in float32; one row or one column, repeated as a view, is made once."""
    some = at[: 1 if at.strides[0] == 0 else None, : 1 if at.strides[1] == 0 else None]
    out = some.astype(np.float32)
    out *= PIXEL
    return out if some is at else np.ascontiguousarray(np.broadcast_to(out, at.shape))


def _seen(image: Array, read: Read, size: tuple[int, int], reading: Reading) -> Array:
    """What ``read`` makes of the channels, four at a time; three that are blended in bytes get a fourth beside them."""
    check_size(*size)
    check_size(*image.shape[:2])
    source, channels = as_cv2(image), image.shape[2]
    values = [*map(float, filling(reading.fill, channels, source.dtype)), 0.0, 0.0, 0.0]
    flags = cv2.INTER_LINEAR if reading.interpolation == cv2.INTER_AREA else reading.interpolation
    outs = []
    for at, group in zip(range(0, channels, 4), fours(source), strict=True):
        value, count = tuple(values[at : at + 4]), group.shape[2]
        if count == 3 and source.dtype == np.uint8 and flags == cv2.INTER_LINEAR:
            block = taken(4 * group.shape[0] * group.shape[1])
            try:
                (four,) = parts(block, (*group.shape[:2], 4), np.uint8, 1)
                cv2.cvtColor(group, cv2.COLOR_RGB2RGBA, four)
                outs.append(read(four, True, flags, (*value[:3], 0.0)))
            finally:
                given_back(block)
        else:
            outs.append(read(group, False, flags, value).reshape(*size, count))
    return as_given(side_by_side(outs), image)
