"""How two values of JSON differ that are alike but for their numbers: boxes as lists, a score, a count."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .difference import Tolerance

Pair = tuple[str, int | float, int | float]
"""The place of a number, and what it was and is."""


@dataclass(frozen=True)
class NumbersOff:
    """The numbers of a value that differ."""

    count: int
    total: int
    max_delta: int | float
    first: Pair

    def lines(self) -> list[str]:
        """Say how many, how far and where."""
        place, old, new = self.first
        shown = self.max_delta if isinstance(self.max_delta, int) else f"{self.max_delta:g}"
        words = f"{self.count} of {self.total} number{'s' * (self.total > 1)} differ, max |delta| {shown}"
        return [words, f"first{' at ' * bool(place)}{place}: {old} became {new}"]

    def within(self, tolerance: Tolerance) -> bool:
        return self.max_delta <= tolerance.atol and self.count <= tolerance.max_fraction * self.total


def numbers_off(old: Any, new: Any) -> NumbersOff | None:
    """How far apart the numbers are; None where the values differ in nothing, or in more than numbers.

    A bool is no number, and a whole number is another thing than one with a fraction, as their dtypes would be.
    """
    pairs = list(_pairs(old, new, ""))
    off = [pair for pair in pairs if pair is not None and repr(pair[1]) != repr(pair[2])]
    if None in pairs or not off:
        return None
    total = sum(pair is not None for pair in pairs)
    return NumbersOff(len(off), total, max(_delta(one, other) for _, one, other in off), off[0])


def _pairs(old: Any, new: Any, place: str) -> Iterator[Pair | None]:
    """The numbers of two values side by side; None for a place where something else differs."""
    if type(old) is not type(new):
        yield None
    elif isinstance(old, dict):
        if list(old) != list(new):
            yield None
        else:
            for key, value in old.items():
                yield from _pairs(value, new[key], f"{place}.{key}" if place else key)
    elif isinstance(old, list):
        if len(old) != len(new):
            yield None
        else:
            for at, (one, other) in enumerate(zip(old, new, strict=True)):
                yield from _pairs(one, other, f"{place}[{at}]")
    elif isinstance(old, int | float) and not isinstance(old, bool):
        yield place, old, new
    elif old != new:
        yield None


def _delta(one: int | float, other: int | float) -> int | float:
    """The difference: exact for whole numbers, 0 for two that are not a number, infinite where one alone is."""
    if one == other or (math.isnan(one) and math.isnan(other)):
        return 0
    delta = abs(one - other)
    return math.inf if math.isnan(delta) else delta
