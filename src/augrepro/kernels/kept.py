"""Fields of an image's size that all targets of a call share: kept while small, forgotten after the call if large."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

R = TypeVar("R")

MOST = 16 << 20
"""Bytes of fields that stay in a process between calls: two displacements of 1024 x 1024 pixels."""
_SIZES: list[tuple[deque[int], Callable[[], None]]] = []
"""For each cache the bytes of the values that it grew last, as many as it holds, and what empties it."""
_held = 0


def kept_field(maxsize: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """An ``lru_cache`` of arrays, or tuples of them, whose bytes count towards ``MOST``."""

    def decorated(grow: Callable[..., R]) -> Callable[..., R]:
        sizes: deque[int] = deque(maxlen=maxsize)

        @wraps(grow)
        def counted(*args: Any, **kwargs: Any) -> R:
            global _held
            out = grow(*args, **kwargs)
            sizes.append(_bytes(out))
            _held = sum(sum(tuple(each)) for each, _ in _SIZES)
            return out

        kept = lru_cache(maxsize=maxsize)(counted)
        _SIZES.append((sizes, kept.cache_clear))
        return kept

    return decorated


def forget_large() -> None:
    """Forget all fields where they take more than ``MOST`` bytes in all; after each call."""
    global _held
    if _held > MOST:
        _held = 0
        for sizes, forget in _SIZES:
            forget()
            sizes.clear()


def _bytes(value: Any) -> int:
    return sum(map(_bytes, value)) if isinstance(value, tuple) else int(value.nbytes)
