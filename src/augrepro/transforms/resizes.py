"""Resampling to another size."""

from __future__ import annotations

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Pixels, Probability, Resampling
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.resize import Resample


class Resize(Dual):
    """Resample to (height, width); boxes and keypoints scale along."""

    height: Pixels
    width: Pixels
    interpolation: Resampling = 1
    mask_interpolation: Resampling = 0
    area_for_downscale: Literal["image", "image_mask"] | None = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Resample(self.height, self.width, self.interpolation, self.mask_interpolation, self.area_for_downscale)
