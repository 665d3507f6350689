"""Ops that map every value by a curve of its channel."""

from typing import ClassVar

import numpy as np

from ..engine.op import Grade, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_one_each
from ..kernels import dtypes, lut
from .pointwise import Dtype, PerPixel


@value
class LinearByChannel(PerPixel):
    """Every intensity x on [0, 1] becomes alpha x + beta, clipped, with an alpha and a beta for each channel."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    alphas: tuple[float, ...]
    betas: tuple[float, ...]

    def alike(self, dtype: Dtype) -> bool:
        """Tables on bytes, one multiplication and one sum on floats: always."""
        return True

    def check(self, shape: Shape) -> None:
        need_one_each("alphas", self.alphas, shape)
        need_one_each("betas", self.betas, shape)

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        alphas, betas = np.array(self.alphas), np.array(self.betas)
        if image.dtype == np.uint8:
            return lut.look_up_each(image, lut.table(lut.UNIT * alphas[:, None] + betas[:, None]))
        dtypes.check_unit(image)
        out = image * alphas.astype(np.float32)
        out += betas.astype(np.float32) + np.float32(0)
        return np.clip(out, np.float32(0), np.float32(1), out=out)
