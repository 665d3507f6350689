"""The form of an array, which is never tolerated to change: dtype, byte order, kind and shape, as one readable line."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from .arrays import Array

_LINE = re.compile(r"(\w+)( big-endian)? ([a-z][\w.\[\]-]*) (scalar|\d+(?:x\d+)*)")
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Form:
    """What an array is, but for its elements."""

    dtype: str
    big_endian: bool
    kind: str
    shape: Shape

    @classmethod
    def of(cls, kind: str, array: Array) -> Form:
        return cls(array.dtype.name, array.dtype.str.startswith(">"), kind, array.shape)

    @classmethod
    def parse(cls, line: str) -> Form | None:
        """Read what ``str`` wrote; None for any other line."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        shape = () if found[4] == "scalar" else tuple(int(length) for length in found[4].split("x"))
        form = cls(found[1], found[2] is not None, found[3], shape)
        try:
            numeric = form.numpy_dtype.kind in "biufc"
        except TypeError:
            return None
        return form if numeric and len(shape) <= 64 else None

    def __str__(self) -> str:
        shape = "x".join(str(length) for length in self.shape) or "scalar"
        return f"{self.dtype}{' big-endian' * self.big_endian} {self.kind} {shape}"

    @property
    def numpy_dtype(self) -> np.dtype[np.generic]:
        return np.dtype(self.dtype).newbyteorder(">" if self.big_endian else "=")

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        return self.size * self.numpy_dtype.itemsize

    @property
    def planar(self) -> bool:
        """Whether this is a tensor whose first axis are the channels of a picture."""
        colors = self.kind == "tensor" and len(self.shape) == 3 and self.dtype == "uint8"
        return colors and self.shape[0] in (1, 3, 4) and self.shape[2] > 4

    def drawn(self) -> Shape | None:
        """The shape of the picture that holds such an array without loss; None where a PNG cannot."""
        if self.size == 0 or self.big_endian:
            return None
        shape = (*self.shape[1:], self.shape[0]) if self.planar else self.shape
        shape = shape[:2] if len(shape) == 3 and shape[2] == 1 else shape
        flat = len(shape) == 2 and self.dtype in ("bool", "uint8", "uint16")
        colored = len(shape) == 3 and shape[2] in (3, 4) and self.dtype == "uint8"
        return shape if flat or colored else None
