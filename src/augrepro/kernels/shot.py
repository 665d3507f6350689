"""Shot noise: light comes in photons, so that what a sensor counts is Poisson noise about the intensity.

Of each of 256 intensities a table holds 4,096 outcomes, as often as their chance has it; a pixel's word picks one.
Few photons have their exact distribution; the quantiles of many are Cornish and Fisher's expansion (1938).
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np

from .bits import LEVELS, Words, normal
from .noise import BLOCK

Array = np.ndarray[Any, np.dtype[Any]]
GAMMA = 2.2
OUTCOMES = 1 << 12
MEANS = 16
"""The outcomes of so many intensities are worked out at a time."""
MANY = 20.0
"""Photons from which on the expansion is right to a small part of one."""
LEAST = 1.0 / LEVELS
"""A photon of a smaller share of white is not seen."""


def shot(image: Array, key: str, scale: float) -> Array:
    """The image as a sensor counts it, one photon being that share of white light (intensity to the power 2.2).

    A float lies between two of the 256 intensities, and takes either, so that their mean is right.
    """
    scale = max(scale, LEAST)
    outcomes = table(scale, image.dtype.name)
    out = np.empty(image.shape, image.dtype)
    source, target = image.reshape(-1), out.reshape(-1)
    for part, halves in Words(key).parts(image.size, BLOCK):
        at = _levels(source[part], halves)
        at <<= 12
        at |= halves >> 4
        outcomes.take(at, out=target[part], mode="clip")
    return out


def _levels(values: Array, words: Array) -> Array:
    if values.dtype == np.uint8:
        return values.astype(np.intp)
    level = np.clip(values, 0, 1) * np.float32(255)
    level += (words & 15) * np.float32(1 / 16) + np.float32(1 / 32)
    return np.minimum(np.floor(level), 255).astype(np.intp)


@lru_cache(maxsize=2)
def table(scale: float, dtype: str) -> Array:
    """The 4,096 outcomes of each of 256 intensities in turn, in the dtype of images."""
    shown = np.rint(np.minimum(np.arange(ceil(1.0 / scale) + 1) * scale, 1.0) ** (1.0 / GAMMA) * 2**24) / 2**24
    values = np.rint(255.0 * shown).astype(np.uint8) if dtype == "uint8" else shown.astype(np.float32)
    photons = np.rint((np.arange(256) / 255.0) ** GAMMA * 2**40) / 2**40 / scale
    few = photons[: np.searchsorted(photons, MANY)]
    runs = _runs(few, len(values))
    out = np.repeat(np.tile(values, len(few)), runs.reshape(-1))
    if len(few) < 256:
        out.resize(256 * OUTCOMES, refcheck=False)
    for first in range(len(few), 256, MEANS):
        found = values[_many(photons[first : first + MEANS], len(values))]
        out[first * OUTCOMES :][: len(found)] = found
    out.flags.writeable = False
    return out


def _runs(photons: Array, counts: int) -> Array:
    """How many of the outcomes are 0, 1, 2 ... photons, of each mean; the last of so many counts takes the rest."""
    ends = np.full((len(photons), counts + 1), OUTCOMES)
    ends[:, 0] = 0
    chance = np.exp(-photons)
    total = np.zeros(len(photons))
    for count in range(min(counts - 1, int(4 * MANY))):
        total += chance
        ends[:, count + 1] = np.minimum(np.rint(total * OUTCOMES), OUTCOMES)
        chance = chance * photons / (count + 1)
    return np.diff(ends, axis=1)


def _many(photons: Array, counts: int) -> Array:
    """The numbers of photons at each of the outcomes, of each mean."""
    z = (normal()[7::16] + normal()[8::16]) / 2.0
    found = np.rint(photons[:, None] + np.sqrt(photons)[:, None] * z + (z * z - 1.0) / 6.0)
    return np.clip(found, 0, counts - 1).astype(np.intp).reshape(-1)
