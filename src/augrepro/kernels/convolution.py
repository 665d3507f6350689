"""Convolutions whose sums are exact: the same bytes on every CPU, in whatever order they are added.

The weights are rounded to whole multiples of a power of two, so that on bytes every partial sum is such a multiple too
and has no more than the 24 bits that float32 holds: nothing is rounded until the last step, half to even. With weights
that sum to 1 the unit is 2**-15 or less. OpenCV takes another road for large kernels, a Fourier transform with rounding
errors; where it starts depends on the CPU, so kernels are cut into pieces that lie below it everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log2
from typing import Any, NamedTuple

import cv2
import numpy as np

from .dtypes import check_unit
from .grid import as_given, pad

Array = np.ndarray[Any, np.dtype[Any]]
MIRRORED = cv2.BORDER_REFLECT_101
MOST_BITS = 16
LARGEST_SUM = 2**24 // 255
"""What the absolute weights may sum to, in units, so that sums over bytes are exact in float32."""
CPU_SSE3, SMALL, SMALL_WITH_SSE3 = 3, 49, 129
"""OpenCV takes the direct road for kernels of up to so many values, by CPU."""
MOST_EVEN = 0.9
"""Where more of a kernel is its even square, too little is left to take what the square is rounded by."""
BAND = 1 << 18
"""So many values of a band are worked on at a time."""
FEW = 25
"""So few weights are rounded sooner one by one than as arrays."""
MOST_TAPS = 600
"""From so many weights on a Fourier transform is faster."""


def quantized(weights: Array) -> Array:
    """The weights as float32 multiples of a unit, with their sum to half a unit: what one loses the next gets.

    An even square about the middle stays even, so that it can be summed at once, and those around it get its rest.
    """
    gain = max(float(np.add.reduce(np.abs(weights), axis=None)), 2.0**-MOST_BITS)
    unit = 2.0 ** min(floor(log2(max(LARGEST_SUM - weights.size, 1) / gain)), MOST_BITS)
    if weights.size <= FEW:
        return _rounded(weights, unit)
    units, inner = weights * unit, _even(weights)
    if inner is None:
        units = _carried(units)
    else:
        outer = np.ones(weights.shape, np.bool_)
        outer[inner, inner] = False
        whole, around = units.sum(), units[outer].sum()
        units[inner, inner] = np.rint(units[inner, inner])
        units[outer] = _carried(units[outer] * ((whole - units[inner, inner].sum()) / around))
    return (units / unit).astype(np.float32)


def _even(weights: Array) -> slice | None:
    """The rows, and columns, of a large square about the middle whose weights are one, if enough lies around it."""
    half = weights.shape[0] // 2
    middle = weights[half, half]
    if weights.size <= SMALL_WITH_SSE3 or not middle:
        return None
    for reach in range(half, 1, -1):
        inner = slice(half - reach, half + reach + 1)
        if (weights[inner, inner] == middle).all():
            share = (2 * reach + 1) ** 2 * middle / weights.sum()
            return inner if 0 < share < MOST_EVEN and np.count_nonzero(weights) <= MOST_TAPS else None
    return None


def _rounded(weights: Array, unit: float) -> Array:
    """What ``_carried`` makes of the weights in units, in parts of 1 again."""
    total, before, out = 0.0, 0, []
    for weight in weights.ravel().tolist():
        total += weight * unit
        whole = round(total)
        out.append((whole - before) / unit)
        before = whole
    return np.array(out, np.float32).reshape(weights.shape)


def _carried(units: Array) -> Array:
    """Whole units; what one is rounded by, the next makes good."""
    out: Array = np.rint(units.cumsum())
    out[1:] -= out[:-1].copy()
    return out.reshape(units.shape)


def convolved(image: Array, taps: Array) -> Array:
    """Sums of neighbors by quantized weights; floats are clipped to [0, 1] where a weight is negative."""
    small = taps.size <= _small()
    if small and image.dtype == np.uint8:
        return cv2.filter2D(image, -1, taps, borderType=MIRRORED)
    count = np.count_nonzero(taps)
    if image.dtype == np.uint8:
        return _by_transform(image, taps) if count > MOST_TAPS else _banded(image, taps)
    signed = bool((taps < 0).any())
    if signed:
        check_unit(image)
    alone = small or count > MOST_TAPS
    out = as_given(cv2.filter2D(image, -1, taps, borderType=MIRRORED), image) if alone else _banded(image, taps)
    return np.clip(out, np.float32(0), np.float32(1), out=out) if signed else out


def _banded(image: Array, taps: Array) -> Array:
    """The sums, a band of rows at a time in buffers that stay in the cache."""
    height, width, channels = image.shape
    reach, pieces = taps.shape[0] - 1, list(_pieces(taps))
    rows = min(max(BAND // (width * channels), 2 * reach, 1), height)
    source = np.empty((rows + reach, width + reach, channels), np.float32)
    total, part = np.empty((rows, width, channels), np.float32), np.empty(source.size, np.float32)
    exact = image.dtype == np.uint8
    out = (np.empty if pieces else np.zeros)(image.shape, image.dtype)
    for start in range(0, height if pieces else 0, rows):
        target = out[start : start + rows]
        band, sums = source[: len(target) + reach], total[: len(target)] if exact else target
        _framed(image, start, reach // 2, band)
        for first, piece in enumerate(pieces):
            found = _part(band, piece, sums.shape, part)
            np.add(sums, found, out=sums) if first else np.copyto(sums, found)
        if exact:
            _store(sums, target)
    return out


def _framed(image: Array, start: int, half: int, out: Array) -> None:
    """The rows from ``start`` on in float32, with a border of ``half`` mirrored pixels all around."""
    height, width = image.shape[:2]
    down = _mirrored(np.arange(start - half, start - half + len(out)), height)
    inside = start >= half and start - half + len(out) <= height
    rows = image[down[0] : down[0] + len(out)] if inside else image[down]
    out[:, half : half + width] = rows
    out[:, :half] = rows[:, _mirrored(np.arange(-half, 0), width)]
    out[:, half + width :] = rows[:, _mirrored(np.arange(width, width + half), width)]


def _mirrored(places: Array, size: int) -> Array:
    """Places along an axis mirrored into it, without the edge, as often as it takes."""
    last = max(size - 1, 0)
    out: Array = last - np.abs(places % max(2 * last, 1) - last)
    return out


def _part(band: Array, piece: Piece, shape: tuple[int, ...], buffer: Array) -> Array:
    """What one piece of the kernel adds to a band of this shape, given with its border; a view of the buffer."""
    height, width, channels = shape
    tall, long = piece.taps.shape
    rows, columns = height + tall - 1, width + long - 1
    seen = band[piece.top : piece.top + rows, piece.left : piece.left + columns]
    part = buffer[: rows * columns * channels].reshape(rows, columns, channels)
    if piece.even:
        cv2.boxFilter(seen, -1, (long, tall), part, normalize=False)
        part *= piece.taps[0, 0]
    else:
        cv2.filter2D(seen, -1, piece.taps, part)
    return part[tall // 2 : tall // 2 + height, long // 2 : long // 2 + width]


def _store(sums: Array, target: Array) -> None:
    """Sums as bytes, rounded half to even; OpenCV would take the absolute value of those below 0."""
    np.clip(sums, np.float32(0), np.float32(255), out=sums)  # a quarter of the time of ``np.maximum``
    cv2.convertScaleAbs(sums.reshape(len(sums), -1), target.reshape(len(target), -1))


def _wide(image: Array, taps: Array) -> Array:
    """The image with as much border as the kernel reaches."""
    down, across = taps.shape[0] // 2, taps.shape[1] // 2
    return pad(image, down, down, across, across, MIRRORED, 0.0)


def _small() -> int:
    return SMALL_WITH_SSE3 if cv2.checkHardwareSupport(CPU_SSE3) else SMALL


class Piece(NamedTuple):
    """A part of a kernel, where it begins, and whether all its weights are one."""

    top: int
    left: int
    taps: Array
    even: bool = False


def _pieces(taps: Array) -> Iterator[Piece]:
    """Parts that hold all the kernel's weights: an even square about the middle, if there is one, and small ones."""
    inner = _even(taps)
    if inner is None:
        yield from _cut(taps, 0, 0)
        return
    start, stop = inner.start, inner.stop
    yield Piece(start, start, taps[inner, inner], even=True)
    yield from _cut(taps[:start], 0, 0)
    yield from _cut(taps[inner, :start], start, 0)
    yield from _cut(taps[inner, stop:], start, stop)
    yield from _cut(taps[stop:], stop, 0)


def _cut(taps: Array, top: int, left: int) -> Iterator[Piece]:
    rows, columns = np.flatnonzero(taps.any(1)), np.flatnonzero(taps.any(0))
    if not len(rows):
        return
    top, left = top + int(rows[0]), left + int(columns[0])
    taps = taps[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if taps.size <= _small():
        yield Piece(top, left, np.ascontiguousarray(taps))
        return
    axis = 0 if taps.shape[0] >= taps.shape[1] else 1
    one, other = np.split(taps, [taps.shape[axis] // 2], axis)
    yield from _cut(one, top, left)
    yield from _cut(other, top + (one.shape[0] if axis == 0 else 0), left + (one.shape[1] if axis == 1 else 0))


def _by_transform(image: Array, taps: Array) -> Array:
    """The sums of bytes by a float64 Fourier transform, rounded to the unit that they are multiples of: exact again."""
    height, width, channels = image.shape
    wide = _wide(image, taps)
    tall, long = (cv2.getOptimalDFTSize(side) for side in wide.shape[:2])
    kernel = np.zeros((tall, long))
    kernel[: taps.shape[0], : taps.shape[1]] = taps
    spectrum = cv2.dft(kernel)
    out = np.empty(image.shape, np.uint8)
    for channel in range(channels):
        plane = np.zeros((tall, long))
        plane[: wide.shape[0], : wide.shape[1]] = wide[..., channel]
        product = cv2.mulSpectrums(cv2.dft(plane), spectrum, 0, conjB=True)
        sums = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)[:height, :width]
        sums = np.rint(sums * 2.0**MOST_BITS) / 2.0**MOST_BITS
        out[..., channel] = np.clip(np.rint(sums), 0, 255)
    return out
