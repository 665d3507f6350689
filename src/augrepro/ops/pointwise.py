"""Ops whose every output pixel, or value, depends on one input pixel, or value, and not on where it stands.

On uint8 a pointwise op is a table of 256 bytes, built in float64 and rounded half to even: exact everywhere. On float32
the curve runs in float32 on the pixels themselves and is clipped to [0, 1] where the op says so.
"""

from typing import Any, ClassVar

import numpy as np

from ..engine.declare.kinds import AtLeastZero
from ..engine.op import Grade, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..engine.targets.table import PIXELS, Target
from ..kernels import lut, unit

Dtype = np.dtype[Any] | None
IDENTITY = np.arange(256, dtype=np.uint8)


class PerPixel(PixelOp):
    """Base: a pixel's values depend on that pixel's alone, so the op may as well come after a crop or a turn."""

    def alike(self, dtype: Dtype) -> bool:
        """Whether the kernel gives a pixel the same bits whatever its place in a row; the dtype may be unknown (None).

        Many of OpenCV's conversions do not: they run a row's last pixels, which fill no SIMD register, through other
        code. Measured over random windows, mirrors and transposes in OpenCV 5.0: on bytes only HSV to RGB and RGB to
        HLS differ by place (no kernel here uses them), on floats nearly all do, RGB to gray and RGB to HSV among them.
        """
        return dtype == np.uint8


class Pointwise(PerPixel):
    """Base: one curve on [0, 1] for every channel."""

    def alike(self, dtype: Dtype) -> bool:
        """A table on bytes, NumPy's arithmetic on floats: always."""
        return True

    def curve(self, x: Array, out: Array | None = None) -> Array:
        """The curve, on intensities where 0 is black and 1 is white; in the dtype it is given, and in ``out``."""
        raise NotImplementedError(f"{type(self).__name__} must define curve(x, out)")

    def keeps_unit(self) -> bool:
        """Whether the curve leads from [0, 1] nowhere else, in float32 too, and not to -0."""
        return False

    def table(self) -> Array:
        """The op on uint8: what each of the 256 bytes becomes."""
        return lut.table(self.curve(lut.UNIT))

    def stack(self, target: Target, arrays: list[Any]) -> list[Any]:
        """Of several images, bytes are looked up in one table."""
        if len(arrays) == 1 or target.kind is not PIXELS or any(array.dtype != np.uint8 for array in arrays):
            return super().stack(target, arrays)
        table = self.table()
        return [lut.look_up(array, table) for array in arrays]

    def pixels(self, image: Array) -> Array:
        if image.dtype == np.uint8:
            return lut.look_up(image, self.table())
        return unit.mapped(image, self.curve, self.keeps_unit())


@value
class Gamma(Pointwise):
    """Raise every intensity on [0, 1] to a power."""

    gamma: AtLeastZero

    def curve(self, x: Array, out: Array | None = None) -> Array:
        """Below black there is no power, so floats below 0 (behind Normalize, say) count as black.

        NumPy has another power for values that lie backwards or apart, so they are brought together first.
        """
        shown = unit.from_black(np.ascontiguousarray(x))
        with np.errstate(over="ignore"):  # what is above white may go to infinity, and is clipped
            raised: Array = np.power(shown, x.dtype.type(self.gamma), out=out)
        return raised

    def table(self) -> Array:
        return lut.table_within(np.power(lut.UNIT, np.float64(self.gamma)))


@value
class Linear(Pointwise):
    """Every intensity x on [0, 1] becomes alpha x + beta, clipped to [0, 1]."""

    alpha: float
    beta: float

    def curve(self, x: Array, out: Array | None = None) -> Array:
        out = np.multiply(x, self.alpha, out=out)
        return np.add(out, self.beta, out=out)

    def keeps_unit(self) -> bool:
        """Rounded sums and products grow with what goes in, so white tells of all that lies below it."""
        inside = 0 <= self.alpha <= 1 and 0 <= self.beta <= 1
        return bool(inside and np.float32(self.alpha) + np.float32(self.beta) <= 1)


@value
class Invert(Pointwise):
    """Every intensity x on [0, 1] becomes 1 - x."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    def curve(self, x: Array, out: Array | None = None) -> Array:
        return np.subtract(1.0, x, out=out)

    def keeps_unit(self) -> bool:
        return True

    def table(self) -> Array:
        return lut.NEGATIVE

    def pixels(self, image: Array) -> Array:
        """Of bytes the complement, without a table."""
        return np.invert(image, order="C") if image.dtype == np.uint8 else super().pixels(image)


@value
class Curves(Pointwise):
    """Pointwise ops in turn: on uint8 their tables are composed into one, which gives the same bytes."""

    ops: tuple[Pointwise, ...]

    def grade(self, dtype: Any) -> Grade:
        return weakest(op.grade(dtype) for op in self.ops)

    def table(self) -> Array:
        combined = IDENTITY
        for op in self.ops:
            combined = op.table()[combined]
        return combined

    def pixels(self, image: Array) -> Array:
        if image.dtype == np.uint8:
            return super().pixels(image)
        for op in self.ops:
            image = op.pixels(image)
        return image
