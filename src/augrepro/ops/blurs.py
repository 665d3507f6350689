"""Blurs and sharpening that are no convolution: medians, thresholds, swaps and enlargements."""

from typing import Annotated, ClassVar

from ..engine.declare.kinds import MAX_ZOOM, Key
from ..engine.declare.markers import AtLeast, AtMost, MoreThan
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import dtypes, filters, glass, unsharp, zoom
from .filters import KernelSide


@value
class Median(PixelOp):
    """Every value becomes the median of the ``size`` x ``size`` values around it; floats are rounded to bytes first."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    size: KernelSide

    def pixels(self, image: Array) -> Array:
        return dtypes.through_bytes(image, lambda given: filters.median(given, self.size))


@value
class UnsharpMasking(PixelOp):
    """Add ``alpha`` times what a Gaussian takes away, where that is more than ``threshold`` levels, or everywhere."""

    size: KernelSide
    sigma: Annotated[float, MoreThan(0)]
    alpha: Annotated[float, AtLeast(0)]
    threshold: Annotated[int, AtLeast(0), AtMost(255)] | None

    def pixels(self, image: Array) -> Array:
        return unsharp.sharpened(image, self.size, self.sigma, self.alpha, self.threshold)


@value
class PixelSwaps(PixelOp):
    """Pixels change places with others at most ``max_delta`` away, grown from ``key``; in turn, they become copies."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    max_delta: Annotated[int, AtLeast(1), AtMost(10_000)]
    iterations: Annotated[int, AtLeast(1), AtMost(100)]
    in_turn: bool = False

    def pixels(self, image: Array) -> Array:
        return glass.swapped(image, self.key, self.max_delta, self.iterations, self.in_turn)


@value
class Zooms(PixelOp):
    """The mean of the image and of enlargements about its middle, from 1 in steps up to below ``largest``."""

    largest: Annotated[float, AtLeast(1)]
    step: Annotated[float, AtLeast(0)]

    def pixels(self, image: Array) -> Array:
        if self.largest > max(MAX_ZOOM, 1.0 + self.step):
            raise ValueError(f"largest must be at most {MAX_ZOOM} or 1 + step, got {self.largest:g}")
        return zoom.zoomed(image, self.largest, self.step)
