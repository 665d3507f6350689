"""Dilation and erosion."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import MAX_FILTER
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes
from ..engine.targets.table import Shape
from ..kernels import morphology

Side = Annotated[int, AtLeast(1), AtMost(MAX_FILTER)]


@value
class Morphology(Op):
    """Every value becomes the largest (dilation) or least (erosion) under an ellipse of ``width`` x ``height`` pixels.

    Boxes grow or shrink by what a bright object of their size would, and are dropped where nothing is left of them;
    at the image's border nothing is taken away. Keypoints stay.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    loses: ClassVar[bool] = True

    width: Side
    height: Side
    operation: Literal["erosion", "dilation"] = "dilation"

    def pixels(self, image: Array) -> Array:
        return morphology.extreme(image, self.width, self.height, self.operation == "dilation")

    def mask(self, mask: Array) -> Array:
        return self.pixels(mask)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        left, top, right, bottom = morphology.reach(self.width, self.height)
        size = np.array([shape.width, shape.height, shape.width, shape.height], np.float64)
        if self.operation == "dilation":
            grown = boxes.corners + np.array([-left, -top, right, bottom])
            return Boxes(np.minimum(np.maximum(grown, 0.0), size), boxes.rows, boxes.rules)
        inner = np.hstack((boxes.corners[:, :2] > 0, boxes.corners[:, 2:] < size[2:]))
        shrunk = boxes.corners + np.array([right, bottom, -left, -top]) * inner
        kept = (shrunk[:, 2] > shrunk[:, 0]) & (shrunk[:, 3] > shrunk[:, 1])
        return Boxes(shrunk, boxes.rows, boxes.rules).kept(kept)
