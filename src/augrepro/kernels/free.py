"""Warps and sharpening by OpenCV's fastest ways, whose rounding is their own: the same bits on one build, no further.

Reading is linear, in float32 between places that are not rounded to 1/32 of a pixel, and of three bytes by way of
four, for which OpenCV has vector code. Nothing here runs in a pipeline that promises more than ``same-build``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np

from .dtypes import check_unit
from .folding import whole
from .grid import as_cv2, as_given, by_four, filling, fours, side_by_side
from .remap import Reading, Sources, check_size

Array = np.ndarray[Any, np.dtype[Any]]
KNOWN = frozenset(map(np.dtype, ("uint8", "uint16", "float32")))
"""Dtypes that all of OpenCV's warps take."""
INVERSE = cv2.WARP_INVERSE_MAP
PIXEL = np.float32(2.0**-16)
STEEPEST = 2.0**14
"""Pixels of the source that one pixel of the output may skip: beyond, OpenCV's integers run over."""
_WAYS = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_AREA)


def can(image: Array, reading: Reading) -> bool:
    """Whether an image is read so: linearly or by the nearest pixel, in a dtype that every warp takes."""
    return as_cv2(image).dtype in KNOWN and reading.interpolation in _WAYS


def affine(image: Array, inverse: Sequence[float], height: int, width: int, reading: Reading) -> Array:
    """An image whose pixels look at their sources by a 2x3 map from center to center."""
    matrix = np.array(inverse, np.float64).reshape(2, 3)
    return _seen(
        image,
        lambda source, flags, value: cv2.warpAffine(
            source, matrix, (width, height), flags=flags | INVERSE, borderMode=reading.border_mode, borderValue=value
        ),
        (height, width),
        reading,
    )


def projective(image: Array, inverse: Sequence[float], height: int, width: int, reading: Reading) -> Array:
    """The same by a 3x3 map that has no horizon within the output."""
    matrix = np.array(inverse, np.float64).reshape(3, 3)
    return _seen(
        image,
        lambda source, flags, value: cv2.warpPerspective(
            source, matrix, (width, height), flags=flags | INVERSE, borderMode=reading.border_mode, borderValue=value
        ),
        (height, width),
        reading,
    )


def has_horizon(inverse: Sequence[float], height: int, width: int) -> bool:
    """Whether a 3x3 map sends a pixel of the output, or what lies beside it, to infinity or behind the viewer."""
    ends = [(x, y) for x in (-1, width) for y in (-1, height)]
    return min(inverse[6] * x + inverse[7] * y + inverse[8] for x, y in ends) <= 1e-6


def is_steep(inverse: Sequence[float]) -> bool:
    """Whether a map has a step or a start that OpenCV cannot hold."""
    return max(map(abs, inverse)) >= STEEPEST


def remapped(image: Array, sources: Sources, height: int, width: int, reading: Reading) -> Array:
    """The same where sources are given band by band, as ``remap.seen`` takes them."""
    x, y = (np.empty((height, width), np.float32) for _ in range(2))
    for band, at_x, at_y in sources(0):
        for at, place in zip(whole(at_x, at_y), (x[band], y[band]), strict=True):
            np.multiply(at, PIXEL, out=place, casting="unsafe")
    return _seen(
        image,
        lambda source, flags, value: cv2.remap(source, x, y, flags, None, reading.border_mode, value),
        (height, width),
        reading,
    )


def _seen(image: Array, read: Callable[..., Array], size: tuple[int, int], reading: Reading) -> Array:
    """What ``read`` makes of the channels, four at a time; of a blend of three bytes, with a fourth beside them."""
    check_size(*size)
    check_size(*image.shape[:2])
    source, channels = as_cv2(image), image.shape[2]
    values = [*map(float, filling(reading.fill, channels, source.dtype)), 0.0, 0.0, 0.0]
    flags = cv2.INTER_LINEAR if reading.interpolation == cv2.INTER_AREA else reading.interpolation
    outs = []
    for at, group in zip(range(0, channels, 4), fours(source), strict=True):
        value, count = tuple(values[at : at + 4]), group.shape[2]
        if count == 3 and source.dtype == np.uint8 and flags == cv2.INTER_LINEAR:
            four = read(cv2.cvtColor(group, cv2.COLOR_RGB2RGBA), flags, (*value[:3], 0.0))
            outs.append(cv2.cvtColor(four, cv2.COLOR_RGBA2RGB))
        else:
            outs.append(read(group, flags, value).reshape(*size, count))
    return as_given(side_by_side(outs), image)


def sharpened(image: Array, size: int, sigma: float, alpha: float, threshold: int | None) -> Array:
    """``unsharp.sharpened`` on bytes from a blur that is rounded to bytes, and a share of 255 steps."""
    if image.shape[2] > 4:
        return by_four(image, lambda group: sharpened(group, size, sigma, alpha, threshold))
    check_unit(image)
    image = np.ascontiguousarray(image)
    soft = cv2.GaussianBlur(image, (size, size), sigma)
    sharp = cv2.addWeighted(image.reshape(soft.shape), 1.0 + alpha, soft, -alpha, 0.0)
    if threshold is None:
        return as_given(sharp, image)
    _, strong = cv2.threshold(cv2.absdiff(image.reshape(soft.shape), soft), threshold, 255, cv2.THRESH_BINARY)
    share = cv2.GaussianBlur(strong, (size, size), sigma)
    change = cv2.subtract(sharp, image.reshape(sharp.shape), dtype=cv2.CV_16S)
    part = cv2.multiply(change, share, scale=1.0 / 255.0, dtype=cv2.CV_16S)
    return as_given(cv2.add(image.reshape(part.shape), part, dtype=cv2.CV_8U), image)
