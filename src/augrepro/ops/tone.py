"""Tone ops that look at the whole image."""

import numpy as np

from ..engine.op import PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import histogram, lut
from .pointwise import Linear


def safe_linear(alpha: float, beta: float) -> tuple[float, float]:
    """Beta clipped to [0, 1], and alpha eased to what keeps alpha x + beta within [0, 1] for x in [0, 1]."""
    beta = min(max(beta, 0.0), 1.0) if alpha > 0 else min(beta, 1.0)
    return (min(alpha, 1.0 - beta), beta) if alpha > 0 else (max(alpha, -beta), beta)


@value
class LinearByMean(PixelOp):
    """Every intensity x on [0, 1] becomes alpha x + beta times the image's mean, clipped."""

    alpha: float
    beta: float

    def pixels(self, image: Array) -> Array:
        if image.dtype == np.uint8:
            mean = histogram.total(image) / image.size / 255.0
            return lut.look_up(image, Linear(self.alpha, self.beta * mean).table())
        return Linear(self.alpha, self.beta * float(image.mean(dtype=np.float64))).pixels(image)
