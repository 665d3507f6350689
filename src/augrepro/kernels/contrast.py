"""Contrast found in the image's own histogram: all of it stretched, or equalized tile by tile."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from . import lut
from .channels import each_mapped
from .histogram import counts

Array = np.ndarray[Any, np.dtype[Any]]
ALL = 256.0
"""A clip limit of so many times the even share cuts nothing off: a tile has no more pixels."""


def locally_equalized(image: Array, clip_limit: float, tiles: tuple[int, int]) -> Array:
    """Contrast-limited adaptive histogram equalization (Zuiderveld 1994) of a uint8 image, or of RGB's lightness."""
    run = cv2.createCLAHE(min(clip_limit, ALL), tiles).apply
    image = np.ascontiguousarray(image)
    if image.shape[2] == 1:
        return run(image[..., 0])[..., None]
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    lab[..., 0] = run(lab[..., 0])
    return cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)


def stretched(image: Array, cutoff: float, ignore: int | None, even: bool) -> Array:
    """Each channel of a uint8 image spread over all levels; ``even`` makes its levels about as frequent."""
    return each_mapped(image, [lambda plane: lut.look_up(plane, _table(plane, cutoff, ignore, even))] * image.shape[2])


def _table(plane: Array, cutoff: float, ignore: int | None, even: bool) -> Array:
    """What the bytes become: the lowest and highest ``cutoff`` percent black and white, the ignored level itself.

    Between them a level's place is its height above the lowest, in levels or in pixels.
    """
    histogram = counts(plane)
    if ignore is not None:
        histogram[ignore] = 0
    low, high = _ends(histogram, cutoff)
    table = np.arange(256, dtype=np.uint8)
    above = np.cumsum(histogram[low : high + 1]) - histogram[low] if even else np.arange(high - low + 1)
    if low < high and above[-1]:
        table[:low], table[high + 1 :] = 0, 255
        table[low : high + 1] = np.rint(above * 255.0 / above[-1])
    if ignore is not None:
        table[ignore] = ignore
    return table


def _ends(histogram: Array, cutoff: float) -> tuple[int, int]:
    """The lowest and the highest level that stay apart; the first is not below the second where none do."""
    if not cutoff:
        found = np.flatnonzero(histogram)
        return (int(found[0]), int(found[-1])) if len(found) else (0, 0)
    cut = int(histogram.sum()) * cutoff / 100
    low = min(int(np.searchsorted(np.cumsum(histogram), cut)) + 1, 255)
    high = 255 - int(np.searchsorted(np.cumsum(histogram[::-1]), cut))
    return low, high
