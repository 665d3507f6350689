"""Memory between calls.

Working memory is used by one call after the other: its pages are fetched from the system once, not once a call. Fields
of an image's size, which all targets of a call share, are kept while they are small and forgotten after it if large.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Any, TypeVar

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
R = TypeVar("R")
MOST_KEPT = 16 << 20
"""Bytes of fields that stay in a process between calls: two displacements of 1024 x 1024 pixels."""
_KEPT: list[tuple[deque[int], Callable[[], None]]] = []
"""For each cache the bytes of the values that it grew last, as many as it holds, and what empties it."""
_held = 0
_due: list[Callable[[], None]] = []
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


def forgotten_by(after_call: list[Callable[[], None]]) -> None:
    """Let ``forget_large`` stand in this list of what ends a call, while more than ``MOST_KEPT`` bytes are held."""
    global _due
    _due = after_call


def kept_field(maxsize: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """An ``lru_cache`` of arrays, or tuples of them, whose bytes count towards ``MOST_KEPT``."""

    def decorated(grow: Callable[..., R]) -> Callable[..., R]:
        sizes: deque[int] = deque(maxlen=maxsize)

        @wraps(grow)
        def counted(*args: Any, **kwargs: Any) -> R:
            global _held
            out = grow(*args, **kwargs)
            sizes.append(_bytes(out))
            _held = sum(sum(tuple(each)) for each, _ in _KEPT)
            if _held > MOST_KEPT and forget_large not in _due:
                _due.append(forget_large)
            return out

        kept = lru_cache(maxsize=maxsize)(counted)
        _KEPT.append((sizes, kept.cache_clear))
        return kept

    return decorated


def forget_large() -> None:
    """Forget all fields, and stand in no list any more."""
    global _held
    _held = 0
    for sizes, forget in _KEPT:
        forget()
        sizes.clear()
    with suppress(ValueError):
        _due.remove(forget_large)


def _bytes(value: Any) -> int:
    return sum(map(_bytes, value)) if isinstance(value, tuple) else int(value.nbytes)
