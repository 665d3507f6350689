"""Bytes or floats to centered, scaled float32: a subtraction and a product, each one IEEE operation a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from .certified import certified
from .grid import MOST_CHANNELS

Array = np.ndarray[Any, np.dtype[Any]]
BLOCK = 6144
"""So many values are one row to NumPy, whose loops start anew for each: three channels, or a picture's row, are few."""
BLOCKS = 16
"""So many rows at a time stay in the cache for all three passes."""


def standardized(image: Array, center: Array, factor: Array) -> Array:
    """(x - center) * factor, one center and factor a channel, as float32 (H, W, C)."""
    centers, factors = _repeated(center.tobytes(), factor.tobytes())
    if len(centers) == 1 and image.dtype == np.uint8 and 0 <= centers[0] == int(centers[0]):
        rows = np.ascontiguousarray(image).reshape(len(image), -1)
        low, high, _, _ = cv2.minMaxLoc(rows)
        if centers[0] <= low:
            above = rows - np.uint8(centers[0]) if centers[0] else rows
            return _scaled(above, factors[0], int(high - centers[0])).reshape(image.shape)
    out = np.empty(image.shape, np.float32)
    write_standardized(image, center, factor, out)
    return out


def write_standardized(image: Array, center: Array, factor: Array, into: Array) -> None:
    """The same, written into a contiguous array."""
    centers, factors = _repeated(center.tobytes(), factor.tobytes())
    values, out = image.reshape(-1), into.reshape(-1)
    length = _length(image.shape[2])
    whole = len(values) - len(values) % length
    rows, made = values[:whole].reshape(-1, length), out[:whole].reshape(-1, length)
    for first in range(0, len(rows), BLOCKS):
        _standardize(rows[first : first + BLOCKS], made[first : first + BLOCKS], centers, factors)
    rest = len(values) - whole
    _standardize(values[whole:], out[whole:], centers[:rest], factors[:rest])


def _standardize(values: Array, out: Array, centers: Array, factors: Array) -> None:
    if out.size:
        np.copyto(out, values)
        out -= centers
        out *= factors


def _length(channels: int) -> int:
    """Values of whole pixels, about a block of them."""
    return max(BLOCK // channels, 1) * channels


@lru_cache(maxsize=16)
def _repeated(center: bytes, factor: bytes) -> tuple[Array, Array]:
    """The float32 constants of all channels, pixel by pixel for a block; one of each where all channels have it."""
    both = [np.frombuffer(constants, np.float32) for constants in (center, factor)]
    if all((constants == constants[0]).all() for constants in both):
        return both[0][:1], both[1][:1]
    count = _length(len(both[0])) // len(both[0])
    return np.tile(both[0], count), np.tile(both[1], count)


def stretched(image: Array, margin: float) -> Array:
    """(x - low) / (high - low + margin) of bytes, whose own extremes are low and high, as float32 in their shape.

    The bits are those of ``standardized``.
    """
    rows = np.ascontiguousarray(image).reshape(len(image), -1)
    low, high, _, _ = cv2.minMaxLoc(rows)
    above = rows - np.uint8(low) if low else rows
    return _scaled_from_zero(above, np.float32(1.0 / (high - low + margin)), int(high - low)).reshape(image.shape)


def _product(rows: Array, factor: Any, largest: int) -> Array:
    out: Array = rows * np.float32(factor)
    return out


def _byte_probes() -> Iterator[tuple[Array, Any, int]]:
    """All bytes, and the last of a row that fill no register, by numbers of any size."""
    rows = np.arange(256, dtype=np.uint8).reshape(1, -1)
    for factor in (1.0, 1 / 255.0001, 1 / 3.0001, 1 / 254.0001, 1 / 117.0001, 1 / 72.9, 1e-4, 12345.678, 0.0):
        yield rows, np.float32(factor), 255
        yield rows[:, 37:90].copy(), np.float32(factor), 89


@certified("byte scaling", _product, _byte_probes)
def _scaled(rows: Array, factor: Any, largest: int) -> Array:
    """Bytes times a number as float32, by a routine of OpenCV's that divides by their largest what it is given."""
    return cv2.normalize(rows, None, float(factor) * largest, 0.0, cv2.NORM_INF, cv2.CV_32F)  # type: ignore[call-overload, no-any-return]  # dst=None


def _probes_from_zero() -> Iterator[tuple[Array, Any, int]]:
    return ((rows - rows.min(), factor, largest - int(rows.min())) for rows, factor, largest in _byte_probes())


@certified("byte stretching", _product, _probes_from_zero)
def _scaled_from_zero(rows: Array, factor: Any, largest: int) -> Array:
    """The same of bytes from 0 on, by the routine's faster branch, which also looks for the least of them."""
    return cv2.normalize(rows, None, float(factor) * largest, 0.0, cv2.NORM_MINMAX, cv2.CV_32F)  # type: ignore[call-overload, no-any-return]  # dst=None


def standardized_planes(image: Array, center: Array, factor: Array) -> Array:
    """The same values as contiguous (C, H, W), written plane by plane."""
    source = planes(image)
    out = source if source.dtype == np.float32 else source.astype(np.float32)
    for plane, middle, scale in zip(out, center, factor, strict=True):
        plane -= middle
        plane *= scale
    return out


def planes(image: Array) -> Array:
    """(H, W, C) as a new contiguous (C, H, W)."""
    height, width, channels = image.shape
    if channels == 1:
        return image.reshape(1, height, width).copy()
    if channels > MOST_CHANNELS or image.dtype not in (np.uint8, np.float32, np.uint16, np.int16, np.int32):
        return np.array(image.transpose(2, 0, 1), order="C")
    out = np.empty((channels, height, width), image.dtype)
    cv2.split(np.ascontiguousarray(image), list(out))
    return out


def joined(frames: Sequence[Array]) -> Array:
    """As ``np.stack``; frames that were written behind one another, and are all of an array, are not copied."""
    block = frames[0].base
    return block if block is not None and _are_all_of(block, frames) else np.stack(frames)


def _are_all_of(block: Any, frames: Sequence[Array]) -> bool:
    """Whether the frames are ``block[0]``, ``block[1]`` and so on, up to its last."""
    first = frames[0]
    if type(block) is not np.ndarray or block.shape != (len(frames), *first.shape) or block.dtype != first.dtype:
        return False
    if not block.flags.c_contiguous or any(frame.base is not block for frame in frames):
        return False
    start = _address(block)
    return all(
        frame.flags.c_contiguous and frame.shape == first.shape and _address(frame) == start + at * first.nbytes
        for at, frame in enumerate(frames)
    )


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
