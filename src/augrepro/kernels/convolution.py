"""Convolutions whose sums are exact: the same bytes on every CPU, in whatever order they are added.

The weights are rounded to whole multiples of a power of two, so that on bytes every partial sum is such a multiple too
and has no more than the 24 bits that float32 holds: nothing is rounded until the last step, half to even. With weights
that sum to 1 the unit is 2**-15 or less. OpenCV takes another road for large kernels, a Fourier transform with rounding
errors; where it starts depends on the CPU, so kernels are cut into pieces that lie below it everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log2
from typing import Any

import cv2
import numpy as np

from .dtypes import check_unit
from .grid import as_given, pad

Array = np.ndarray[Any, np.dtype[Any]]
MIRRORED = cv2.BORDER_REFLECT_101
MOST_BITS = 16
LARGEST_SUM = 2**24 // 255
"""What the absolute weights may sum to, in units, so that sums over bytes are exact in float32."""
PIECE = 49
"""OpenCV leaves the direct road for kernels of 50 values on some CPUs, of 130 on others."""
SINGLE = 25
"""From so many weights on it pays to turn bytes into float32 once, and not once for each weight."""
MOST_TAPS = 600
"""From so many weights on a Fourier transform is faster."""


def quantized(weights: Array) -> Array:
    """The weights as float32 multiples of a unit, with their sum to half a unit: what one loses the next gets."""
    gain = max(float(np.abs(weights).sum()), 2.0**-MOST_BITS)
    unit = 2.0 ** min(floor(log2(max(LARGEST_SUM - weights.size, 1) / gain)), MOST_BITS)
    steps = np.rint(np.cumsum(weights.ravel()) * unit)
    return (np.diff(steps, prepend=0.0) / unit).astype(np.float32).reshape(weights.shape)


def convolved(image: Array, taps: Array) -> Array:
    """Sums of neighbors by quantized weights; floats are clipped to [0, 1] where a weight is negative."""
    if image.dtype == np.uint8:
        return _bytes(image, taps)
    signed = bool((taps < 0).any())
    if signed:
        check_unit(image)
    large = taps.size > PIECE and np.count_nonzero(taps) > MOST_TAPS
    out = cv2.filter2D(image, -1, taps, borderType=MIRRORED) if large else _sums(image, taps)
    return np.clip(out, np.float32(0), np.float32(1), out=out) if signed else out


def _bytes(image: Array, taps: Array) -> Array:
    count = np.count_nonzero(taps)
    if taps.size <= PIECE and count < SINGLE:
        return cv2.filter2D(image, -1, taps, borderType=MIRRORED)
    sums = _by_transform(image, taps) if count > MOST_TAPS else _sums(image, taps)
    np.maximum(sums, np.float32(0), out=sums)
    return cv2.convertScaleAbs(sums.reshape(len(sums), -1)).reshape(image.shape)


def _sums(image: Array, taps: Array) -> Array:
    """The sums in float32, as (H, W, C)."""
    if taps.size <= PIECE:
        return as_given(cv2.filter2D(image.astype(np.float32, copy=False), -1, taps, borderType=MIRRORED), image)
    height, width = image.shape[:2]
    wide = _wide(image, taps).astype(np.float32, copy=False)
    out: Array | None = None
    for top, left, piece in _pieces(taps):
        tall, long = piece.shape
        seen = wide[top : top + height + tall - 1, left : left + width + long - 1]
        part = as_given(cv2.filter2D(seen, -1, piece), image)
        part = part[tall // 2 : tall // 2 + height, long // 2 : long // 2 + width]
        out = np.ascontiguousarray(part) if out is None else np.add(out, part, out=out)
    return np.zeros(image.shape, np.float32) if out is None else out


def _wide(image: Array, taps: Array) -> Array:
    """The image with as much border as the kernel reaches."""
    down, across = taps.shape[0] // 2, taps.shape[1] // 2
    return pad(image, down, down, across, across, MIRRORED, 0.0)


def _pieces(taps: Array, top: int = 0, left: int = 0) -> Iterator[tuple[int, int, Array]]:
    """Parts of the kernel that hold all its weights, none with more than ``PIECE`` values, and where each begins."""
    rows, columns = np.flatnonzero(taps.any(1)), np.flatnonzero(taps.any(0))
    if not len(rows):
        return
    top, left = top + int(rows[0]), left + int(columns[0])
    taps = taps[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if taps.size <= PIECE:
        yield top, left, np.ascontiguousarray(taps)
        return
    axis = 0 if taps.shape[0] >= taps.shape[1] else 1
    one, other = np.split(taps, [taps.shape[axis] // 2], axis)
    yield from _pieces(one, top, left)
    yield from _pieces(other, top + (one.shape[0] if axis == 0 else 0), left + (one.shape[1] if axis == 1 else 0))


def _by_transform(image: Array, taps: Array) -> Array:
    """The sums of bytes by a float64 Fourier transform, rounded to the unit that they are multiples of: exact again."""
    height, width, channels = image.shape
    wide = _wide(image, taps)
    tall, long = (cv2.getOptimalDFTSize(side) for side in wide.shape[:2])
    kernel = np.zeros((tall, long))
    kernel[: taps.shape[0], : taps.shape[1]] = taps
    spectrum = cv2.dft(kernel)
    out = np.empty(image.shape, np.float32)
    for channel in range(channels):
        plane = np.zeros((tall, long))
        plane[: wide.shape[0], : wide.shape[1]] = wide[..., channel]
        product = cv2.mulSpectrums(cv2.dft(plane), spectrum, 0, conjB=True)
        sums = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)[:height, :width]
        out[..., channel] = np.rint(sums * 2.0**MOST_BITS) / 2.0**MOST_BITS
    return out
