"""Histograms matched with those of other images."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import dtypes, histogram, lut
from .channels import merged
from .normalize import planes

Array = np.ndarray[Any, np.dtype[Any]]


def histogram_matched(image: Array, reference: Array, share: float) -> Array:
    """Each channel with the cumulative histogram of the reference's channel, blended with the image by that share.

    Both are matched as bytes. On bytes the blend is part of the table, float64 rounded half to even.
    """
    source, target = dtypes.as_bytes(image), dtypes.as_bytes(reference)
    own, others = planes(source), planes(target)
    tables = [matching(histogram.counts(a), histogram.counts(b)) for a, b in zip(own, others, strict=True)]
    if image.dtype == np.uint8:
        tables = [_blended(table, share) for table in tables]
    matched = merged([lut.look_up(plane, table) for plane, table in zip(own, tables, strict=True)])
    if image.dtype == np.uint8:
        return matched
    out = dtypes.from_bytes(matched)
    out *= np.float32(share)
    out += image * np.float32(1.0 - share)
    return np.clip(out, np.float32(0), np.float32(1), out=out)


def _blended(table: Array, share: float) -> Array:
    return np.rint(table * share + np.arange(256) * (1.0 - share)).astype(np.uint8)


def matching(source: Array, target: Array) -> Array:
    """For each byte the one that has its quantile in the target's histogram, between two of them the proportion.

    Gonzalez and Woods, Digital Image Processing, section 3.3. Quantiles are fractions of whole numbers, compared and
    divided as such and rounded down, so that no floating point is left.
    """
    levels = np.flatnonzero(target)
    total, pixels = int(target.sum()), int(source.sum())
    whole: Any = np.int64 if total * pixels * 255 < 2**63 else object
    ends = np.cumsum(target)[levels].astype(whole) * pixels
    below = np.cumsum(source).astype(whole) * total
    at = np.searchsorted(ends, below, "right")
    start, stop = np.clip(at - 1, 0, len(levels) - 1), np.clip(at, 0, len(levels) - 1)
    rise, run = levels[stop] - levels[start], np.maximum(ends[stop] - ends[start], 1)
    table: Array = (levels[start] + rise * (below - ends[start]) // run).astype(np.uint8)
    return table
