"""Between float32 on [0, 1] and bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


FAR_FROM_UNIT = 8.0
"""No float image on [0, 1] holds such a value, whatever was done to it; one in bytes does."""
_FAR = int(np.float32(FAR_FROM_UNIT).view(np.uint32))


def check_unit(image: Array) -> None:
    """ValueError for a float image that holds a value far outside [0, 1].

    Bits of floats from 0 upwards grow with them, and those of floats below 0 are larger still: read as whole numbers,
    most images are known to hold none in one pass.
    """
    if image.dtype.kind != "f" or not image.size:
        return
    if image.dtype == np.float32 and int(image.view(np.uint32).max()) <= _FAR:
        return
    low, high = float(image.min()), float(image.max())
    largest = max(high, -low)
    if largest > FAR_FROM_UNIT:
        cure = "255" if largest <= 255 else "65535" if largest <= 65535 else "their largest value"
        found = f"values up to {high:g}" if high == largest else f"values down to {low:g}"
        cure = f"divide them by {cure}" if low >= 0 else "bring them there: (image - low) / (high - low)"
        raise ValueError(f"float images must be on [0, 1], got {found}: {cure}")


def clip_unit(values: Array, out: Array) -> Array:
    """Write floats clipped to [0, 1] into ``out``, which may be ``values``: -0 becomes 0, whose sign NumPy 2 keeps.

    ``np.maximum`` of an array and a number takes four times as long.
    """
    np.clip(values, np.float32(0), np.float32(1), out=out)
    out += np.float32(0)
    return out


def without_overshoot(out: Array, source: Array, fill: float | Sequence[float] = ()) -> Array:
    """Resampled floats clipped to the range of what they were made of: cubic and Lanczos weights overshoot edges."""
    ends = np.append(np.ravel(fill), (source.min(), source.max()))
    clipped: Array = np.clip(out, out.dtype.type(ends.min()), out.dtype.type(ends.max()))
    return clipped


def to_bytes(image: Array) -> Array:
    """float32 on [0, 1] as bytes, rounded half to even."""
    out = image * np.float32(255)
    return np.clip(np.rint(out, out=out), 0, 255, out=out).astype(np.uint8)


def as_bytes(image: Array) -> Array:
    """Bytes as they are, floats as bytes."""
    return image if image.dtype == np.uint8 else to_bytes(image)


def from_bytes(image: Array) -> Array:
    """Bytes as float32 on [0, 1]."""
    return image.astype(np.float32) / np.float32(255)


def through_bytes(image: Array, run: Callable[[Array], Array]) -> Array:
    """``run`` on bytes; floats become bytes for it and come back as floats."""
    if image.dtype == np.uint8:
        return run(image)
    check_unit(image)
    return from_bytes(run(to_bytes(image)))
