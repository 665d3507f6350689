"""Blurs."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import KernelSize, OddKernelSize, Probability, Sigma, pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.filters import Box, Gaussian

__all__ = ["Blur", "GaussianBlur"]


class Blur(ImageOnly):
    """Replace each value by the mean of a square around it.

    Args:
        blur_limit: the side of the square in pixels, an even one going up to the next odd
    """

    blur_limit: OddKernelSize = (3, 7)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        low, high = pair(self.blur_limit)
        return Box(2 * rng.integer(low // 2, high // 2) + 1)


class GaussianBlur(ImageOnly):
    """Blur with a Gaussian of random width.

    Args:
        blur_limit: the side of the kernel in pixels, an even one going up to the next odd; 0 takes a side that holds
            3.5 standard deviations each way
        sigma_limit: the standard deviation in pixels; 0 takes the one that OpenCV has for the kernel's side
    """

    blur_limit: KernelSize = 0
    sigma_limit: Sigma = (0.5, 3.0)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        sigma, size = rng.uniform(self.sigma_limit), rng.integer_in(self.blur_limit)
        size = size | 1 if size else int(sigma * 3.5) * 2 + 1
        sigma = sigma or 0.3 * ((size - 1) * 0.5 - 1) + 0.8
        return Gaussian(size, sigma) if size > 1 and sigma > 0 else None
