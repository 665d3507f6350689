"""Sharper edges, relief and ringing."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    Byte,
    CutoffRange,
    FilterSide,
    MoreThanZero,
    OneFilterSide,
    Probability,
    RangeFromZero,
    ShareRange,
    ShareUpFromZero,
    SharpeningMethod,
    UpToRange,
)
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.blurs import UnsharpMasking
from ..ops.convolutions import Embossing, Jinc, LaplacianSharpening
from .filters import odd_side, sigma_of

__all__ = ["Emboss", "RingingOvershoot", "Sharpen", "UnsharpMask"]


class Sharpen(ImageOnly):
    """Add to each value a share of what sets it apart from its neighbors.

    Args:
        alpha: the share
        lightness: by how many times alpha a plain area gets brighter with method 'kernel'
        method: 'kernel' compares with the eight neighbors, 'gaussian' with a Gaussian blur
        kernel_size: the side of the blur in pixels, an even one going up to the next odd
        sigma: the standard deviation of the blur in pixels
    """

    alpha: ShareRange = (0.2, 0.5)
    lightness: RangeFromZero = (0.5, 1.0)
    method: SharpeningMethod = "kernel"
    kernel_size: OneFilterSide = 5
    sigma: MoreThanZero = 1.0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        alpha = rng.uniform(self.alpha)
        if self.method == "gaussian":
            return UnsharpMasking(self.kernel_size | 1, self.sigma, alpha, None)
        return LaplacianSharpening(alpha, rng.uniform(self.lightness))


class UnsharpMask(ImageOnly):
    """Add to each value a share of its difference from a Gaussian blur, where that is large enough.

    Args:
        blur_limit: the side of the blur in pixels, an even one going up to the next odd
        sigma_limit: its standard deviation in pixels; 0 takes the one that OpenCV has for the side
        alpha: the share
        threshold: differences of so many levels of 255 or less are left as they are
    """

    blur_limit: FilterSide = (3, 7)
    sigma_limit: UpToRange = 0.0
    alpha: ShareUpFromZero = (0.2, 0.5)
    threshold: Byte = 10
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        size = odd_side(rng, self.blur_limit)
        sigma = rng.uniform(self.sigma_limit) or sigma_of(size)
        return UnsharpMasking(size, sigma, rng.uniform(self.alpha), self.threshold)


class Emboss(ImageOnly):
    """Add to each value a share of the difference between its neighbors at the bottom right and at the top left.

    Args:
        alpha: the share
        strength: how much more the neighbors count, those above, below and beside it too
    """

    alpha: ShareRange = (0.2, 0.5)
    strength: RangeFromZero = (0.2, 0.7)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Embossing(rng.uniform(self.alpha), rng.uniform(self.strength))


class RingingOvershoot(ImageOnly):
    """Cut off high frequencies so sharply that edges overshoot and ring, as after strong compression.

    A circular low-pass filter (Wang et al., "Real-ESRGAN", 2021, section 3.3).

    Args:
        blur_limit: the side of the kernel in pixels, an even one going up to the next odd
        cutoff: the highest frequency that passes, in radians a pixel
    """

    blur_limit: FilterSide = (7, 15)
    cutoff: CutoffRange = (0.7853981633974483, 1.5707963267948966)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Jinc(odd_side(rng, self.blur_limit), rng.uniform(self.cutoff))
