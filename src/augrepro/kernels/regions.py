"""Regions of any shape: connected pixels of a mask, and their run lengths."""

from __future__ import annotations

from bisect import bisect
from typing import Any, NamedTuple

import cv2
import numpy as np

from . import histogram, lut
from .grid import MIXED
from .scratch import kept_field

Array = np.ndarray[Any, np.dtype[Any]]
MOST_VALUES = 10_000
"""A mask of more different values holds no classes or instances, and would take minutes."""
MOST_KEPT = 2**24
"""Numbers of more pixels are not kept, but counted again when they are wanted."""
GROUPS = 7
"""Five bits each are enough for a run as long as 2**31."""


class Numbered(NamedTuple):
    """How many objects there are, and in a window that begins at (x, y) the number of each pixel's, 0 for none."""

    objects: int
    x: int
    y: int
    labels: Array


class Group(NamedTuple):
    """How many objects have one value in one channel of a mask; and which, where not too many groups are kept."""

    channel: int
    value: Any
    objects: int
    kept: Numbered | None


def groups(mask: Array) -> list[Group]:
    """The objects of a (H, W, C) mask, counted: pixels of one value other than 0 that touch at sides or corners."""
    found = []
    room = MOST_KEPT
    for channel in range(mask.shape[2]):
        plane = np.ascontiguousarray(mask[..., channel])
        for value in _values(plane):
            numbered = _numbered(np.equal(plane, value))
            room -= numbered.labels.size
            found.append(Group(channel, value, numbered.objects, numbered if room > 0 else None))
    return found


def _values(plane: Array) -> Array:
    counted = plane.dtype == np.uint8
    found: Array = np.flatnonzero(histogram.counts(plane)) if counted else np.unique(plane)
    kept: Array = found[(found != 0) & (found == found)]
    if len(kept) > MOST_VALUES:
        raise ValueError(f"needs a mask of at most {MOST_VALUES} different values, got {len(kept)}")
    return kept


def _numbered(here: Any) -> Numbered:
    x, y, width, height = window(here)
    part = np.ascontiguousarray(here[y : y + height, x : x + width]).view(np.uint8)
    found, labels = cv2.connectedComponents(part, connectivity=8)
    return Numbered(found - 1, x, y, labels)


def union(mask: Array, found: list[Group], chosen: list[int]) -> Array:
    """The (H, W) pixels of the chosen objects of a mask, in rising order, counted from 1 on through all groups."""
    out = np.zeros(mask.shape[:2], bool)
    before = start = 0
    for group in found:
        stop = bisect(chosen, before + group.objects, start)
        if stop > start:
            _, x, y, labels = group.kept or _numbered(np.equal(mask[..., group.channel], group.value))
            place = out[y : y + labels.shape[0], x : x + labels.shape[1]]
            place |= _any_of(labels, [number - before for number in chosen[start:stop]], group.objects)
        before, start = before + group.objects, stop
    return out


def _any_of(labels: Array, numbers: list[int], count: int) -> Any:
    if len(numbers) == count:
        return np.not_equal(labels, 0)
    if len(numbers) == 1:
        return np.equal(labels, numbers[0])
    table = np.zeros(count + 1, bool)
    table[numbers] = True
    return table[labels]


def among(mask: Array, values: tuple[int, ...]) -> Array:
    """The (H, W) pixels whose value is one of these in any channel of a mask."""
    if mask.dtype == np.uint8:
        here = lut.look_up(mask, np.isin(np.arange(256), values).view(np.uint8)).view(bool)
    else:
        here = np.isin(mask, values)
    out: Array = here[..., 0] if mask.shape[2] == 1 else np.any(here, 2)
    return out


def connected(region: Array, least: float) -> list[Array]:
    """The connected parts, of ``least`` pixels or more, of a (H, W) region: of each the places of its pixels, in order.

    Places are counted row by row through the region. Pixels are connected where they touch at sides or corners. OpenCV
    has areas and windows of all parts, too, which take it six times as long as the parts.
    """
    count, labels = cv2.connectedComponents(np.ascontiguousarray(region).view(np.uint8), connectivity=8)
    places = np.flatnonzero(region)
    numbers = labels.take(places)
    sizes = np.bincount(numbers, minlength=count)
    if count < 2**16:
        numbers = numbers.astype(np.uint16)  # which NumPy sorts in linear time
    places = places.take(np.argsort(numbers, kind="stable"))
    ends = sizes.cumsum().tolist()
    large = np.flatnonzero(sizes[1:] >= least) + 1
    return [places[ends[number - 1] : ends[number]] for number in large.tolist()]


def window(region: Array) -> tuple[int, int, int, int]:
    """x, y, width and height of the smallest window around a (H, W) region; all 0 where it holds no pixel."""
    x, y, width, height = cv2.boundingRect(region.view(np.uint8))
    return x, y, width, height


def run_lengths(region: Array) -> str:
    """A (H, W) region as the run lengths of COCO's annotations: column by column, first of pixels outside."""
    flat = np.concatenate(([False], region.T.ravel(), [True]))
    turns = np.flatnonzero(flat[1:] != flat[:-1])
    if region.size and region[-1, -1]:
        turns = np.append(turns, region.size)
    numbers = np.diff(turns, prepend=0)
    numbers[3:] -= numbers[1:-2].copy()
    return _text(numbers)


def _text(numbers: Array) -> str:
    """Each number as groups of five bits, the lowest first, with a sixth that says whether more follow."""
    groups = np.zeros((len(numbers), GROUPS), np.uint8)
    used = np.zeros((len(numbers), GROUPS), bool)
    more = np.ones(len(numbers), bool)
    for place in range(GROUPS):
        used[:, place] = more
        bits = numbers & 31
        numbers = numbers >> 5
        more = more & np.where(bits & 16, numbers != -1, numbers != 0)
        groups[:, place] = (bits | more << 5) + 48
        if not more.any():
            break
    return groups[used].tobytes().decode("ascii")


@kept_field(4)
def region_of(counts: str, height: int, width: int) -> Array:
    """The (H, W) region that ``run_lengths`` wrote, read only; ValueError where the runs are not those of that size."""
    runs = _runs(counts)
    if runs is None or (runs < 0).any() or int(runs.sum()) != height * width:
        raise ValueError(f"counts must be the run lengths of a window of width {width} and height {height}")
    flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    region = np.ascontiguousarray(flat.reshape(width, height).T)
    region.flags.writeable = False
    return region


def _runs(counts: str) -> Array | None:
    codes = np.frombuffer(counts.encode("ascii", "replace"), np.uint8).astype(np.int64) - 48
    if not len(codes) or codes.min() < 0 or codes.max() > 63 or codes[-1] & 32:
        return None
    last = np.flatnonzero((codes & 32) == 0)
    first = np.concatenate(([0], last[:-1] + 1))
    lengths = last - first + 1
    if lengths.max() > GROUPS:
        return None
    place = np.arange(len(codes)) - np.repeat(first, lengths)
    numbers = np.add.reduceat((codes & 31) << 5 * place, first)
    numbers -= np.where(codes[last] & 16, np.int64(1) << 5 * lengths, 0)
    for start in (1, 2):
        numbers[start::2] = np.cumsum(numbers[start::2])
    return numbers


def filled(image: Array, region: Array, at: tuple[int, int], values: Array) -> Array:
    """A copy in which the region, whose window begins at (x, y), has these values, one a channel."""
    out = image.copy()
    if image.shape[2] > 4 or image.dtype not in MIXED or not region.size:
        rows, columns = np.divmod(np.flatnonzero(region), region.shape[1])
        out.reshape(-1, image.shape[2])[(rows + at[1]) * image.shape[1] + columns + at[0]] = values
        return out
    color = cv2.merge([np.full(region.shape, value, image.dtype) for value in values])
    place = out[at[1] : at[1] + region.shape[0], at[0] : at[0] + region.shape[1]]
    cv2.copyTo(color, np.ascontiguousarray(region).view(np.uint8), place)
    return out
