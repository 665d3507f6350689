"""Regions of any shape: connected pixels of a mask, and their run lengths."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
MOST_VALUES = 10_000
"""A mask of more different values holds no classes or instances, and would take minutes."""
GROUPS = 7
"""Five bits each are enough for a run as long as 2**31."""


def components(mask: Array) -> tuple[Array, int]:
    """The number of each pixel's object, 0 for none, in the mask's (H, W, C), and how many objects there are.

    An object is a set of pixels of one value other than 0 that touch at sides or corners, in one channel.
    """
    out = np.zeros(mask.shape, np.int32)
    count = 0
    for channel in range(mask.shape[2]):
        values = np.ascontiguousarray(mask[..., channel])
        for value in _values(values):
            here: Array = np.equal(values, value)
            count = _number(here, out[..., channel], count)
    return out, count


def _values(plane: Array) -> Array:
    counted = plane.dtype == np.uint8
    found: Array = np.flatnonzero(np.bincount(plane.ravel())) if counted else np.unique(plane)
    found = found[found != 0]
    if len(found) > MOST_VALUES:
        raise ValueError(f"needs a mask of at most {MOST_VALUES} different values, got {len(found)}")
    return found


def _number(here: Array, out: Array, before: int) -> int:
    """Write the numbers of the objects that are here, those from ``before`` + 1 on; the last of them."""
    x, y, width, height = cv2.boundingRect(here.view(np.uint8))
    if not width:
        return before
    part = np.ascontiguousarray(here[y : y + height, x : x + width])
    count, labels = cv2.connectedComponents(part.view(np.uint8), connectivity=8)
    window = out[y : y + height, x : x + width]
    window[part] = labels[part] + before
    return int(before + count - 1)


def members(labels: Array, count: int) -> list[Array]:
    """Of each of ``count`` objects the places of its pixels in the flat array of labels, in order."""
    flat = labels.ravel()
    here = np.flatnonzero(flat)
    order = here[np.argsort(flat[here], kind="stable")]
    return np.split(order, np.cumsum(np.bincount(flat[here], minlength=count + 1)[1:-1])) if count else []


def union(labels: Array, chosen: list[int], count: int) -> Array:
    """The (H, W) pixels of the chosen ones of ``count`` objects, in any channel."""
    table = np.zeros(count + 1, bool)
    table[chosen] = True
    out: Array = np.any(table[labels], 2)
    return out


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
    return groups[used].tobytes().decode("ascii")


@lru_cache(maxsize=4)
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
    x, y = at
    height, width = region.shape
    np.copyto(out[y : y + height, x : x + width], values, where=region[..., None])
    return out
