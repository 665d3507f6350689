"""What one point of light becomes: the weights of convolutions, float64, small and square."""

from __future__ import annotations

from math import cos, pi, radians, sin
from typing import Any

import numpy as np

from .bits import LEVELS, Words

Array = np.ndarray[Any, np.dtype[Any]]
NARROWEST = 1e-3
"""A Gaussian narrower than this many pixels is one pixel wide already."""
FARTHEST = 1e4
NODES = 1 << 16


def line(size: int, angle: float, direction: float, shift: tuple[float, float]) -> Array:
    """Equal weights along a line through the middle, at ``angle`` degrees from +x towards +y.

    ``direction`` -1 keeps the half behind the middle, 1 the half before it, 0 both; ``shift`` (x, y) moves the line,
    and what then lies outside is brought to the edge.
    """
    half = size // 2
    first, last = -half * min(1.0, 1.0 - direction), half * min(1.0, 1.0 + direction)
    across, down = cos(radians(angle)), sin(radians(angle))
    out = np.zeros((size, size))
    for step in range(size):
        at = first + (last - first) * step / (size - 1) if size > 1 else 0.0
        out[_place(down * at + shift[1], half), _place(across * at + shift[0], half)] = 1.0
    return _whole(out)


def _place(offset: float, half: int) -> int:
    """The pixel of an offset from the middle; rounded to 1e-9 first, so that no last bit of a sine decides."""
    return min(max(round(half + round(offset, 9)), 0), 2 * half)


def disk(radius: int, blur: float) -> Array:
    """A disk of equal weights, its rim softened by a Gaussian of deviation ``blur`` on 3 or 5 pixels a side."""
    reach = 1 if radius <= 8 else 2
    inside = np.arange(-radius - reach, radius + reach + 1.0) ** 2
    out = (np.add.outer(inside, inside) <= radius**2).astype(np.float64)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(blur, NARROWEST)) ** 2)
    for axis in (0, 1):
        out = sum((np.roll(out, step - reach, axis) * share for step, share in enumerate(bell)), np.zeros(1))
    return _whole(out)


def generalized_gaussian(size: int, sigmas: tuple[float, float], angle: float, beta: float) -> Array:
    """exp(-d**(2 beta) / 2) of the elliptic distance d, whose axis of ``sigmas[0]`` lies ``angle`` degrees from +x.

    ``beta`` 1 is the Gaussian; the larger, the more it is a disk with a sharp rim; the smaller, the longer its tails.
    """
    at = np.arange(-(size // 2), size // 2 + 1.0)
    x, y = at, at[:, None]
    across, down = cos(radians(angle)), sin(radians(angle))
    one = (x * across + y * down) / max(sigmas[0], NARROWEST)
    other = (y * across - x * down) / max(sigmas[1], NARROWEST)
    distance = np.minimum(one * one + other * other, FARTHEST)
    with np.errstate(over="ignore"):
        return _whole(np.exp(np.maximum(-0.5 * distance**beta, -700.0)))


def uneven(weights: Array, key: str, low: float, high: float) -> Array:
    """Each weight times a factor of its own between ``low`` and ``high``, grown from the key; their sum stays 1."""
    words = Words(key).halves(weights.size).reshape(weights.shape)
    factors = low + (high - low) * ((words + 0.5) / LEVELS)
    return _whole(weights * factors) if high > 0 else weights


def jinc(size: int, cutoff: float) -> Array:
    """The low-pass filter that is circular in frequency, cut off at ``cutoff`` radians a pixel and at its own rim.

    Its weight at r pixels is J1(cutoff r) / (cutoff r).
    """
    squares = np.arange(-(size // 2), size // 2 + 1) ** 2
    distances, places = np.unique(np.add.outer(squares, squares), return_inverse=True)
    values = _bessel_quotient(cutoff * np.sqrt(distances))
    return _whole(values[places].reshape(size, size))


def _bessel_quotient(x: Array) -> Array:
    """J1(x) / x, by the trapezoidal rule on Bessel's integral of sin(x sin t) sin t, which converges at once."""
    nodes = int(x.max()) + 32
    sines = np.sin((np.arange(nodes) + 0.5) * (pi / 2 / nodes))
    out = np.empty(len(x))
    for start in range(0, len(x), max(NODES // nodes, 1)):
        part = np.maximum(x[start : start + max(NODES // nodes, 1), None], 1e-8)
        out[start : start + len(part)] = (np.sin(part * sines) * sines / part).mean(1)
    return out


def _whole(weights: Array) -> Array:
    out: Array = weights / weights.sum()
    return out


def sharpening(alpha: float, lightness: float) -> Array:
    """The identity and, by ``alpha``, a 3x3 Laplacian with ``lightness`` more in the middle."""
    out = np.full((3, 3), -alpha)
    out[1, 1] = 1.0 - alpha + alpha * (8.0 + lightness)
    return out


def embossing(alpha: float, strength: float) -> Array:
    """The identity and, by ``alpha``, a difference across the falling diagonal: light comes from the top left."""
    out = np.zeros((3, 3))
    out[0, 0], out[0, 1], out[1, 0] = -1.0 - strength, -strength, -strength
    out[2, 2], out[2, 1], out[1, 2] = 1.0 + strength, strength, strength
    out *= alpha
    out[1, 1] = 1.0
    return out
