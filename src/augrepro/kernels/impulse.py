"""Pixels that are lost to white or black."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .bits import LEVELS, Words

Array = np.ndarray[Any, np.dtype[Any]]
DRAWS = 1 << 15
"""So many places are drawn at a time."""


def impulses(image: Array, key: str, amount: float, salt: float) -> Array:
    """A copy of which a share ``amount`` of the pixels is white or black in all channels, a share ``salt`` white."""
    area = image.shape[0] * image.shape[1]
    count = int(area * amount)
    whites = int(count * salt)
    out = image.copy()
    pixels, white = out.reshape(area, -1), 255 if image.dtype == np.uint8 else 1
    if 2 * count > area:
        for part, ranks in _first(key, (whites, count), area):
            pixels[part][ranks == 0] = white
            pixels[part][ranks == 1] = 0
        return out
    done = 0
    for chosen in _few(key, count, area):
        pixels[chosen[: max(whites - done, 0)]] = white
        pixels[chosen[max(whites - done, 0) :]] = 0
        done += len(chosen)
    return out


def places(key: str, count: int, area: int) -> Array:
    """``count`` different ones of ``area`` places in random order, grown from a key.

    Few are drawn with repetition, and later repeats thrown away; many are the first of a random order of all.
    """
    if 2 * count > area:
        return np.argsort(Words(key).halves(area), kind="stable")[:count]
    return np.concatenate([np.empty(0, np.intp), *_few(key, count, area)])


def _few(key: str, count: int, area: int) -> Iterator[Array]:
    """The same places where they are few, a part of the draws at a time."""
    words, first = Words(key), np.empty(area, np.uint16)
    taken, done = None, 0
    while done < count:
        want = min(2 * (count - done) + 64, DRAWS)
        words32 = words.halves(2 * want).view("<u4")[:want].astype(np.uint64)
        drawn = (words32 * np.uint64(area) >> np.uint64(32)).astype(np.intp)
        if taken is not None:
            drawn = drawn[~taken[drawn]]
        order = np.arange(len(drawn), dtype=np.uint16)
        first[drawn[::-1]] = order[::-1]
        drawn = drawn[first[drawn] == order][: count - done]
        done += len(drawn)
        yield drawn
        if done < count:
            taken = np.zeros(area, bool) if taken is None else taken
            taken[drawn] = True


def _first(key: str, counts: tuple[int, ...], area: int) -> Iterator[tuple[slice, Array]]:
    """Which of some counts each place is among the first of, 0 for the least count, in a random order of all.

    A part of the places at a time: the order is that of their words, and of places where these are alike.
    """
    words = np.zeros(LEVELS, np.int64)
    for _, halves in Words(key).parts(area, DRAWS):
        words += np.bincount(halves, minlength=LEVELS)
    upto = words.cumsum()
    ends = [int(np.searchsorted(upto, count)) for count in counts]  # the word of which some places are among them
    left = [count - int(upto[end] - words[end]) for count, end in zip(counts, ends, strict=True)]
    for part, halves in Words(key).parts(area, DRAWS):
        ranks = np.zeros(len(halves), np.uint8)
        for at, end in enumerate(ends):
            alike = np.flatnonzero(halves == end)
            ranks += halves >= end
            ranks[alike[: left[at]]] -= 1
            left[at] = max(left[at] - len(alike), 0)
        yield part, ranks
