"""Detail lost by shrinking."""

from typing import Any, ClassVar

from ..engine.declare.kinds import Resampling, ShareOrZero
from ..engine.op import ALL_DTYPES, Grade, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..kernels import dtypes, resize
from .look import NEAREST, OVERSHOOTING, Sampling


@value
class Shrunk(PixelOp):
    """Resample to a share of the rows and columns, one at least, and back."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    scale: ShareOrZero
    down: Resampling = NEAREST
    up: Resampling = NEAREST

    def grade(self, dtype: Any) -> Grade:
        return weakest(Sampling(way, NEAREST).grade(dtype) for way in (self.down, self.up))

    def pixels(self, image: Array) -> Array:
        height, width = image.shape[:2]
        small = self._resized(image, max(round(height * self.scale), 1), max(round(width * self.scale), 1), self.down)
        return self._resized(small, height, width, self.up)

    def _resized(self, image: Array, height: int, width: int, interpolation: int) -> Array:
        out = resize.resize(image, height, width, interpolation)
        if image.dtype.kind == "f" and interpolation in OVERSHOOTING and out is not image:
            return dtypes.without_overshoot(out, image)
        return out
