"""Pixels that change places with others nearby, as behind frosted glass: copies only, so every dtype is exact."""

from __future__ import annotations

from typing import Any

import numpy as np

from .bits import Words

Array = np.ndarray[Any, np.dtype[Any]]


def swapped(image: Array, key: str, max_delta: int, rounds: int, in_turn: bool) -> Array:
    """Every pixel changes places, ``rounds`` times, with one -max_delta to max_delta - 1 away along x and y.

    Those nearer to the border than that stay unless they are chosen. All look first, and of several that want one place
    the last gets it, from the bottom right to the top left. In turn, each becomes a copy of the other instead, and sees
    what those before it became: Hendrycks' program, which means to swap, does that.
    """
    height, width, channels = image.shape
    rows, columns = (np.arange(side - max_delta, max_delta, -1) for side in (height, width))
    places = np.add.outer(rows * width, columns).ravel()
    words = Words(key)
    source = np.arange(height * width)
    for _ in range(rounds if len(places) else 0):
        down, across = _offsets(words, len(places), max_delta), _offsets(words, len(places), max_delta)
        others = places + down * width + across
        if in_turn:
            source = _in_turn(source, places, others)
        else:
            found, left = source.take(others), source.take(places)
            source[places] = found
            source[others] = left
    return image.reshape(-1, channels).take(source, 0).reshape(image.shape)


def _offsets(words: Words, count: int, most: int) -> Array:
    """Whole numbers from -most to most - 1, each as likely (multiply-shift)."""
    return ((words.halves(count).astype(np.int64) * (2 * most)) >> 16) - most


def _in_turn(source: Array, places: Array, others: Array) -> Array:
    order = source.tolist()
    for one, other in zip(places.tolist(), others.tolist(), strict=True):
        order[one] = order[other]
    return np.array(order)
