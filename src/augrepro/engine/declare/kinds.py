"""Declared parameters: the markers and named types of which the annotated fields are made.

From one annotated line come the coercion, the error text and JSON both ways; ``parse`` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from .parse import is_number


class Marker:
    """What ``Annotated`` may hold: a coercion before the type is checked, a check after it, and their words."""

    adjective = ""
    text = ""
    instead = ""

    def coerce(self, value: Any) -> Any:
        return value

    def holds(self, value: Any) -> bool:
        return True


def _all(value: Any, holds: Callable[[Any], bool]) -> bool:
    return all(_all(item, holds) for item in value) if isinstance(value, tuple) else value is None or holds(value)


@dataclass(frozen=True)
class AtLeast(Marker):
    """Every number is at least this."""

    low: float

    @property
    def text(self) -> str:  # type: ignore[override]
        return f">= {self.low:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x >= self.low)


@dataclass(frozen=True)
class MoreThan(Marker):
    """Every number is more than this."""

    low: float

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"> {self.low:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x > self.low)


@dataclass(frozen=True)
class AtMost(Marker):
    """Every number is at most this."""

    high: float

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"<= {self.high:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x <= self.high)


@dataclass(frozen=True)
class Increasing(Marker):
    """The second number is not below the first."""

    adjective = "increasing"

    def holds(self, value: Any) -> bool:
        return value is None or not isinstance(value, tuple) or value[0] <= value[-1]


@dataclass(frozen=True)
class Odd(Marker):
    """Every number is odd."""

    adjective = "odd"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x % 2 == 1)


@dataclass(frozen=True)
class Symmetric(Marker):
    """One number x stands for (-x, x)."""

    instead = "one number x for (-x, x)"

    def coerce(self, value: Any) -> Any:
        return (-abs(value), abs(value)) if is_number(value) else value


@dataclass(frozen=True)
class Around(Marker):
    """One number x stands for (center - x, center + x), not below the floor."""

    center: float
    floor: float

    @property
    def instead(self) -> str:  # type: ignore[override]
        return f"one number x >= 0 for ({self.center:g} - x, {self.center:g} + x)"

    def coerce(self, value: Any) -> Any:
        if is_number(value) and value >= 0:
            return max(self.center - value, self.floor), self.center + value
        return value


@dataclass(frozen=True)
class UpFrom(Marker):
    """One number x stands for (low, x)."""

    low: float

    @property
    def instead(self) -> str:  # type: ignore[override]
        return f"one number x for ({self.low:g}, x)"

    def coerce(self, value: Any) -> Any:
        return (self.low, value) if is_number(value) else value


@dataclass(frozen=True)
class Hex(Marker):
    """A text of so many hex digits."""

    digits: int

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"of {self.digits} hex digits"

    def holds(self, value: Any) -> bool:
        return len(value) == self.digits and not set(value) - set("0123456789abcdef")


Probability = Annotated[float, AtLeast(0), AtMost(1)]
Span = Annotated[tuple[float, float], Symmetric(), Increasing()]
Range = Annotated[tuple[float, float], Increasing()]
IntRange = Annotated[tuple[int, int], Increasing()]
Pixels = Annotated[int, AtLeast(1)]
Edge = Annotated[int, AtLeast(0)]
Key = Annotated[str, Hex(32)]
Size = Annotated[tuple[int, int], AtLeast(1)]
Interpolation = Literal[0, 1, 2, 3, 4]
Resampling = Literal[0, 1, 2, 3, 4, 5, 6]
BorderMode = Literal[0, 1, 2, 3, 4]
Fill = float | tuple[float, ...]
