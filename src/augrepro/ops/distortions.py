"""The flows: elastic deformation, stretched grids, lenses."""

from functools import partial
from math import exp, pi, sqrt
from typing import Annotated, Literal

import numpy as np

from ..engine.declare.kinds import Key
from ..engine.declare.markers import AtLeast, Filled
from ..engine.op import value
from ..engine.targets.geometry import Array, Boxes, envelope
from ..engine.targets.table import Shape, Target
from ..kernels import fields, radial, remap
from .flow import Flow
from .look import Look
from .remap import Remap

Factors = Annotated[tuple[float, ...], Filled(), AtLeast(0)]


@value
class Elastic(Flow):
    """Each pixel looks ``alpha`` times a Gaussian-smoothed (``sigma``) random field away from itself.

    The field is grown from ``key`` (Simard, Steinkraus and Platt 2003).
    """

    key: Key
    alpha: float
    sigma: Annotated[float, AtLeast(1)]
    noise_distribution: Literal["gaussian", "uniform"] = "gaussian"
    same_dxdy: bool = False
    look: Look = Look()

    def field(self, height: int, width: int) -> tuple[Array, Array]:
        uniform = self.noise_distribution == "uniform"
        return fields.displacement(self.key, height, width, self.alpha, self.sigma, uniform, self.same_dxdy)


def cut_at_17_pixels(alpha: float, sigma: float) -> tuple[float, float]:
    """``alpha`` and ``sigma`` of the Gaussian that moves pixels as one does whose kernel ends after 8 pixels.

    It has the standard deviation of the weights that are left, and its field the size of theirs.
    """
    weights = [exp(-((i / sigma) ** 2) / 2) for i in range(-8, 9)]
    whole = sum(weights)
    left = sqrt(sum(weight * i * i for weight, i in zip(weights, range(-8, 9), strict=True)) / whole)
    size = 2 * sqrt(pi) * left * sum((weight / whole) ** 2 for weight in weights)
    # digits that every platform's exp agrees on; the field wants a sigma of 1 at least
    return float(f"{alpha * size:.12g}"), max(1.0, float(f"{left:.12g}"))


@value
class GridWarp(Flow):
    """Cut the image into equal columns and rows, and let each read so many times its own length of the source.

    The source is read from the left and the top on, cell after cell; factors of mean 1 show all of it.
    """

    columns: Factors
    rows: Factors
    look: Look = Look()

    def fits_any_size(self, target: Target) -> bool:
        return True

    def field(self, height: int, width: int) -> tuple[Array, Array]:
        dx, dy = fields.stretched(self.columns, width), fields.stretched(self.rows, height)
        return np.broadcast_to(dx, (height, width)), np.broadcast_to(dy[:, None], (height, width))

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """The places that look at (x, y): straight lines between the cells' ends have an inverse of their own."""
        ends = fields.cells(self.columns, shape.width), fields.cells(self.rows, shape.height)
        to_x, to_y = (fields.piecewise(at + 0.5, read, even) for at, (even, read) in zip((x, y), ends, strict=True))
        return to_x - 0.5, to_y - 0.5


@value
class Radial(Remap):
    """Each pixel looks further from the middle where ``k`` is above 0, and nearer where it is below.

    Beside 1, the factor of its distance is k (q + q**2) of a ``camera`` (Brown 1966), where q is the squared distance
    in shares of the sides, and k q of a ``fisheye``, where it is in shares of half the diagonal.
    """

    k: float
    mode: Literal["camera", "fisheye"] = "camera"
    look: Look = Look()

    def fits_any_size(self, target: Target) -> bool:
        return True

    def sources(self, height: int, width: int) -> remap.Sources:
        return partial(radial.sources, self._lens(height, width), height, width)

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """The places that look at (x, y), by Newton's method; out of the image where none does."""
        return radial.seen_at(self._lens(shape.height, shape.width), x, y, shape.height, shape.width)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        lens = self._lens(shape.height, shape.width)
        seen = boxes.kept(radial.is_seen(lens, boxes.corners, shape.height, shape.width))
        x, y = (side - 0.5 for side in seen.outline(self.per_side))
        x, y = radial.seen_at(lens, x, y, shape.height, shape.width, radial.turning(lens))
        return Boxes(envelope(x + 0.5, y + 0.5), seen.rows, seen.rules)

    def _lens(self, height: int, width: int) -> radial.Lens:
        return (radial.camera if self.mode == "camera" else radial.fisheye)(self.k, height, width)
