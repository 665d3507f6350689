"""Curves with steps, kinks and bends: every value alone, sometimes by channel."""

from collections.abc import Sequence
from typing import cast

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import Bits, Probability, ShareOrZero, ShareRange
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.curves import InvertAbove, KeepBits, PerChannel, ToneCurve

__all__ = ["Posterize", "RandomToneCurve", "Solarize"]


class Posterize(ImageOnly):
    """Keep the highest bits of every byte and clear the others, so that few levels are left.

    Args:
        num_bits: how many bits are kept, 8 changes nothing: one number, a range to draw from, or a list of three or
            more with a number or a range for each channel
    """

    num_bits: Bits = 4
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        spans = cast(Sequence[Sequence[int]], self.num_bits if isinstance(self.num_bits, tuple) else ())
        if isinstance(spans[0], int):
            return KeepBits(rng.integer_in(cast(Sequence[int], spans)))
        if frame.has_image and len(spans) != frame.shape.channels:
            raise ValueError(f"num_bits must have one for each of the {frame.shape.channels} channels, got {spans}")
        return PerChannel(tuple(KeepBits(rng.integer_in(span)) for span in spans))


class Solarize(ImageOnly):
    """Turn every intensity x of the threshold or more into its negative, 1 - x.

    Args:
        threshold_range: the threshold as a share of white
    """

    threshold_range: ShareRange = (0.5, 0.5)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return InvertAbove(rng.uniform(self.threshold_range))


class RandomToneCurve(ImageOnly):
    """Bend the tones by a random cubic Bezier curve; black and white stay put.

    Args:
        scale: the standard deviation of the curve's two inner heights, 0.25 and 0.75 on average, as shares of white
        per_channel: draw a curve for each channel, which changes colors too
    """

    scale: ShareOrZero = 0.1
    per_channel: bool = False
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        count = frame.shape.channels if self.per_channel else 1
        curves = tuple(ToneCurve(self._height(rng, 0.25), self._height(rng, 0.75)) for _ in range(count))
        return PerChannel(curves) if count > 1 else curves[0]

    def _height(self, rng: Stream, middle: float) -> float:
        return min(max(middle + rng.normal(self.scale), 0.0), 1.0)
