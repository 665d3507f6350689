"""What lossy codecs and low resolutions leave behind."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import InterpolationPair, Probability, Quality, ShareRange
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.codec import Compression
from ..ops.downscale import Shrunk

__all__ = ["Downscale", "ImageCompression"]


class Downscale(ImageOnly, any_range=True):
    """Shrink the image and enlarge it again, so that detail is lost.

    Args:
        scale_range: the share of the rows and columns that is left in between
    """

    scale_range: ShareRange = (0.25, 0.25)
    interpolation_pair: InterpolationPair = {"upscale": 0, "downscale": 0}
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        scale, ways = rng.uniform(self.scale_range), self.interpolation_pair
        return Shrunk(scale, ways["downscale"], ways["upscale"]) if scale < 1 else None


class ImageCompression(ImageOnly):
    """Encode the image with a lossy codec and decode it again.

    Args:
        compression_type: the codec
        quality_range: the codec's quality, from 1 (small and coarse) to 100
    """

    compression_type: Literal["jpeg", "webp"] = "jpeg"
    quality_range: Quality = (99, 100)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Compression(self.compression_type, rng.integer_in(self.quality_range), rgb=False)
