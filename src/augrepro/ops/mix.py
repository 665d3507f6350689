"""Layers over images."""

import numpy as np

from ..engine.op import PixelOp
from ..engine.targets.geometry import Array
from ..kernels import mix
from ..kernels.dtypes import check_unit


class Blend(PixelOp):
    """Base: a layer, white unless it says else, lies over the image, thicker in some places than in others."""

    def alpha(self, height: int, width: int) -> Array:
        """How much of the layer shows at each pixel, in 256ths of it."""
        raise NotImplementedError(f"{type(self).__name__} must define alpha(height, width)")

    def layer(self, height: int, width: int, channels: int) -> Array:
        """The layer in shares of white: (channels,), or (height, width, channels)."""
        return np.ones(channels)

    def pixels(self, image: Array) -> Array:
        height, width, channels = image.shape
        layer = self.layer(height, width, channels)
        if layer.any():  # black is 0 in every image
            check_unit(image)
        return mix.blended(image, layer, self.alpha(height, width))
