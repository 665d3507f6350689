"""Resampling to another size."""

from typing import ClassVar, Literal

from ..engine.declare.kinds import Pixels, Resampling
from ..engine.op import SpatialOp, value
from ..engine.targets.geometry import Array, Matrix
from ..engine.targets.table import Shape
from ..kernels import resize

AREA = 3


@value
class Resample(SpatialOp):
    """Resample to (height, width); where ``area_for_downscale`` says so, shrinking averages areas instead.

    Linear on uint8 is exact on every machine; cubic and area by a fraction are the same on one architecture only.
    Keypoints scale as plain numbers, as in Albumentations.
    """

    reshapes: ClassVar[bool] = True

    height: Pixels
    width: Pixels
    interpolation: Resampling
    mask_interpolation: Resampling
    area_for_downscale: Literal["image", "image_mask"] | None

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def pixels(self, image: Array) -> Array:
        area = self.area_for_downscale is not None and self._shrinks(image)
        return resize.resize(image, self.height, self.width, AREA if area else self.interpolation)

    def mask(self, mask: Array) -> Array:
        area = self.area_for_downscale == "image_mask" and self._shrinks(mask)
        return resize.resize(mask, self.height, self.width, AREA if area else self.mask_interpolation)

    def _shrinks(self, image: Array) -> bool:
        return bool(self.height < image.shape[0] or self.width < image.shape[1])

    def matrix(self, shape: Shape) -> Matrix:
        return self.width / shape.width, 0.0, 0.0, 0.0, self.height / shape.height, 0.0

    def centers(self, shape: Shape) -> Matrix:
        return self.matrix(shape)
