"""What lossy codecs leave behind."""

from __future__ import annotations

from typing import Annotated, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, AtMost, Increasing, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.codec import Compression


class ImageCompression(ImageOnly):
    """Encode as JPEG or WebP with a quality from 1 to 100 drawn from its range, and decode."""

    compression_type: Literal["jpeg", "webp"] = "jpeg"
    quality_range: Annotated[tuple[int, int], Increasing(), AtLeast(1), AtMost(100)] = (99, 100)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Compression(self.compression_type, rng.integer(*self.quality_range))
