"""Images as networks want them."""

from collections.abc import Sequence
from typing import Literal, cast

from ..engine.chance.rng import Stream
from ..engine.declare.errors import warn
from ..engine.declare.kinds import Divisor, PositiveValues, Probability, Values
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..engine.unit_floats import beyond_unit
from ..ops.normalize import MeanStdNormalize, MinMaxNormalize, Standardize

__all__ = ["Normalize"]


class Normalize(ImageOnly, any_range=True):
    """Center and scale intensities; the result is float32, and the defaults are ImageNet's means and spreads.

    Args:
        mean: what is subtracted, as a share of ``max_pixel_value``: one, or one for each channel; of several, a gray
            image takes the first, with a warning
        std: what is divided by, as a share of ``max_pixel_value``: as ``mean``
        max_pixel_value: the intensity that counts as 1: 255 for bytes, 1.0 for float images on [0, 1], which 255 would
            make all but black
        normalization: ``standard`` is (x / max_pixel_value - mean) / std, for float32 images too; ``image`` and
            ``image_per_channel`` use the image's own mean and standard deviation, ``min_max`` and
            ``min_max_per_channel`` map its own range onto [0, 1]; these four need no mean, std or max_pixel_value
    """

    mean: Values | None = (0.485, 0.456, 0.406)
    std: PositiveValues | None = (0.229, 0.224, 0.225)
    max_pixel_value: Divisor | None = 255.0
    normalization: Literal["standard", "image", "image_per_channel", "min_max", "min_max_per_channel"] = "standard"
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        if self.normalization != "standard":
            return []
        names = ("mean", "std", "max_pixel_value")
        return [f"{name} must be given for 'standard', got None" for name in names if getattr(self, name) is None]

    def leaves_unit(self) -> bool:
        if self.normalization != "standard":
            return not self.normalization.startswith("min_max")
        means, spreads = _tuple(self.mean), _tuple(self.std)
        return min(means) < 0 or max(means) > 0 or min(spreads) < 1

    def whitens_to_one(self) -> bool:
        return not self.leaves_unit()

    def takes_bytes(self) -> bool:
        return self.normalization == "standard" and (self.max_pixel_value or 0) >= 255

    def meant_for_bytes(self) -> str:
        if self.normalization != "standard" or not beyond_unit(self.max_pixel_value):
            return ""
        return (
            f"max_pixel_value={self.max_pixel_value!r} makes a float image on [0, 1], whose white is 1.0, all but "
            f"black: give max_pixel_value=1.0"
        )

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        if self.normalization == "standard":
            assert self.max_pixel_value is not None
            mean, std = _tuple(self.mean), _tuple(self.std)
            if frame.has_image and frame.shape.channels == 1 and len({*mean}) + len({*std}) > 2:
                mean, std = mean[:1], std[:1]
                warn(f"Normalize: a gray image takes the first mean and std of several: write mean={mean}, std={std}")
            return Standardize(mean, std, self.max_pixel_value)
        own = MinMaxNormalize if self.normalization.startswith("min_max") else MeanStdNormalize
        return own(self.normalization.endswith("per_channel"))


def _tuple(values: float | Sequence[float] | None) -> tuple[float, ...]:
    return values if isinstance(values, tuple) else (cast(float, values),)
