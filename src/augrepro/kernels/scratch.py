"""Working memory that calls use one after the other: its pages are fetched from the system once, not once a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
SIZE = 1 << 20
"""Bytes of a block; of those that nothing is written to the system gives none."""
MOST = 4
SPARE: list[Array] = []
"""Blocks that no call uses now: as many as ran at once, at most ``MOST``."""


def taken(size: int) -> Array:
    """So many bytes or more, of any content; ``given_back`` ends their use."""
    if size > SIZE:
        return np.empty(size, np.uint8)
    try:
        return SPARE.pop()
    except IndexError:
        return np.empty(SIZE, np.uint8)


def given_back(block: Array) -> None:
    """Let other calls use the block; one larger than usual goes back to the system."""
    if len(block) == SIZE and len(SPARE) < MOST:
        SPARE.append(block)


def parts(
    block: Array, shape: tuple[int, ...], dtype: Any, count: int, gap: int = 0, start: int = 0
) -> Iterator[Array]:
    """Arrays of one shape and dtype in the block, one after the other with a gap of so many bytes."""
    size = np.dtype(dtype).itemsize
    for side in shape:
        size *= side
    return (np.ndarray(shape, dtype, block, start + at * (size + gap)) for at in range(count))
