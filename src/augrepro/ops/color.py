"""Ops on the colors of RGB images; gray images pass where a change of color means nothing."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from ..engine.declare.kinds import MAX_FACTOR, Count
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import color, dtypes, gray, histogram
from ..kernels.bands import bytes_by_rows
from .pointwise import Dtype, Linear, PerPixel

GrayMethod = Literal["weighted_average", "from_lab", "desaturation", "average", "max", "pca"]

RGB_METHODS = "weighted_average", "from_lab"
SUMS = "average", "desaturation", "from_lab"
"""What works in temporaries that are larger than a plane."""
MOST_COMPONENTS = 16
"""Axes of more channels are found too slowly in plain Python."""
ANY_COUNT = (
    f"; method='average', 'max' or 'desaturation' takes any count of channels, 'pca' up to {MOST_COMPONENTS} of them"
)
"""What helps where a way to gray wants RGB."""


class ColorOp(PixelOp):
    """Base of the ops that take RGB images and gray ones alone."""

    def check(self, shape: Shape) -> None:
        need_channels(shape, (1, 3))

    def is_rgb(self, image: Array) -> bool:
        """True for three channels, False for one; ValueError for any other count."""
        rgb = bool(image.shape[2] == 3)
        if not rgb:
            self.check(Shape(*image.shape))
        return rgb


@value
class ContrastAboutGray(ColorOp):
    """Every intensity x becomes factor x + (1 - factor) times the image's mean gray, clipped."""

    factor: float

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        white = 255.0 if image.dtype == np.uint8 else 1.0
        return Linear(self.factor, (1.0 - self.factor) * color.mean_gray(image) / white).pixels(image)


@value
class Saturation(ColorOp, PerPixel):
    """Blend each pixel with its gray: factor x + (1 - factor) gray, clipped; in 256ths on uint8."""

    factor: Annotated[float, AtLeast(-MAX_FACTOR), AtMost(MAX_FACTOR)]

    def pixels(self, image: Array) -> Array:
        return color.saturated(image, self.factor) if self.is_rgb(image) else image


@value
class HsvShift(ColorOp, PerPixel):
    """Turn the hue (in steps of two degrees, 180 a circle) and shift saturation and value (of 255), which clip.

    On uint8 all three are rounded to whole steps. A gray image has its value shifted alone.
    """

    hue: float
    saturation: float
    value: float

    def pixels(self, image: Array) -> Array:
        if self.is_rgb(image):
            return color.hsv_shifted(image, self.hue, self.saturation, self.value)
        return Linear(1.0, self.value / 255).pixels(image)


@value
class HueRotation(ColorOp, PerPixel):
    """Turn the hue by a share of the full circle; on uint8 in steps of two degrees."""

    share: float

    def pixels(self, image: Array) -> Array:
        return color.hsv_shifted(image, self.share * 180, 0.0, 0.0) if self.is_rgb(image) else image


@value
class Gray(PerPixel):
    """All channels, of which some methods want three, to ``channels`` equal ones; an image of one stays as it is."""

    reshapes: ClassVar[bool] = True

    method: GrayMethod
    channels: Count

    def alike(self, dtype: Dtype) -> bool:
        """The principal component is that of the whole image; OpenCV's float sums depend on the place in a row."""
        return self.method != "pca" and (self.method != "weighted_average" or super().alike(dtype))

    def check(self, shape: Shape) -> None:
        if self.method in RGB_METHODS:
            need_channels(shape, (1, 3), ANY_COUNT)
        elif self.method == "pca" and shape.channels > MOST_COMPONENTS:
            raise ValueError(f"needs an image of at most {MOST_COMPONENTS} channels for pca, got {shape.channels}")

    def after(self, shape: Shape) -> Shape:
        height, width, channels, depth = shape
        return shape if channels == 1 or channels == self.channels else Shape(height, width, self.channels, depth)

    def pixels(self, image: Array) -> Array:
        if image.shape[2] == 1:
            return image
        if image.shape[2] != 3:  # that every method takes
            self.check(Shape(*image.shape))
        if self.method in SUMS:
            return bytes_by_rows(image, lambda band: gray.spread(gray.METHODS[self.method](band), self.channels))
        return gray.spread(gray.METHODS[self.method](image), self.channels)


@value
class HistogramEqualization(ColorOp):
    """Flatten the histogram of each channel, or of the luma alone; floats go by way of bytes."""

    float_grade: ClassVar[Grade] = Grade.EXACT

    pillow: bool
    by_channels: bool

    def check(self, shape: Shape) -> None:
        if not self.by_channels:
            need_channels(shape, (1, 3))

    def pixels(self, image: Array) -> Array:
        luma = not self.by_channels and self.is_rgb(image)
        run = histogram.equalized_luma if luma else histogram.equalized
        return dtypes.through_bytes(image, lambda bytes_: run(bytes_, self.pillow))
