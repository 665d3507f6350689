"""Pixels that change places with others nearby, as behind frosted glass: copies only, so every dtype is exact."""

from __future__ import annotations

from collections.abc import Iterator
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
    words, order = Words(key), None
    for _ in range(rounds):
        places = _Places(words, (height, width) if in_turn else (width, height), max_delta)
        if places.count:
            order = (_in_turn if in_turn else _at_once)(order, places)
    if order is None:
        return image.copy()
    order = order if in_turn else _turned(order.reshape(width, height)).reshape(-1)
    given, out = image.reshape(-1, channels), np.empty(image.shape, image.dtype)
    made = out.reshape(-1, channels)
    for start in range(0, len(order), PART):
        part = order[start : start + PART]
        made[start : start + PART] = given.take(part if in_turn else _by_rows(part, height, width), 0)
    return out


def _turned(plane: Array) -> Array:
    """The plane with its columns for rows; OpenCV takes a third of NumPy's time, and no int64."""
    return cv2.transpose(plane) if plane.dtype == np.int32 else np.ascontiguousarray(plane.T)


def _by_rows(places: Array, height: int, width: int) -> Array:
    """Where pixels that were counted column by column stand, counted row by row."""
    column = places // height
    row: Array = places - column * height
    row *= width
    row += column
    return row


class _Places:
    """A round's pixels, all but those nearest to the border, a band of rows at a time from the bottom on.

    How far all look down stands before how far all look to the right among the words, so two readers go along.
    """

    def __init__(self, words: Words, size: tuple[int, int], margin: int) -> None:
        self.size, self.margin = size, margin
        self.dtype: Any = np.int32 if size[0] * size[1] < 1 << 31 else np.int64
        rows, columns = (range(side)[margin + 1 : max(side - margin + 1, 0)] for side in size)
        self.columns: Array = np.array(columns, self.dtype)[::-1]
        self.rows: Array = np.array([row * size[1] for row in rows], self.dtype)[::-1, None]
        self.count = len(rows) * len(columns)
        # bands of whole words, and of as many rows at least as a pixel looks up or down
        self.step = 4 * max(PART // (4 * max(len(columns), 1)), -(-margin // 4), 1)
        self.readers = [words, words]
        if len(rows) > self.step:
            self.readers = [words.copied(), words.copied(self.count)]
            words.skip(self.count)
            words.skip(self.count)

    def __iter__(self) -> Iterator[tuple[slice, Array]]:
        """Rows, and where each of their pixels looks."""
        columns = self.columns - self.margin * (self.size[1] + 1)
        for top in range(0, len(self.rows), self.step):
            band = slice(top, top + self.step)
            others = self.rows[band] + columns
            steps = self._steps(self.readers[0], others.shape)
            steps *= self.size[1]
            others += steps
            others += self._steps(self.readers[1], others.shape)
            yield band, others

    def _steps(self, words: Words, shape: tuple[int, ...]) -> Array:
        """0 to 2 * margin - 1, each as likely (multiply-shift)."""
        steps = words.halves(shape[0] * shape[1]).astype(self.dtype)
        steps *= 2 * self.margin
        steps >>= 16
        return steps.reshape(shape)

    def inner(self, plane: Array) -> Array:
        """These pixels of a plane of all, in their order."""
        ends = (slice(self.margin + 1, side - self.margin + 1) for side in self.size)
        return plane.reshape(self.size)[tuple(ends)][::-1, ::-1]

    def copied(self, source: Array | None) -> Array:
        """Which pixel each is a copy of before the round; at first of itself."""
        return np.arange(self.size[0] * self.size[1], dtype=self.dtype) if source is None else source.copy()


def _at_once(source: Array | None, places: _Places) -> Array:
    """A band's pixels are written where they belong as soon as all that it reaches have looked."""
    out, waiting = places.copied(source), None
    after, before = places.inner(out), None if source is None else places.inner(source)
    for rows, others in places:
        after[rows] = others if source is None else source.take(others)
        if waiting is not None:
            out[waiting[0]] = waiting[1]
        waiting = others, places.rows[rows] + places.columns if before is None else before[rows]
    if waiting is not None:
        out[waiting[0]] = waiting[1]
    return out


def _in_turn(source: Array | None, places: _Places) -> Array:
    """A pixel that looks at one before it has what that one found, and so on: of a chain only its end counts.

    Those of the bands below are done. With every look at where the next one looks, the chains in a band get half as
    long.
    """
    out, width = places.copied(source), places.size[1]
    across, after = len(places.columns), places.inner(out)
    for rows, others in places:
        at = np.arange(others.size).reshape(others.shape)
        column = places.columns[0] - others % width
        before = (places.rows[rows.start] // width - others // width) * across + column
        follows = (column >= 0) & (column < across) & (before >= 0) & (before < at)
        end = np.where(follows, before, at).reshape(-1)
        while not np.array_equal(further := end.take(end), end):
            end = further
        after[rows] = out.take(others).take(end).reshape(others.shape)
    return out
