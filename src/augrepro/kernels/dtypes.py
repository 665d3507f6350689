"""Between float32 on [0, 1] and bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


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
    return run(image) if image.dtype == np.uint8 else from_bytes(run(to_bytes(image)))
