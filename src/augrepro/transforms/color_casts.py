"""Color casts: of old photographs, of the light, and along the colors that the image itself has."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeastZero, Kelvin, Probability
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.mixing_channels import ColorMatrix, PrincipalColors
from ..ops.planckian import WHITE, coolest, hottest, lit

__all__ = ["FancyPCA", "PlanckianJitter", "ToSepia"]

SEPIA = ColorMatrix(((0.393, 0.769, 0.189), (0.349, 0.686, 0.168), (0.272, 0.534, 0.131)))
COOLER = 0.4
"""The share of temperatures below white."""


class ToSepia(ImageOnly, channels={1, 3}):
    """Mix red, green and blue into the browns of an old photograph; an image of one channel stays as it is."""

    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return SEPIA


class FancyPCA(ImageOnly):
    """Move colors about their mean by the principal axes of the image's own colors, after Krizhevsky et al. (2012).

    A pixel's deviation from the mean color, times a random strength and the variance along an axis, is added along
    that axis. (The paper adds a constant instead of the deviation.)

    Args:
        alpha: the standard deviation of the strengths
    """

    alpha: AtLeastZero = 0.1
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return PrincipalColors(tuple(rng.normal(self.alpha) for _ in range(frame.shape.channels)))


class PlanckianJitter(ImageOnly, channels={3}):
    """Show the image in warmer or cooler light: red and blue are multiplied (Zini et al. 2023).

    Args:
        mode: ``blackbody`` is a glowing body's light, from 3000 K, ``cied`` daylight's, from 4000 K
        temperature_limit: in kelvin, 6000 between its ends; None for all that the mode has, up to 15000
        sampling_method: below and above 6000 K, ``uniform`` draws all temperatures alike, ``gaussian`` those near
            6000 K more often
    """

    mode: Literal["blackbody", "cied"] = "blackbody"
    temperature_limit: Kelvin | None = None
    sampling_method: Literal["gaussian", "uniform"] = "uniform"
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        low, high = self._limits()
        if coolest(self.mode) <= low <= WHITE <= high:
            return []
        words = f"from {coolest(self.mode)} K or more to {hottest(self.mode)} K or less with {WHITE} K between"
        return [f"temperature_limit must be {words} for {self.mode!r}, got {self.temperature_limit}"]

    def _limits(self) -> tuple[int, int]:
        if self.temperature_limit is None:
            return coolest(self.mode), hottest(self.mode)
        return pair(self.temperature_limit)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        low, high = self._limits()
        end = low if rng.bernoulli(COOLER) else high
        far = rng.random() if self.sampling_method == "uniform" else min(abs(rng.normal()) / 3, 1.0)
        return lit(self.mode, int(WHITE + (end - WHITE) * far))
