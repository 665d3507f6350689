"""Images from whole numbers to floats and back."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Divisor, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.conversion import AnyWholeDtype, FloatToWhole, WholeToFloat

__all__ = ["FromFloat", "ToFloat"]


class ToFloat(ImageOnly, any_range=True):
    """Divide every value by the largest, so that white is 1; the result is float32, and masks keep their dtype.

    Args:
        max_value: what is divided by; None for the largest value of the image's dtype. Floats are left as they are
    """

    max_value: Divisor | None = None
    p: Probability = 1.0

    def whitens_to_one(self) -> bool:
        return self.max_value is None or self.max_value >= 255

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return WholeToFloat(self.max_value)


class FromFloat(ImageOnly):
    """Multiply every value by the largest, round it to the nearest whole number and clip it to what the dtype holds.

    An image of whole numbers is first divided by the largest value of its dtype. Masks keep their dtype.

    Args:
        dtype: of the result
        max_value: what 1 becomes; None for the largest value of ``dtype``
    """

    dtype: AnyWholeDtype = "uint8"
    max_value: Divisor | None = None
    p: Probability = 1.0

    def whitens_to_one(self) -> bool:
        return False

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return FloatToWhole.of(self)
