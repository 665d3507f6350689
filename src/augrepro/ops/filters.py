"""Blurs."""

from typing import Annotated

from ..engine.declare.markers import AtLeast, MoreThan, Odd
from ..engine.op import PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import filters


@value
class Gaussian(PixelOp):
    """Blur with a Gaussian of standard deviation ``sigma`` pixels, cut to ``size`` x ``size``."""

    size: Annotated[int, AtLeast(1), Odd()]
    sigma: Annotated[float, MoreThan(0)]

    def pixels(self, image: Array) -> Array:
        return filters.gaussian(image, self.size, self.sigma)
