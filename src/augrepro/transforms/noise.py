"""Noise and what codecs leave behind."""

from __future__ import annotations

from typing import Annotated

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, AtMost, Increasing, MoreThan, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.noise import GaussianNoise

Share = Annotated[tuple[float, float], Increasing(), AtLeast(0), AtMost(1)]


class GaussNoise(ImageOnly):
    """Add normal noise whose standard deviation and mean are drawn as shares of white.

    ``per_channel=False`` adds the same to all channels of a pixel. ``noise_scale_factor`` below 1 draws noise for that
    share of the rows and columns and blends between them: larger grains, and a smaller spread.
    """

    std_range: Share = (0.2, 0.44)
    mean_range: Annotated[tuple[float, float], Increasing(), AtLeast(-1), AtMost(1)] = (0.0, 0.0)
    per_channel: bool = True
    noise_scale_factor: Annotated[float, MoreThan(0), AtMost(1)] = 1
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        std, mean = rng.uniform(self.std_range), rng.uniform(self.mean_range)
        return GaussianNoise(rng.field_key(), mean, std, not self.per_channel, self.noise_scale_factor)
