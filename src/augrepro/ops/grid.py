"""Ops that move pixels without computing any: the square's symmetries, crop, pad."""

from functools import lru_cache
from typing import Any, ClassVar

from ..engine.declare.errors import CropSizeError
from ..engine.declare.kinds import Edge
from ..engine.facts import Fact, Facts
from ..engine.op import Grade, SpatialOp, value
from ..engine.targets.geometry import Array, Boxes, Matrix
from ..engine.targets.table import Shape, Target, need_fill
from ..kernels import grid
from .look import Border


@lru_cache(maxsize=256)
def _turned(transpose: bool, flip_x: bool, flip_y: bool, height: int, width: int) -> Matrix:
    """Where a symmetry of the square takes the points of an image."""
    if transpose:
        height, width = width, height
    sx, tx = (-1.0, float(width)) if flip_x else (1.0, 0.0)
    sy, ty = (-1.0, float(height)) if flip_y else (1.0, 0.0)
    return (0.0, sx, tx, sy, 0.0, ty) if transpose else (sx, 0.0, tx, 0.0, sy, ty)


SYMMETRIES = {
    (False, False, False): "left as it is",
    (False, True, False): "mirrored left to right",
    (False, False, True): "mirrored top to bottom",
    (False, True, True): "turned by 180 degrees",
    (True, False, False): "transposed",
    (True, True, False): "turned by 90 degrees clockwise",
    (True, False, True): "turned by 90 degrees counterclockwise",
    (True, True, True): "transposed about the other diagonal",
}
"""The eight in words, by ``transpose``, ``flip_x`` and ``flip_y``."""


@value
class Dihedral(SpatialOp):
    """One of the eight symmetries of the square (the dihedral group D4): transpose where set, then mirror x and y."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True

    transpose: bool
    flip_x: bool
    flip_y: bool

    def fits_any_size(self, target: Target) -> bool:
        return True

    def after(self, shape: Shape) -> Shape:
        return shape.sized(shape.width, shape.height) if self.transpose else shape

    def pixels(self, image: Array) -> Array:
        return grid.turn(image, self.transpose, self.flip_x, self.flip_y)

    def matrix(self, shape: Shape) -> Matrix:
        return _turned(self.transpose, self.flip_x, self.flip_y, shape.height, shape.width)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        out = boxes.transformed(self.matrix(shape))
        if boxes.inside == shape[:2]:  # a coordinate from 0 to a side is the side less it, and no less than 0
            out.inside = (shape[1], shape[0]) if self.transpose else shape[:2]
        return out

    def facts(self, shape: Shape) -> Facts:
        found = self.transpose, self.flip_x, self.flip_y
        return {"symmetry": Fact(found, SYMMETRIES[found], SYMMETRIES[found])}

    def then(self, other: "Dihedral") -> "Dihedral":
        """The one symmetry that does this and then the other: the group's product."""
        x, y = (self.flip_y, self.flip_x) if other.transpose else (self.flip_x, self.flip_y)
        return Dihedral(self.transpose != other.transpose, x != other.flip_x, y != other.flip_y)

    @property
    def is_identity(self) -> bool:
        """True for the identity."""
        return not (self.transpose or self.flip_x or self.flip_y)


@value
class Window(SpatialOp):
    """Keep the window from (x_min, y_min) up to, not including, (x_max, y_max), in pixels."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True
    loses: ClassVar[bool] = True
    does: ClassVar[str] = "crop"

    x_min: Edge
    y_min: Edge
    x_max: Edge
    y_max: Edge

    def after(self, shape: Shape) -> Shape:
        bottom, right = self.y_max, self.x_max
        high, wide = bottom - self.y_min, right - self.x_min
        if bottom > shape[0] or right > shape[1] or high < 1 or wide < 1:
            raise CropSizeError(f"{self!r} is no window of an image of width {shape.width} and height {shape.height}")
        return shape.sized(high, wide)

    def facts(self, shape: Shape) -> Facts:
        spans = {"x": (self.x_min, self.x_max), "y": (self.y_min, self.y_max)}
        texts = {name: f"{low} to {high}" for name, (low, high) in spans.items()}
        return {name: Fact(span, texts[name], f"{name} {texts[name]}") for name, span in spans.items()}

    def pixels(self, image: Array) -> Array:
        return grid.crop(image, self.x_min, self.y_min, self.x_max, self.y_max)

    def matrix(self, shape: Shape) -> Matrix:
        return 1.0, 0.0, float(-self.x_min), 0.0, 1.0, float(-self.y_min)


@value
class Padding(SpatialOp):
    """Add a border of ``top``, ``bottom``, ``left``, ``right`` pixels, filled or continued as ``border`` says."""

    float_grade: ClassVar[Grade] = Grade.EXACT
    reshapes: ClassVar[bool] = True

    top: Edge
    bottom: Edge
    left: Edge
    right: Edge
    border: Border = Border()

    def after(self, shape: Shape) -> Shape:
        return shape.sized(shape.height + self.top + self.bottom, shape.width + self.left + self.right)

    def check_mask(self, dtype: Any) -> None:
        if self.border.border_mode == 0:
            grid.check_classes(self.border.fill_mask, dtype)

    def check(self, shape: Shape) -> None:
        border = self.border
        if border.border_mode == 0 and type(border.fill) is not float:
            need_fill(border.fill, shape)

    def pixels(self, image: Array) -> Array:
        return grid.pad(image, self.top, self.bottom, self.left, self.right, self.border.border_mode, self.border.fill)

    def mask(self, mask: Array) -> Array:
        return grid.pad(
            mask, self.top, self.bottom, self.left, self.right, self.border.border_mode, self.border.fill_mask
        )

    def matrix(self, shape: Shape) -> Matrix:
        return 1.0, 0.0, float(self.left), 0.0, 1.0, float(self.top)
