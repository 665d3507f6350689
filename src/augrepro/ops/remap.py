"""Ops whose every output pixel looks at a place of the source, read through a fixed-point map.

A remap says where its pixels look and where its points go; images, masks, boxes and keypoints follow from the two.
"""

from functools import partial
from typing import Any, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import Pixels
from ..engine.facts import Facts, fact
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import FINE, Array, Boxes, Matrix, Points, centered, envelope, inverse, moved
from ..engine.targets.projective import centers3, inverse3, projected
from ..engine.targets.table import Shape, need_fill
from ..kernels import dtypes, free, grid, remap
from .grid import Window
from .look import AREA, CONSTANT, LINEAR, NEAREST, OVERSHOOTING, Look
from .motion import of_corners, of_matrix, of_size

RotateMethod = Literal["largest_box", "ellipse"]
AROUND = np.array([[0.0, 1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, -1.0]])
"""A keypoint, and the places a pixel to its right, left, below and above: how these part says how it turns."""


def reads_alike(interpolation: int, dtype: Any) -> bool:
    """Whether a pixel's bits are the same wherever in a row it lies.

    Means of bytes are exact; floats come out of registers in one place and of a loop in another.
    """
    return interpolation == NEAREST or (dtype == np.uint8 and interpolation in (LINEAR, AREA))


class Remap(Op):
    """Base: coordinates are rounded to 1/32 pixel, to whole pixels where the nearest one is read.

    Keypoints go to the pixel that looks at them, and turn and grow with the pixels beside them; boxes go to the upright
    box around their moved outline.
    """

    moves: ClassVar[bool] = True
    loses: ClassVar[bool] = True
    free_ways: ClassVar[tuple[int, ...]] = (LINEAR, AREA)
    """Interpolations with a faster way where bits need hold on one build alone."""
    per_side: ClassVar[int] = 8
    """Points of a box's side that are moved to find the box after; one is enough where straight lines stay straight."""

    look: Look

    def grade(self, dtype: Any) -> Grade:
        return self.look.grade(dtype)

    def check_mask(self, dtype: Any) -> None:
        if self.look.border_mode == 0:
            grid.check_classes(self.look.fill_mask, dtype)

    def check(self, shape: Shape) -> None:
        if self.look.border_mode == CONSTANT:
            need_fill(self.look.fill, shape)

    def sources(self, height: int, width: int) -> remap.Sources:
        """Where the output's pixels look in an image of that size."""
        raise NotImplementedError(f"{type(self).__name__} must define sources(height, width)")

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        """Where points of an image of that shape go, in pixel centers."""
        raise NotImplementedError(f"{type(self).__name__} must define goes_to(x, y, shape)")

    def sources_of(self, height: int, width: int, rows: range, columns: range) -> remap.Sources:
        """Where some rows and columns of the output look; the argument of ``sources`` comes first."""
        return remap.cut(self.sources(height, width), rows, columns)

    def pixels(self, image: Array) -> Array:
        return self.seen(image, self.look.image)

    def mask(self, mask: Array) -> Array:
        return self.seen(mask, self.look.mask)

    def seen(self, image: Array, reading: remap.Reading, window: Window | None = None) -> Array:
        """What a window of the output shows, or the whole."""
        shape = Shape(*image.shape)
        height, width = self.after(shape)[:2]
        sources = self.sources(shape.height, shape.width)
        part = None
        if window is not None:
            rows, columns = part = range(window.y_min, window.y_max), range(window.x_min, window.x_max)
            if reads_alike(reading.interpolation, image.dtype):
                part, (height, width) = None, window.after(self.after(shape))[:2]
                sources = self.sources_of(shape.height, shape.width, rows, columns)
        out = remap.seen(image, sources, height, width, reading, part)
        if image.dtype.kind == "f" and reading.interpolation in OVERSHOOTING:
            return dtypes.without_overshoot(out, image, reading.fill if reading.border_mode == 0 else ())
        return out

    def within(self, exactness: Grade) -> Op:
        freed = {self.look.interpolation, self.look.mask_interpolation}.intersection(self.free_ways)
        return FreeRemap(self) if freed and exactness is Grade.SAME_BUILD else self

    def freely(self, image: Array, reading: remap.Reading) -> Array:
        """What the whole output shows by OpenCV's own blending, read in one of the ``free_ways``."""
        shape = Shape(*image.shape)
        return free.remapped(image, self.sources(shape.height, shape.width), *self.after(shape)[:2], reading)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        x, y = boxes.outline(self.per_side)
        x, y = self.goes_to(x - 0.5, y - 0.5, shape)
        return Boxes(envelope(x + 0.5, y + 0.5), boxes.rows, boxes.rules)

    def points(self, points: Points, shape: Shape) -> Points:
        if points.bare:
            return points.at(*self.goes_to(points.x, points.y, shape), points.z)
        around = np.stack(self.goes_to(points.x[:, None] + AROUND[0], points.y[:, None] + AROUND[1], shape))
        here, right, left, below, above = np.moveaxis(around, 2, 0)
        return points.turned(here[0], here[1], step_across(left, here, right), step_across(above, here, below))


@value
class Warp(Remap):
    """Move every point by ``forward``, on pixel edges, into an image of ``height`` x ``width``."""

    reshapes: ClassVar[bool] = True
    free_ways: ClassVar[tuple[int, ...]] = (NEAREST, LINEAR, AREA)

    forward: tuple[float, float, float, float, float, float]
    height: Pixels
    width: Pixels
    look: Look = Look()
    rotate_method: RotateMethod = "largest_box"

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def sources(self, height: int, width: int) -> remap.Sources:
        return self.sources_of(height, width, range(self.height), range(self.width))

    def sources_of(self, height: int, width: int, rows: range, columns: range) -> remap.Sources:
        return partial(remap.affine, inverse(centered(self.forward)), rows, columns)

    def freely(self, image: Array, reading: remap.Reading) -> Array:
        matrix = inverse(centered(self.forward))
        if free.is_steep(matrix):
            return self.seen(image, reading)
        return free.affine(image, matrix, self.height, self.width, reading)

    def facts(self, shape: Shape) -> Facts:
        size = (self.height, self.width)
        method = {"rotate_method": fact("rotate_method", self.rotate_method, idle=self.rotate_method == "largest_box")}
        return {**of_matrix(self.forward, shape, size), **of_size(shape, size), **self.look.facts(shape), **method}

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        return moved(x, y, centered(self.forward))

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        if self.rotate_method == "ellipse":
            return Boxes(ellipses(boxes.corners, self.forward), boxes.rows, boxes.rules)
        return boxes.transformed(self.forward)

    def points(self, points: Points, shape: Shape) -> Points:
        return points.transformed(centered(self.forward))


@value
class Projection(Remap):
    """Move every point by the 3x3 map ``forward``, on pixel edges, into an image of ``height`` x ``width``.

    A keypoint's angle and scale follow the map as it is about the point.
    """

    reshapes: ClassVar[bool] = True
    per_side: ClassVar[int] = 1
    free_ways: ClassVar[tuple[int, ...]] = (NEAREST, LINEAR, AREA)

    forward: tuple[float, float, float, float, float, float, float, float, float]
    height: Pixels
    width: Pixels
    look: Look = Look()

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def sources(self, height: int, width: int) -> remap.Sources:
        return self.sources_of(height, width, range(self.height), range(self.width))

    def sources_of(self, height: int, width: int, rows: range, columns: range) -> remap.Sources:
        return partial(remap.projective, inverse3(centers3(self.forward)), rows, columns)

    def freely(self, image: Array, reading: remap.Reading) -> Array:
        matrix = inverse3(centers3(self.forward))
        if free.is_steep(matrix) or free.has_horizon(matrix, self.height, self.width):
            return self.seen(image, reading)
        return free.projective(image, matrix, self.height, self.width, reading)

    def facts(self, shape: Shape) -> Facts:
        size = (self.height, self.width)
        return {**of_corners(self.forward, shape), **of_size(shape, size), **self.look.facts(shape)}

    def goes_to(self, x: Array, y: Array, shape: Shape) -> tuple[Array, Array]:
        return projected(x, y, centers3(self.forward))[:2]

    def points(self, points: Points, shape: Shape) -> Points:
        a, b, _, d, e, _, g, h, _ = m = centers3(self.forward)
        x, y, w = projected(points.x, points.y, m)
        if points.bare:
            return points.at(x, y, points.z)
        return points.turned(x, y, ((a - x * g) / w, (d - y * g) / w), ((b - x * h) / w, (e - y * h) / w))


@value
class RemappedWindow(Op):
    """A window of what a warp or flow makes, for which only the pixels in it are computed, or whole rows of them."""

    moves: ClassVar[bool] = True
    loses: ClassVar[bool] = True
    reshapes: ClassVar[bool] = True

    remap: Remap
    window: Window

    def grade(self, dtype: Any) -> Grade:
        return self.remap.grade(dtype)

    def check_mask(self, dtype: Any) -> None:
        self.remap.check_mask(dtype)

    def check(self, shape: Shape) -> None:
        self.remap.check(shape)

    def after(self, shape: Shape) -> Shape:
        return self.window.after(self.remap.after(shape))

    def pixels(self, image: Array) -> Array:
        return self.remap.seen(image, self.remap.look.image, self.window)

    def mask(self, mask: Array) -> Array:
        return self.remap.seen(mask, self.remap.look.mask, self.window)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        return self.window.boxes(self.remap.boxes(boxes, shape), self.remap.after(shape))

    def points(self, points: Points, shape: Shape) -> Points:
        return self.window.points(self.remap.points(points, shape), self.remap.after(shape))


class FreeRemap(Op):
    """A warp or flow read by OpenCV's own blending where that is faster: one build's bits. No plan holds one."""

    reshapes: ClassVar[bool] = True
    uint8_grade: ClassVar[Grade] = Grade.SAME_BUILD
    drawn: Remap
    fields: ClassVar[dict[str, Any]] = {"drawn": Any}

    def __init__(self, drawn: Remap) -> None:
        self.__dict__["drawn"] = drawn

    def check_mask(self, dtype: Any) -> None:
        self.drawn.check_mask(dtype)

    def check(self, shape: Shape) -> None:
        self.drawn.check(shape)

    def after(self, shape: Shape) -> Shape:
        return self.drawn.after(shape)

    def pixels(self, image: Array) -> Array:
        return self._seen(image, self.drawn.look.image)

    def mask(self, mask: Array) -> Array:
        return self._seen(mask, self.drawn.look.mask)

    def _seen(self, image: Array, reading: remap.Reading) -> Array:
        straight, read = isinstance(self.drawn, (Warp, Projection)), reading.interpolation
        freed = read in self.drawn.free_ways and free.gains(image, read, straight)
        return (self.drawn.freely if freed else self.drawn.seen)(image, reading)


def step_across(before: Array, here: Array, after: Array) -> tuple[Array, Array]:
    """How far a pixel's step moves points of (2, N): the mean of the steps to both sides, or one beside a tear."""
    to, on = here - before, after - here
    by_to, by_on = (to**2).sum(0), (on**2).sum(0)
    x, y = np.where(by_to > 4 * by_on, on, np.where(by_on > 4 * by_to, to, (to + on) / 2))
    return np.rint(x * FINE) / FINE, np.rint(y * FINE) / FINE  # a step of one pixel is one, wherever it begins


def ellipses(corners: Array, m: Matrix) -> Array:
    """The upright boxes around the moved ellipses that the boxes circumscribe: tighter than around moved corners."""
    x, y = moved((corners[:, 0] + corners[:, 2]) / 2, (corners[:, 1] + corners[:, 3]) / 2, m)
    wide, high = (corners[:, 2] - corners[:, 0]) / 2, (corners[:, 3] - corners[:, 1]) / 2
    a, b, _, d, e, _ = m
    rx, ry = np.sqrt((wide * a) ** 2 + (high * b) ** 2), np.sqrt((wide * d) ** 2 + (high * e) ** 2)
    return np.stack((x - rx, y - ry, x + rx, y + ry), 1)
