"""How two arrays differ, in numbers and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .digest import Array

AXES = {"px": ("y", "x"), "values": ("row", "column")}
FEW_CHANNELS = 4
"""So few numbers on a third axis are channels, whatever the others are."""
_STACK = re.compile(r"(volume|mask3d)|(images|masks|volumes|masks3d)|(volumes|masks3d)\[\d+\]")
MOST_COLUMNS = 8
"""Of a table of boxes (4, and labels) or keypoints (2 to 5, and labels)."""


@dataclass(frozen=True)
class Tolerance:
    """What a test accepts: no element further off than ``atol``, no larger share of pixels than ``max_fraction``."""

    atol: float = 0.0
    max_fraction: float = 1.0

    def __str__(self) -> str:
        return f"atol={self.atol:g}, max_fraction={self.max_fraction:g}"


@dataclass(frozen=True)
class Difference:
    """Where two arrays of one dtype and shape differ."""

    count: int
    total: int
    unit: str
    max_delta: int | float
    box: tuple[tuple[int, int], ...]
    first: tuple[int, ...]
    values: tuple[str, str]

    def lines(self) -> list[str]:
        """Say how many, how far and where."""
        names = AXES.get(self.unit) or tuple(f"axis{axis}" for axis in range(len(self.first)))
        where = " ".join(f"{name} {low}:{high}" for name, (low, high) in sorted(zip(names, self.box, strict=True)))
        shown = self.max_delta if isinstance(self.max_delta, int) else f"{self.max_delta:g}"
        first = ", ".join(f"{name} {at}" for name, at in sorted(zip(names, self.first, strict=True)))
        return [
            f"{self.count} of {self.total} {self.unit} differ, max |delta| {shown}, box {where}",
            f"first at {first}: {self.values[0]} became {self.values[1]}",
        ]

    def within(self, tolerance: Tolerance) -> bool:
        return self.max_delta <= tolerance.atol and self.count <= tolerance.max_fraction * self.total


def is_image(array: Array, path: str = "") -> bool:
    """Whether the first two axes are rows and columns of pixels; ``path`` is the name of the array in its result.

    More than 4 numbers on the last axis are channels where they are far fewer than rows and columns, or are called
    an image; they are columns of a stack, (T, H, W) or (D, H, W), where its name says so.
    """
    if array.ndim != 3 or array.shape[2] <= FEW_CHANNELS:
        return array.ndim == 3 or (array.ndim == 2 and not is_table(array))
    if is_stack_by_name(path):
        return False
    shortest = min(array.shape[:2])
    return 4 * array.shape[2] <= shortest or (_name(path) in ("image", "mask") and array.shape[2] < shortest)


def is_stack_by_name(path: str) -> bool:
    """Whether what is called so has several pictures, one behind the other."""
    return _STACK.fullmatch(_name(path)) is not None


def _name(path: str) -> str:
    return path.rpartition(".")[2].lower()


def is_table(array: Array) -> bool:
    """Whether the rows are records, as of boxes or keypoints: few columns, of a dtype that no picture of them has."""
    return array.ndim == 2 and array.shape[1] <= MOST_COLUMNS and array.dtype not in (np.uint8, np.uint16, np.bool_)


def difference(expected: Array, actual: Array, path: str = "") -> Difference | None:
    """How two arrays of one dtype and shape differ, bit for bit; None when they agree. ``path`` is their name."""
    unequal = _unequal_bits(expected, actual)
    if not unequal.any():
        return None
    image = is_image(expected, path)
    spots = unequal.any(axis=2) if image and unequal.ndim == 3 else unequal
    found = np.argwhere(spots)
    first = tuple(int(at) for at in found[0])
    return Difference(
        count=len(found),
        total=int(spots.size),
        unit="px" if image else "values" if is_table(expected) else "elements",
        max_delta=_largest_delta(expected, actual),
        box=tuple((int(low), int(high) + 1) for low, high in zip(found.min(axis=0), found.max(axis=0), strict=True)),
        first=first,
        values=(str(expected[first].tolist()), str(actual[first].tolist())),
    )


def _unequal_bits(expected: Array, actual: Array) -> Array:
    size = expected.dtype.itemsize
    raw = [np.ascontiguousarray(side).reshape(-1).view(np.uint8).reshape(-1, size) for side in (expected, actual)]
    unequal: Array = (raw[0] != raw[1]).any(axis=1).reshape(expected.shape)
    return unequal


def _largest_delta(expected: Array, actual: Array) -> int | float:
    """The largest difference: exact for whole numbers of every width, infinite where only one side is a number."""
    if expected.dtype.kind not in "fc":
        return _largest_whole_delta(expected, actual)
    wide = np.promote_types(expected.dtype, np.complex128 if expected.dtype.kind == "c" else np.float64)
    with np.errstate(all="ignore"):
        delta = np.abs(expected.astype(wide) - actual.astype(wide))
    same = (expected == actual) | (np.isnan(expected) & np.isnan(actual))
    delta = np.where(same, 0.0, delta)
    return float("inf") if np.isnan(delta).any() else float(delta.max())


def _largest_whole_delta(expected: Array, actual: Array) -> int:
    """Larger minus smaller, modulo 2**64: the true difference of two numbers of 64 bits is always less than that."""
    native = np.uint64 if expected.dtype.kind == "u" else np.int64
    one, two = (np.atleast_1d(side.astype(native)) for side in (expected, actual))
    bits = [side.view(np.uint64) for side in (np.maximum(one, two), np.minimum(one, two))]
    return int((bits[0] - bits[1]).max())
