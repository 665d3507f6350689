"""Ops whose every output value depends on one input value alone, and not on where it stands.

On uint8 such an op is a table of 256 bytes, built in float64 and rounded half to even: exact everywhere. On float32
the curve runs in float32 on the pixels themselves and is clipped to [0, 1] where the op says so.
"""

from typing import Any, ClassVar

import numpy as np

from ..engine.op import Grade, Op, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..kernels import lut


class Pointwise(PixelOp):
    """Base: one curve on [0, 1] for every channel."""

    def curve(self, x: Array) -> Array:
        """The curve, on intensities where 0 is black and 1 is white; in the dtype it is given."""
        raise NotImplementedError(f"{type(self).__name__} must define curve(x)")

    def table(self) -> Array:
        """The op on uint8: what each of the 256 bytes becomes."""
        return lut.table(self.curve(lut.UNIT))

    def pixels(self, image: Array) -> Array:
        if image.dtype == np.uint8:
            return lut.look_up(image, self.table())
        return np.clip(self.curve(image), np.float32(0), np.float32(1))


@value
class Gamma(Pointwise):
    """Raise every intensity on [0, 1] to a power."""

    gamma: float

    def curve(self, x: Array) -> Array:
        """NumPy has another power for values that lie backwards or apart, so they are brought together first."""
        out: Array = np.power(np.ascontiguousarray(x), x.dtype.type(self.gamma))
        return out


@value
class Linear(Pointwise):
    """Every intensity x on [0, 1] becomes alpha x + beta, clipped to [0, 1]."""

    alpha: float
    beta: float

    def curve(self, x: Array) -> Array:
        out: Array = x * self.alpha + self.beta
        return out


@value
class Invert(Pointwise):
    """Every intensity x on [0, 1] becomes 1 - x."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    def curve(self, x: Array) -> Array:
        out: Array = 1.0 - x
        return out

    def table(self) -> Array:
        return lut.NEGATIVE


@value
class Curves(PixelOp):
    """Pointwise ops in turn: on uint8 their tables are composed into one, which gives the same bytes."""

    ops: tuple[Op, ...]

    def grade(self, dtype: Any) -> Grade:
        return weakest(op.grade(dtype) for op in self.ops)

    def pixels(self, image: Array) -> Array:
        if image.dtype != np.uint8:
            for op in self.ops:
                image = op.pixels(image)
            return image
        combined = None
        for op in self.ops:
            table = op.table()  # type: ignore[attr-defined]
            combined = table if combined is None else table[combined]
        return image if combined is None else lut.look_up(image, combined)
