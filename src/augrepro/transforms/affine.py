"""Scale, turn, shear and shift about the image's center.

Angles are in degrees; positive ones turn counter-clockwise on the screen.
"""

from collections.abc import Sequence
from math import ceil, cos, floor, radians, sin, tan
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    AnglePerAxis,
    BorderMode,
    Fill,
    FixedOrRange,
    Interpolation,
    MaskFill,
    MaskInterpolation,
    PixelsPerAxis,
    Probability,
    ScalePerAxis,
    SharePerAxis,
    Span,
    SpanAboveMinusOne,
)
from ..engine.declare.narrowed import per_axis
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.protocol.basic import Params
from ..engine.targets.geometry import Array, Matrix, product
from ..engine.targets.table import Shape
from ..engine.transform import Drawn, Dual, as_ops
from ..ops.grid import Window
from ..ops.look import Look
from ..ops.remap import RotateMethod, Warp

__all__ = ["Affine", "Rotate", "SafeRotate", "ShiftScaleRotate"]

Pair = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SLACK = 1e-6


class Affine(Dual):
    """Scale, then turn, then shear about the center, then shift; each value drawn from its span.

    A span for both axes is drawn for each of them.

    Args:
        scale: the factor; 1 keeps the size
        translate_percent: the shift as a share of the width and height, cut to whole pixels; positive moves right and
            down
        translate_px: the shift in whole pixels; positive moves right and down
        rotate: the angle in degrees, counter-clockwise
        shear: the angle in degrees by which each axis leans
        fit_output: make the output as large as the warped image and leave out the shift
        keep_ratio: use the scale drawn for x on y too
        rotate_method: boxes follow their corners, or the ellipse within them, which is tighter
        balanced_scale: let a span on both sides of 1 shrink as often as it enlarges
    """

    scale: ScalePerAxis = (1.0, 1.0)
    translate_percent: SharePerAxis | None = None
    translate_px: PixelsPerAxis | None = None
    rotate: FixedOrRange = (0.0, 0.0)
    shear: AnglePerAxis = (0.0, 0.0)
    interpolation: Interpolation = 1
    mask_interpolation: MaskInterpolation = 0
    fit_output: bool = False
    keep_ratio: bool = False
    rotate_method: RotateMethod = "largest_box"
    balanced_scale: bool = False
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if self.translate_percent is not None and self.translate_px is not None:
            return [f"translate_px must be None where translate_percent is given, got {self.translate_px!r}"]
        x, y = (per_axis(self.scale)[axis] for axis in ("x", "y"))
        if self.keep_ratio and x != y:
            return [f"scale must have one range for both axes where keep_ratio is True, got {self.scale!r}"]
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return self._warped(*self._numbers(rng, frame.shape), frame.shape)

    def drawn_by_hand(self, rng: Stream, frame: Frame, image: Array | None) -> tuple[tuple[Op, ...], Params]:
        if type(self).draw is not Affine.draw:
            return super().drawn_by_hand(rng, frame, image)
        scale, angle, shear, shift = self._numbers(rng, frame.shape)
        pairs = {"scale": scale, "shear": shear, "translate": shift}
        named = {name: dict(zip("xy", pair, strict=True)) for name, pair in pairs.items()}
        return as_ops(self._warped(scale, angle, shear, shift, frame.shape)), {**named, "rotate": angle}

    def _numbers(self, rng: Stream, shape: Shape) -> tuple[Pair, float, Pair, Pair]:
        """Scale, angle, the angles of the shear, and the shift in pixels."""
        sx = self._scale(rng, "x")
        sy = sx if self.keep_ratio else self._scale(rng, "y")
        angle = rng.uniform(self.rotate)
        x, y = (rng.uniform(per_axis(self.shear)[axis]) for axis in ("x", "y"))
        return (sx, sy), angle, (x, y), self._shift(rng, shape)

    def _warped(self, scale: Pair, angle: float, shear: Pair, shift: Pair, shape: Shape) -> Drawn:
        x, y = (tan(radians(each)) for each in shear)
        matrix = product(product((scale[0], 0.0, 0.0, 0.0, scale[1], 0.0), turn(angle)), (1, -x, 0, -y, 1, 0))
        return fitted(self, matrix, shape) if self.fit_output else warp(self, matrix, shape, *shift)

    def _scale(self, rng: Stream, axis: str) -> float:
        low, high = per_axis(self.scale)[axis]
        if self.balanced_scale and low < 1 < high:
            return rng.uniform((low, 1.0) if rng.bernoulli(0.5) else (1.0, high))
        return rng.uniform((low, high))

    def _shift(self, rng: Stream, shape: Shape) -> tuple[float, float]:
        if self.translate_px is not None:
            return rng.integer_in(per_axis(self.translate_px)["x"]), rng.integer_in(per_axis(self.translate_px)["y"])
        if self.translate_percent is None:
            return 0.0, 0.0
        x, y = (rng.uniform(per_axis(self.translate_percent)[axis]) for axis in ("x", "y"))
        return int(x * shape.width), int(y * shape.height)


class Rotate(Dual):
    """Turn the image about its center by a random angle; boxes and keypoints turn along.

    Args:
        limit: the angle in degrees; positive turns counter-clockwise on the screen
        rotate_method: boxes follow their corners, or the ellipse within them, which is tighter
        crop_border: keep the largest upright rectangle that lies inside the turned image
    """

    limit: Span = (-90, 90)
    interpolation: Interpolation = 1
    border_mode: BorderMode = 0
    rotate_method: RotateMethod = "largest_box"
    crop_border: bool = False
    mask_interpolation: MaskInterpolation = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        angle = rng.uniform(self.limit)
        op = warp(self, turn(angle), frame.shape)
        return (op, inner(angle, frame.shape)) if op is not None and self.crop_border else op


class SafeRotate(Dual):
    """Turn the image about its center and shrink it to its own width and height, so that no corner is cut off.

    Args:
        limit: the angle in degrees; positive turns counter-clockwise on the screen
        rotate_method: boxes follow their corners, or the ellipse within them, which is tighter
    """

    limit: Span = (-90, 90)
    interpolation: Interpolation = 1
    border_mode: BorderMode = 0
    rotate_method: RotateMethod = "largest_box"
    mask_interpolation: MaskInterpolation = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        turned = turn(rng.uniform(self.limit))
        c, s = abs(turned[0]), abs(turned[1])
        x, y = width / (c * width + s * height), height / (s * width + c * height)
        return warp(self, product(turned, (x, 0.0, 0.0, 0.0, y, 0.0)), frame.shape)


class ShiftScaleRotate(Dual):
    """Scale, turn and shift the image about its center.

    Args:
        shift_limit: the shift as a share of the width and height, cut to whole pixels; positive moves right and down
        scale_limit: the factor less 1, drawn for each axis: 0.1 enlarges by a tenth, -0.1 shrinks by one
        rotate_limit: the angle in degrees; positive turns counter-clockwise on the screen
        shift_limit_x: the share of the width, in place of ``shift_limit``
        shift_limit_y: the share of the height, in place of ``shift_limit``
        rotate_method: boxes follow their corners, or the ellipse within them, which is tighter
    """

    shift_limit: Span = (-0.0625, 0.0625)
    scale_limit: SpanAboveMinusOne = (-0.1, 0.1)
    rotate_limit: Span = (-45, 45)
    interpolation: Interpolation = 1
    border_mode: BorderMode = 0
    shift_limit_x: Span | None = None
    shift_limit_y: Span | None = None
    rotate_method: RotateMethod = "largest_box"
    mask_interpolation: MaskInterpolation = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        angle = rng.uniform(self.rotate_limit)
        sx, sy = 1 + rng.uniform(self.scale_limit), 1 + rng.uniform(self.scale_limit)
        x = int(rng.uniform(self.shift_limit_x or self.shift_limit) * frame.shape.width)
        y = int(rng.uniform(self.shift_limit_y or self.shift_limit) * frame.shape.height)
        return warp(self, product((sx, 0.0, 0.0, 0.0, sy, 0.0), turn(angle)), frame.shape, x, y)


def turn(angle: float) -> Matrix:
    """Counter-clockwise on the screen, where y points down."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return c, s, 0.0, -s, c, 0.0


def warp(how: Any, linear: Matrix, shape: Shape, x: float = 0.0, y: float = 0.0) -> Warp | None:
    """The map about the center, then the shift; None where nothing would move."""
    matrix = about(linear, shape.width / 2, shape.height / 2, shape.width / 2 + x, shape.height / 2 + y)
    return None if matrix == IDENTITY else _warp(how, matrix, shape.height, shape.width)


def fitted(how: Any, linear: Matrix, shape: Shape) -> Warp | None:
    """The map with the image's center in the middle of an output that just holds the whole image."""
    a, b, _, d, e, _ = linear
    width = max(1, ceil(abs(a) * shape.width + abs(b) * shape.height - SLACK))
    height = max(1, ceil(abs(d) * shape.width + abs(e) * shape.height - SLACK))
    matrix = about(linear, shape.width / 2, shape.height / 2, width / 2, height / 2)
    return None if matrix == IDENTITY else _warp(how, matrix, height, width)


def about(linear: Matrix, x: float, y: float, to_x: float, to_y: float) -> Matrix:
    """The map that takes the point (x, y) to (to_x, to_y), rounded to 2**-32 so that no last bit of a sine shows."""
    a, b, _, d, e, _ = (_rounded(entry) for entry in linear)
    return a, b, _rounded(to_x - (a * x + b * y)), d, e, _rounded(to_y - (d * x + e * y))


def by_three_points(moves: Sequence[tuple[float, float]], shape: Shape) -> Matrix | None:
    """The map that moves three corners of a square about the center by ``moves``; None where it would flatten images.

    The corners are a third of the shorter side away from the center: right below, right above and left above it.
    """
    reach = max(1, min(shape.height, shape.width) // 3)
    below, above, left = moves
    a, d = (1 + (above[0] - left[0]) / (2 * reach), (above[1] - left[1]) / (2 * reach))
    b, e = ((below[0] - above[0]) / (2 * reach), 1 + (below[1] - above[1]) / (2 * reach))
    if abs(a * e - b * d) < SLACK:
        return None
    x, y = shape.width / 2, shape.height / 2
    return about((a, b, 0.0, d, e, 0.0), x, y, x + (below[0] + left[0]) / 2, y + (below[1] + left[1]) / 2)


def _rounded(entry: float) -> float:
    return round(entry * 2.0**32) / 2.0**32


def _warp(how: Any, matrix: Matrix, height: int, width: int) -> Warp:
    return Warp(matrix, height, width, Look.of(how), how.rotate_method)


def inner(angle: float, shape: Shape) -> Window:
    """The largest upright rectangle about the center that a turned image still covers.

    Where the image is long and the turn is not small, two corners of the rectangle lie on the long sides, and the
    rest is free; else all four corners touch.
    """
    height, width = shape[:2]
    s, c = abs(sin(radians(angle))), abs(cos(radians(angle)))
    short, long = min(height, width), max(height, width)
    if short <= 2 * s * c * long or abs(s - c) < 1e-10:
        along, across = (short / 2 / s, short / 2 / c) if width >= height else (short / 2 / c, short / 2 / s)
    else:
        square = c * c - s * s
        along, across = (width * c - height * s) / square, (height * c - width * s) / square
    x_min, x_max = _inside(width, along)
    y_min, y_max = _inside(height, across)
    return Window(x_min, y_min, x_max, y_max)


def _inside(side: int, length: float) -> tuple[int, int]:
    low = min(max(ceil((side - length) / 2 - SLACK), 0), side - 1)
    return low, max(min(floor((side + length) / 2 + SLACK), side), low + 1)
