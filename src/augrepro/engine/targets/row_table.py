"""The rows of boxes or keypoints that a call's results are picked from: its own, then those of other samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..declare.errors import short_repr
from .geometry import Array
from .label_fields import LabelFields


class Given(NamedTuple):
    """Numbers of the call's own rows as they came, what they are inside, and the image's height and width then."""

    numbers: Array
    inside: Array
    size: tuple[int, int] = (0, 0)

    def where_untouched(self, numbers: Array, inside: Array, rows: Array) -> Array:
        """The numbers of these rows; as they came where they still are inside what they were."""
        own = np.minimum(rows, len(self.inside) - 1)
        same = self.inside[own] == inside
        if same.ndim > 1:
            same = same.all(1)
        same &= rows == own
        return np.where(same[:, None] if numbers.ndim > 1 else same, self.numbers[own], numbers)


class RowTable:
    """The rows of one target and their labels, as they came; ``own`` of them came with the call itself.

    ``given`` tells rows that nothing has moved, where a way in and out of a format would cost the last bits.
    ``regrouped`` is set once an op has chosen which rows stand in the result, so that none has an old place in it.
    """

    __slots__ = ("count", "given", "labels", "own", "regrouped", "value")

    def __init__(self, value: Any, labels: LabelFields, given: Given | None = None) -> None:
        self.value = value
        self.labels = labels
        self.own = self.count = len(value)
        self.regrouped = False
        self.given = given

    def append(self, other: RowTable, name: str, where: str) -> int:
        """Take in the rows of another sample; the number of the first of them. ValueError where they do not fit."""
        first = self.count
        if len(other.value):
            self.value = _rows_joined(self.value, other.value, f"{where}[{name!r}]", name)
            self.labels = self.labels.joined(other.labels, where)
            self.count += other.own
        return first


def _rows_joined(value: Any, more: Any, where: str, name: str) -> Any:
    if not isinstance(value, np.ndarray):
        return [*value, *more]
    rows = more if isinstance(more, np.ndarray) else _array(more, where)
    if not value.size:
        return rows.astype(value.dtype if value.dtype.kind == "f" and rows.dtype.kind in "fiu" else rows.dtype)
    if rows.ndim != 2 or rows.shape[1] != value.shape[1]:
        raise ValueError(f"{where} must have {value.shape[1]} columns, as {name} has, got shape {rows.shape}")
    if value.dtype.kind != "O" and rows.dtype.kind not in "biuf":
        raise TypeError(f"{where} must hold numbers, as {name} does, got {short_repr(more)}")
    return np.concatenate((value, rows))


def _array(rows: Sequence[Any], where: str) -> Array:
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"{where} must have one count of columns, got {short_repr(rows)}")
    texts = any(isinstance(item, str) for row in rows for item in row)
    return np.array([list(row) for row in rows], dtype=object if texts else None)
