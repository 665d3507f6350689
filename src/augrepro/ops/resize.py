"""Resampling to another size."""

from typing import Any, ClassVar

from ..engine.declare.kinds import Pixels
from ..engine.facts import Facts
from ..engine.op import Grade, SpatialOp, value
from ..engine.targets.geometry import Array, Matrix
from ..engine.targets.table import Shape, Target
from ..kernels import dtypes, resize
from .look import OVERSHOOTING, Sampling
from .motion import of_size


@value
class Resample(SpatialOp):
    """Resample to (height, width); keypoints scale as plain numbers, as in Albumentations."""

    reshapes: ClassVar[bool] = True
    does: ClassVar[str] = "resized"

    height: Pixels
    width: Pixels
    sampling: Sampling = Sampling()

    def fits_any_size(self, target: Target) -> bool:
        return True

    def grade(self, dtype: Any) -> Grade:
        return self.sampling.grade(dtype)

    def after(self, shape: Shape) -> Shape:
        return shape.sized(self.height, self.width)

    def facts(self, shape: Shape) -> Facts:
        return {**of_size(shape, (self.height, self.width)), **self.sampling.facts(shape)}

    def pixels(self, image: Array) -> Array:
        return self._resized(image, self.sampling.image(self._shrinks(image)))

    def mask(self, mask: Array) -> Array:
        return self._resized(mask, self.sampling.mask(self._shrinks(mask)))

    def _resized(self, image: Array, interpolation: int) -> Array:
        out = resize.resize(image, self.height, self.width, interpolation)
        if image.dtype.kind == "f" and interpolation in OVERSHOOTING and out is not image:
            return dtypes.without_overshoot(out, image)
        return out

    def _shrinks(self, image: Array) -> bool:
        return bool(self.height < image.shape[0] or self.width < image.shape[1])

    def matrix(self, shape: Shape) -> Matrix:
        return self.width / shape.width, 0.0, 0.0, 0.0, self.height / shape.height, 0.0

    def centers(self, shape: Shape) -> Matrix:
        return self.matrix(shape)
