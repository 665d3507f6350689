"""Markers: what ``Annotated`` adds to a type - a coercion before it is checked, a check after it, and their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from os import PathLike, fspath
from typing import Any

from .parse import MOST_ITEMS, is_number, is_sequence, natural


class Marker:
    """Base: coerces nothing, accepts everything, says nothing."""

    adjective = ""
    text = ""
    instead = ""
    whole = ""

    def coerce(self, value: Any) -> Any:
        return value

    def holds(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class Stored(Marker):
    """What the field holds, where more may be passed: ``float | tuple[float, float]`` is stored as a tuple."""

    type: Any


@dataclass(frozen=True)
class Means(Marker):
    """What the value stands for and its unit, for ``help``; changes nothing."""

    words: str


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
        return f"<= {self.high}" if isinstance(self.high, int) else f"<= {self.high:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x <= self.high)


@dataclass(frozen=True)
class Increasing(Marker):
    """The second number is not below the first."""

    adjective = "increasing"

    def holds(self, value: Any) -> bool:
        return value is None or not isinstance(value, tuple) or value[0] <= value[-1]


class Filled(Marker):
    """One entry or more."""

    adjective = "one or more"

    def holds(self, value: Any) -> bool:
        return value is None or not isinstance(value, tuple) or len(value) > 0


class Distinct(Marker):
    """No entry twice."""

    adjective = "distinct"

    def holds(self, value: Any) -> bool:
        return value is None or not isinstance(value, tuple) or len(set(value)) == len(value)


class Rectangles(Marker):
    """Each entry is x_min, y_min, x_max, y_max of a rectangle that holds a pixel."""

    whole = "rectangles (x_min, y_min, x_max, y_max) with x_min < x_max and y_min < y_max, whole numbers >= 0"

    def holds(self, value: Any) -> bool:
        return all(x1 < x2 and y1 < y2 for x1, y1, x2, y2 in value)


@dataclass(frozen=True)
class Spans(Marker):
    """The first number is below this one, the second above."""

    inside: float

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"one on each side of {self.inside:g}"

    def holds(self, value: Any) -> bool:
        return not isinstance(value, tuple) or bool(value[0] < self.inside < value[-1])


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


class NoneIsEmpty(Marker):
    """None stands for an empty list; any collection of names will do."""

    whole = "None or a list of names"

    def coerce(self, value: Any) -> Any:
        if value is None:
            return ()
        if not isinstance(value, Iterable) or isinstance(value, (str, bytes)):
            return value
        return tuple(islice(value, MOST_ITEMS + 1))


class PathText(Marker):
    """A path object stands for its text."""

    whole = "the path of a file"

    def coerce(self, value: Any) -> Any:
        return str(fspath(value)) if isinstance(value, PathLike) else value

    def holds(self, value: Any) -> bool:
        return bool(value)


class Constant(Marker):
    """One number x stands for (x, x)."""

    instead = "one number x for (x, x)"

    def coerce(self, value: Any) -> Any:
        return (value, value) if is_number(value) else value


@dataclass(frozen=True)
class Below(Marker):
    """Every number is less than this."""

    high: float

    @property
    def text(self) -> str:  # type: ignore[override]
        return f"< {self.high:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x < self.high)


@dataclass(frozen=True)
class Among(Marker):
    """One of a few whole numbers, as OpenCV's constants are."""

    options: tuple[int, ...]

    @property
    def whole(self) -> str:  # type: ignore[override]
        return "one of " + ", ".join(map(str, self.options))

    def holds(self, value: Any) -> bool:
        return value in self.options


@dataclass(frozen=True)
class PerAxis(Marker):
    """A span for x and one for y; a number stands for a fixed value, and one span or number for both axes."""

    missing: float
    above: float | None = None

    @property
    def whole(self) -> str:  # type: ignore[override]
        kind = "whole number" if isinstance(self.missing, int) else "number"
        bound = "" if self.above is None else f" > {self.above:g}"
        return f"a {kind} or two increasing {kind}s{bound}, or a dict of such under 'x' and 'y'"

    def coerce(self, value: Any) -> Any:
        if value is None:
            return None
        given = value if isinstance(value, Mapping) else {"x": value, "y": value}
        if not given or set(given) - {"x", "y"}:
            return value
        spans = {axis: natural(given.get(axis, self.missing)) for axis in ("x", "y")}
        return {axis: (span, span) if is_number(span) else span for axis, span in spans.items()}

    def holds(self, value: Any) -> bool:
        if value is None:
            return True
        return set(value) == {"x", "y"} and all(
            low <= high and (self.above is None or low > self.above) for low, high in value.values()
        )


class RangeForEach(Marker):
    """An increasing pair, one number n for (n, n), or three or more such for the channels."""

    whole = "a whole number, two increasing ones, or a list of such with one for each channel"

    def coerce(self, value: Any) -> Any:
        if is_number(value):
            return value, value
        if not is_sequence(value) or (len(value) == 2 and all(map(is_number, value))):
            return value
        return [self.coerce(natural(item)) for item in value]

    def holds(self, value: Any) -> bool:
        pairs = value if value and isinstance(value[0], tuple) else (value,)
        return bool(value) and all(low <= high for low, high in pairs)


@dataclass(frozen=True)
class ForEach(Marker):
    """A dict with one of a few whole numbers under each of these names."""

    names: tuple[str, ...]
    options: tuple[int, ...]

    @property
    def whole(self) -> str:  # type: ignore[override]
        return f"a dict with one of {', '.join(map(str, self.options))} under each of {', '.join(self.names)}"

    def holds(self, value: Any) -> bool:
        return set(value) == set(self.names) and set(value.values()) <= set(self.options)


@dataclass(frozen=True)
class Whole(Marker):
    """What is expected, in words of its own."""

    whole: str
