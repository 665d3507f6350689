"""Channels taken apart, each put through a table, ordered anew, blanked or repeated: no arithmetic, so exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import cv2
import numpy as np

from . import lut
from .bands import FLOATS, SMALL
from .dtypes import check_unit
from .grid import MOST_CHANNELS, as_given, filling
from .normalize import planes

BITS: dict[int, tuple[Any, int]] = {1: (np.uint8, 255), 2: (np.uint16, 65535), 4: (np.int32, -1)}
"""Whole numbers of so many bytes a value, and the one with all bits set."""
Array = np.ndarray[Any, np.dtype[Any]]
BYTES = 1 << 22
"""In one band of an image of bytes: what is put together of less takes longer than the whole."""


def merged(parts: Sequence[Array]) -> Array:
    """Planes of (H, W) as one (H, W, C)."""
    if len(parts) == 1:
        return np.ascontiguousarray(parts[0])[..., None]
    return cv2.merge(list(parts)) if len(parts) <= MOST_CHANNELS else np.stack(parts, -1)


def each_looked_up(image: Array, tables: Sequence[Array]) -> Array:
    """Every byte of a uint8 image through the table of its channel."""
    runs = [partial(lut.look_up, lut=table) for table in tables]
    return _mapped_by_rows(image, runs, BYTES)


def each_mapped(image: Array, runs: Sequence[Callable[[Array], Array]]) -> Array:
    """Each channel, as contiguous (H, W), through a function of its own."""
    return merged([run(plane) for run, plane in zip(runs, planes(image), strict=True)])


def each_curved(image: Array, runs: Sequence[Callable[[Array], Array]]) -> Array:
    """Each channel of floats through a function of its own that works value by value; ValueError for values far out."""
    try:
        return _mapped_by_rows(image, runs, FLOATS if image.size > SMALL else SMALL)
    except ValueError:
        check_unit(image)  # which tells of all values, not of a band's
        raise


def _mapped_by_rows(image: Array, runs: Sequence[Callable[[Array], Array]], values: int) -> Array:
    """The same of ``each_mapped``, about so many values at a time."""
    rows = max(values // max(image[:1].size, 1), 1)
    if rows >= len(image) or not 1 < image.shape[2] <= MOST_CHANNELS:
        return each_mapped(image, runs)
    out = np.empty(image.shape, image.dtype)
    for top in range(0, len(image), rows):
        band = planes(image[top : top + rows])
        cv2.merge([run(plane) for run, plane in zip(runs, band, strict=True)], out[top : top + rows])
    return out


def shifted(image: Array, levels: Sequence[float]) -> Array:
    """So many 255ths of white added to each channel, clipped; on bytes whole ones, cut towards 0."""
    if image.dtype == np.uint8:
        whole = [max(min(int(level), 255), -255) for level in levels]
        if not _takes_a_number_each(image):
            return each_looked_up(image, [np.clip(np.arange(256) + by, 0, 255).astype(np.uint8) for by in whole])
        up, down = ([max(sign * by, 0) for by in whole] for sign in (1, -1))
        out = cv2.add(np.ascontiguousarray(image), _scalar(up))
        return as_given(cv2.subtract(out, _scalar(down), out) if any(down) else out, image)
    shares = [float(np.float32(level / 255 + 0.0)) for level in levels]
    if not _takes_a_number_each(image):
        sums: Array = image + np.array(shares, np.float32)
    else:
        sums = as_given(cv2.add(np.ascontiguousarray(image), _scalar(shares)), image)
    return np.clip(sums, 0, 1, out=sums)


def _takes_a_number_each(image: Array) -> bool:
    """Whether OpenCV reads four numbers as one for each channel: beside so few pixels it reads them as an image."""
    height, width, channels = image.shape
    return bool(1 < channels <= 4 < height * width)


def _scalar(values: Sequence[float]) -> Any:
    """What OpenCV takes for one number a channel: fewer would be a small array."""
    return (*values, 0, 0, 0)[:4]


def ordered(image: Array, order: Sequence[int]) -> Array:
    """Channel ``order[i]`` of the image as channel i."""
    image = np.ascontiguousarray(image)
    if tuple(order) == (2, 1, 0) and image.dtype != np.float64:
        return cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    if image.shape[2] > MOST_CHANNELS:
        return image.take(list(order), 2)
    if 1 < image.shape[2] <= 4 and image.itemsize < 4:
        parts = planes(image)
        return merged([parts[i] for i in order])
    out = np.empty_like(image)
    cv2.mixChannels([image], [out], [end for i, source in enumerate(order) for end in (source, i)])
    return out


def blanked(image: Array, channels: Sequence[int], fill: float) -> Array:
    """A copy whose listed channels have one value everywhere."""
    value = filling(fill, 1, image.dtype)[0]
    if image.itemsize in BITS and _takes_a_number_each(image) and value == 0:
        dtype, ones = BITS[image.itemsize]
        bits = np.ascontiguousarray(image).view(dtype)
        return as_given(cv2.bitwise_and(bits, _scalar([0 if i in channels else ones for i in range(4)])), bits).view(
            image.dtype
        )
    out = image.copy(order="C")
    for channel in channels:
        out[..., channel] = value
    return out


def repeated(image: Array, channels: int) -> Array:
    """The one channel of (H, W, 1) so many times."""
    plane = np.ascontiguousarray(image[..., 0])
    if channels == 3 and image.dtype != np.float64:
        return cv2.cvtColor(plane, cv2.COLOR_GRAY2RGB)
    return merged([plane] * channels) if channels <= 4 else np.repeat(plane[..., None], channels, 2)
