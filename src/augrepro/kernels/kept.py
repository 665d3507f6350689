"""Fields of an image's size that all targets of a call share: kept while small, forgotten after the call if large."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

R = TypeVar("R")

MOST = 4 << 20
"""Bytes of fields that stay in a process between calls: two displacements of 512 x 512 pixels."""
_FORGET: list[Callable[[], None]] = []
_grown = 0


def kept_field(maxsize: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """An ``lru_cache`` of arrays, or tuples of them, whose bytes count towards ``MOST``."""

    def decorated(grow: Callable[..., R]) -> Callable[..., R]:
        @wraps(grow)
        def counted(*args: Any, **kwargs: Any) -> R:
            global _grown
            out = grow(*args, **kwargs)
            _grown += _bytes(out)
            return out

        kept = lru_cache(maxsize=maxsize)(counted)
        _FORGET.append(kept.cache_clear)
        return kept

    return decorated


def forget_large() -> None:
    """Forget all fields where more than ``MOST`` bytes were grown since that happened last; after each call."""
    global _grown
    if _grown > MOST:
        _grown = 0
        for forget in _FORGET:
            forget()


def _bytes(value: Any) -> int:
    return sum(map(_bytes, value)) if isinstance(value, tuple) else int(value.nbytes)
