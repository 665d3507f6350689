"""What a lens does to colors."""

from typing import Any, ClassVar

from ..engine.declare.kinds import Resampling
from ..engine.op import ALL_DTYPES, Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import dtypes, lens
from .look import LINEAR, LINEAR_EXACT, NEAREST, NEAREST_EXACT, OVERSHOOTING, Look

READ_AS = {LINEAR_EXACT: LINEAR, NEAREST_EXACT: NEAREST}


@value
class ChromaticShift(PixelOp):
    """Move red and blue of an RGB image along the radius, each by its two coefficients; green stays."""

    dtypes: ClassVar[frozenset[Any]] = ALL_DTYPES

    red: tuple[float, float]
    blue: tuple[float, float]
    interpolation: Resampling = LINEAR

    @property
    def reading(self) -> int:
        """How the map is read: a map through fixed-point places has one linear and one nearest way."""
        return READ_AS.get(self.interpolation, self.interpolation)

    def grade(self, dtype: Any) -> Grade:
        return Look(self.reading, NEAREST).grade(dtype)

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        out = lens.aberrated(image, self.red, self.blue, self.reading)
        overshoots = image.dtype.kind == "f" and self.reading in OVERSHOOTING
        return dtypes.without_overshoot(out, image) if overshoots else out
