"""Keypoints at the codec: formats in and out, label fields, visibility."""

from typing import Any, Literal, NoReturn

import numpy as np

from ..declare.declared import Declared
from ..declare.kinds import FieldNames
from .geometry import Array, Points
from .label_fields import LabelFields, fields_refused, picked, rows_of
from .row_table import Given, RowTable

KeypointFormat = Literal["xy", "yx", "xya", "xys", "xyas", "xysa", "xyz", "xyzas"]


class KeypointParams(Declared):
    """How ``keypoints=`` is to be read; further columns pass through.

    A keypoint whose x, y or z is NaN (a missing joint) passes through untouched, or is dropped where invisible ones
    are.

    Args:
        format: the columns: x and y in pixels, a an angle, s a scale, z a plane of the volume; angle 0 points to the
            right, along x, and angles grow towards y: 90 degrees point down, clockwise as one sees it
        label_fields: the arguments of a call that hold one label for each keypoint
        remove_invisible: drop points that end outside the image or volume, with their labels; those less than half a
            pixel before the first row or column end on it
        angle_in_degrees: angles are in degrees; else in radians
        check_each_transform: drop after each op that can lose a point, not only at the end
    """

    format: KeypointFormat
    label_fields: FieldNames = None
    remove_invisible: bool = True
    angle_in_degrees: bool = True
    check_each_transform: bool = True

    def _refused(self) -> list[str]:
        return fields_refused(self.label_fields)

    def decode(self, name: str, value: Any, data: dict[str, Any]) -> tuple[Points, RowTable]:
        """The keypoints as columns, and the rows that they came in."""
        rows = rows_of(name, value, len(self.format), "nan")
        labels = LabelFields(self.label_fields or (), data, len(rows), name)
        radians = None if self.angle_in_degrees or "a" not in self.format else rows[:, self.format.index("a")]
        table = RowTable(value, labels, None if radians is None else Given(radians, np.degrees(radians)))
        here = np.arange(len(rows))
        finite = np.isfinite(rows)
        if not finite.all():
            placed = np.asarray(finite[:, [letter in "xyz" for letter in self.format]].all(1))
            if not finite[placed].all():
                self._refuse(name, rows, placed & ~finite.all(1))
            here = np.flatnonzero(placed)
            rows = rows[here]
        column = {letter: rows[:, i] for i, letter in enumerate(self.format)}
        zeros = np.zeros(len(rows))
        angle = column.get("a", zeros)
        points = Points(
            column["x"],
            column["y"],
            column.get("z"),
            angle if self.angle_in_degrees else np.degrees(angle),
            column.get("s", zeros),
            here,
            bare="a" not in column and "s" not in column,
            drop_outside=self.remove_invisible,
        )
        return points, table

    def _refuse(self, name: str, rows: Array, bad: Array) -> NoReturn:
        row = int(np.flatnonzero(bad)[0])
        field = next(letter for letter, number in zip(self.format, rows[row], strict=True) if np.isnan(number))
        raise ValueError(
            f"{name}[{row}] must have a finite {'angle' if field == 'a' else 'scale'}, got {tuple(rows[row].tolist())} "
            f"in {self.format} format (a missing joint is one whose x or y is NaN)"
        )

    def encode(self, points: Points, table: RowTable) -> tuple[Any, Array]:
        """The keypoints in the user's format and container, and the rows that they are."""
        angle = points.angle if self.angle_in_degrees else np.radians(points.angle)
        if table.given is not None and len(angle) and table.own:
            angle = table.given.where_untouched(angle, points.angle, points.rows)
        column = {"x": points.x, "y": points.y, "a": angle, "s": points.scale}
        if points.z is not None:
            column["z"] = points.z
        coords, rows = np.empty((len(points.rows), len(self.format))), points.rows
        for at, letter in enumerate(self.format):
            coords[:, at] = (
                column[letter] if letter in "as" or not self.remove_invisible else np.maximum(column[letter], 0)
            )
        if not self.remove_invisible and not table.regrouped and len(rows) < table.count:
            coords, rows = with_missing(table, coords, rows)
        return picked(table.value, coords, rows), rows


def with_missing(table: RowTable, coords: Array, rows: Array) -> tuple[Array, Array]:
    """The moved keypoints, and in their old places those whose joint is missing: NaN goes through as it came.

    Keypoints of other samples stand behind the call's own.
    """
    own = rows < table.own
    old = [table.value[row] for row in range(table.own)]
    every = np.array([list(row[: coords.shape[1]]) for row in old], np.float64).reshape(-1, coords.shape[1])
    every[rows[own]] = coords[own]
    return np.concatenate((every, coords[~own])), np.concatenate((np.arange(table.own), rows[~own]))
