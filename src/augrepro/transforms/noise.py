"""Noise and what codecs leave behind."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, Share, ShareRange, SignedShareRange
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.noise import GaussianNoise

__all__ = ["GaussNoise"]


class GaussNoise(ImageOnly):
    """Add normal noise to every pixel.

    Args:
        std_range: the standard deviation as a share of white
        mean_range: the mean as a share of white
        per_channel: draw for each channel; else all channels of a pixel get the same
        noise_scale_factor: draw for this share of the rows and columns and blend between them: below 1, larger grains
            and a smaller spread
    """

    std_range: ShareRange = (0.2, 0.44)
    mean_range: SignedShareRange = (0.0, 0.0)
    per_channel: bool = True
    noise_scale_factor: Share = 1
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        std, mean = rng.uniform(self.std_range), rng.uniform(self.mean_range)
        return GaussianNoise(rng.field_key(), mean, std, not self.per_channel, self.noise_scale_factor)
