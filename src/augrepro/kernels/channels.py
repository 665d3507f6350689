"""Channels taken apart, each put through a table, ordered anew, blanked or repeated: no arithmetic, so exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np

from . import lut
from .grid import MOST_CHANNELS, as_given, filling
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]


def merged(parts: Sequence[Array]) -> Array:
    """Planes of (H, W) as one (H, W, C)."""
    if len(parts) == 1:
        return np.ascontiguousarray(parts[0])[..., None]
    return cv2.merge(list(parts)) if len(parts) <= 4 else np.stack(parts, -1)


def each_looked_up(image: Array, tables: Sequence[Array]) -> Array:
    """Every byte of a uint8 image through the table of its channel."""
    return merged([lut.look_up(plane, table) for plane, table in zip(planes(image), tables, strict=True)])


def each_mapped(image: Array, runs: Sequence[Callable[[Array], Array]]) -> Array:
    """Each channel, as contiguous (H, W), through a function of its own."""
    return merged([run(plane) for run, plane in zip(runs, planes(image), strict=True)])


def ordered(image: Array, order: Sequence[int]) -> Array:
    """Channel ``order[i]`` of the image as channel i."""
    image = np.ascontiguousarray(image)
    if tuple(order) == (2, 1, 0) and image.dtype != np.float64:
        return cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    if image.shape[2] > MOST_CHANNELS:
        return image[..., list(order)]
    if 1 < image.shape[2] <= 4 and image.dtype != np.float64:
        parts = planes(image)
        return merged([parts[i] for i in order])
    out = np.empty_like(image)
    cv2.mixChannels([image], [out], [end for i, source in enumerate(order) for end in (source, i)])
    return out


def blanked(image: Array, channels: Sequence[int], fill: float) -> Array:
    """A copy whose listed channels have one value everywhere."""
    value = filling(fill, 1, image.dtype)[0]
    if image.dtype == np.uint8 and 1 < image.shape[2] <= 4 and value == 0:
        keep: Any = tuple(0 if i in channels else 255 for i in range(4))
        return as_given(cv2.bitwise_and(np.ascontiguousarray(image), keep), image)
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
