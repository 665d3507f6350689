"""Noise that is added to intensities."""

from typing import Annotated, ClassVar

import numpy as np

from ..engine.declare.kinds import Key
from ..engine.declare.markers import AtMost, MoreThan
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..kernels import noise


@value
class GaussianNoise(PixelOp):
    """Add normal noise of ``mean`` and ``std`` (shares of white) grown from a key of 32 hex digits, and clip.

    A deviate is one of 65,536 quantiles, so |z| is at most 4.33. ``shared``: the channels of a pixel get the same;
    ``coarse``: the share of rows and columns for which noise is drawn, linearly blended between them.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    mean: float
    std: float
    shared: bool
    coarse: Annotated[float, MoreThan(0), AtMost(1)]

    def pixels(self, image: Array) -> Array:
        white = 255.0 if image.dtype == np.uint8 else 1.0
        return noise.gauss(image, self.key, self.mean * white, self.std * white, self.shared, self.coarse)
