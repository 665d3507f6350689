"""Keypoints at the codec: formats in and out, label fields, visibility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from .geometry import Points
from .label_fields import LabelFields, checked_fields, picked, rows_of, set_fields

KeypointFormat = Literal["xy", "yx", "xya", "xys", "xyas", "xysa", "xyz"]


@dataclass(frozen=True, init=False)
class KeypointParams:
    """How ``keypoints=`` is to be read.

    ``format`` spells the columns: x and y in pixels, a an angle (degrees unless ``angle_in_degrees=False``), s a scale,
    z a depth that 2-D transforms leave alone; further columns pass through. ``remove_invisible`` drops points that end
    outside the image, with their labels in ``label_fields``. ``check_each_transform`` is accepted for compatibility:
    a point that has left the image is dropped at the end.
    """

    format: KeypointFormat
    label_fields: tuple[str, ...]
    remove_invisible: bool
    angle_in_degrees: bool
    check_each_transform: bool

    def __init__(
        self,
        format: KeypointFormat,
        label_fields: Any = None,
        remove_invisible: bool = True,
        angle_in_degrees: bool = True,
        check_each_transform: bool = True,
    ) -> None:
        fields = checked_fields(label_fields, "KeypointParams")
        set_fields(self, format, fields, remove_invisible, angle_in_degrees, check_each_transform)

    def decode(self, name: str, value: Any, data: dict[str, Any]) -> tuple[Points, LabelFields]:
        """The keypoints as columns, and what rides with them."""
        rows = rows_of(name, value, len(self.format))
        column = {letter: rows[:, i] for i, letter in enumerate(self.format)}
        zeros = np.zeros(len(rows))
        angle = column.get("a", zeros)
        points = Points(
            column["x"],
            column["y"],
            angle if self.angle_in_degrees else np.degrees(angle),
            column.get("s", zeros),
            np.arange(len(rows)),
            bare="a" not in column and "s" not in column,
            drop_outside=self.remove_invisible,
        )
        return points, LabelFields(self.label_fields, data, len(rows), name)

    def encode(self, points: Points, value: Any) -> Any:
        """The keypoints in the user's format and container."""
        angle = points.angle if self.angle_in_degrees else np.radians(points.angle)
        column = {"x": points.x, "y": points.y, "a": angle, "s": points.scale}
        letters = self.format.rstrip("z")
        return picked(value, np.stack([column[letter] for letter in letters], 1), points.rows)
