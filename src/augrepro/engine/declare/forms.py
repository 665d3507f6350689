"""Forms: other ways in which a value may be passed (a number for a range, a dict of axes), and how they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from os import PathLike, fspath
from typing import Any

import numpy as np

from .markers import Marker
from .parse import MOST_ITEMS, is_number, is_sequence, natural


class Symmetric(Marker):
    """One number x stands for (-x, x)."""

    instead = "one number x for (-x, x)"

    def coerce(self, value: Any) -> Any:
        return (-abs(value), abs(value)) if is_number(value) else value


class Around(Marker):
    """One number x stands for (center - x, center + x), not below the floor."""

    center: float
    floor: float

    @property
    def instead(self) -> str:
        return f"one number x >= 0 for ({self.center:g} - x, {self.center:g} + x)"

    def coerce(self, value: Any) -> Any:
        if is_number(value) and value >= 0:
            return max(self.center - value, self.floor), self.center + value
        return value


class UpFrom(Marker):
    """One number x stands for (low, x)."""

    low: float

    @property
    def instead(self) -> str:
        return f"one number x for ({self.low:g}, x)"

    def coerce(self, value: Any) -> Any:
        return (self.low, value) if is_number(value) else value


class DtypeName(Marker):
    """NumPy's dtype or class of numbers stands for its name: ``np.uint8`` for ``"uint8"``."""

    def coerce(self, value: Any) -> Any:
        if isinstance(value, np.dtype):
            return value.name
        return np.dtype(value).name if isinstance(value, type) and issubclass(value, np.generic) else value


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


class PerAxis(Marker):
    """A span for x and one for y; a number stands for a fixed value, and one span or number for both axes."""

    missing: float
    above: float | None = None

    @property
    def whole(self) -> str:
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


class PerSide(Marker):
    """One number or range for all sides, or a number, a range of two or a list of choices for each of four."""

    noun: str
    most: int
    """No number lies further from 0."""
    ordered: bool = True
    """Whether the ends of a range must increase."""

    @property
    def whole(self) -> str:
        return (
            f"one {self.noun}, two {'increasing ones ' if self.ordered else ''}for a range, or four for top, right, "
            f"bottom and left, each a number, a range of two or a list of choices, none beyond {self.most}"
        )

    def holds(self, value: Any) -> bool:
        sides = value if isinstance(value, tuple) else (value,)
        groups = [side if isinstance(side, tuple) else (side,) for side in sides]
        ranges = [value] if len(sides) == 2 else [group for group in groups if len(group) == 2]
        return (
            all(groups)
            and (not self.ordered or all(low <= high for low, high in ranges))
            and all(abs(number) <= self.most for group in groups for number in group)
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


class ForEach(Marker):
    """A dict with one of a few whole numbers under each of these names."""

    names: tuple[str, ...]
    options: tuple[int, ...]

    @property
    def whole(self) -> str:
        return f"a dict with one of {', '.join(map(str, self.options))} under each of {', '.join(self.names)}"

    def holds(self, value: Any) -> bool:
        return set(value) == set(self.names) and set(value.values()) <= set(self.options)


class Whole(Marker):
    """What is expected, in words of its own."""

    words_in_full: str

    @property
    def whole(self) -> str:
        return self.words_in_full
