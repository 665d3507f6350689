"""Blurs."""

from __future__ import annotations

from typing import Annotated

from ..engine.fields import AtLeast, MoreThan, Odd
from ..engine.geometry import Array
from ..engine.op import PixelOp, value
from ..kernels import blur


@value
class Gaussian(PixelOp):
    """Blur with a Gaussian of standard deviation ``sigma`` pixels, cut to ``size`` x ``size``."""

    size: Annotated[int, AtLeast(1), Odd()]
    sigma: Annotated[float, MoreThan(0)]

    def pixels(self, image: Array) -> Array:
        return blur.gaussian(image, self.size, self.sigma)
