"""Ops on the colors of RGB images; gray images pass where a change of color means nothing."""

from typing import ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import Pixels
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape
from ..kernels import color, dtypes, gray, histogram
from .pointwise import Dtype, Linear, PerPixel

GrayMethod = Literal["weighted_average", "from_lab", "desaturation", "average", "max", "pca"]


def is_rgb(image: Array, who: str) -> bool:
    """True for three channels, False for one; ValueError for any other count."""
    channels = image.shape[2]
    if channels not in (1, 3):
        raise ValueError(f"{who} needs a 3-channel (or gray) image, got {channels} channels")
    return bool(channels == 3)


@value
class ContrastAboutGray(PixelOp):
    """Every intensity x becomes factor x + (1 - factor) times the image's mean gray, clipped."""

    factor: float

    def pixels(self, image: Array) -> Array:
        is_rgb(image, "ColorJitter")
        white = 255.0 if image.dtype == np.uint8 else 1.0
        return Linear(self.factor, (1.0 - self.factor) * color.mean_gray(image) / white).pixels(image)


@value
class Saturation(PerPixel):
    """Blend each pixel with its gray: factor x + (1 - factor) gray, clipped; in 256ths on uint8."""

    factor: float

    def pixels(self, image: Array) -> Array:
        return color.saturated(image, self.factor) if is_rgb(image, "ColorJitter") else image


@value
class HsvShift(PerPixel):
    """Turn the hue (in steps of two degrees, 180 a circle) and shift saturation and value (of 255), which clip.

    On uint8 all three are rounded to whole steps. A gray image has its value shifted alone.
    """

    uint8_grade: ClassVar[Grade] = Grade.SAME_ARCH

    hue: float
    saturation: float
    value: float

    def pixels(self, image: Array) -> Array:
        if is_rgb(image, "HueSaturationValue"):
            return color.hsv_shifted(image, self.hue, self.saturation, self.value)
        return Linear(1.0, self.value / 255).pixels(image)


@value
class HueRotation(PerPixel):
    """Turn the hue by a share of the full circle; on uint8 in steps of two degrees."""

    uint8_grade: ClassVar[Grade] = Grade.SAME_ARCH

    share: float

    def pixels(self, image: Array) -> Array:
        return color.hsv_shifted(image, self.share * 180, 0.0, 0.0) if is_rgb(image, "ColorJitter") else image


@value
class Gray(PerPixel):
    """Three channels to ``channels`` equal ones; an image of one channel stays as it is."""

    reshapes: ClassVar[bool] = True

    method: GrayMethod
    channels: Pixels

    def alike(self, dtype: Dtype) -> bool:
        """The principal component is that of the whole image; OpenCV's float sums depend on the place in a row."""
        return self.method != "pca" and (self.method != "weighted_average" or super().alike(dtype))

    def after(self, shape: Shape) -> Shape:
        return shape if shape.channels == 1 else shape._replace(channels=self.channels)

    def pixels(self, image: Array) -> Array:
        if not is_rgb(image, "ToGray"):
            return image
        return gray.spread(gray.METHODS[self.method](image), self.channels)


@value
class HistogramEqualization(PixelOp):
    """Flatten the histogram of each channel, or of the luma alone; floats go by way of bytes."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    pillow: bool
    by_channels: bool

    def pixels(self, image: Array) -> Array:
        luma = not self.by_channels and is_rgb(image, "Equalize with by_channels=False")
        run = histogram.equalized_luma if luma else histogram.equalized
        return dtypes.through_bytes(image, lambda bytes_: run(bytes_, self.pillow))
