"""Where points go: 2x3 matrices in plain Python, and boxes and keypoints as NumPy columns.

Coordinates are in pixels. Boxes live on pixel *edges* (the image spans 0 to width), keypoints on pixel *centers*
(0 to width - 1), as in Albumentations. Products are written out term by term: no BLAS, so no bit depends on one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import atan2, degrees, isfinite, sqrt
from typing import Any

import numpy as np

from .box_rules import PLAIN, BoxRules

Array = np.ndarray[Any, np.dtype[Any]]
Matrix = tuple[float, float, float, float, float, float]
"""x' = a x + b y + c, y' = d x + e y + f, on pixel edges."""


def centered(m: Matrix) -> Matrix:
    """The same map for pixel centers, which sit half a pixel inside the edges."""
    a, b, c, d, e, f = m
    return a, b, c + 0.5 * (a + b) - 0.5, d, e, f + 0.5 * (d + e) - 0.5


def product(first: Matrix, then: Matrix) -> Matrix:
    """The map that does ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return g * a + h * d, g * b + h * e, g * c + h * f + i, j * a + k * d, j * b + k * e, j * c + k * f + m


def inverse(m: Matrix) -> Matrix:
    """The map back; ValueError where there is none."""
    a, b, c, d, e, f = m
    det = a * e - b * d
    found: Matrix = inverted((e, -b, b * f - c * e, -d, a, c * d - a * f), det)
    return found


def inverted(cofactors: tuple[float, ...], det: float) -> Any:
    """The entries of an inverse; ValueError where the map has none, or none of finite entries."""
    if det == 0:
        raise ValueError("the map flattens the image to a line and cannot be inverted")
    entries = tuple(entry / det for entry in cofactors)
    if not all(map(isfinite, entries)):
        raise ValueError("the map all but flattens the image, or enlarges it without end, and cannot be inverted")
    return entries


def moved(x: Array, y: Array, m: Matrix) -> tuple[Array, Array]:
    """The points under the map; zero and unit terms are skipped, which changes no value."""
    a, b, c, d, e, f = m
    return _row(x, y, a, b, c), _row(x, y, d, e, f)


def _row(x: Array, y: Array, a: float, b: float, c: float) -> Array:
    if b == 0:
        if a == -1:
            return c - x
        out = x if a == 1 else x * a
    elif a == 0:
        if b == -1:
            return c - y
        out = y if b == 1 else y * b
    else:
        out = x * a + y * b
    return out + c if c else out


FEW = 24
"""Up to so many rows, comparing them in plain Python is faster than a handful of calls into NumPy."""


@dataclass(slots=True, eq=False)
class Boxes:
    """Boxes as an (N, 4) float64 array of x_min, y_min, x_max, y_max, and the input rows they came from."""

    corners: Array
    rows: Array
    rules: BoxRules = PLAIN
    inside: tuple[int, int] | None = field(default=None, init=False)
    """Height and width of an image in which all of them are known to lie; not handed on to boxes made of these."""
    seen: Array | None = field(default=None, init=False)
    """The share of each that the ops of one transform have left so far; None where that is all of it."""

    def __len__(self) -> int:
        return len(self.rows)

    def transformed(self, m: Matrix) -> Boxes:
        """Each box becomes the smallest upright box around its moved corners."""
        upright = _upright(m)
        if upright is None:
            x, y = self.corners[:, 0::2], self.corners[:, 1::2]
            out = envelope(*moved(np.concatenate((x, x), 1), np.concatenate((y, y[:, ::-1]), 1), m))
        else:
            order, factors, offsets = upright
            out = self.corners if order is None else self.corners.take(order, 1)
            out = out * factors + offsets if factors is not None else out + offsets
        return Boxes(out, self.rows, self.rules)

    def outline(self, per_side: int) -> tuple[Array, Array]:
        """Points along the sides, (N, 4 * per_side) each for x and y: for maps that bend straight lines."""
        x1, y1, x2, y2 = (self.corners[:, i, None] for i in range(4))
        t = np.arange(per_side) / per_side
        right, down = x1 + (x2 - x1) * t, y1 + (y2 - y1) * t
        left, up = x2 + (x1 - x2) * t, y2 + (y1 - y2) * t
        one = np.ones_like(t)
        return np.hstack((right, x2 * one, left, x1 * one)), np.hstack((y1 * one, down, y2 * one, up))

    def kept(self, keep: Array) -> Boxes:
        """The boxes where ``keep`` is true."""
        return self if keep.all() else Boxes(self.corners[keep], self.rows[keep], self.rules)

    def _inside(self, height: int, width: int) -> bool:
        if self.inside == (height, width):
            return True
        if len(self.rows) <= FEW // 2:
            for x1, y1, x2, y2 in self.corners.tolist():
                if not (x1 >= 0 and y1 >= 0 and 0 <= x2 <= width and 0 <= y2 <= height):
                    return False
        else:
            far = self.corners.max(0)
            if not (self.corners.min() >= 0 and far[2] <= width and far[3] <= height):
                return False
        self.inside = height, width
        return True

    def following(self, before: Boxes) -> Boxes:
        """These boxes, which an op made of those before, with the share of each that was seen before the op."""
        if before.seen is not None and len(self):
            order = np.argsort(before.rows, kind="stable")
            self.seen = before.seen[order[np.searchsorted(before.rows, self.rows, sorter=order)]]
        return self

    def filtered(self, height: int, width: int, judged: bool = True) -> Boxes:
        """Boxes clipped to the image, less those that the rules drop; before they are ``judged``, those without area.

        The rules ask what a transform returns: of one with several ops, boxes are judged after the last.
        """
        if not len(self):
            return self
        before = self.corners
        if (self.rules is PLAIN or not judged) and self._inside(height, width):
            return self
        clipped = np.minimum(np.maximum(before, 0.0), np.array([width, height, width, height], np.float64))
        whole = (before[:, 2] - before[:, 0]) * (before[:, 3] - before[:, 1])
        if self.seen is not None:
            whole = whole / self.seen
        area, follows = self.rules.judge(clipped, whole)
        keep = follows if judged else area > 0
        out = Boxes(clipped, self.rows, self.rules).kept(keep)
        out.inside = height, width
        if not judged and self.rules.min_visibility:
            out.seen = area[keep] / whole[keep]
        return out


@lru_cache(maxsize=64)
def _upright(m: Matrix) -> tuple[Array | None, Array | None, Array] | None:
    """A map that keeps boxes upright as (column order, factors, offsets) over x_min, y_min, x_max, y_max."""
    a, b, c, d, e, f = m
    if b == 0 and d == 0:
        x, y, sx, sy = 0, 1, a, e
    elif a == 0 and e == 0:
        x, y, sx, sy = 1, 0, b, d
    else:
        return None
    order = [x + 2 * (sx < 0), y + 2 * (sy < 0), x + 2 * (sx > 0), y + 2 * (sy > 0)]
    factors = None if sx == 1 and sy == 1 else np.array([sx, sy, sx, sy])
    return (None if order == [0, 1, 2, 3] else np.array(order)), factors, np.array([c, f, c, f])


def _turned(angle: Array, a: float, b: float, d: float, e: float) -> Array:
    """The directions, in degrees, under the linear part of a map; exact for quarter turns and mirrors."""
    if a == e and b == -d:
        return (angle + round(degrees(atan2(d, a)) * FINE) / FINE) % 360.0
    if a == -e and b == d:
        return (round(degrees(atan2(d, a)) * FINE) / FINE - angle) % 360.0
    return directed(angle, (a, d), (b, e))


def directed(angle: Array, by_x: tuple[Any, Any], by_y: tuple[Any, Any]) -> Array:
    """The directions, in degrees, where a pixel to the right moves a point ``by_x``, and one down ``by_y``.

    Rounded to 2**-32 degrees: the last bits of an arctangent are not the same on every machine.
    """
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turned = np.degrees(np.arctan2(by_x[1] * cos + by_y[1] * sin, by_x[0] * cos + by_y[0] * sin))
    out: Array = np.rint(turned * FINE) / FINE % 360.0
    return out


def envelope(x: Array, y: Array) -> Array:
    """The smallest upright boxes around (N, K) points."""
    return np.stack((x.min(1), y.min(1), x.max(1), y.max(1)), 1)


FINE = 2.0**32
FIRST = -0.5
"""Where the first pixel, row or plane begins."""


@dataclass(slots=True, eq=False)
class Points:
    """Keypoints as columns: x, y, z, angle in degrees (clockwise from +x on screen), scale, and their input rows.

    ``z`` counts planes and is None where the format has none.
    """

    x: Array
    y: Array
    z: Array | None
    angle: Array
    scale: Array
    rows: Array
    bare: bool = False
    drop_outside: bool = True

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def plane(self) -> Array:
        """z, or zeros where the format has none."""
        return np.zeros(len(self)) if self.z is None else self.z

    def transformed(self, m: Matrix) -> Points:
        """Each point moved by the map; its angle turns with it and its scale grows by the longer side's factor."""
        x, y = moved(self.x, self.y, m)
        a, b, _, d, e, _ = m
        if self.bare or (a == 1 and e == 1 and b == 0 and d == 0):
            return self.at(x, y, self.z)
        scale = self.scale * sqrt(max(a * a + d * d, b * b + e * e))  # hypot has last bits of its own
        angle = _turned(self.angle, a, b, d, e)
        return Points(x, y, self.z, angle, scale, self.rows, self.bare, self.drop_outside)

    def turned(self, x: Array, y: Array, by_x: tuple[Any, Any], by_y: tuple[Any, Any]) -> Points:
        """The points at (x, y), each turned and scaled by a map of its own, as ``directed`` has it."""
        scale = self.scale * np.sqrt(np.maximum(by_x[0] ** 2 + by_x[1] ** 2, by_y[0] ** 2 + by_y[1] ** 2))
        return replace(self, x=x, y=y, angle=directed(self.angle, by_x, by_y), scale=scale)

    def at(self, x: Array, y: Array, z: Array | None) -> Points:
        """The same points elsewhere: angles, scales and rows stay."""
        return Points(x, y, z, self.angle, self.scale, self.rows, self.bare, self.drop_outside)

    def shifted(self, x: float, y: float, z: float) -> Points:
        """Every point moved by so many pixels, and planes where it has a z."""
        return self.at(self.x + x, self.y + y, None if self.z is None else self.z + z)

    def kept(self, keep: Array) -> Points:
        """The points where ``keep`` is true."""
        if keep.all():
            return self
        z = None if self.z is None else self.z[keep]
        rows, angle, scale = self.rows[keep], self.angle[keep], self.scale[keep]
        return Points(self.x[keep], self.y[keep], z, angle, scale, rows, self.bare, self.drop_outside)

    def filtered(self, height: int, width: int, depth: int | None = None) -> Points:
        """The points whose pixel is in the image or volume; all of them where ``remove_invisible`` is off.

        Pixel 0 begins half a pixel before its middle; the last one is counted up to the edge, as Albumentations does.
        """
        if not self.drop_outside or not len(self):
            return self
        if depth is None and len(self.rows) <= FEW:
            for x, y in zip(self.x.tolist(), self.y.tolist(), strict=True):
                if not (FIRST <= x < width and FIRST <= y < height):
                    break
            else:
                return self
        inside = (self.x >= FIRST) & (self.x < width) & (self.y >= FIRST) & (self.y < height)
        if depth is not None and self.z is not None:
            inside &= (self.z >= FIRST) & (self.z < depth)
        return self.kept(inside)
