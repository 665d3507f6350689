"""Changes of color; RGB images, and gray ones where it means something."""

from typing import Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Count, Factor, Names, Probability, Span
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.transform import Drawn, ImageOnly
from ..ops.color import ContrastAboutGray, Gray, GrayMethod, HistogramEqualization, HsvShift, HueRotation, Saturation
from ..ops.pointwise import Linear

__all__ = ["ColorJitter", "Equalize", "HueSaturationValue", "ToGray"]


class ColorJitter(ImageOnly):
    """Change brightness, contrast, saturation and hue, in random order; a gray image keeps to the first two.

    Args:
        brightness: the factor by which every intensity is multiplied
        contrast: the factor by which intensities spread about the mean gray
        saturation: the factor by which colors spread about each pixel's gray
        hue: the turn of the hue as a share of the full circle
    """

    brightness: Factor = (0.8, 1.2)
    contrast: Factor = (0.8, 1.2)
    saturation: Factor = (0.8, 1.2)
    hue: Span = (-0.5, 0.5)
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


class HueSaturationValue(ImageOnly, channels={1, 3}):
    """Shift hue, saturation and value, in OpenCV's units for bytes.

    Args:
        hue_shift_limit: steps of two degrees, 180 to the circle; hue wraps
        sat_shift_limit: steps of 1/255; saturation clips
        val_shift_limit: steps of 1/255; value clips
    """

    hue_shift_limit: Span = (-20, 20)
    sat_shift_limit: Span = (-30, 30)
    val_shift_limit: Span = (-20, 20)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        shifts = [rng.uniform(limit) for limit in (self.hue_shift_limit, self.sat_shift_limit, self.val_shift_limit)]
        return HsvShift(*shifts) if any(shifts) else None


class ToGray(ImageOnly, any_range=True):
    """Turn an RGB image gray; an image of one channel stays as it is.

    ``desaturation``, ``average`` and ``max`` take any count of channels, and ``pca`` up to 16.

    Args:
        num_output_channels: how many equal channels the result has
        method: ``weighted_average`` is BT.601 luma, ``from_lab`` the lightness of L*a*b*, ``desaturation`` the middle
            of the largest and smallest channel, ``average`` and ``max`` what they say, ``pca`` the first principal
            component of the image's colors
    """

    num_output_channels: Count = 3
    method: GrayMethod = "weighted_average"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Gray(self.method, self.num_output_channels)


class Equalize(ImageOnly):
    """Flatten the histogram of the image, so that all intensities are about as frequent.

    Args:
        mode: OpenCV's formula or Pillow's
        by_channels: flatten each channel; else the luma alone
        mask: not supported and must be None: a plan holds no arrays and a file no functions
        mask_params: accepted for compatibility; without a mask it has no effect
    """

    mode: Literal["cv", "pil"] = "cv"
    by_channels: bool = True
    mask: Any = None
    mask_params: Names = ()
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if self.mask is None:
            return []
        return [f"mask must be None (plans hold no arrays, files no functions), got {short_repr(self.mask, 40)}"]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return HistogramEqualization(self.mode == "pil", self.by_channels)
