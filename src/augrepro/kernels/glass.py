"""Pixels that change places with others nearby, as behind frosted glass: copies only, so every dtype is exact."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .bits import Words

Array = np.ndarray[Any, np.dtype[Any]]
PART = 1 << 16
"""So many pixels are looked at together."""


def swapped(image: Array, key: str, max_delta: int, rounds: int, in_turn: bool) -> Array:
    """Every pixel changes places, ``rounds`` times, with one -max_delta to max_delta - 1 away along x and y.

    Those nearer to the border than that stay unless they are chosen. All look first, and of several that want one place
    the last gets it, column by column from the bottom right to the top left, as in Albumentations: what shows drifts to
    the right. In turn, row by row, each becomes a copy of the other instead, and sees what those before it became:
    Hendrycks' program, which means to swap, does that.
    """
    height, width, channels = image.shape
    source = np.arange(height * width, dtype=np.int32 if height * width < 1 << 31 else np.int64)
    source = source.reshape(height, width) if in_turn else _turned(source.reshape(height, width))
    others, words = _inner(source, max_delta), Words(key)
    for _ in range(rounds if others.size else 0):
        others = _inner(np.arange(source.size, dtype=source.dtype).reshape(source.shape), max_delta).copy()
        for step in (source.shape[1], 1):
            _move(others.reshape(-1), words, max_delta, step)
        source = (_in_turn if in_turn else _at_once)(source, others, max_delta)
    del others
    source = source if in_turn else _turned(source)
    given, out, order = image.reshape(-1, channels), np.empty(image.shape, image.dtype), source.reshape(-1)
    made = out.reshape(-1, channels)
    for start in range(0, len(order), PART):
        made[start : start + PART] = given.take(order[start : start + PART], 0)
    return out


def _turned(plane: Array) -> Array:
    """The plane with its columns for rows; OpenCV takes a third of NumPy's time, and no int64."""
    return cv2.transpose(plane) if plane.dtype == np.int32 else np.ascontiguousarray(plane.T)


def _inner(plane: Array, margin: int) -> Array:
    """All but the pixels nearest to the border, from the bottom right to the top left."""
    ends = (slice(margin + 1, max(side - margin + 1, 0)) for side in plane.shape)
    return plane[tuple(ends)][::-1, ::-1]


def _move(others: Array, words: Words, most: int, step: int) -> None:
    """Add steps: -most to most - 1 of them, each as likely (multiply-shift)."""
    for part, halves in words.parts(len(others), PART):
        offsets = halves.astype(others.dtype)
        offsets *= 2 * most
        offsets >>= 16
        offsets -= most
        offsets *= step
        others[part] += offsets


def _at_once(source: Array, others: Array, margin: int) -> Array:
    out, rows = source.copy(), max(PART // others.shape[1], 1)
    before, after, flat = _inner(source, margin), _inner(out, margin), out.reshape(-1)
    bands = [slice(top, top + rows) for top in range(0, len(others), rows)]
    for band in bands:
        after[band] = source.take(others[band])
    for band in bands:
        flat[others[band]] = before[band]
    return out


def _in_turn(source: Array, others: Array, margin: int) -> Array:
    order = source.reshape(-1).tolist()
    places = _inner(np.arange(source.size, dtype=source.dtype).reshape(source.shape), margin)
    for row, found in zip(places, others, strict=True):
        for one, other in zip(row.tolist(), found.tolist(), strict=True):
            order[one] = order[other]
    return np.array(order, source.dtype).reshape(source.shape)
