"""Rows of boxes and keypoints in and out of lists and arrays, and one label for each row in label fields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Literal

import numpy as np

from ..declare.errors import short_repr
from ..declare.parse import MOST, is_number, is_sequence
from .geometry import Array
from .joined_labels import labels_joined
from .table import TARGETS

Beyond = Literal["refuse", "nan", "blank"]
"""NaN and numbers that are too large: all refused, NaN let through, or all of them made NaN."""


SMALL = 1_000
"""Of so many numbers, the sum of squares costs a quarter of a look at each."""
FAR_BELOW = (MOST / 2) ** 2
"""Where the sum of squares is no more, and no NaN, each number lies well below what is too large."""
BOOLS = {bool, np.bool_}
NUMBERS = {int, float, np.float64, np.float32}
_first = itemgetter(0)


def rows_of(name: str, value: Any, columns: int, beyond: Beyond = "refuse") -> Array:
    """The first columns of a list of rows or an (N, columns or more) array, as float64."""
    if isinstance(value, np.ndarray):
        if type(value) is not np.ndarray and isinstance(value, np.ma.MaskedArray):  # to ask loads numpy.ma
            raise TypeError(f"{name} must be a plain NumPy array, got a masked one, whose mask would be lost")
        if not value.size and (value.ndim < 2 or not len(value)):
            return np.zeros((0, columns))
        if value.ndim != 2 or value.shape[1] < columns:
            raise ValueError(f"{name} must be an array of shape (N, {columns} or more), got shape {value.shape}")
        return _numbers(name, value[:, :columns], beyond)
    if not is_sequence(value):
        raise TypeError(f"{name} must be a list of rows or a NumPy array, got {short_repr(value)}{_cure(value)}")
    try:
        cut = value if set(map(len, value)) == {columns} else [row[:columns] for row in value]
        kinds = set(map(type, map(_first, cut)))
        nested = not kinds <= NUMBERS and any(issubclass(kind, (list, tuple)) for kind in kinds)
        found = np.array([] if nested else cut)  # NumPy would unfold nested rows, however deep they are
        if (
            found.shape == (len(value), columns)
            and found.dtype.kind in "fiu"
            and (
                BOOLS.isdisjoint(
                    map(type, chain.from_iterable(cut))
                )  # NumPy would make numbers of those beside numbers
            )
        ):
            return _within(name, found.astype(np.float64, copy=False), beyond)
    except Exception as error:  # rows may be objects of any class
        if type(error) is ValueError and str(error).startswith(name):
            raise
        # else said below, row by row
    for i, row in enumerate(value):
        if not _is_row(row, columns):
            raise ValueError(f"{name}[{i}] must have {columns} or more numbers, got {short_repr(row)}")
    if not value:
        return np.zeros((0, columns))
    return _numbers(name, [list(row[:columns]) for row in value], beyond)


def _numbers(name: str, rows: Any, beyond: Beyond) -> Array:
    for i, row in enumerate(rows) if not _is_numeric(rows) else ():
        if not all(is_number(item) and _fits(item) for item in row):
            raise ValueError(f"{name}[{i}] must hold numbers in its first columns, got {short_repr(list(row))}")
    return _within(name, np.array(rows, dtype=np.float64), beyond)


def _within(name: str, numbers: Array, beyond: Beyond) -> Array:
    """The rows; ValueError, or NaN in its place, for a number so large that arithmetic on it goes astray."""
    if numbers.size <= SMALL and np.vdot(numbers, numbers) <= FAR_BELOW:
        return numbers
    good = np.abs(numbers) <= MOST
    if good.all():
        return numbers
    if beyond == "blank":
        return np.where(good, numbers, np.nan)
    if beyond == "nan":
        good |= np.isnan(numbers)
    if not good.all():
        row = int(np.flatnonzero(~good.all(1))[0])
        raise ValueError(
            f"{name}[{row}] must hold finite numbers from {-MOST:g} to {MOST:g}, got "
            f"{short_repr(numbers[row].tolist())}"
        )
    return numbers


def _is_row(row: Any, columns: int) -> bool:
    """True for what has so many entries, in their order."""
    try:
        return not isinstance(row, (str, bytes)) and len(row[:columns]) == columns
    except Exception:  # no length, no slices, or an error of its own
        return False


def _fits(number: Any) -> bool:
    return not isinstance(number, int) or abs(number) < 2**1023


def _is_numeric(rows: Any) -> bool:
    return isinstance(rows, np.ndarray) and rows.dtype.kind in "fiu"


def _cure(value: Any) -> str:
    return " (convert it: np.asarray(value))" if hasattr(value, "__array__") else ""


def picked(value: Any, coords: Array, rows: Array) -> Any:
    """New coordinates in the container the old ones came in; further columns are kept."""
    n = coords.shape[1]
    if not isinstance(value, np.ndarray):
        out = coords.tolist()
        if set(map(len, value)) == {n}:
            return out
        for new, row in zip(out, rows.tolist(), strict=True):
            old = value[row]
            if len(old) > n:
                new.extend(old[n:])
        return out
    if not value.size:
        return value.copy() if value.ndim == 2 else np.zeros((0, n), value.dtype)
    out = value[rows].astype(value.dtype if value.dtype.kind in "fO" else np.float64)
    out[:, :n] = coords
    return out


def fields_refused(fields: Sequence[str] | None) -> list[str]:
    """Complaints about names that no argument with labels can have."""
    out = []
    for field in fields or ():
        if not field:
            out.append("label_fields must be names of the call's arguments, got ''")
        elif field in TARGETS:
            out.append(
                f"label_fields: {short_repr(field)} is a target, and would come back as it went in: give the labels "
                f"another name"
            )
    return out


class LabelFields:
    """The label fields of one call."""

    __slots__ = ("_values",)

    def __init__(self, fields: Sequence[str], data: dict[str, Any], count: int, name: str) -> None:
        self._values: dict[str, Any] = {}
        for field in fields:
            if field not in data:
                raise ValueError(f"label_fields names {short_repr(field)}, but the call has no such argument")
            values = data[field]
            if not _is_ordered(values):
                raise TypeError(
                    f"{field} must be a list or array with one label for each of {name}, in their order, got "
                    f"{short_repr(values)}"
                )
            if len(values) != count:
                raise ValueError(f"{field} must have one label for each of {name}: {count}, got {len(values)}")
            self._values[field] = values

    def joined(self, other: LabelFields, where: str) -> LabelFields:
        """The labels and behind them those of another sample's rows."""
        out = LabelFields((), {}, 0, "")
        for field, values in self._values.items():
            out._values[field] = labels_joined(values, other._values[field], f"{where}[{field!r}]", field)
        return out

    def picked(self, rows: Array) -> dict[str, Any]:
        """Each field with the labels of these rows, in the container and dtype it came in."""
        return {field: _taken(values, rows) for field, values in self._values.items()}


def _is_ordered(values: Any) -> bool:
    """True for a container whose labels have places: lists, arrays, tensors, a pandas Series."""
    return is_sequence(values) or hasattr(values, "iloc") or (hasattr(values, "__array__") and np.ndim(values) > 0)


def _taken(values: Any, rows: Array) -> Any:
    if hasattr(values, "iloc"):  # a Series is indexed by its own labels, but boxes have places
        return values.iloc[rows]
    if isinstance(values, np.ndarray):
        return values[rows]
    if hasattr(values, "__array__"):
        return values[rows.tolist()]
    taken = [values[row] for row in rows.tolist()]
    return tuple(taken) if isinstance(values, tuple) else taken
