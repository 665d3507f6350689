"""Brightness, contrast, gamma, negative: one curve for every pixel."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Percent, Probability, Span
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.pointwise import Gamma, Invert, Linear
from ..ops.tone import LinearByMean, safe_linear

__all__ = ["InvertImg", "RandomBrightnessContrast", "RandomGamma"]

NEGATIVE = Invert()


class RandomBrightnessContrast(ImageOnly):
    """Every intensity x on [0, 1] becomes (1 + contrast) x + brightness, clipped.

    Args:
        brightness_limit: what is added, as a share of white
        contrast_limit: the factor less 1
        brightness_by_max: brightness is a share of white; else of the image's mean
        ensure_safe_range: ease the contrast, after the brightness, so that nothing has to be clipped
    """

    brightness_limit: Span = (-0.2, 0.2)
    contrast_limit: Span = (-0.2, 0.2)
    brightness_by_max: bool = True
    ensure_safe_range: bool = False
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        alpha = 1.0 + rng.uniform(self.contrast_limit)
        beta = rng.uniform(self.brightness_limit)
        if not self.brightness_by_max:
            return LinearByMean(alpha, beta)
        return Linear(*safe_linear(alpha, beta)) if self.ensure_safe_range else Linear(alpha, beta)


class RandomGamma(ImageOnly):
    """Brighten or darken by a random power; black and white stay put.

    Args:
        gamma_limit: the exponent in percent: 100 changes nothing, 50 lifts the shadows
    """

    gamma_limit: Percent = (80, 120)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Gamma(rng.uniform(self.gamma_limit) / 100)


class InvertImg(ImageOnly):
    """The negative: every intensity x on [0, 1] becomes 1 - x."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return NEGATIVE
