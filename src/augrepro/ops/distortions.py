"""Elastic deformation: a smooth random field says where each pixel looks."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import BorderMode, Fill, Interpolation, Key
from ..engine.declare.markers import AtLeast
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes, Points, envelope
from ..engine.targets.table import Shape
from ..kernels import displacement, remap

ROUNDS = 12
PER_SIDE = 8


@value
class Elastic(Op):
    """Each pixel looks ``alpha`` times a Gaussian-smoothed (``sigma``) random field away from itself.

    The field is grown from ``key`` (Simard, Steinkraus and Platt 2003). Keypoints go to the pixel that looks at them,
    boxes to the upright box around their moved outline.
    """

    grade: ClassVar[Grade] = Grade.EXACT
    moves: ClassVar[bool] = True
    loses: ClassVar[bool] = True

    key: Key
    alpha: float
    sigma: Annotated[float, AtLeast(1)]
    noise_distribution: Literal["gaussian", "uniform"]
    same_dxdy: bool
    interpolation: Interpolation
    mask_interpolation: Interpolation
    border_mode: BorderMode
    fill: Fill
    fill_mask: Fill

    def field(self, height: int, width: int) -> tuple[Array, Array]:
        """The displacement along x and y, int32 with 16 fraction bits."""
        uniform = self.noise_distribution == "uniform"
        return displacement.displacement(self.key, height, width, self.alpha, self.sigma, uniform, self.same_dxdy)

    def pixels(self, image: Array) -> Array:
        reading = remap.Reading(self.interpolation, self.border_mode, self.fill)
        return remap.displaced(image, *self.field(*image.shape[:2]), reading)

    def mask(self, mask: Array) -> Array:
        reading = remap.Reading(self.mask_interpolation, self.border_mode, self.fill_mask)
        return remap.displaced(mask, *self.field(*mask.shape[:2]), reading)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        x, y = boxes.outline(PER_SIDE)
        x, y = self._goes_to(x - 0.5, y - 0.5, shape)
        return Boxes(envelope(x + 0.5, y + 0.5), boxes.rows, boxes.rules)

    def points(self, points: Points, shape: Shape) -> Points:
        x, y = self._goes_to(points.x, points.y, shape)
        return points.at(x, y, points.z)

    def _goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """The places that reading at (x, y), by fixed-point iteration: exact to the pixel where the field is smooth."""
        dx, dy = (field / displacement.ONE for field in self.field(shape.height, shape.width))
        to_x, to_y = x, y
        for _ in range(ROUNDS):
            row = np.clip(np.rint(to_y), 0, shape.height - 1).astype(np.intp)
            column = np.clip(np.rint(to_x), 0, shape.width - 1).astype(np.intp)
            to_x, to_y = x - dx[row, column], y - dy[row, column]
        return to_x, to_y
