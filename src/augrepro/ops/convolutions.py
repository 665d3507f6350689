"""Convolutions by kernels that OpenCV has no routine for, each from a few numbers; exact on bytes."""

from functools import partial
from typing import Annotated, Any

from ..engine.declare.kinds import Degrees, Key, ShareOrZero
from ..engine.declare.markers import AtLeast, AtMost
from ..engine.op import value
from ..engine.targets.geometry import Array
from ..kernels import convolution, filters, spread
from .filters import Filter, KernelSide

NotNegative = Annotated[float, AtLeast(0)]
UpToPi = Annotated[float, AtLeast(0), AtMost(3.1416)]


class Convolution(Filter):
    """Base: a square of weights, rounded to multiples of a power of two."""

    def weights(self) -> Array:
        """What each neighbor counts, in float64."""
        raise NotImplementedError(f"{type(self).__name__} must define weights()")

    def kernel(self) -> filters.Kernel:
        return partial(convolution.convolved, taps=convolution.quantized(self.weights()))

    def shown(self, image: Array | None) -> dict[str, Any]:
        """The fields, and the square of weights."""
        return {**super().shown(image), "kernel": self.weights()}


@value
class Motion(Convolution):
    """The mean along a line of ``size`` pixels at ``angle`` degrees; ``direction`` keeps one half of it or both."""

    size: KernelSide
    angle: Degrees
    direction: Annotated[float, AtLeast(-1), AtMost(1)]
    shift: tuple[float, float] = (0.0, 0.0)

    def weights(self) -> Array:
        return spread.line(self.size, self.angle, self.direction, self.shift)


@value
class Disk(Convolution):
    """The mean over a disk of ``radius`` pixels with a rim as soft as a Gaussian of standard deviation ``blur``."""

    radius: Annotated[int, AtLeast(1), AtMost(125)]
    blur: NotNegative

    def weights(self) -> Array:
        return spread.disk(self.radius, self.blur)


@value
class GeneralizedGaussian(Convolution):
    """An elliptic generalized Gaussian, each weight times a factor from ``low`` to ``high`` grown from ``key``."""

    size: KernelSide
    sigmas: Annotated[tuple[float, float], AtLeast(0)]
    angle: Degrees
    beta: NotNegative
    low: NotNegative
    high: NotNegative
    key: Key

    def weights(self) -> Array:
        weights = spread.generalized_gaussian(self.size, self.sigmas, self.angle, self.beta)
        return spread.uneven(weights, self.key, self.low, self.high)


@value
class Jinc(Convolution):
    """A circular low-pass filter of sharp ``cutoff``, in radians a pixel, on size x size pixels: edges ring."""

    size: KernelSide
    cutoff: UpToPi

    def weights(self) -> Array:
        return spread.jinc(self.size, self.cutoff)


@value
class LaplacianSharpening(Convolution):
    """Every value moves away from its eight neighbors by ``alpha``, and grows by the share alpha * lightness."""

    alpha: ShareOrZero
    lightness: NotNegative

    def weights(self) -> Array:
        return spread.sharpening(self.alpha, self.lightness)


@value
class Embossing(Convolution):
    """Add ``alpha`` times the difference across the falling diagonal, as if light came from the top left."""

    alpha: ShareOrZero
    strength: NotNegative

    def weights(self) -> Array:
        return spread.embossing(self.alpha, self.strength)
