"""Views of the image from somewhere else."""

from math import ceil, sqrt

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    BorderMode,
    Fill,
    Interpolation,
    MaskFill,
    MaskInterpolation,
    Probability,
    Sigma,
)
from ..engine.frame import Frame
from ..engine.targets.projective import Corners, Matrix3, inverse3, product3, projected, shift, square_to, stretch
from ..engine.targets.table import Shape
from ..engine.transform import Drawn, Dual
from ..ops.look import Look
from ..ops.remap import Projection

__all__ = ["Perspective"]

DEEPEST = 0.32
"""Corners move in by less than this share of the width and height, so that no three lie on a line."""
SLACK = 1e-6


class Perspective(Dual):
    """Stretch a quadrilateral, whose corners lie near the image's, to an upright rectangle.

    Args:
        scale: the standard deviation of how far its corners lie inside the image's, as a share of the sides
        keep_size: make the output as large as the input; else as large as the quadrilateral's longest sides, or what
            ``fit_output`` makes of it
        fit_output: show the whole image, not the quadrilateral alone, which is as large as the image then
    """

    scale: Sigma = (0.05, 0.1)
    keep_size: bool = True
    fit_output: bool = False
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        scale = rng.uniform(self.scale)
        corners = quadrilateral([abs(rng.normal(scale)) % DEEPEST for _ in range(8)], frame.shape)
        if self.fit_output:
            forward, height, width = fitted(to_rectangle(corners, *frame.shape[:2]), frame.shape)
        else:
            height, width = longest_sides(corners)
            forward = to_rectangle(corners, height, width)
        if self.keep_size:
            forward = product3(forward, stretch(frame.shape.width / width, frame.shape.height / height))
            height, width = frame.shape[:2]
        look = Look.of(self) if self.fit_output else Look.inside(self)
        return Projection(forward, height, width, look)


def quadrilateral(inward: list[float], shape: Shape) -> Corners:
    """The corners clockwise from the top left, each moved inward by two shares of the sides."""
    height, width = shape[:2]
    x, y = ([width * share for share in inward[:4]], [height * share for share in inward[4:]])
    return (x[0], y[0]), (width - x[1], y[1]), (width - x[2], height - y[2]), (x[3], height - y[3])


def longest_sides(corners: Corners) -> tuple[int, int]:
    """The height and width of the quadrilateral's longer sides."""
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    sides = [sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) for (x1, y1), (x2, y2) in pairs]
    return max(int(sides[1]), int(sides[3]), 1), max(int(sides[0]), int(sides[2]), 1)


def to_rectangle(corners: Corners, height: int, width: int) -> Matrix3:
    """The map of the quadrilateral to an upright rectangle of that size."""
    return product3(inverse3(square_to(corners)), stretch(width, height))


def fitted(forward: Matrix3, shape: Shape) -> tuple[Matrix3, int, int]:
    """The map shifted so that the whole image just shows, and the height and width of what shows."""
    height, width = shape[:2]
    places = [projected(x, y, forward)[:2] for x in (0.0, width) for y in (0.0, height)]
    xs, ys = ([float(place[axis]) for place in places] for axis in (0, 1))
    out = product3(forward, shift(-min(xs), -min(ys)))
    return out, max(1, ceil(max(ys) - min(ys) - SLACK)), max(1, ceil(max(xs) - min(xs) - SLACK))
