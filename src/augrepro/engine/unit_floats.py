"""A word on values that are meant for bytes, where an image of floats on [0, 1] comes."""

from __future__ import annotations

from typing import Any

import numpy as np

from .declare.errors import RangeWarning, warn
from .frame import Frame
from .targets.geometry import Array
from .targets.table import PIXELS


def beyond_unit(value: object) -> bool:
    """Whether a number, or one of several, is more than the white of floats."""
    if isinstance(value, tuple):
        return any(map(beyond_unit, value))
    return isinstance(value, (int, float)) and value > 1


def uses_fill(node: Any) -> bool:
    """Whether a transform that has a fill writes it, as far as its fields say."""
    return getattr(node, "border_mode", 0) == 0 and getattr(node, "pad_if_needed", True)


def tell_of_bytes(words: str, frame: Frame) -> bool:
    """Warn where the images are floats on [0, 1]; False where there were no floats to look at.

    Their values are looked at here, which a transform asks for once: a user's floats may go up to 255 as well.
    """
    images = [array for target, arrays in frame.stacks.values() if target.kind is PIXELS for array in arrays]
    if not any(map(_is_float, images)) and not any(op.retypes for op in frame.ops):
        return False
    floats = [array for array in frame.arrays(PIXELS) if _is_float(array)]
    if floats and all(_on_unit(array) for array in floats) and any(array.any() for array in floats):
        warn(words, RangeWarning)
    return True


def _is_float(array: Any) -> bool:
    return isinstance(array, np.ndarray) and array.dtype.kind == "f"


def _on_unit(array: Array) -> bool:
    return bool(array.max() <= 1 and array.min() >= 0)
