"""What lossy codecs leave behind."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, Quality
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.codec import Compression

__all__ = ["ImageCompression"]


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
