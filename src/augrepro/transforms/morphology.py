"""Bright regions grown or shrunk."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import ElementSize, Probability
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.morphology import Morphology

__all__ = ["Morphological"]


class Morphological(Dual):
    """Grow bright regions (dilation: the largest value under an ellipse) or shrink them (erosion: the least).

    Args:
        scale: the ellipse's width and height in pixels; nothing is drawn
        operation: ``dilation`` or ``erosion``, of images, masks and boxes alike
    """

    scale: ElementSize = (2, 3)
    operation: Literal["erosion", "dilation"] = "dilation"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        width, height = pair(self.scale)
        return Morphology(width, height, self.operation)
