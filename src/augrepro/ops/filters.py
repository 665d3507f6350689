"""Filters: every pixel becomes a weighted sum of the pixels around it."""

from typing import Annotated

from ..engine.declare.kinds import MAX_KERNEL, MAX_SIGMA
from ..engine.declare.markers import AtLeast, AtMost, MoreThan, Odd
from ..engine.op import PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import filters

Side = Annotated[int, AtLeast(1), AtMost(MAX_KERNEL), Odd()]
KernelSide = Annotated[Side, AtMost(255)]


class Filter(PixelOp):
    """Base: one kernel for every channel; beyond the border the image is mirrored without its edge."""

    def kernel(self) -> filters.Kernel:
        """What makes of an image the sums of its neighbors."""
        raise NotImplementedError(f"{type(self).__name__} must define kernel()")

    def pixels(self, image: Array) -> Array:
        return filters.filtered(image, self.kernel())


@value
class Gaussian(Filter):
    """Blur with a Gaussian of standard deviation ``sigma`` pixels, cut to ``size`` x ``size``."""

    size: Side
    sigma: Annotated[float, MoreThan(0), AtMost(MAX_SIGMA)]

    def kernel(self) -> filters.Kernel:
        return filters.gaussian(self.size, self.sigma)


@value
class Box(Filter):
    """Every value becomes the mean of the ``size`` x ``size`` values around it."""

    size: Side

    def kernel(self) -> filters.Kernel:
        return filters.box(self.size)
