"""Tiles of an image that change places: copies of pixels, and of what boxes are cut into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .bits import Words

Array = np.ndarray[Any, np.dtype[Any]]
Corners = tuple[float, float, float, float]


def edges(lengths: Sequence[int]) -> Array:
    """Where tiles of these lengths begin, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def places(key: str, rows: Sequence[int], columns: Sequence[int]) -> Array:
    """The place that each tile goes to, counted along the rows: tiles of one size are shuffled, by sorting words."""
    heights, widths = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
    words = Words(key).halves(4 * len(heights)).view("<u8")
    sizes = heights * (int(max(columns)) + 1) + widths
    out = np.empty(len(sizes), np.intp)
    out[np.argsort(sizes, kind="stable")] = np.lexsort((words, sizes))
    return out


def shuffled(image: Array, rows: Sequence[int], columns: Sequence[int], to: Array) -> Array:
    """The image with each tile where ``to`` says."""
    out = np.empty_like(image)
    tops, lefts, across = edges(rows).tolist(), edges(columns).tolist(), len(columns)
    for tile, place in enumerate(to.tolist()):
        (row, column), (to_row, to_column) = divmod(tile, across), divmod(place, across)
        source = image[tops[row] : tops[row + 1], lefts[column] : lefts[column + 1]]
        out[tops[to_row] : tops[to_row + 1], lefts[to_column] : lefts[to_column + 1]] = source
    return out


def pieces(box: Corners, rows: Sequence[int], columns: Sequence[int], to: Array) -> dict[tuple[int, int], Corners]:
    """What of a box ends in which place, by its row and column."""
    tops, lefts, across = edges(rows).tolist(), edges(columns).tolist(), len(columns)
    x_min, y_min, x_max, y_max = box
    found = {}
    for row in _overlapped(tops, y_min, y_max):
        for column in _overlapped(lefts, x_min, x_max):
            to_row, to_column = divmod(int(to[row * across + column]), across)
            x, y = lefts[to_column] - lefts[column], tops[to_row] - tops[row]
            found[to_row, to_column] = (
                max(x_min, lefts[column]) + x,
                max(y_min, tops[row]) + y,
                min(x_max, lefts[column + 1]) + x,
                min(y_max, tops[row + 1]) + y,
            )
    return dict(sorted(found.items()))


def _overlapped(places: list[int], low: float, high: float) -> list[int]:
    return [i for i in range(len(places) - 1) if max(low, places[i]) < min(high, places[i + 1])]


def joined(found: dict[tuple[int, int], Corners]) -> list[tuple[Corners, float]]:
    """The hulls of pieces that touch, corners included, and the area of the pieces in each."""
    left = dict(found)
    out: list[tuple[Corners, float]] = []
    while left:
        place = next(iter(left))
        waiting, group = [(place, left.pop(place))], []
        while waiting:
            (row, column), piece = waiting.pop()
            group.append(piece)
            around = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            touching = [near for near in around if near in left and _touch(piece, left[near])]
            waiting += [(near, left.pop(near)) for near in touching]
        left_ends, top_ends, right_ends, bottom_ends = zip(*group, strict=True)
        hull = min(left_ends), min(top_ends), max(right_ends), max(bottom_ends)
        out.append((hull, sum((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in group)))
    return out


def _touch(one: Corners, other: Corners) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
