"""Brightness, contrast, gamma, negative: one curve for every pixel."""

from __future__ import annotations

from typing import Annotated

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, Increasing, Probability, Span, UpFrom
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.pointwise import Gamma, Invert, Linear
from ..ops.tone import LinearByMean, safe_linear

NEGATIVE = Invert()


class RandomBrightnessContrast(ImageOnly):
    """Every intensity x on [0, 1] becomes (1 + contrast) x + brightness, clipped.

    With ``brightness_by_max=False`` the brightness is a share of the image's mean instead of white. With
    ``ensure_safe_range=True`` the two are eased so that nothing has to be clipped.
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

    ``gamma_limit`` is in percent: 100 changes nothing, 50 lifts the shadows.
    """

    gamma_limit: Annotated[tuple[float, float], UpFrom(1), Increasing(), AtLeast(0)] = (80, 120)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Gamma(rng.uniform(self.gamma_limit) / 100)


class InvertImg(ImageOnly):
    """The negative: every intensity x on [0, 1] becomes 1 - x."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return NEGATIVE
