"""Curves of tone beyond gamma and straight lines, and curves that differ from channel to channel."""

from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, value, weakest
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import channels, dtypes, lut, unit
from .pointwise import IDENTITY, Dtype, PerPixel, Pointwise

Bits = Annotated[int, AtLeast(1), AtMost(8)]


@value
class ToneCurve(Pointwise):
    """A cubic Bezier curve from black to white with inner heights ``low``, at a third, and ``high``, at two thirds."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    low: float
    high: float

    def curve(self, x: Array, out: Array | None = None) -> Array:
        number = x.dtype.type
        x = np.clip(x, number(0), number(1))
        out = np.multiply(x, number(1 + 3 * self.low - 3 * self.high), out=out)
        out += number(3 * self.high - 6 * self.low)
        out *= x
        out += number(3 * self.low)
        out *= x
        return out


@value
class InvertAbove(Pointwise):
    """Every intensity x on [0, 1] of the threshold or more becomes 1 - x."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    threshold: float

    def curve(self, x: Array, out: Array | None = None) -> Array:
        out = np.empty(x.shape, x.dtype) if out is None else out
        unit.invert_above(x, self.threshold, out)
        return out

    def keeps_unit(self) -> bool:
        return True

    def table(self) -> Array:
        return np.where(self.threshold * 255 <= IDENTITY, lut.NEGATIVE, IDENTITY)


@value
class KeepBits(Pointwise):
    """Keep the highest bits of every byte and clear the others; floats go by way of bytes."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    bits: Bits

    def table(self) -> Array:
        out: Array = IDENTITY & np.uint8(256 - 2 ** (8 - self.bits))
        return out

    def pixels(self, image: Array) -> Array:
        return dtypes.through_bytes(image, lambda bytes_: lut.look_up(bytes_, self.table()))


@value
class PerChannel(PerPixel):
    """A curve for each channel."""

    curves: tuple[Pointwise, ...]

    def grade(self, dtype: Any) -> Grade:
        return weakest(op.grade(dtype) for op in self.curves)

    def alike(self, dtype: Dtype) -> bool:
        """Each curve is."""
        return True

    def check(self, shape: Shape) -> None:
        if len(self.curves) != shape.channels:
            raise ValueError(f"has a curve for each of {len(self.curves)} channels, got an image of {shape.channels}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        if image.dtype == np.uint8:
            return channels.each_looked_up(image, [curve.table() for curve in self.curves])
        return channels.each_curved(image, [curve.pixels for curve in self.curves])


@value
class ShiftChannels(PerPixel):
    """Add to each channel so many 255ths of white, clipped; on uint8 whole ones, cut towards 0."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    levels: tuple[float, ...]

    def alike(self, dtype: Dtype) -> bool:
        """One sum a value."""
        return True

    def check(self, shape: Shape) -> None:
        if len(self.levels) != shape.channels:
            raise ValueError(f"has levels for each of {len(self.levels)} channels, got an image of {shape.channels}")

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        return channels.shifted(image, self.levels)
