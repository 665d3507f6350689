"""The two stains of a picture of tissue, estimated from its colors; hematoxylin, which absorbs more red, first.

Results are rounded to a millionth, so that no last bit of a sum or an angle is left in them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .eigen import principal_axes
from .stain import densities

Array = np.ndarray[Any, np.dtype[Any]]
Color = tuple[float, float, float]
Stains = tuple[Color, Color]
THINNEST = 0.05
"""A pixel whose density stays below in every channel is glass."""
EXTREMES = (1, 99)
"""Percentiles of the angles that count as pure stains."""
ITERATIONS = 100
MOST = 1 << 14
"""So many pixels, evenly spread, tell the stains as well as all do."""
START = [[0.644211, 0.716556, 0.266844], [0.092789, 0.954111, 0.283111]]
"""Hematoxylin and eosin as Ruifrok and Johnston (2001) measured them."""


def macenko(image: Array) -> Stains | None:
    """The two edges of the fan of densities in the plane where they vary most (Macenko et al. 2009); None for glass."""
    density = _densities(image)
    density = density[(density > THINNEST).any(axis=1)]
    if not len(density):
        return None
    rest = density - density.mean(axis=0)
    covariance = [[float((rest[:, i] * rest[:, j]).mean()) for j in range(3)] for i in range(3)]
    first, second = (np.array(axis) for _, axis in principal_axes(covariance)[:2])
    across = [density[:, 0] * axis[0] + density[:, 1] * axis[1] + density[:, 2] * axis[2] for axis in (first, second)]
    angles = np.percentile(np.arctan2(across[1], across[0]), EXTREMES)
    return _in_order([np.abs(first * np.cos(angle) + second * np.sin(angle)) for angle in angles])


def vahadane(image: Array) -> Stains | None:
    """Two colors, nowhere negative, that explain all densities: matrix factorization (Lee and Seung 2001).

    None for glass. Vahadane et al. (2016) ask for sparse amounts too; here, as in Albumentations, plain updates do.
    """
    density = _densities(image).T
    if not (density > THINNEST).any():
        return None
    colors = np.array(START)
    amounts = [np.maximum(_dot(colors[k], density), 0) for k in (0, 1)]
    for _ in range(ITERATIONS):
        gram = [[float((colors[i] * colors[j]).sum()) for j in (0, 1)] for i in (0, 1)]
        below = [amounts[0] * gram[0][k] + amounts[1] * gram[1][k] + 1e-6 for k in (0, 1)]
        amounts = [amounts[k] * _dot(colors[k], density) / below[k] for k in (0, 1)]
        inner = [[float((amounts[i] * amounts[j]).sum()) for j in (0, 1)] for i in (0, 1)]
        found = [[float((amounts[k] * density[i]).sum()) for i in range(3)] for k in (0, 1)]
        under = [inner[k][0] * colors[0] + inner[k][1] * colors[1] + 1e-6 for k in (0, 1)]
        colors = np.array([_unit(colors[k] * np.array(found[k]) / under[k]) for k in (0, 1)])
    return _in_order(list(colors))


def _densities(image: Array) -> Array:
    """(n, 3) densities of evenly spread pixels of a uint8 image."""
    pixels = image.reshape(-1, 3)
    out: Array = densities()[pixels[:: -(-len(pixels) // MOST)]]
    return out


def _dot(color: Array, density: Array) -> Array:
    out: Array = density[0] * color[0] + density[1] * color[1] + density[2] * color[2]
    return out


def _unit(vector: Array) -> Array:
    out: Array = vector / max(float((vector * vector).sum()) ** 0.5, 1e-9)
    return out


def _in_order(stains: list[Array]) -> Stains:
    """The one that absorbs more red first."""
    first, second = sorted(([round(float(x), 6) for x in _unit(stain)] for stain in stains), reverse=True)
    return (first[0], first[1], first[2]), (second[0], second[1], second[2])
