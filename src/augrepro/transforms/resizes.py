"""Resampling to another size."""

from collections.abc import Callable, Iterable
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    AreaForDownscale,
    MaskResampling,
    Pixels,
    Probability,
    Resampling,
    SideLimit,
    SideLimits,
    SpanAboveMinusOne,
)
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.look import Sampling
from ..ops.resize import Resample

__all__ = ["LongestMaxSize", "RandomScale", "Resize", "SmallestMaxSize"]


class Resize(Dual):
    """Resample the image to one size; boxes and keypoints scale along.

    Args:
        height: the new height in pixels
        width: the new width in pixels
    """

    height: Pixels
    width: Pixels
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return Resample(self.height, self.width, Sampling.of(self))


class RandomScale(Dual):
    """Resample the image to a random multiple of its size; boxes and keypoints scale along.

    Args:
        scale_limit: what is added to 1 for the factor of both sides; the new sides are rounded down to whole pixels
    """

    scale_limit: SpanAboveMinusOne = (-0.1, 0.1)
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        scale = rng.uniform(self.scale_limit) + 1.0
        height, width, _, _ = frame.shape
        return Resample(int(height * scale) or 1, int(width * scale) or 1, Sampling.of(self))


class LongestMaxSize(Dual):
    """Resample the image so that its longer side gets a given length; the other keeps the aspect ratio.

    Args:
        max_size: the longer side's new length in pixels, or a list of lengths to draw one from
        max_size_hw: instead, the largest height and width in pixels; None for a side that may have any length
    """

    max_size: SideLimit | None = None
    max_size_hw: SideLimits | None = None
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        return limits_refused(self)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return limited(self, rng, frame, min)


class SmallestMaxSize(Dual):
    """Resample the image so that its shorter side gets a given length; the other keeps the aspect ratio.

    Args:
        max_size: the shorter side's new length in pixels, or a list of lengths to draw one from
        max_size_hw: instead, the least height and width in pixels; None for a side that may have any length
    """

    max_size: SideLimit | None = None
    max_size_hw: SideLimits | None = None
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        return limits_refused(self)

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return limited(self, rng, frame, max)


def limits_refused(given: Any) -> list[str]:
    """A complaint unless exactly one of ``max_size`` and ``max_size_hw`` limits a side."""
    size, both = given.max_size, given.max_size_hw
    if (size is None) == (both is None):
        return [f"max_size and max_size_hw: exactly one must be set, got {size} and {both}"]
    return ["max_size_hw must limit one side or both, got (None, None)"] if both == (None, None) else []


def limited(given: Any, rng: Stream, frame: Frame, choose: Callable[[Iterable[float]], float]) -> Resample:
    """Both sides times one factor: of those that bring a side to its limit, the one that is chosen."""
    if given.max_size_hw is None:
        size = given.max_size if isinstance(given.max_size, int) else rng.choice(given.max_size)
        limits = size, size
    else:
        limits = given.max_size_hw
    height, width, _, _ = frame.shape
    scale = choose([limit / side for limit, side in zip(limits, (height, width), strict=True) if limit is not None])
    return Resample(round(height * scale) or 1, round(width * scale) or 1, Sampling.of(given))
