"""Thin plate splines over the unit square (Bookstein 1989), by arithmetic that is the same on every machine.

The control points never move, so the system is solved once for each count of them; a logarithm is a series of IEEE
operations, and sums are written out term by term: no BLAS, no libm.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
LN2 = 0.6931471805599453
TERMS = 16
NODES, NODES_A_CELL = 97, 8


def controls(points: int) -> tuple[Array, Array]:
    """Where the control points stand: points x points in rows, and for 2 the middle beside the corners."""
    if points == 2:
        return np.array([0.0, 0.0, 1.0, 1.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 0.5])
    places = np.arange(points) / (points - 1)
    return np.tile(places, points), np.repeat(places, points)


def displacement(points: int, x: Array, y: Array) -> tuple[Array, Array]:
    """The spline through displacements x and y of the control points, at the ``nodes(points)`` squared of a lattice."""
    inverse, basis = _inverse(points), _basis(points)
    fields = []
    for values in (x, y):
        weights = np.zeros(len(inverse))
        for column, value in zip(inverse.T, values, strict=True):
            weights += column * value
        field = np.zeros(basis.shape[1:])
        for function, weight in zip(basis, weights, strict=True):
            field += function * weight
        fields.append(field)
    return fields[0], fields[1]


def nodes(points: int) -> int:
    """How many nodes a side of the lattice has: enough that straight lines between them miss by less than is seen."""
    return max(NODES, NODES_A_CELL * (points - 1) + 1)


@lru_cache(maxsize=4)
def _inverse(points: int) -> Array:
    """From the displacements of the control points to the weights of the functions of ``_basis``."""
    x, y = controls(points)
    count = len(x)
    system = np.zeros((count + 3, 2 * count + 3))
    squared = (x - x[:, None]) ** 2 + (y - y[:, None]) ** 2
    system[:count, :count] = squared * plate(squared)
    system[:count, count : count + 3] = np.stack((np.ones(count), x, y), 1)
    system[count:, :count] = system[:count, count : count + 3].T
    system[:count, count + 3 :] = np.eye(count)
    return _eliminated(system)


def _eliminated(system: Array) -> Array:
    """Gauss and Jordan's elimination with row pivots: what stands to the right of the square, times its inverse."""
    size = len(system)
    for at in range(size):
        pivot = at + int(np.abs(system[at:, at]).argmax())
        system[[at, pivot]] = system[[pivot, at]]
        system[at] /= system[at, at]
        factors = system[:, at].copy()
        factors[at] = 0.0
        system -= factors[:, None] * system[at]
    return system[:, size:].copy()


@lru_cache(maxsize=2)
def _basis(points: int) -> Array:
    """The functions at each node: the plate about each control point, then 1, x and y."""
    x, y = controls(points)
    places = np.arange(nodes(points)) / (nodes(points) - 1)
    squared = (places - x[:, None, None]) ** 2 + (places[:, None] - y[:, None, None]) ** 2
    across, down = np.broadcast_arrays(places[None, :], places[:, None])
    return np.concatenate((plate(squared), np.stack((np.ones_like(across), across, down))))


def plate(squared: Array) -> Array:
    """r**2 log r**2 of squared radii, and 0 at 0."""
    out: Array = squared * logarithm(np.where(squared > 0, squared, 1.0))
    return out


def logarithm(x: Array) -> Array:
    """The natural logarithm of positive float64, by the series of the inverse hyperbolic tangent."""
    mantissa, exponent = np.frexp(x)
    z = (mantissa - 1.0) / (mantissa + 1.0)
    square, total = z * z, np.zeros_like(z)
    for term in range(TERMS, -1, -1):
        total = total * square + 1.0 / (2 * term + 1)
    return exponent * LN2 + 2.0 * z * total
