"""What gives an image another texture: superpixels, drops and mud on the lens."""

from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.kinds import MAX_BLUR_SIGMA, Count, Key, MoreThanZero, Pixels, Resampling, ShareOrZero
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import Grade, PixelOp, value, weakest
from ..engine.targets.geometry import Array
from ..engine.targets.table import Shape, need_channels
from ..kernels import bits, dtypes, liquid, lut, mix, resize, slic
from .look import LINEAR, NEAREST, OVERSHOOTING, Sampling
from .mix import Blend

Color = Annotated[tuple[float, float, float], AtLeast(0), AtMost(255)]
Sigma = Annotated[float, AtLeast(0), AtMost(MAX_BLUR_SIGMA)]


@value
class MeanSegments(PixelOp):
    """Give a share of about ``count`` superpixels, which ones by ``key``, their mean color.

    Two colors that are ``compactness`` apart in CIELAB weigh as much as a superpixel's side: the larger, the squarer.
    A larger image is resampled to ``max_size`` for it and back, unless no superpixel was chosen.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    share: ShareOrZero
    count: Count
    max_size: Pixels | None = None
    interpolation: Resampling = LINEAR
    compactness: MoreThanZero = 20.0

    def grade(self, dtype: Any) -> Grade:
        resampled = Grade.EXACT if self.max_size is None else Sampling(self.interpolation, NEAREST).grade(dtype)
        return weakest((super().grade(dtype), resampled))

    def pixels(self, image: Array) -> Array:
        dtypes.check_unit(image)
        if not self._chosen(self.count).any():
            return image
        height, width = image.shape[:2]
        scale = 1.0 if self.max_size is None else min(self.max_size / max(height, width), 1.0)
        small = self._resized(image, max(int(height * scale), 1), max(int(width * scale), 1))
        labels = slic.segments(small, self.count, self.compactness)
        chosen = self._chosen(self.count)[np.arange(int(labels.max()) + 1) % self.count]
        return self._resized(slic.averaged(small, labels, chosen), height, width)

    def _chosen(self, count: int) -> Array:
        chosen: Array = bits.Words(self.key).halves(count)[:count] < round(self.share * bits.LEVELS)
        return chosen

    def _resized(self, image: Array, height: int, width: int) -> Array:
        out = resize.resize(image, height, width, self.interpolation)
        overshoots = image.dtype.kind == "f" and self.interpolation in OVERSHOOTING and out is not image
        return dtypes.without_overshoot(out, image) if overshoots else out


@value
class RainSpatter(PixelOp):
    """Add the light of drops on the lens, where smooth noise grown from ``key`` is above the threshold.

    The noise has ``mean`` and ``std`` before a Gaussian of ``sigma`` pixels; the brightest drop adds ``intensity`` of
    ``color``, in levels of bytes.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    mean: ShareOrZero
    std: ShareOrZero
    sigma: Sigma
    threshold: ShareOrZero
    intensity: ShareOrZero
    color: Color

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        drops = liquid.rain(self.key, *image.shape[:2], self.mean, self.std, self.sigma, self.threshold)
        return mix.lit(image, drops, [part * self.intensity / 255.0 for part in self.color])


@value
class MudSpatter(Blend):
    """Lay mud over the lens where smooth noise grown from ``key`` is above the threshold, softened at its edges.

    The noise has ``mean`` and ``std`` before a Gaussian of ``sigma`` pixels; the thickest mud hides ``intensity`` of
    what is behind it; ``color`` is in levels of bytes.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT

    key: Key
    mean: ShareOrZero
    std: ShareOrZero
    sigma: Sigma
    threshold: ShareOrZero
    intensity: ShareOrZero
    color: Color

    def check(self, shape: Shape) -> None:
        need_channels(shape, (3,))

    def alpha(self, height: int, width: int) -> Array:
        thick = liquid.mud(self.key, height, width, self.mean, self.std, self.sigma, self.threshold)
        shares: Array = np.rint(lut.UNIT * self.intensity * mix.WHOLE).astype(np.uint16)[thick]
        return shares

    def layer(self, height: int, width: int, channels: int) -> Array:
        return np.array(self.color) / 255.0

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        dtypes.check_unit(image)
        return super().pixels(image)
