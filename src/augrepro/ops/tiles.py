"""Tiles that change places."""

from typing import Annotated, ClassVar

import numpy as np

from ..engine.declare.kinds import MAX_SIDE, Key
from ..engine.declare.markers import AtLeast, AtMost, Filled
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes, Points
from ..engine.targets.table import Shape
from ..kernels import tiles

Lengths = Annotated[tuple[int, ...], Filled(), AtLeast(0), AtMost(MAX_SIDE)]


@value
class TileShuffle(Op):
    """Cut the image into rows and columns of these lengths and shuffle tiles of equal size, by an order from ``key``.

    Keypoints go with their tile. Of a box, pieces that touch where they end become one box each, with the box's
    labels; those whose pieces are too small by the pipeline's ``min_area`` and ``min_visibility`` are dropped.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    moves: ClassVar[bool] = True
    loses: ClassVar[bool] = True

    rows: Lengths
    columns: Lengths
    key: Key

    def check(self, shape: Shape) -> None:
        for name, lengths, side, size in (
            ("rows", self.rows, "height", shape.height),
            ("columns", self.columns, "width", shape.width),
        ):
            if sum(lengths) != size:
                raise ValueError(f"{name} must add up to the image's {side} {size}, got {sum(lengths)}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        return tiles.shuffled(image, self.rows, self.columns, self._places())

    def mask(self, mask: Array) -> Array:
        return self.pixels(mask)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        corners, rows, places = [], [], self._places()
        for box, row in zip(boxes.corners.tolist(), boxes.rows.tolist(), strict=True):
            x1, y1, x2, y2 = box
            least = max(boxes.rules.min_area, boxes.rules.min_visibility * (x2 - x1) * (y2 - y1))
            for hull, area in tiles.joined(tiles.pieces(box, self.rows, self.columns, places)):
                if area >= least:
                    corners.append(hull)
                    rows.append(row)
        return Boxes(np.array(corners, np.float64).reshape(-1, 4), np.array(rows, boxes.rows.dtype), boxes.rules)

    def points(self, points: Points, shape: Shape) -> Points:
        tops, lefts = tiles.edges(self.rows), tiles.edges(self.columns)
        x, y = points.x + 0.5, points.y + 0.5
        inside = (x >= 0) & (x < shape.width) & (y >= 0) & (y < shape.height)
        row = np.clip(np.searchsorted(tops, y, "right") - 1, 0, len(self.rows) - 1)
        column = np.clip(np.searchsorted(lefts, x, "right") - 1, 0, len(self.columns) - 1)
        to_row, to_column = np.divmod(self._places()[row * len(self.columns) + column], len(self.columns))
        to_x, to_y = points.x + (lefts[to_column] - lefts[column]), points.y + (tops[to_row] - tops[row])
        return points.at(np.where(inside, to_x, points.x), np.where(inside, to_y, points.y), points.z)

    def _places(self) -> Array:
        return tiles.places(self.key, self.rows, self.columns)
