"""Arrays of any dtype and axis order as 8-bit RGB pixels that a person can look at."""

from __future__ import annotations

import numpy as np

from ..values.arrays import Array
from ..values.difference import FEW_CHANNELS, is_image

FEW = 33
"""A map of whole numbers with fewer classes than this is shown in one color a class."""
NOT_A_NUMBER = (255, 0, 255)
BEHIND = 128
"""The gray that shines through where a picture is transparent."""


def picture_of(array: Array, path: str = "") -> Array | None:
    """The array with its channels last where it can be shown: height x width, or with channels; else None."""
    if array.size == 0 or array.dtype.kind not in "biuf":
        return None
    if array.ndim == 3 and _channels_first(array, path):
        array = np.moveaxis(array, 0, -1)
    if array.ndim not in (2, 3) or not is_image(array, path):
        return None
    return array[..., 0] if array.ndim == 3 and array.shape[2] == 1 else array


def _channels_first(array: Array, path: str) -> bool:
    """Whether an array is a picture as tensors have it: so by its first axis, or by its name and the other two."""
    first, last = array.shape[0], array.shape[2]
    named = path.rpartition(".")[2] == "image" and 4 * first <= min(array.shape[1:])
    return last > FEW_CHANNELS and (first in (1, 3, 4) or named)


def visible(picture: Array) -> Array:
    """The channels that are shown as colors: the first three of more than four, the first of two."""
    channels = picture.shape[2] if picture.ndim == 3 else 1
    return picture[..., 0] if channels == 2 else picture[..., :3] if channels > FEW_CHANNELS else picture


def channels_shown(picture: Array) -> str:
    """Which channels of a picture are not to be seen, in words; empty where all are."""
    channels = picture.shape[2] if picture.ndim == 3 else 1
    if channels == 2:
        return "channel 0 of 2"
    return f"channels 0 to 2 of {channels}" if channels > FEW_CHANNELS else ""


def rgb(picture: Array, span: tuple[float, float]) -> Array:
    """Height x width x 3, uint8; ``span`` are the values shown as black and as white."""
    picture, (low, high) = visible(picture), span
    with np.errstate(all="ignore"):
        scaled = (picture.astype(np.float64) - low) * (255 / max(high - low, 1e-12))
    holes = ~np.isfinite(scaled)
    pixels = np.where(holes, 0, scaled).clip(0, 255).astype(np.uint8)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[..., None], 3, axis=2)
    if pixels.shape[2] == 4:
        cover = pixels[..., 3:].astype(np.uint16)
        pixels = ((pixels[..., :3] * cover + BEHIND * (255 - cover)) // 255).astype(np.uint8)
        holes = holes[..., :3]
    pixels[holes.any(axis=2) if holes.ndim == 3 else holes] = NOT_A_NUMBER
    return np.ascontiguousarray(pixels)


def span_of(pictures: list[Array]) -> tuple[float, float]:
    """The values shown as black and white: those of the dtype where it has any, else what the pictures hold."""
    pictures = [visible(picture) for picture in pictures]
    kinds = {picture.dtype for picture in pictures}
    if all(kind.kind == "b" for kind in kinds):
        return 0.0, 1.0
    if len(kinds) == 1 and (kind := kinds.copy().pop()) in (np.uint8, np.uint16):
        return 0.0, float(np.iinfo(kind).max)
    finite = [picture[np.isfinite(picture)] for picture in pictures]
    low = min((float(each.min()) for each in finite if each.size), default=0.0)
    high = max((float(each.max()) for each in finite if each.size), default=1.0)
    return (0.0, 1.0) if low >= 0 and high <= 1 else (low, high if high > low else low + 1)


def is_map(picture: Array, path: str) -> bool:
    """Whether the values of a picture name classes: a mask by its name, of whole numbers and few of them."""
    named = "mask" in path.lower() or "seg" in path.lower()
    if picture.ndim != 2 or picture.dtype.kind not in "biu" or not named:
        return False
    return len(np.unique(picture)) < FEW


def class_colors(picture: Array) -> Array:
    """One color a class, 0 is black: neighbors of the number line are far apart in hue."""
    numbers = picture.astype(np.int64)
    hue = (numbers * 0.618034) % 1.0
    channels = [np.abs((hue * 6 - shift) % 6 - 3) - 1 for shift in (0.0, 2.0, 4.0)]
    colors = (np.stack(channels, axis=-1).clip(0, 1) * 175 + 80).astype(np.uint8)
    colors[numbers == 0] = 0
    return np.ascontiguousarray(colors)
