"""Images as networks want them."""

from __future__ import annotations

from typing import Annotated, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import MoreThan, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.normalize import MeanStdNormalize, MinMaxNormalize, Standardize

Values = float | tuple[float, ...] | None


class Normalize(ImageOnly):
    """float32 images about zero; the defaults are ImageNet's means and spreads.

    ``standard``: (x / max_pixel_value - mean) / std, for float32 images too. ``image``, ``image_per_channel``: less
    the image's own mean, divided by its own standard deviation. ``min_max``, ``min_max_per_channel``: the image's own
    range onto [0, 1]. The last four need no ``mean``, ``std`` or ``max_pixel_value``.
    """

    mean: Values = (0.485, 0.456, 0.406)
    std: Annotated[Values, MoreThan(0)] = (0.229, 0.224, 0.225)
    max_pixel_value: Annotated[float | None, MoreThan(0)] = 255.0
    normalization: Literal["standard", "image", "image_per_channel", "min_max", "min_max_per_channel"] = "standard"
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        if self.normalization != "standard":
            return []
        names = ("mean", "std", "max_pixel_value")
        return [f"{name} must be given for 'standard', got None" for name in names if getattr(self, name) is None]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        if self.normalization == "standard":
            assert self.max_pixel_value is not None
            return Standardize(_tuple(self.mean), _tuple(self.std), self.max_pixel_value)
        own = MinMaxNormalize if self.normalization.startswith("min_max") else MeanStdNormalize
        return own(self.normalization.endswith("per_channel"))


def _tuple(values: Values) -> tuple[float, ...]:
    assert values is not None
    return values if isinstance(values, tuple) else (values,)
