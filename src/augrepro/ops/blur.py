"""Blurs."""

from __future__ import annotations

from ..engine.geometry import Array
from ..engine.op import PixelOp, value
from ..kernels import blur


@value
class Gaussian(PixelOp):
    """Blur with a Gaussian of standard deviation ``sigma`` pixels, cut to ``size`` x ``size``."""

    size: int
    sigma: float

    def pixels(self, image: Array) -> Array:
        return blur.gaussian(image, self.size, self.sigma)
