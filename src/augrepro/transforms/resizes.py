"""Resampling to another size."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AreaForDownscale, Pixels, Probability, Resampling
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.look import Sampling
from ..ops.resize import Resample

__all__ = ["Resize"]


class Resize(Dual):
    """Resample the image to one size; boxes and keypoints scale along.

    Args:
        height: the new height in pixels
        width: the new width in pixels
    """

    height: Pixels
    width: Pixels
    interpolation: Resampling = 1
    mask_interpolation: Resampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Resample(self.height, self.width, Sampling.of(self))
