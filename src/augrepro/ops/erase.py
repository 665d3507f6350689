"""Rectangular holes."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import Fill, Key
from ..engine.declare.markers import AtLeast, Rectangles
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import Shape, need_channels, need_one_each
from ..kernels import erase
from ..kernels.grid import check_classes

Filling = Literal["random", "random_uniform", "inpaint_telea", "inpaint_ns"]


@value
class Erase(Op):
    """Fill rectangles (x_min, y_min, x_max, y_max) with a value, with noise grown from ``key``, or by inpainting.

    What of a rectangle lies beyond the image is left out. Masks get ``fill_mask``, or stay where that is None.
    Keypoints in a hole are dropped. Boxes shrink to what no hole covers of them, and are dropped where that is too
    little by the pipeline's rules.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    loses: ClassVar[bool] = True

    regions: Annotated[tuple[tuple[int, int, int, int], ...], AtLeast(0), Rectangles()]
    fill: Filling | Fill = 0.0
    fill_mask: Fill | None = None
    key: Key = "0" * 32

    def grade(self, dtype: Any) -> Grade:
        """Inpainting is float work in OpenCV; values and noise are written as they are."""
        inpainted = isinstance(self.fill, str) and self.fill.startswith("inpaint")
        return Grade.SAME_BUILD if inpainted else super().grade(dtype)

    def check(self, shape: Shape) -> None:
        need_one_each("fill", self.fill, shape)
        if isinstance(self.fill, str) and self.fill.startswith("inpaint"):
            need_channels(shape, (1, 3))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        if not isinstance(self.fill, str):
            return erase.filled(image, self.regions, self.fill)
        if self.fill.startswith("inpaint"):
            if image.dtype == np.uint16:
                raise TypeError(f"fill={self.fill!r} needs images of uint8, float32 or float64, got uint16")
            return erase.inpainted(image, self.regions, self.fill)
        return erase.random_filled(image, self.regions, self.key, self.fill == "random_uniform")

    def check_mask(self, dtype: Any) -> None:
        if self.fill_mask is not None:
            check_classes(self.fill_mask, dtype)

    def mask(self, mask: Array) -> Array:
        return mask if self.fill_mask is None else erase.filled(mask, self.regions, self.fill_mask)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        left, hulls = erase.visible(self.regions, shape.height, shape.width, boxes.corners)
        sides = boxes.corners[:, 2:] - boxes.corners[:, :2]
        area = sides[:, 0] * sides[:, 1] * left
        rules = boxes.rules
        shrunk = replace(boxes, corners=hulls)
        return shrunk.kept((left > 0) & (left >= rules.min_visibility) & (area >= rules.min_area))

    def points(self, points: Points, shape: Shape) -> Points:
        if not points.drop_outside:
            return points
        hidden = np.zeros(len(points), bool)
        for x1, y1, x2, y2 in self.regions:
            hidden |= (points.x >= x1) & (points.x < x2) & (points.y >= y1) & (points.y < y2)
        return points.kept(~hidden)
