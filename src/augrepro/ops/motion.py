"""Maps of the plane in words: how far they turn, scale, shear and shift, and where they take the corners."""

from __future__ import annotations

from math import atan, atan2, degrees, hypot

import numpy as np

from ..engine.facts import Fact, Facts, plain
from ..engine.targets.geometry import Matrix
from ..engine.targets.projective import Matrix3, projected
from ..engine.targets.table import Shape

NEGLIGIBLE = 1e-6


def of_matrix(m: Matrix, shape: Shape, size: tuple[int, int]) -> Facts:
    """The parts of a 2x3 matrix on pixel edges into an image of ``size`` (height, width).

    The matrix is a shear along x, then a scale, then a turn; ``shift`` is how far the image's center ends up from the
    new image's center. An angle is counterclockwise as the image is seen, with y downward.
    """
    a, b, c, d, e, f = m
    scale_x = hypot(a, d)
    turn = -degrees(atan2(d, a))
    scale_y = (a * e - b * d) / scale_x if scale_x else hypot(b, e)
    shear = degrees(atan((a * b + d * e) / (scale_x * scale_y))) if scale_x and scale_y else 0.0
    x, y = shape.width / 2, shape.height / 2
    shift = a * x + b * y + c - size[1] / 2, d * x + e * y + f - size[0] / 2
    even = abs(scale_x - scale_y) < NEGLIGIBLE
    scales = (scale_x,) if even else (scale_x, scale_y)
    return {
        "angle": _said(turn, _turned(turn), still=abs(turn) < NEGLIGIBLE, bare=True),
        "scale": _said(scales, " by ".join(map(plain, scales)), all(abs(s - 1) < NEGLIGIBLE for s in scales), "scale"),
        "shear": _said(shear, f"{plain(shear)} degrees", abs(shear) < NEGLIGIBLE, "shear"),
        "shift": _said(shift, _pixels(shift), max(map(abs, shift)) < NEGLIGIBLE, "shift"),
    }


def of_corners(m: Matrix3, shape: Shape) -> Facts:
    """Where a 3x3 map on pixel edges takes the image's corners, clockwise from the upper left one."""
    x = np.array([0.0, shape.width, shape.width, 0.0])
    y = np.array([0.0, 0.0, shape.height, shape.height])
    with np.errstate(all="ignore"):
        px, py, _ = projected(x, y, m)
    corners = tuple(zip(px.tolist(), py.tolist(), strict=True))
    text = " ".join(f"({at_x:.1f}, {at_y:.1f})" for at_x, at_y in corners)
    return {"corners": Fact(corners, text, f"corners to {text}")}


def of_size(shape: Shape, size: tuple[int, int]) -> Facts:
    """The size of the image afterwards."""
    text = f"{size[1]} x {size[0]} pixels"
    return {"size": Fact(size, text, "" if size == (shape.height, shape.width) else f"to {text}")}


def _turned(angle: float) -> str:
    way = "counterclockwise" if angle > 0 else "clockwise"
    return f"{plain(abs(angle))} degrees {way}" if angle else "0 degrees"


def _pixels(shift: tuple[float, float]) -> str:
    return f"({', '.join(f'{part + 0.0:.1f}' for part in shift)}) pixels"


def _said(value: object, text: str, still: bool, name: str = "", bare: bool = False) -> Fact:
    return Fact(value, text, "" if still else text if bare else f"{name} {text}")
