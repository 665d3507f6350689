"""Stained tissue: light is absorbed exponentially (Beer and Lambert), so stains add up in optical density.

Density is -ln(intensity), white 0. On bytes it counts in 4096ths, found and turned back by rounded tables; all between
is a sum of whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np

from .bands import bytes_by_rows, floats_by_rows
from .channels import merged
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]
Rows = Sequence[Sequence[float]]
DARKEST = 1e-6
"""Black's intensity."""
STEPS = 4096
FAR = 1 << 29
"""Three of these fit an int32."""
TISSUE = 0.85
"""Brighter pixels (BT.601 luma) are background."""


@cache
def densities() -> Array:
    """The optical density of the 256 bytes, in float64."""
    out: Array = -np.log(np.maximum(np.arange(256) / 255.0, DARKEST))
    return out


@cache
def intensities() -> Array:
    """The byte of each density in steps, up to where it is black."""
    out: Array = np.rint(255 * np.exp(-np.arange(6.5 * STEPS) / STEPS)).astype(np.uint8)
    return out


def unmixing(stains: Rows) -> list[list[float]]:
    """The 2x3 matrix that finds the amounts of two stains in a density: least squares, kept finite by a millionth."""
    a, b, d = (sum(x * y for x, y in zip(stains[i], stains[j], strict=True)) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, d = a + 1e-6, d + 1e-6
    over = a * d - b * b
    first, second = stains
    return [
        [(d * x - b * y) / over for x, y in zip(first, second, strict=True)],
        [(a * y - b * x) / over for x, y in zip(first, second, strict=True)],
    ]


def restained(image: Array, stains: Rows, scale: Sequence[float], shift: Sequence[float], everywhere: bool) -> Array:
    """RGB with the amounts of two stains scaled and shifted; what neither stain explains is lost, as in the method.

    Background keeps its amounts unless it is to change too.
    """

    def run(band: Array) -> Array:
        return _restained(band, stains, scale, shift, everywhere)

    return (bytes_by_rows if image.dtype == np.uint8 else floats_by_rows)(image, run)


def _restained(image: Array, stains: Rows, scale: Sequence[float], shift: Sequence[float], everywhere: bool) -> Array:
    changed = _run(image, *_densities_to_densities(stains, scale, shift))
    if everywhere:
        return changed
    gray = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    background = gray >= (255 * TISSUE if image.dtype == np.uint8 else TISSUE)
    if background.any():
        kept = _run(image, *_densities_to_densities(stains, (1.0, 1.0), (0.0, 0.0)))
        cv2.copyTo(kept, background.view(np.uint8), changed)
    return changed


def _densities_to_densities(stains: Rows, scale: Sequence[float], shift: Sequence[float]) -> tuple[Rows, list[float]]:
    """The 3x3 matrix and constants by which a pixel's density becomes another."""
    found = unmixing(stains)
    weights = [[sum(stains[k][i] * scale[k] * found[k][j] for k in (0, 1)) for j in range(3)] for i in range(3)]
    return weights, [sum(stains[k][i] * shift[k] for k in (0, 1)) for i in range(3)]


def _run(image: Array, weights: Rows, constants: Sequence[float]) -> Array:
    parts = planes(image)
    if image.dtype == np.uint8:
        return merged([_bytes(parts, row, end) for row, end in zip(weights, constants, strict=True)])
    given = [-np.log(np.maximum(part, np.float32(DARKEST))) for part in parts]
    out = []
    for row, end in zip(weights, constants, strict=True):
        sums = given[0] * np.float32(row[0]) + given[1] * np.float32(row[1]) + given[2] * np.float32(row[2])
        out.append(np.exp(-np.maximum(sums + np.float32(end), np.float32(0))))
    return merged(out)


def _bytes(parts: Array, row: Sequence[float], constant: float) -> Array:
    """One channel: each byte's share of the density by a table of its own, their sum, and the byte of that."""
    total: Any = None
    for place, (part, weight) in enumerate(zip(parts, row, strict=True)):
        steps = np.rint((densities() * weight + (constant if place == 0 else 0.0)) * STEPS)
        shares = cv2.LUT(part, np.clip(steps, -FAR, FAR).astype(np.int32))
        total = shares if total is None else cv2.add(total, shares, total)
    out: Array = np.take(intensities(), total, mode="clip")
    return out
