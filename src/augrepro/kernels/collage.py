"""Images side by side on a canvas, and one on top of another: pixels are copied, none is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from . import dtypes
from .grid import MOST_CHANNELS, as_given, filling, write_value

Array = np.ndarray[Any, np.dtype[Any]]


def canvas(height: int, width: int, image: Array, fill: float | Sequence[float]) -> Array:
    """(height, width) pixels of one value a channel, in the channels and dtype of an image."""
    value = filling(fill, image.shape[2], image.dtype)
    out = np.zeros((height, width, image.shape[2]), image.dtype)
    if value.any():
        write_value(out, value)
    return out


def place(canvas: Array, part: Array, x: int, y: int, region: tuple[int, int, int, int]) -> None:
    """Write on a canvas of one's own the part whose corner lies at (x, y), as far as it lies in the region."""
    x1, y1 = max(region[0], x), max(region[1], y)
    x2, y2 = min(region[2], x + part.shape[1]), min(region[3], y + part.shape[0])
    if x1 < x2 and y1 < y2:
        canvas[y1:y2, x1:x2] = part[y1 - y : y2 - y, x1 - x : x2 - x]


def like(array: Array, image: Array, is_mask: bool, where: str, one_channel: bool = False) -> Array:
    """The slice of another sample in the dtype of the image it is mixed into.

    Bytes become float32 on [0, 1] and the other way; a mask's classes keep their values. Where ``one_channel`` says so,
    a slice of one channel stands for all. TypeError or ValueError where the slice cannot be mixed in.
    """
    if array.shape[2] != image.shape[2] and not (one_channel and array.shape[2] == 1):
        hint = ": drop its alpha channel, or give it as the sample's mask" if array.shape[2] == 4 else ""
        raise ValueError(
            f"{where} must have {image.shape[2]} channels, as what it joins has, got {array.shape[2]}{hint}"
        )
    if array.dtype == image.dtype:
        out = array
    elif is_mask:
        with np.errstate(invalid="ignore"):
            out = array.astype(image.dtype)
        if not np.array_equal(out, array):
            raise ValueError(
                f"{where} must hold classes that fit {image.dtype}, as what it joins has, got {array.dtype}"
            )
    elif {array.dtype, image.dtype} == {np.dtype("uint8"), np.dtype("float32")}:
        if array.dtype == np.uint8:
            out = dtypes.from_bytes(array)
        else:
            dtypes.check_unit(array)
            out = dtypes.to_bytes(array)
    else:
        raise TypeError(f"{where} must be {image.dtype}, as what it joins is, got {array.dtype}")
    return np.repeat(out, image.shape[2], 2) if out.shape[2] != image.shape[2] else out


def pasted(image: Array, layer: Array, shown: Array | None, x: int, y: int) -> Array:
    """A copy of the image with the layer over it from (x, y) on, where it shows."""
    out = image.copy()
    window = out[y : y + layer.shape[0], x : x + layer.shape[1]]
    if shown is None:
        window[:] = layer
    elif layer.shape[2] <= MOST_CHANNELS:
        seen = np.ascontiguousarray(window)
        window[:] = as_given(cv2.copyTo(np.ascontiguousarray(layer), shown.view(np.uint8), seen), layer)
    else:
        np.copyto(window, layer, where=shown[..., None])
    return out


def marked(mask: Array, value: int, shown: Array | None, height: int, width: int, x: int, y: int) -> Array:
    """A copy of the mask with a class written over (height, width) pixels from (x, y) on, where a layer shows."""
    try:
        classes = filling(value, mask.shape[2], mask.dtype)
    except ValueError as error:
        raise ValueError(f"mask_id{str(error).removeprefix('fill')}") from None
    out = mask.copy()
    window = out[y : y + height, x : x + width]
    np.copyto(window, classes, where=True if shown is None else shown[..., None])
    return out
