"""Bounding boxes at the codec: formats in and out, label fields, and what is refused."""

from typing import Any, Literal

import numpy as np

from ..declare.declared import Declared
from ..declare.errors import warn
from ..declare.kinds import AtLeastOne, AtLeastZero, FieldNames, ShareOrZero
from .box_rules import BoxRules, rules_of
from .geometry import FEW, Array, Boxes
from .label_fields import LabelFields, fields_refused, picked, rows_of
from .row_table import Given, RowTable

BoxFormat = Literal["coco", "pascal_voc", "albumentations", "yolo"]

SHARES = "albumentations", "yolo"
LIKE_PIXELS = 1.5
"""A share of an image is hardly larger."""
_COLUMNS = {"coco": "x_min, y_min, width, height", "pascal_voc": "x_min, y_min, x_max, y_max"}


class BboxParams(Declared):
    """How ``bboxes=`` is to be read and which boxes are kept.

    After each transform (with ``check_each_transform``) and at the end, boxes are clipped to the image and dropped
    where too little is left of them, in pixels of what the transform returns. Further columns of a box pass through.

    Args:
        format: ``coco`` (x_min, y_min, width, height in pixels), ``pascal_voc`` (x_min, y_min, x_max, y_max in
            pixels), ``albumentations`` (the same as shares of the image) or ``yolo`` (x_center, y_center, width,
            height as shares)
        label_fields: the arguments of a call that hold one label for each box
        min_area: drop boxes of a smaller area, in pixels; it and the three below allow for a thousandth of a pixel on
            each side, which float32 boxes and shares are off by
        min_visibility: drop boxes of which a smaller share of the area is left
        min_width: drop boxes that are narrower, in pixels
        min_height: drop boxes that are lower, in pixels
        check_each_transform: drop after each transform, not only at the end
        clip: trim boxes to the image on the way in
        filter_invalid_bboxes: trim boxes to the image on the way in and drop those that make no sense, instead of an
            error
        max_accept_ratio: drop boxes whose longer side is more than this many times the shorter
    """

    format: BoxFormat
    label_fields: FieldNames = None
    min_area: AtLeastZero = 0.0
    min_visibility: ShareOrZero = 0.0
    min_width: AtLeastZero = 0.0
    min_height: AtLeastZero = 0.0
    check_each_transform: bool = True
    clip: bool = False
    filter_invalid_bboxes: bool = False
    max_accept_ratio: AtLeastOne | None = None

    @property
    def rules(self) -> BoxRules:
        """The part that says which boxes are kept."""
        return rules_of(self.min_area, self.min_visibility, self.min_width, self.min_height, self.max_accept_ratio)

    def _refused(self) -> list[str]:
        return fields_refused(self.label_fields)

    def decode(self, name: str, value: Any, data: dict[str, Any], height: int, width: int) -> tuple[Boxes, RowTable]:
        """The boxes in pixels, and the rows that they came in; ValueError for boxes outside the image or inside out."""
        coords = rows_of(name, value, 4, "blank" if self.filter_invalid_bboxes else "refuse")
        label_fields = LabelFields(self.label_fields or (), data, len(coords), name)
        corners = came = to_pixels(coords, self.format, height, width)
        rows = np.arange(len(corners))
        if self.clip or self.filter_invalid_bboxes:
            corners = np.minimum(np.maximum(corners, 0.0), np.array([width, height, width, height], np.float64))
        within = all_inside(corners, height, width)
        if not within and not all_valid(corners, height, width):
            bad = invalid(corners, height, width)
            if not self.filter_invalid_bboxes:
                complaint = whats_wrong(corners[bad][0], height, width)
                self._refuse(name, coords, bad, complaint, self._likelier(coords, height, width))
            corners, rows = corners[~bad], rows[~bad]
        if self.format in SHARES and (self.clip or self.filter_invalid_bboxes):
            self._tell_of_pixels(name, coords)
        boxes = Boxes(corners, rows, self.rules)
        boxes.inside = (height, width) if within else None
        given = None if self.format == "pascal_voc" else Given(coords, came, (height, width))
        return boxes, RowTable(value, label_fields, given)

    def _refuse(self, name: str, coords: Array, bad: Array, complaint: str, likelier: str) -> None:
        row = int(np.flatnonzero(bad)[0])
        found = coords[row]
        if self.format in SHARES and (np.abs(found) > LIKE_PIXELS).any():
            complaint += f" ({self._shares})"
        elif (found != found).any() or "is not below" in complaint:
            complaint += " (BboxParams: filter_invalid_bboxes=True drops such boxes)"
        else:
            complaint += (
                " (BboxParams: clip=True trims boxes to the image, filter_invalid_bboxes=True trims them and drops "
                "those of which nothing is left)"
            )
        raise ValueError(
            f"{name}[{row}] must be a box inside the image with x_min < x_max and y_min < y_max, got "
            f"{tuple(map(float, found))} in {self.format} format: {complaint}{likelier}"
        )

    def _tell_of_pixels(self, name: str, coords: Array) -> None:
        """A word on boxes that are trimmed or dropped, and look as if they were in pixels."""
        like = (np.abs(coords) > LIKE_PIXELS).any(1)
        if like.any():
            row = int(np.flatnonzero(like)[0])
            found = tuple(map(float, coords[row]))
            warn(f"{name}[{row}] is trimmed to the image, got {found} in {self.format} format: {self._shares}")

    @property
    def _shares(self) -> str:
        return f"{self.format} boxes are shares of the image, from 0 to 1; these look like pixels"

    def _likelier(self, coords: Array, height: int, width: int) -> str:
        """A word on boxes in pixels that would all lie inside the image in the other format of pixels."""
        swapped: dict[str, BoxFormat] = {"coco": "pascal_voc", "pascal_voc": "coco"}
        other = swapped.get(self.format)
        if other is None or invalid(to_pixels(coords, other, height, width), height, width).any():
            return ""
        return f"; in {other} format all of them lie inside: are they {_COLUMNS[other]}?"

    def encode(self, boxes: Boxes, table: RowTable, height: int, width: int) -> Any:
        """The boxes in the user's format and container; those that nothing has moved as they came, to the last bit."""
        coords, given = from_pixels(boxes.corners, self.format, height, width), table.given
        if given is not None and given.size == (height, width) and len(coords) and table.own:
            coords = given.where_untouched(coords, boxes.corners, boxes.rows)
        return picked(table.value, coords, boxes.rows)


def all_inside(corners: Array, height: int, width: int) -> bool:
    """True where few boxes are valid and lie in the image without any slack; of many it is not known."""
    if len(corners) > FEW:
        return False
    for x1, y1, x2, y2 in corners.tolist():  # noqa: SIM110 - a generator takes twice as long
        if not (0 <= x1 < x2 <= width and 0 <= y1 < y2 <= height):
            return False
    return True


def all_valid(corners: Array, height: int, width: int) -> bool:
    """True where ``invalid`` finds none: of few boxes, plain Python knows faster."""
    if len(corners) > FEW:
        return not invalid(corners, height, width).any()
    slack = 1e-4 * max(height, width)
    right, bottom = width + slack, height + slack
    for x1, y1, x2, y2 in corners.tolist():  # noqa: SIM110 - a generator takes twice as long
        if not (-slack <= x1 < x2 <= right and -slack <= y1 < y2 <= bottom):
            return False
    return True


def invalid(corners: Array, height: int, width: int) -> Array:
    """Boxes that are inside out, empty, not finite, or reach past the image by more than rounding."""
    slack = 1e-4 * max(height, width)
    x1, y1, x2, y2 = corners.T
    inside = (x1 >= -slack) & (y1 >= -slack) & (x2 <= width + slack) & (y2 <= height + slack)
    good: Array = inside & (x2 > x1) & (y2 > y1)
    return ~good


def whats_wrong(corners: Array, height: int, width: int) -> str:
    """Which edge of a bad box is wrong, and by how much."""
    x1, y1, x2, y2 = (float(value) for value in corners)
    beyond = (
        ("x_min", -x1, "left of"),
        ("y_min", -y1, "above"),
        ("x_max", x2 - width, "beyond"),
        ("y_max", y2 - height, "beyond"),
    )
    size = f"the image, which is {width} wide and {height} high"
    found = [f"{edge} is {by:.4g} px {where} {size}" for edge, by, where in beyond if by > 0]
    if not x2 > x1:
        found.insert(0, f"x_min {x1:.6g} px is not below x_max {x2:.6g} px")
    if not y2 > y1:
        found.insert(0, f"y_min {y1:.6g} px is not below y_max {y2:.6g} px")
    return found[0] if found else "it is not finite"


def to_pixels(coords: Array, format: BoxFormat, height: int, width: int) -> Array:
    """(N, 4) coordinates of a format as x_min, y_min, x_max, y_max in pixels."""
    out = coords.astype(np.float64)
    if format in SHARES:
        out *= np.array([width, height, width, height], np.float64)
    if format == "yolo":
        out[:, :2] -= out[:, 2:] / 2
    if format in ("coco", "yolo"):
        out[:, 2:] += out[:, :2]
    return out


def from_pixels(corners: Array, format: BoxFormat, height: int, width: int) -> Array:
    """The way back of ``to_pixels``."""
    out = corners.copy()
    if format in ("coco", "yolo"):
        out[:, 2:] -= out[:, :2]
    if format == "yolo":
        out[:, :2] += out[:, 2:] / 2
    if format in SHARES:
        out /= np.array([width, height, width, height], np.float64)
    return out
