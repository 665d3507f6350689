"""Moves on the pixel grid: turn, crop, pad. No value is ever computed, so every dtype is exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import copysign
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
MOST_CHANNELS = 128
"""More than OpenCV takes at once (512 before release 5)."""
LONGEST = 32766
"""OpenCV refuses to remap images of more pixels a side."""
MOST_PIXELS = 1 << 28
TURNED = 1 << 18
"""So many values of an image are transposed at a time before they are mirrored."""
MIXED = frozenset(map(np.dtype, ("uint8", "uint16", "int16", "int32", "float32", "float64")))
MIRRORS = (cv2.BORDER_REFLECT, cv2.BORDER_REFLECT_101)
MIRRORED = 16
"""OpenCV goes from mirror to mirror for each pixel, which takes minutes where thousands stand in a row."""


def as_cv2(array: Array) -> Array:
    """The array in a dtype that OpenCV moves around: bool as uint8."""
    return array.view(np.uint8) if array.dtype.kind == "b" else array


def as_given(out: Array, before: Array) -> Array:
    """OpenCV's result with the channel axis and dtype of what went in."""
    if out.ndim == 2:
        out = out[..., None]
    return out.view(np.bool_) if before.dtype.kind == "b" else out


def by_four(image: Array, run: Callable[[Array], Array]) -> Array:
    """``run`` on four channels at a time, for what OpenCV does to no more of them at once."""
    return side_by_side([as_given(run(group), group) for group in fours(image)])


def fours(image: Array) -> list[Array]:
    """The channels, four a contiguous image, the rest in the last."""
    height, width, channels = image.shape
    if channels <= 4:
        return [np.ascontiguousarray(image)]
    if not _mixes(image.dtype, channels):
        return [np.ascontiguousarray(image[..., i : i + 4]) for i in range(0, channels, 4)]
    out = [np.empty((height, width, min(4, channels - i)), image.dtype) for i in range(0, channels, 4)]
    cv2.mixChannels([np.ascontiguousarray(image)], out, _in_order(channels))
    return out


def side_by_side(groups: list[Array]) -> Array:
    """Images of one size as one, with the channels of all."""
    height, width, first = groups[0].shape
    channels = first + sum(group.shape[2] for group in groups[1:])
    if len(groups) == 1 or not _mixes(groups[0].dtype, channels):
        return groups[0] if len(groups) == 1 else np.concatenate(groups, 2)
    out = np.empty((height, width, channels), groups[0].dtype)
    cv2.mixChannels([np.ascontiguousarray(group) for group in groups], [out], _in_order(channels))
    return out


def _mixes(dtype: Any, channels: int) -> bool:
    """Whether OpenCV copies such channels from image to image, which takes a fifth of NumPy's time."""
    return channels <= MOST_CHANNELS and dtype in MIXED


def _in_order(channels: int) -> list[int]:
    return [channel for i in range(channels) for channel in (i, i)]


def as_items(image: Array) -> Array:
    """(H, W) of pixels that NumPy moves whole, whatever channels they hold."""
    whole = np.ascontiguousarray(image)
    out: Array = whole.view(np.dtype((np.void, whole.itemsize * whole.shape[2])))[..., 0]
    return out


def from_items(items: Array, like: Array) -> Array:
    """Such pixels as (H, W, C) again, in the dtype of ``like``."""
    return np.ascontiguousarray(items).view(like.dtype).reshape(*items.shape, like.shape[2])


def turn(image: Array, transpose: bool, flip_x: bool, flip_y: bool) -> Array:
    """Transpose first where asked, then mirror along x and y."""
    channels = image.shape[2]
    if channels > MOST_CHANNELS:
        out = image.transpose(1, 0, 2) if transpose else image
        return np.ascontiguousarray(out[:: -1 if flip_y else 1, :: -1 if flip_x else 1])
    boolean = image.dtype.kind == "b"
    out = image.view(np.uint8) if boolean else image
    if transpose and (flip_x or flip_y):
        out = _turned(out, flip_x, flip_y)
    elif transpose:
        out = _transposed(out)
    elif flip_x:
        out = cv2.flip(out, -1 if flip_y else 1)
    elif flip_y:
        out = cv2.flip(out, 0)
    return as_given(out, image) if channels == 1 or boolean else out


def _transposed(image: Array) -> Array:
    return as_given(cv2.transpose(image), image) if image.shape[2] <= 4 else from_items(as_items(image).T, image)


def _turned(image: Array, flip_x: bool, flip_y: bool) -> Array:
    """Transposed, then mirrored, a band of columns at a time, which become rows."""
    height, width, channels = image.shape
    code = -1 if flip_x and flip_y else int(flip_x)
    out = np.empty((width, height, channels), image.dtype)
    step = max(TURNED // max(image[:, :1].size, 1), 1)
    for start in range(0, width, step):
        stop = min(start + step, width)
        rows = slice(width - stop, width - start) if flip_y else slice(start, stop)
        cv2.flip(_transposed(image[:, start:stop]), code, out[rows])
    return out


def crop(image: Array, x_min: int, y_min: int, x_max: int, y_max: int) -> Array:
    """The window as a view; x_max and y_max are not included. ValueError for a window that reaches out of the image."""
    height, width, _ = image.shape
    if y_max > height or x_max > width:
        raise ValueError(
            f"a window up to x {x_max}, y {y_max} reaches out of an image of width {width} and height "
            f"{height}: all images and masks of a call need one size (a transform of volumes changes "
            f"volumes alone, not the images beside them)"
        )
    return image[y_min:y_max, x_min:x_max]


def pad(image: Array, top: int, bottom: int, left: int, right: int, mode: int, fill: float | Sequence[float]) -> Array:
    """The image with a border: mode 0 a constant, 1 the edge, 2 mirrored, 3 wrapped, 4 mirrored without the edge."""
    height, width, channels = image.shape
    if mode == cv2.BORDER_CONSTANT:
        return _bordered(image, top, bottom, left, right, fill)
    if mode in MIRRORS and (max(top, bottom) > MIRRORED * height or max(left, right) > MIRRORED * width):
        rows = _mirrored(-top, height + bottom, height, mode)
        return image[rows[:, None], _mirrored(-left, width + right, width, mode)]
    flat = np.ascontiguousarray(as_cv2(image))
    if channels <= 4:
        return as_given(cv2.copyMakeBorder(flat, top, bottom, left, right, mode), image)
    parts = [cv2.copyMakeBorder(flat[..., i], top, bottom, left, right, mode) for i in range(channels)]
    return as_given(np.stack(parts, -1), image)


def _bordered(image: Array, top: int, bottom: int, left: int, right: int, fill: float | Sequence[float]) -> Array:
    """The image with a constant around it.

    OpenCV writes every pixel once; zeros by themselves are so fast that most of an image of them may be written twice.
    """
    height, width, channels = image.shape
    high, wide, zero = height + top + bottom, width + left + right, is_zero(fill)
    if zero and 2 * height * width < high * wide:
        out = np.zeros((high, wide, channels), image.dtype)
    elif channels <= 4 and (image.dtype in MIXED or image.dtype.kind == "b"):
        values = () if zero else map(float, filling(fill, channels, image.dtype))
        numbers = (*values, 0.0, 0.0, 0.0, 0.0)[:4]
        flat = as_cv2(image)
        return as_given(cv2.copyMakeBorder(flat, top, bottom, left, right, cv2.BORDER_CONSTANT, value=numbers), image)
    else:
        out = np.empty((high, wide, channels), image.dtype)
        value, rows = filling(fill, channels, image.dtype), out[top : top + height]
        for part in (out[:top], out[top + height :], rows[:, :left], rows[:, left + width :]):
            write_value(part, value)
    out[top : top + height, left : left + width] = image
    return out


def _mirrored(start: int, stop: int, size: int, mode: int) -> Array:
    """Which of ``size`` pixels shows at each place from start to stop beside mirror after mirror."""
    inset = int(mode == cv2.BORDER_REFLECT_101 and size > 1)
    period = max(2 * (size - inset), 1) if mode == cv2.BORDER_REFLECT_101 else 2 * size
    at = np.arange(start, stop) % period
    out: Array = np.where(at < size, at, period - at - (0 if inset else 1))
    return out


def filling(fill: float | Sequence[float], channels: int, dtype: Any) -> Array:
    """One value a channel in the image's dtype; ValueError for a value that it cannot hold.

    Equal values stand for any count of channels; of a color, a gray image takes the first value, as OpenCV does.
    """
    if is_zero(fill):  # as most fills are; what follows takes longer than to fill a hole
        return _zeros(channels, np.dtype(dtype))
    if type(fill) is float or (type(fill) is tuple and all(type(number) is float for number in fill)):
        return _kept(fill, channels, np.dtype(dtype), str(fill))
    return _filling(fill, channels, dtype)


@lru_cache(maxsize=64)
def _kept(fill: float | tuple[float, ...], channels: int, dtype: np.dtype[Any], text: str) -> Array:
    """One fill of a pipeline's; the text tells zeros of either sign apart, which are equal."""
    return _filling(fill, channels, dtype)


def _filling(fill: float | Sequence[float], channels: int, dtype: Any) -> Array:
    values = np.asarray(fill, np.float64)
    if values.ndim and len(values) != channels and (channels == 1 or (values == values[:1]).all()):
        values = values[:1]
    if values.ndim and len(values) not in (1, channels):
        raise ValueError(f"fill must have one value or one for each of the {channels} channels, got {fill!r}")
    if np.dtype(dtype).kind in "iu":
        values = np.rint(values)
    low, high = ends(dtype)
    if (values < low).any() or (values > high).any():
        raise ValueError(f"fill must be from {low} to {high}, which {np.dtype(dtype)} holds, got {fill!r}")
    return np.broadcast_to(values.astype(dtype), (channels,))


def write_value(part: Array, value: Array) -> None:
    """Fill (..., W, C) with one value a channel; NumPy writes rows at once, but channels that differ one by one."""
    part[...] = value if value.strides == (0,) else np.tile(value, (part.shape[-2], 1))


def is_zero(fill: Any) -> bool:
    """True for 0.0, and not for its negative, of which floats keep the sign."""
    return type(fill) is float and fill == 0 and copysign(1.0, fill) > 0


@lru_cache(maxsize=64)
def _zeros(channels: int, dtype: np.dtype[Any]) -> Array:
    return np.broadcast_to(np.zeros((), dtype), (channels,))


def ends(dtype: Any) -> tuple[float, float]:
    """The least and the largest number that a dtype holds."""
    if np.dtype(dtype).kind == "b":
        return 0, 1
    info: Any = np.finfo(dtype) if np.dtype(dtype).kind == "f" else np.iinfo(dtype)
    return (float(info.min), float(info.max)) if np.dtype(dtype).kind == "f" else (info.min, info.max)


def check_classes(fill: float | Sequence[float], dtype: Any) -> None:
    """ValueError for a fill that masks of that dtype cannot hold: too large, or a fraction among whole numbers."""
    low, high = ends(dtype)
    values = np.ravel(np.asarray(fill, np.float64))
    fraction = np.dtype(dtype).kind != "f" and bool((values != np.rint(values)).any())
    if fraction or (values < low).any() or (values > high).any():
        what = "a whole number " if fraction else ""
        raise ValueError(f"fill_mask must be {what}from {low} to {high}, which {np.dtype(dtype)} holds, got {fill!r}")


def some_channels(image: Array, channels: tuple[int, ...]) -> Array:
    """The listed channels as an image of their own; ValueError where the image lacks one."""
    if max(channels) >= image.shape[2]:
        raise ValueError(f"channels must be below the image's {image.shape[2]}, got {channels}")
    return np.ascontiguousarray(image[..., list(channels)])


def with_channels(image: Array, channels: tuple[int, ...], part: Array) -> Array:
    """A copy of the image with the listed channels replaced."""
    if part.shape != (*image.shape[:2], len(channels)) or part.dtype != image.dtype:
        raise ValueError(
            f"transforms on some channels must keep shape and dtype, got {part.dtype} {part.shape} "
            f"for {image.dtype} {(*image.shape[:2], len(channels))}"
        )
    out = image.copy()
    out[..., list(channels)] = part
    return out


def check_size(height: int, width: int) -> None:
    """ValueError for an image that is larger than OpenCV warps."""
    if max(height, width) > LONGEST:
        raise ValueError(f"an image to be warped must be at most {LONGEST} pixels a side, got {height}x{width}")
    if height * width > MOST_PIXELS:
        raise ValueError(f"an image to be warped must have at most {MOST_PIXELS} pixels, got {height}x{width}")
