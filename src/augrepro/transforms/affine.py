"""Scale, turn, shear and shift about the image's center.

Angles are in degrees; positive ones turn counter-clockwise on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin, tan
from typing import Annotated, Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    BorderMode,
    Fill,
    Increasing,
    Interpolation,
    Marker,
    MoreThan,
    Probability,
    Range,
    Span,
    Symmetric,
)
from ..engine.declare.parse import is_number
from ..engine.frame import Frame
from ..engine.targets.geometry import Matrix, product
from ..engine.targets.table import Shape
from ..engine.transform import Drawn, Dual
from ..ops.grid import Window
from ..ops.remap import RotateMethod, Warp

IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SLACK = 1e-6


@dataclass(frozen=True)
class Axes(Marker):
    """A span for x and one for y; a number stands for a fixed value, and one span or number for both axes."""

    missing: float
    above: float | None = None
    instead = "one number or two increasing numbers for both axes"

    @property
    def text(self) -> str:  # type: ignore[override]
        return "under the keys 'x' and 'y'" + ("" if self.above is None else f", all > {self.above:g}")

    def coerce(self, value: Any) -> Any:
        if value is None:
            return None
        given = value if isinstance(value, dict) else {"x": value, "y": value}
        if not given or set(given) - {"x", "y"}:
            return value
        spans = {axis: given.get(axis, self.missing) for axis in ("x", "y")}
        return {axis: (span, span) if is_number(span) else span for axis, span in spans.items()}

    def holds(self, value: Any) -> bool:
        if value is None:
            return True
        return set(value) == {"x", "y"} and all(
            low <= high and (self.above is None or low > self.above) for low, high in value.values()
        )


class Constant(Marker):
    """One number x stands for (x, x)."""

    instead = "one number x for (x, x)"

    def coerce(self, value: Any) -> Any:
        return (value, value) if is_number(value) else value


Spans = dict[str, tuple[float, float]]
IntSpans = dict[str, tuple[int, int]]


class Affine(Dual):
    """Scale, then turn, then shear about the center, then shift; each value drawn from its span.

    ``scale``, ``shear`` (degrees) and the translations take one number (a fixed value), one span for both axes (drawn
    for each), or ``{"x": ..., "y": ...}``. ``translate_percent`` is a share of the width and height, ``translate_px``
    whole pixels; positive moves right and down. ``keep_ratio`` uses the scale drawn for x on y too. With
    ``balanced_scale`` a span on both sides of 1 shrinks as often as it enlarges. ``fit_output`` makes the output as
    large as the warped image and leaves out the shift. Boxes follow their corners, or with
    ``rotate_method="ellipse"`` the ellipse within.
    """

    scale: Annotated[Spans, Axes(1.0, above=0.0)] = (1.0, 1.0)  # type: ignore[assignment]
    translate_percent: Annotated[Spans | None, Axes(0.0)] = None
    translate_px: Annotated[IntSpans | None, Axes(0)] = None
    rotate: Annotated[Range, Constant()] = (0.0, 0.0)
    shear: Annotated[Spans, Axes(0.0)] = (0.0, 0.0)  # type: ignore[assignment]
    interpolation: Interpolation = 1
    mask_interpolation: Interpolation = 0
    fit_output: bool = False
    keep_ratio: bool = False
    rotate_method: RotateMethod = "largest_box"
    balanced_scale: bool = False
    border_mode: BorderMode = 0
    fill: Fill = 0
    fill_mask: Fill = 0
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if self.translate_percent is not None and self.translate_px is not None:
            return [f"translate_px must be None where translate_percent is given, got {self.translate_px!r}"]
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        sx = self._scale(rng, "x")
        sy = sx if self.keep_ratio else self._scale(rng, "y")
        angle = rng.uniform(self.rotate)
        shear_x, shear_y = (tan(radians(rng.uniform(self.shear[axis]))) for axis in ("x", "y"))
        matrix = product(product((sx, 0.0, 0.0, 0.0, sy, 0.0), turn(angle)), (1, -shear_x, 0, -shear_y, 1, 0))
        shift = self._shift(rng, frame.shape)
        return fitted(self, matrix, frame.shape) if self.fit_output else warp(self, matrix, frame.shape, *shift)

    def _scale(self, rng: Stream, axis: str) -> float:
        low, high = self.scale[axis]
        if self.balanced_scale and low < 1 < high:
            return rng.uniform((low, 1.0) if rng.bernoulli(0.5) else (1.0, high))
        return rng.uniform((low, high))

    def _shift(self, rng: Stream, shape: Shape) -> tuple[float, float]:
        if self.translate_px is not None:
            return rng.integer(*self.translate_px["x"]), rng.integer(*self.translate_px["y"])
        if self.translate_percent is None:
            return 0.0, 0.0
        x, y = rng.uniform(self.translate_percent["x"]), rng.uniform(self.translate_percent["y"])
        return round(x * shape.width), round(y * shape.height)


class Rotate(Dual):
    """Dihedral about the center; with ``crop_border`` keep the largest upright rectangle that lies inside the image."""

    limit: Span = (-90, 90)
    interpolation: Interpolation = 1
    border_mode: BorderMode = 0
    rotate_method: RotateMethod = "largest_box"
    crop_border: bool = False
    mask_interpolation: Interpolation = 0
    fill: Fill = 0
    fill_mask: Fill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        angle = rng.uniform(self.limit)
        op = warp(self, turn(angle), frame.shape)
        return (op, inner(angle, frame.shape)) if op is not None and self.crop_border else op


class ShiftScaleRotate(Dual):
    """Scale by 1 + a number, turn, and shift by a share of the width and height; the ends may differ by axis."""

    shift_limit: Span = (-0.0625, 0.0625)
    scale_limit: Annotated[Span, MoreThan(-1)] = (-0.1, 0.1)
    rotate_limit: Span = (-45, 45)
    interpolation: Interpolation = 1
    border_mode: BorderMode = 0
    shift_limit_x: Annotated[tuple[float, float] | None, Symmetric(), Increasing()] = None
    shift_limit_y: Annotated[tuple[float, float] | None, Symmetric(), Increasing()] = None
    rotate_method: RotateMethod = "largest_box"
    mask_interpolation: Interpolation = 0
    fill: Fill = 0
    fill_mask: Fill = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        angle, scale = rng.uniform(self.rotate_limit), 1 + rng.uniform(self.scale_limit)
        x = rng.uniform(self.shift_limit_x or self.shift_limit) * frame.shape.width
        y = rng.uniform(self.shift_limit_y or self.shift_limit) * frame.shape.height
        return warp(self, product((scale, 0.0, 0.0, 0.0, scale, 0.0), turn(angle)), frame.shape, x, y)


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


def _rounded(entry: float) -> float:
    return round(entry * 2.0**32) / 2.0**32


def _warp(how: Any, matrix: Matrix, height: int, width: int) -> Warp:
    look = (how.interpolation, how.mask_interpolation, how.border_mode, how.fill, how.fill_mask, how.rotate_method)
    return Warp(matrix, height, width, *look)


def inner(angle: float, shape: Shape) -> Window:
    """The largest upright rectangle about the center that a turned image still covers.

    Where the image is long and the turn is not small, two corners of the rectangle lie on the long sides, and the
    rest is free; else all four corners touch.
    """
    height, width, _ = shape
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
