"""Other contents from which data could have started, to see whether what it started from comes out in a sample. Pure.

After a change that repeats itself (a clip, a cutout) the data as it was left gives the same samples as the data as it
was: that alone does not tell input from a cache. Samples that follow what a changed piece started from are made of it;
a cache and a scratch buffer are filled before they are read. What stands in a cache before may say that it is empty,
so that blank values (0, -1, NaN, ...) are never replaced.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..values.digest import Array

BLANKS = (0, -1)
"""Numbers that stand for nothing yet."""
STEPS = (1, -1)


def other_starts(before: Any, left: Any, samples: int = -1, memory: bool = False) -> list[Any]:
    """Contents to start from instead of ``before``, for data that was ``left`` as another; empty where none is fair.

    Both are what ``Held.content`` gives: an array, the bytes of a picture, or the numbers and strings of a list, dict
    or record. ``samples`` is the number of samples, ``memory`` says that an array is raw bytes of numbers not known.
    """
    if isinstance(before, Mapping):
        return [each for step in STEPS if (each := _other_numbers(before, left, step))]
    if isinstance(before, bytes):
        was, now = (np.frombuffer(side, np.uint8).reshape(1, -1) for side in (before, left))
        return [each.tobytes() for each in _other_arrays(was, now, samples, memory=False)]
    return _other_arrays(before, left, samples, memory)


def _other_numbers(before: Mapping[Any, Any], left: Any, step: int) -> dict[Any, Any]:
    """Numbers that changed, one off from what they were left as: a clip keeps one of its sides."""
    return {
        key: left[key] + step
        for key, value in before.items()
        if key in left and _is_number(value) and _is_number(left[key]) and left[key] != value
    }


def _is_number(value: Any) -> bool:
    whole = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return whole and math.isfinite(value) and value not in BLANKS


def _other_arrays(before: Array, left: Array, samples: int, memory: bool) -> list[Array]:
    if before.shape != left.shape or before.dtype != left.dtype or not before.size:
        return []
    count = _rows(before, samples)
    rows, ends = (np.ascontiguousarray(side).reshape(count, -1) for side in (before, left))
    changed, blank = _unequal(rows, ends), _blank(rows, memory)
    if not changed.any():  # what it was before is gone, as where the dataset is not the only one to hold it
        changed = np.ones_like(changed)
    empty: Array = np.logical_and.reduce(blank, axis=1)
    if empty[changed.any(axis=1)].all() or (memory and _repeats(before)):
        return []
    found = [each.reshape(before.shape) for each in (rows[::-1, ::-1], rows[:, ::-1]) if _unequal(each, rows).any()]
    if before.dtype.kind in "biufc":
        found += [_shifted(rows, ends, changed, ~empty, step).reshape(before.shape) for step in STEPS]
    return found


def _rows(array: Array, samples: int) -> int:
    """How many parts are looked at by themselves: each sample where the first axis counts them, and each number."""
    return len(array) if array.ndim and (len(array) == samples or array.ndim == 1) else 1


def _shifted(rows: Array, ends: Array, changed: Array, which: Array, step: int) -> Array:
    """Some rows one off: what changed from what it was left as, what did not from what it was."""
    found = rows.copy()
    start = np.where(changed, ends, rows)[which]
    with np.errstate(all="ignore"):
        found[which] = ~start if rows.dtype.kind == "b" else start + np.array(step).astype(rows.dtype)
    return found


def _blank(array: Array, memory: bool) -> Array:
    """Where nothing stands yet."""
    if array.dtype.kind not in "biufc":
        return np.zeros(array.shape, bool)
    blank: Array = array == 0
    if array.dtype.kind in "fc":
        blank |= ~np.isfinite(array)
    if array.dtype.kind in "ifc":
        blank |= array == -1
    if array.dtype.kind in "iu" and array.dtype.itemsize > 1:
        blank |= array == np.iinfo(array.dtype).max
    if memory:
        blank |= array == np.iinfo(np.uint8).max
    return blank


def _repeats(array: Array) -> bool:
    """Whether memory holds one number of eight bytes, or of fewer, over and over."""
    flat = array.reshape(-1)
    return bool((flat[8:] == flat[:-8]).all())


def _unequal(one: Array, two: Array) -> Array:
    """Element by element; NaN equals NaN."""
    unequal: Array = one != two
    both: Array = (one != one) & (two != two)
    found: Array = unequal & ~both
    return found
