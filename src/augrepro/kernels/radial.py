"""Lens distortion: each pixel looks further from the middle, or nearer to it, by a polynomial of its squared radius.

Sources come a band of rows at a time in float32, one IEEE operation a ufunc, so every CPU looks at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, sqrt
from typing import Any, NamedTuple

import numpy as np

from .fields import ONE
from .folding import Band
from .remap import FAR, displaced_by

Array = np.ndarray[Any, np.dtype[Any]]
ROUNDS = 60
NEAR = 1e-12
OUTSIDE = 64.0
"""A radius beyond every corner of the image."""
FLATTEST = 1e-6


class Lens(NamedTuple):
    """A pixel at (x, y) from the middle looks at (x, y) * (1 + second * q + fourth * q**2).

    q is (x / unit_x)**2 + (y / unit_y)**2.
    """

    unit_x: float
    unit_y: float
    second: float
    fourth: float

    def added(self, q: Any) -> Any:
        """What is added to 1 at the squared radius q."""
        return (self.fourth * q + self.second) * q


def camera(k: float, height: int, width: int) -> Lens:
    """Brown's model with k1 = k2 = k and a focal length of the image's sides (Brown 1966)."""
    return Lens(float(width), float(height), k, k)


def fisheye(k: float, height: int, width: int) -> Lens:
    """One term, of the radius as a share of half the diagonal."""
    half = sqrt((width / 2) ** 2 + (height / 2) ** 2)
    return Lens(half, half, k, 0.0)


def sources(lens: Lens, height: int, width: int, half: int) -> Iterator[Band]:
    """Where each pixel looks, at most ``FAR`` pixels away; int32 with 16 fraction bits."""
    x, y = _from_middle(width), _from_middle(height)[:, None]
    qx, qy = ((at / unit) ** 2 for at, unit in ((x, lens.unit_x), (y, lens.unit_y)))
    most = abs(lens.second) * (qx[0] + qy[0, 0]) + abs(lens.fourth) * (qx[0] + qy[0, 0]) ** 2
    limit = FAR * ONE if most * max(height, width) / 2 > FAR else inf
    x32, y32, qx32, qy32 = (part.astype(np.float32) for part in (x * ONE, y * ONE, qx, qy))

    def field(band: slice) -> tuple[Array, Array]:
        added = _added(lens, qx32 + qy32[band])
        return _whole(added * x32, limit), _whole(added * y32[band], limit)

    return displaced_by(field, height, width, half)


def _from_middle(size: int) -> Array:
    return np.arange(size) - (size - 1) / 2


def _added(lens: Lens, q: Array) -> Array:
    if lens.fourth == 0:
        q *= np.float32(lens.second)
        return q
    out = q * np.float32(lens.fourth)
    out += np.float32(lens.second)
    out *= q
    return out


def _whole(values: Array, limit: float) -> Array:
    if limit < inf:
        np.clip(values, -limit, limit, out=values)
    return np.rint(values, out=values)


def seen_at(lens: Lens, x: Array, y: Array, height: int, width: int, unseen: float = inf) -> tuple[Array, Array]:
    """The places that look at the pixel centers (x, y); where none does, at most the radius ``unseen``.

    Of several places it is the one nearest to the middle: up to the turning point the radius that is looked at grows,
    and Newton's method comes from one side.
    """
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    from_x, from_y = x - middle_x, y - middle_y
    wanted = _radius(lens, from_x, from_y)
    radius = wanted + 0.0
    for _ in range(ROUNDS):
        q = radius * radius
        off = radius * (1.0 + lens.added(q)) - wanted
        slope = 1.0 + (5.0 * lens.fourth * q + 3.0 * lens.second) * q
        step = off / np.where(np.abs(slope) < FLATTEST, FLATTEST, slope)
        radius = np.maximum(radius - step, 0.0)
        if (np.abs(step) <= NEAR).all():
            break
    radius = np.where(wanted <= furthest(lens), radius, min(unseen, OUTSIDE))
    grown = np.where(wanted <= NEAR, 1.0, radius / np.maximum(wanted, NEAR))
    return middle_x + from_x * grown, middle_y + from_y * grown


def is_seen(lens: Lens, corners: Array, height: int, width: int) -> Array:
    """For each box, on pixel edges, whether any place before the turning point looks into it."""
    middle = np.array([width / 2, height / 2])
    nearest = np.clip(middle, corners[:, :2], corners[:, 2:]) - middle
    out: Array = _radius(lens, nearest[:, 0], nearest[:, 1]) < furthest(lens)
    return out


def _radius(lens: Lens, x: Array, y: Array) -> Array:
    out: Array = np.sqrt((x / lens.unit_x) ** 2 + (y / lens.unit_y) ** 2)
    return out


def furthest(lens: Lens) -> float:
    """The largest radius that is looked at before the turning point; infinite where there is none."""
    turn = turning(lens)
    return inf if turn == inf else turn * (1.0 + lens.added(turn * turn))


def turning(lens: Lens) -> float:
    """The radius from which on pixels look nearer to the middle again; infinite where there is none."""
    a, b = 5.0 * lens.fourth, 3.0 * lens.second
    if a == 0:
        roots = [-1.0 / b] if b < 0 else []
    else:
        inside = b * b - 4.0 * a
        roots = [(-b + sign * sqrt(inside)) / (2.0 * a) for sign in (-1, 1)] if inside >= 0 else []
    return min((sqrt(root) for root in roots if root > 0), default=inf)
