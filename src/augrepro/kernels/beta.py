"""Quantiles of the beta distribution, from its density alone."""

from __future__ import annotations

from functools import lru_cache
from math import log, sqrt
from typing import Any

import numpy as np

from .bits import LEVELS

Array = np.ndarray[Any, np.dtype[Any]]
PIECES = 4096


@lru_cache(maxsize=2)
def beta(alpha: float, beta: float) -> Array:
    """The 65,536 middle quantiles of Beta(alpha, beta), moved and scaled to mean 0 and deviation 1."""
    mean = alpha / (alpha + beta)
    deviation = sqrt(alpha * beta / (alpha + beta + 1.0)) / (alpha + beta)
    left, mass = _half(alpha, beta)
    right, other = _half(beta, alpha)
    places = np.append(left, 1.0 - right[-2::-1])
    chances = np.append(mass, mass[-1] + (other[-1] - other[-2::-1]))
    found = np.interp((np.arange(LEVELS) + 0.5) / LEVELS * chances[-1], chances, places)
    out: Array = (np.rint(found * LEVELS) / LEVELS - mean) / deviation
    out.flags.writeable = False
    return out


def _half(alpha: float, beta: float) -> tuple[Array, Array]:
    """Places from 0 to 1/2, and the mass of x**(alpha - 1) (1 - x)**(beta - 1) before each, over the density's peak.

    Where the density has no bound at 0, the steps are even in v = x**alpha, over which it is smooth.
    """
    shares = np.arange(PIECES + 1) / PIECES
    power = min(alpha, 1.0)
    v = shares * 0.5**power
    x = v ** (1.0 / power)
    with np.errstate(divide="ignore"):
        logarithm = (beta - 1.0) * np.log1p(-x) + ((alpha - power) * np.log(x) if alpha > power else 0.0)
    density = np.exp(logarithm - _peak(alpha, beta)) / power
    steps = (density[1:] + density[:-1]) / 2.0 * (v[1] - v[0])
    return x, np.append(0.0, np.cumsum(steps))


def _peak(alpha: float, beta: float) -> float:
    """The logarithm of the density's largest value, where it has one: large parameters leave only it finite."""
    if alpha <= 1.0 or beta <= 1.0:
        return 0.0
    place = (alpha - 1.0) / (alpha + beta - 2.0)
    return (alpha - 1.0) * log(place) + (beta - 1.0) * log(1.0 - place)
