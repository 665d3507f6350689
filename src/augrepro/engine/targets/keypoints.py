"""Keypoints at the codec: formats in and out, label fields, visibility."""

from typing import Any, Literal

import numpy as np

from ..declare.declared import Declared
from ..declare.kinds import FieldNames
from .geometry import Array, Points
from .label_fields import LabelFields, picked, rows_of

KeypointFormat = Literal["xy", "yx", "xya", "xys", "xyas", "xysa", "xyz"]


class KeypointParams(Declared):
    """How ``keypoints=`` is to be read; further columns pass through.

    A keypoint with NaN in it (a missing joint) passes through untouched, or is dropped where invisible ones are.

    Args:
        format: the columns: x and y in pixels, a an angle, s a scale, z a plane of the volume
        label_fields: the arguments of a call that hold one label for each keypoint
        remove_invisible: drop points that end outside the image or volume, with their labels
        angle_in_degrees: angles are in degrees; else in radians
        check_each_transform: drop after each op that can lose a point, not only at the end
    """

    format: KeypointFormat
    label_fields: FieldNames = None
    remove_invisible: bool = True
    angle_in_degrees: bool = True
    check_each_transform: bool = True

    def decode(self, name: str, value: Any, data: dict[str, Any]) -> tuple[Points, LabelFields]:
        """The keypoints as columns, and their label fields."""
        rows = rows_of(name, value, len(self.format), "nan")
        labels = LabelFields(self.label_fields or (), data, len(rows), name)
        here = np.arange(len(rows))
        if not np.isfinite(rows).all():
            here = np.flatnonzero(np.isfinite(rows).all(1))
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
        return points, labels

    def encode(self, points: Points, value: Any) -> Any:
        """The keypoints in the user's format and container."""
        angle = points.angle if self.angle_in_degrees else np.radians(points.angle)
        column = {"x": points.x, "y": points.y, "a": angle, "s": points.scale}
        if points.z is not None:
            column["z"] = points.z
        coords, rows = np.stack([column[letter] for letter in self.format], 1), points.rows
        if not self.remove_invisible and len(rows) < len(value):
            coords, rows = with_missing(value, coords, rows)
        return picked(value, coords, rows)

    def rows(self, points: Points, value: Any) -> Array:
        """The input rows of the keypoints that are handed back."""
        return points.rows if self.remove_invisible else np.arange(len(value))


def with_missing(value: Any, coords: Array, rows: Array) -> tuple[Array, Array]:
    """The moved keypoints, and in their old places those whose joint is missing: NaN goes through as it came."""
    every = np.array([list(row[: coords.shape[1]]) for row in value], np.float64)
    every[rows] = coords
    return every, np.arange(len(value))
