"""Rectangular holes."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from ..engine.declare.corners import Rectangles
from ..engine.declare.kinds import Count, Fill, Key, Share, Shift
from ..engine.declare.markers import AtLeast
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import MASKS, Shape, Target, need_channels, need_fill
from ..kernels import erase, grid_holes
from ..kernels.grid import check_classes

Inpainting = Literal["inpaint_telea", "inpaint_ns"]
Filling = Literal["random", "random_uniform", "inpaint_telea", "inpaint_ns"]


class Holes(Op):
    """Base of the ops that fill a region with a value, with noise grown from ``key``, or by inpainting.

    Masks get ``fill_mask``, or stay where that is None. Keypoints in the region are dropped. Boxes shrink to what the
    region leaves of them, and are dropped where that is nothing, or too little by the pipeline's rules.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    loses: ClassVar[bool] = True
    shrinks: ClassVar[bool] = True

    fill: Any
    fill_mask: Any

    def covered(self, height: int, width: int) -> Array:
        """The (H, W) region of an image of that size."""
        raise TypeError(f"{type(self).__name__} must define covered(height, width)")

    def grade(self, dtype: Any) -> Grade:
        """Inpainting is float work in OpenCV; values and noise are written as they are."""
        return Grade.SAME_BUILD if self.inpaints else super().grade(dtype)

    def fits_any_size(self, target: Target) -> bool:
        return target.kind is MASKS and self.fill_mask is None

    @property
    def inpaints(self) -> bool:
        """True where holes are continued from their rims."""
        return isinstance(self.fill, str) and self.fill.startswith("inpaint")

    def check(self, shape: Shape) -> None:
        if type(self.fill) is float:  # one for all, as most fills are
            return
        need_fill(self.fill, shape)
        if self.inpaints:
            need_channels(shape, (1, 3))

    def check_mask(self, dtype: Any) -> None:
        if self.fill_mask is not None:
            check_classes(self.fill_mask, dtype)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        left, hulls = erase.visible(self.covered(shape.height, shape.width), boxes.corners)
        shown = replace(boxes, corners=hulls) if self.shrinks else boxes
        return shown.kept((left > 0) & enough(boxes, left))

    def points(self, points: Points, shape: Shape) -> Points:
        if not points.drop_outside:
            return points
        region = self.covered(shape.height, shape.width)
        inside = (points.x >= 0) & (points.x < shape.width) & (points.y >= 0) & (points.y < shape.height)
        x, y = (np.where(inside, at, 0).astype(int) for at in (points.x, points.y))
        return points.kept(~(inside & region[y, x]))


def enough(boxes: Boxes, left: Array) -> Array:
    """Which boxes the pipeline's rules keep, where shares ``left`` of their areas can be seen."""
    sides = boxes.corners[:, 2:] - boxes.corners[:, :2]
    area = sides[:, 0] * sides[:, 1] * left
    kept: Array = (left >= boxes.rules.min_visibility) & (area >= boxes.rules.min_area)
    return kept


def inpainted(image: Array, region: Array, method: Any, radius: int = erase.RADIUS) -> Array:
    """The image whose region is continued from its rim; TypeError for an image that OpenCV cannot inpaint."""
    if image.dtype == np.uint16:
        raise TypeError(f"fill={method!r} needs images of uint8, float32 or float64, got uint16")
    return erase.inpainted(image, region, method, radius)


class Rectangular(Holes):
    """Base of the ops whose region is made of rectangles (x_min, y_min, x_max, y_max).

    What of a rectangle lies beyond the image is left out.
    """

    key: Any

    def holes(self, height: int, width: int) -> tuple[erase.Hole, ...]:
        """The rectangles in an image of that size."""
        raise TypeError(f"{type(self).__name__} must define holes(height, width)")

    def covered(self, height: int, width: int) -> Array:
        return erase.covered(self.holes(height, width), height, width)

    def pixels(self, image: Array) -> Array:
        self.check(Shape.of(image))
        height, width, _ = image.shape
        if not isinstance(self.fill, str):
            return erase.filled(image, self.holes(height, width), self.fill)
        if self.inpaints:
            return inpainted(image, self.covered(height, width), self.fill)
        return erase.random_filled(image, self.holes(height, width), self.key, self.fill == "random_uniform")

    def mask(self, mask: Array) -> Array:
        return mask if self.fill_mask is None else erase.filled(mask, self.holes(*mask.shape[:2]), self.fill_mask)


@value
class Erase(Rectangular):
    """Fill rectangles (x_min, y_min, x_max, y_max) with a value, with noise grown from ``key``, or by inpainting."""

    regions: Annotated[tuple[tuple[int, int, int, int], ...], AtLeast(0), Rectangles()]
    fill: Filling | Fill = 0.0
    fill_mask: Fill | None = None
    key: Key = "0" * 32

    def holes(self, height: int, width: int) -> tuple[erase.Hole, ...]:
        return self.regions

    def shown(self, image: Array | None) -> dict[str, Any]:
        """The fields, and the rectangles as an (N, 4) array."""
        return {**super().shown(image), "holes": np.array(self.regions, np.int64).reshape(-1, 4)}


@value
class EraseGrid(Rectangular):
    """Fill a hole in each cell of a grid of rows and columns, with a value, noise grown from ``key``, or by inpainting.

    A hole has the share ``ratio`` of a cell's sides. It lies ``shift`` (x, y) pixels from the cell's corner, or where
    ``key`` says in the cell.
    """

    rows: Count
    columns: Count
    ratio: Share
    shift: Shift | None
    key: Key
    fill: Filling | Fill = 0.0
    fill_mask: Fill | None = None

    def holes(self, height: int, width: int) -> tuple[erase.Hole, ...]:
        shift = None if self.shift is None else (self.shift[0], self.shift[1])
        return grid_holes.grid_holes(height, width, (self.rows, self.columns), self.ratio, shift, self.key)
