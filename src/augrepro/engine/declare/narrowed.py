"""Fields of a kind as type checkers may see them: what may be passed is wider than what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

N = TypeVar("N", int, float)


def per_axis(value: object) -> Mapping[str, tuple[Any, Any]]:
    """The spans by axis of a kind that stores them so."""
    return cast(Mapping[str, tuple[Any, Any]], value)


def pair(value: N | Sequence[N]) -> tuple[N, N]:
    """The two numbers of a kind that stores a pair: what was passed may be wider, what is stored is not."""
    return cast(tuple[N, N], value)


def triple(value: Sequence[int]) -> tuple[int, int, int]:
    """The three numbers of a kind that stores depth, height and width."""
    return cast(tuple[int, int, int], value)


def color(value: Sequence[float]) -> tuple[float, float, float]:
    """The three numbers of a kind that stores red, green and blue."""
    return cast(tuple[float, float, float], value)
