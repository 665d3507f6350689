"""Blurs of cameras and lenses: motion, focus, zoom, glass."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    FewPixels,
    FewRounds,
    FilterSide,
    FullTurn,
    GlassSigma,
    Probability,
    RadiusUpTo,
    ShapeAroundOne,
    SignedShareRange,
    Span,
    SwapMode,
    UpToRange,
    ZoomUpTo,
)
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.blurs import Median, PixelSwaps, Zooms
from ..ops.convolutions import Disk, GeneralizedGaussian, Motion
from ..ops.filters import Gaussian
from .filters import odd_side

__all__ = ["AdvancedBlur", "Defocus", "GlassBlur", "MedianBlur", "MotionBlur", "ZoomBlur"]


class MedianBlur(ImageOnly):
    """Replace each value by the median of a square around it; floats are rounded to 256 levels first.

    Args:
        blur_limit: the side of the square in pixels, an even one going up to the next odd
    """

    blur_limit: FilterSide = (3, 7)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Median(odd_side(rng, self.blur_limit))


class MotionBlur(ImageOnly, any_range=True):
    """Replace each value by the mean along a short line, as if the camera had moved.

    Args:
        blur_limit: the length of the line in pixels, an even one going up to the next odd
        allow_shifted: move the line off the pixel by up to a quarter of its length, which shifts the image
        angle_range: the direction of the line in degrees, from +x towards +y
        direction_range: -1 takes the half of the line behind the pixel, 1 the half before it, 0 both
    """

    blur_limit: FilterSide = (3, 7)
    allow_shifted: bool = True
    angle_range: FullTurn = (0, 360)
    direction_range: SignedShareRange = (-1.0, 1.0)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        size = odd_side(rng, self.blur_limit)
        angle, direction = rng.uniform(self.angle_range), rng.uniform(self.direction_range)
        most = size // 2 / 2 if self.allow_shifted else 0.0
        return Motion(size, angle, direction, (rng.uniform((-most, most)), rng.uniform((-most, most))))


class AdvancedBlur(ImageOnly, any_range=True):
    """Blur with an elliptic generalized Gaussian at a random angle, its weights made uneven by noise.

    Liu et al., "Estimating generalized Gaussian blur kernels for out-of-focus image deblurring", 2021; Wang et al.,
    "Real-ESRGAN", 2021.

    Args:
        blur_limit: the side of the kernel in pixels, an even one going up to the next odd
        sigma_x_limit: the standard deviation along the first axis of the ellipse in pixels
        sigma_y_limit: the same along the second
        rotate_limit: the angle of the first axis in degrees, from +x towards +y
        beta_limit: the shape: 1 is the Gaussian, more has a flat top, less long tails; each side of 1 is drawn as often
        noise_limit: the factor of each weight
    """

    blur_limit: FilterSide = (3, 7)
    sigma_x_limit: UpToRange = (0.2, 1.0)
    sigma_y_limit: UpToRange = (0.2, 1.0)
    rotate_limit: Span = (-90, 90)
    beta_limit: ShapeAroundOne = (0.5, 8.0)
    noise_limit: UpToRange = (0.9, 1.1)
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        if pair(self.sigma_x_limit)[0] or pair(self.sigma_y_limit)[0]:
            return []
        return [f"sigma_x_limit or sigma_y_limit must begin above 0, got {self.sigma_x_limit} and {self.sigma_y_limit}"]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        size, angle = odd_side(rng, self.blur_limit), rng.uniform(self.rotate_limit)
        sigmas = rng.uniform(self.sigma_x_limit), rng.uniform(self.sigma_y_limit)
        flattest, sharpest = pair(self.beta_limit)
        beta = rng.uniform((flattest, 1.0) if rng.bernoulli(0.5) else (1.0, sharpest))
        return GeneralizedGaussian(size, sigmas, angle, beta, *pair(self.noise_limit), rng.field_key())


class Defocus(ImageOnly, any_range=True):
    """Replace each value by the mean over a disk around it, as a lens out of focus does.

    Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions", 2019.

    Args:
        radius: of the disk, in pixels
        alias_blur: the standard deviation in pixels of the Gaussian that softens its rim
    """

    radius: RadiusUpTo = (3, 10)
    alias_blur: UpToRange = (0.1, 0.5)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Disk(rng.integer_in(self.radius), rng.uniform(self.alias_blur))


class GlassBlur(ImageOnly, any_range=True):
    """Blur, let pixels change places with others nearby, and blur again, as frosted glass does.

    Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions", 2019.

    Args:
        sigma: the standard deviation of both Gaussian blurs in pixels; 0 blurs nothing
        max_delta: how far a pixel goes at most along x and along y, in pixels
        iterations: how often each pixel changes places
        mode: 'fast' swaps all at once; 'exact' goes from one to the next and copies, which is slower
    """

    sigma: GlassSigma = 0.7
    max_delta: FewPixels = 4
    iterations: FewRounds = 2
    mode: SwapMode = "fast"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        swaps = PixelSwaps(rng.field_key(), self.max_delta, self.iterations, self.mode == "exact")
        if not self.sigma:
            return swaps
        blur = Gaussian(round(self.sigma * 6 + 1) | 1, self.sigma)  # the side that OpenCV takes for bytes
        return blur, swaps, blur


class ZoomBlur(ImageOnly, any_range=True):
    """Replace the image by the mean of itself and of enlargements about its middle, as if zooming while exposing.

    Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions", 2019.

    Args:
        max_factor: enlargements stay below this factor
        step_factor: how much each is larger than the one before, or what makes 255 of them if that is more
    """

    max_factor: ZoomUpTo = (1, 1.31)
    step_factor: UpToRange = (0.01, 0.03)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        step = rng.uniform(self.step_factor)
        return Zooms(max(1.0 + step, rng.uniform(self.max_factor)), step)
