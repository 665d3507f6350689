"""3x3 maps of the plane in plain Python, which never fuses a product and a sum: the same bits on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np

from .geometry import Array, inverted

Matrix3 = tuple[float, float, float, float, float, float, float, float, float]
"""x' = (a x + b y + c) / w, y' = (d x + e y + f) / w, w = g x + h y + i."""
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
HORIZON = 1e-9
"""Points whose w is less are as far away as if it were this: out of every image."""


def product3(first: Matrix3, then: Matrix3) -> Matrix3:
    """The map that does ``first`` and then ``then``."""
    rows, columns = (then[0:3], then[3:6], then[6:9]), (first[0::3], first[1::3], first[2::3])
    return tuple(r[0] * c[0] + r[1] * c[1] + r[2] * c[2] for r in rows for c in columns)  # type: ignore[return-value]  # nine


def inverse3(m: Matrix3) -> Matrix3:
    """The map back; ValueError where there is none."""
    a, b, c, d, e, f, g, h, i = m
    cofactors = (e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f,
                 d * h - e * g, b * g - a * h, a * e - b * d)  # fmt: skip
    det = a * cofactors[0] + b * cofactors[3] + c * cofactors[6]
    found: Matrix3 = inverted(cofactors, det)
    return found


def stretch(x: float, y: float) -> Matrix3:
    """Coordinates times x and y."""
    return x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0


def shift(x: float, y: float) -> Matrix3:
    """Coordinates plus x and y."""
    return 1.0, 0.0, x, 0.0, 1.0, y, 0.0, 0.0, 1.0


def centers3(m: Matrix3) -> Matrix3:
    """The same map for pixel centers, which sit half a pixel inside the edges."""
    return product3(product3(shift(0.5, 0.5), m), shift(-0.5, -0.5))


def square_to(corners: Corners) -> Matrix3:
    """The map of the unit square to a convex quadrilateral, corners clockwise from the top left (Heckbert 1989)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    dx1, dy1, dx2, dy2 = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    det = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det
    return x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0


def projected(x: Any, y: Any, m: Matrix3) -> tuple[Array, Array, Array]:
    """Where the points go, and the w by which they were divided."""
    a, b, c, d, e, f, g, h, i = m
    w = np.maximum(g * x + h * y + i, HORIZON)
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w, w
