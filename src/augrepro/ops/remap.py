"""Affine warps: scale, turn, shear and shift in one matrix, read through a fixed-point map."""

from typing import ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import BorderMode, Fill, Interpolation, Pixels
from ..engine.op import Grade, SpatialOp, value
from ..engine.targets.geometry import Array, Boxes, Matrix, centered, inverse, moved
from ..engine.targets.table import Shape
from ..kernels import remap

RotateMethod = Literal["largest_box", "ellipse"]


@value
class Warp(SpatialOp):
    """Move every point by ``forward``, on pixel edges, into an image of ``height`` x ``width``.

    Coordinates are rounded to 1/32 pixel. The grade holds for nearest and linear reading; cubic and Lanczos weights
    differ from one OpenCV release to another.
    """

    grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True
    loses: ClassVar[bool] = True

    forward: tuple[float, float, float, float, float, float]
    height: Pixels
    width: Pixels
    interpolation: Interpolation
    mask_interpolation: Interpolation
    border_mode: BorderMode
    fill: Fill
    fill_mask: Fill
    rotate_method: RotateMethod

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def pixels(self, image: Array) -> Array:
        return self._seen(image, remap.Reading(self.interpolation, self.border_mode, self.fill))

    def mask(self, mask: Array) -> Array:
        return self._seen(mask, remap.Reading(self.mask_interpolation, self.border_mode, self.fill_mask))

    def _seen(self, image: Array, reading: remap.Reading) -> Array:
        return remap.affine(image, inverse(centered(self.forward)), self.height, self.width, reading)

    def matrix(self, shape: Shape) -> Matrix:
        return self.forward

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        if self.rotate_method == "ellipse":
            return Boxes(ellipses(boxes.corners, self.forward), boxes.rows, boxes.rules)
        return boxes.transformed(self.forward)


def ellipses(corners: Array, m: Matrix) -> Array:
    """The upright boxes around the moved ellipses that the boxes circumscribe: tighter than around moved corners."""
    x, y = moved((corners[:, 0] + corners[:, 2]) / 2, (corners[:, 1] + corners[:, 3]) / 2, m)
    wide, high = (corners[:, 2] - corners[:, 0]) / 2, (corners[:, 3] - corners[:, 1]) / 2
    a, b, _, d, e, _ = m
    rx, ry = np.sqrt((wide * a) ** 2 + (high * b) ** 2), np.sqrt((wide * d) ** 2 + (high * e) ** 2)
    return np.stack((x - rx, y - ry, x + rx, y + ry), 1)
