"""Markers: what ``Annotated`` adds to a type - a coercion before it is checked, a check after it, and their words."""

from __future__ import annotations

from collections.abc import Callable
from inspect import get_annotations
from typing import Any, ClassVar, NoReturn, dataclass_transform


@dataclass_transform(frozen_default=True, eq_default=True)
class Marker:
    """Base: coerces nothing, accepts everything, says nothing. Annotated attributes are what it is built of.

    Like a frozen dataclass, at a tenth of what two dozen of those would cost at import.
    """

    adjective = ""
    """What stands before the noun: two *increasing* numbers."""
    fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.fields = (*cls.fields, *get_annotations(cls))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {**dict(zip(self.fields, args, strict=False)), **kwargs}
        lacking = [name for name in self.fields if name not in given and not hasattr(self, name)]
        if lacking or len(given) != len(args) + len(kwargs) or not given.keys() <= {*self.fields}:
            raise TypeError(f"{type(self).__name__} is built of ({', '.join(self.fields)}), got {args} and {kwargs}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: build another instead of setting {name}")

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.fields)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.fields)})"

    @property
    def text(self) -> str:
        """What stands behind the noun: two numbers *>= 0*."""
        return ""

    @property
    def instead(self) -> str:
        """What may be passed in place of it: *or one number x for (-x, x)*."""
        return ""

    @property
    def whole(self) -> str:
        """All that is to be said, in place of the type's own words."""
        return ""

    def coerce(self, value: Any) -> Any:
        """The value in the form that is stored, or as it is."""
        return value

    def holds(self, value: Any) -> bool:
        """Whether a value in that form is accepted."""
        return True


class Stored(Marker):
    """What the field holds, where more may be passed: ``float | tuple[float, float]`` is stored as a tuple."""

    type: Any


class Means(Marker):
    """What the value stands for and its unit, for ``help``; changes nothing."""

    words: str


class Unit(Marker):
    """What a number counts, as plans in words say it; changes nothing."""

    unit: str


class Called(Marker):
    """What the whole numbers from 0 on stand for, as plans in words say it; changes nothing."""

    names: tuple[str, ...]


def _all(value: Any, holds: Callable[[Any], bool]) -> bool:
    return all(_all(item, holds) for item in value) if isinstance(value, tuple) else value is None or holds(value)


class AtLeast(Marker):
    """Every number is at least this."""

    low: float

    @property
    def text(self) -> str:
        return f">= {self.low:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x >= self.low)


class MoreThan(Marker):
    """Every number is more than this."""

    low: float

    @property
    def text(self) -> str:
        return f"> {self.low:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x > self.low)


class AtMost(Marker):
    """Every number is at most this."""

    high: float

    @property
    def text(self) -> str:
        return f"<= {self.high}" if isinstance(self.high, int) else f"<= {self.high:g}"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x <= self.high)


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


class Spans(Marker):
    """The first number is below this one, the second above."""

    inside: float

    @property
    def text(self) -> str:
        return f"one on each side of {self.inside:g}"

    def holds(self, value: Any) -> bool:
        return not isinstance(value, tuple) or bool(value[0] < self.inside < value[-1])


class Odd(Marker):
    """Every number is odd."""

    adjective = "odd"

    def holds(self, value: Any) -> bool:
        return _all(value, lambda x: x % 2 == 1)


class Hex(Marker):
    """A text of so many hex digits."""

    digits: int

    @property
    def text(self) -> str:
        return f"of {self.digits} hex digits"

    def holds(self, value: Any) -> bool:
        return len(value) == self.digits and not set(value) - set("0123456789abcdef")


class Among(Marker):
    """One of a few whole numbers, as OpenCV's constants are."""

    options: tuple[int, ...]

    @property
    def whole(self) -> str:
        return "one of " + ", ".join(map(str, self.options))

    def holds(self, value: Any) -> bool:
        return value in self.options
