"""Blurs."""

from collections.abc import Sequence

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import KernelSize, OddKernelSize, Probability, Sigma
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.filters import Box, Gaussian

__all__ = ["Blur", "GaussianBlur"]


def odd_side(rng: Stream, limit: int | Sequence[int]) -> int:
    """A kernel's side within a limit, each odd one as likely; an even end goes up to the next odd."""
    low, high = pair(limit)
    return 2 * rng.integer(low // 2, high // 2) + 1


def sigma_of(size: int) -> float:
    """The standard deviation that OpenCV takes for a Gaussian of that side where none is given."""
    return 0.3 * ((size - 1) * 0.5 - 1) + 0.8


class Blur(ImageOnly, any_range=True):
    """Replace each value by the mean of a square around it.

    Args:
        blur_limit: the side of the square in pixels, an even one going up to the next odd
    """

    blur_limit: OddKernelSize = (3, 7)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Box(odd_side(rng, self.blur_limit))


class GaussianBlur(ImageOnly, any_range=True):
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
        sigma = sigma or sigma_of(size)
        return Gaussian(size, sigma) if size > 1 and sigma > 0 else None
