"""Frames of one size that are written behind one another, so that nothing is moved to make them one batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def joined(frames: Sequence[Array]) -> Array:
    """As ``np.stack``, without a copy where the frames are all of an array, in its order."""
    block = frames[0].base
    return block if block is not None and _are_all_of(block, frames) else np.stack(frames)


def _are_all_of(block: Any, frames: Sequence[Array]) -> bool:
    """Whether the frames are ``block[0]``, ``block[1]`` and so on, up to its last."""
    first = frames[0]
    if type(block) is not np.ndarray or block.shape != (len(frames), *first.shape) or block.dtype != first.dtype:
        return False
    if not block.flags.c_contiguous or any(frame.base is not block for frame in frames):
        return False
    start = _address(block)
    return all(
        frame.flags.c_contiguous and frame.shape == first.shape and _address(frame) == start + at * first.nbytes
        for at, frame in enumerate(frames)
    )


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
