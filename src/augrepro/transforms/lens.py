"""What a lens does to colors."""

from typing import Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Probability, Resampling, Span
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.lens import ChromaticShift

__all__ = ["ChromaticAberration"]


class ChromaticAberration(ImageOnly, channels={3}, any_range=True):
    """Move red and blue along the radius, the further from the center the more, so that edges get colored fringes.

    A channel at (x, y) from the center, in widths and heights of the image, is read at 1 + a r² + b r⁴ times that.

    Args:
        primary_distortion_limit: a, drawn for red and for blue
        secondary_distortion_limit: b, drawn for red and for blue; a channel's two have one sign
        mode: ``green_purple`` moves red and blue the same way, ``red_blue`` against each other, ``random`` as it comes
    """

    primary_distortion_limit: Span = (-0.02, 0.02)
    secondary_distortion_limit: Span = (-0.05, 0.05)
    mode: Literal["green_purple", "red_blue", "random"] = "green_purple"
    interpolation: Resampling = 1
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        first, second = rng.uniform(self.primary_distortion_limit), rng.uniform(self.secondary_distortion_limit)
        blue_first, blue_second = (
            rng.uniform(self.primary_distortion_limit),
            rng.uniform(self.secondary_distortion_limit),
        )
        red, blue = (first, as_sign(first, second)), (blue_first, as_sign(blue_first, blue_second))
        if self.mode != "random":
            side = 1.0 if self.mode == "green_purple" else -1.0
            blue = as_sign(side * red[0], blue[0]), as_sign(side * red[1], blue[1])
        return ChromaticShift(red, blue, self.interpolation)


def as_sign(sign: float, value: float) -> float:
    """The value with the sign of another number, where that has one."""
    return -value if sign * value < 0 else value
