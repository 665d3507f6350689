"""Changes of color; RGB images, and gray ones where it means something."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Around, AtLeast, Increasing, Probability, Span, Symmetric
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.transform import Drawn, ImageOnly
from ..ops.color import ContrastAboutGray, Gray, GrayMethod, HistogramEqualization, HsvShift, HueRotation, Saturation
from ..ops.pointwise import Linear

Factor = Annotated[tuple[float, float], Around(1, 0), Increasing(), AtLeast(0)]


class ColorJitter(ImageOnly):
    """Brightness, contrast, saturation and hue, each by a factor drawn from its range, in random order.

    Brightness multiplies; contrast spreads about the mean gray; saturation spreads about each pixel's gray; ``hue`` is
    a share of the full circle. A gray image keeps to the first two.
    """

    brightness: Factor = (0.8, 1.2)
    contrast: Factor = (0.8, 1.2)
    saturation: Factor = (0.8, 1.2)
    hue: Annotated[tuple[float, float], Symmetric(), Increasing()] = (-0.5, 0.5)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        brightness, contrast = rng.uniform(self.brightness), rng.uniform(self.contrast)
        saturation, hue = rng.uniform(self.saturation), rng.uniform(self.hue)
        ops: tuple[Op | None, ...] = (
            Linear(brightness, 0.0) if brightness != 1 else None,
            ContrastAboutGray(contrast) if contrast != 1 else None,
            Saturation(saturation) if saturation != 1 else None,
            HueRotation(hue) if hue else None,
        )
        return tuple(op for i in rng.permutation(4) if (op := ops[i]) is not None)


class HueSaturationValue(ImageOnly):
    """Shift hue, saturation and value by numbers from their ranges, in OpenCV's units for bytes.

    Hue counts 180 steps a circle and wraps; saturation and value count to 255 and clip.
    """

    hue_shift_limit: Span = (-20, 20)
    sat_shift_limit: Span = (-30, 30)
    val_shift_limit: Span = (-20, 20)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        shifts = [rng.uniform(limit) for limit in (self.hue_shift_limit, self.sat_shift_limit, self.val_shift_limit)]
        return HsvShift(*shifts) if any(shifts) else None


class ToGray(ImageOnly):
    """Gray, on ``num_output_channels`` equal channels.

    ``weighted_average`` is BT.601 luma, ``from_lab`` the lightness of L*a*b*, ``desaturation`` the middle of the
    largest and smallest channel, ``average`` and ``max`` what they say, ``pca`` the first principal component of the
    image's colors. Only RGB is changed: an image of one channel stays as it is.
    """

    num_output_channels: Annotated[int, AtLeast(1)] = 3
    method: GrayMethod = "weighted_average"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Gray(self.method, self.num_output_channels)


class Equalize(ImageOnly):
    """Flatten the histogram, of each channel or with ``by_channels=False`` of the luma.

    ``mode``: OpenCV's formula or Pillow's. A ``mask`` is not supported: a plan holds no arrays and a file no functions.
    """

    mode: Literal["cv", "pil"] = "cv"
    by_channels: bool = True
    mask: Any = None
    mask_params: tuple[str, ...] = ()
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if self.mask is None:
            return []
        return [f"mask must be None (plans hold no arrays, files no functions), got {short_repr(self.mask, 40)}"]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return HistogramEqualization(self.mode == "pil", self.by_channels)
