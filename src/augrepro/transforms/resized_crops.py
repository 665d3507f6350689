"""Windows of random size, resampled to a fixed one."""

from functools import lru_cache
from math import exp, log, sqrt
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    AreaForDownscale,
    MaskResampling,
    MoreThanZero,
    PositiveRange,
    Probability,
    Resampling,
    SideRange,
    Size,
)
from ..engine.declare.narrowed import pair
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.grid import Window
from ..ops.look import Sampling
from ..ops.resize import Resample
from .crops import window

__all__ = ["RandomResizedCrop", "RandomSizedCrop"]


class RandomResizedCrop(Dual):
    """Cut out a window of random area and aspect ratio and resample it to one size (Szegedy et al. 2015).

    Ten tries to fit; then the largest centered window of an allowed ratio. ``height=`` and ``width=`` may be given
    instead of ``size=``.

    Args:
        size: height and width of the result in pixels
        scale: the window's share of the image's area
        ratio: the window's width over its height, drawn evenly on a log scale
    """

    size: Size
    scale: PositiveRange = (0.08, 1.0)
    ratio: PositiveRange = (0.75, 1.3333333333333333)
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    @classmethod
    def _aliases(cls) -> tuple[str, ...]:
        return "height", "width"

    @classmethod
    def _spelled(cls, values: dict[str, Any]) -> dict[str, Any]:
        if "height" in values or "width" in values:
            sides = tuple(values.pop(side, None) for side in ("height", "width"))
            if "size" in values or None in sides:
                raise TypeError("RandomResizedCrop needs either size=(height, width) or both height= and width=")
            values["size"] = sides
        return values

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return self._window(rng, frame), Resample(*pair(self.size), Sampling.of(self))

    def _window(self, rng: Stream, frame: Frame) -> Window:
        height, width, _, _ = frame.shape
        logs = _logs(pair(self.ratio))
        for _ in range(10):
            area = height * width * rng.uniform(self.scale)
            ratio = exp(rng.uniform(logs))
            w, h = round(sqrt(area * ratio)), round(sqrt(area / ratio))
            if 0 < w <= width and 0 < h <= height:
                return window(rng, frame, h, w)
        ratio = min(max(width / height, pair(self.ratio)[0]), pair(self.ratio)[1])
        w, h = min(width, max(round(height * ratio), 1)), min(height, max(round(width / ratio), 1))
        y, x = (height - h) // 2, (width - w) // 2
        return Window(x, y, x + w, y + h)


@lru_cache(maxsize=64)
def _logs(ends: tuple[float, float]) -> tuple[float, float]:
    return log(ends[0]), log(ends[1])


class RandomSizedCrop(Dual):
    """Cut out a window of random height and fixed aspect ratio and resample it to one size.

    Args:
        min_max_height: the least and the largest height of the window in pixels; no larger than the image
        size: height and width of the result in pixels
        w2h_ratio: the window's width over its height
    """

    min_max_height: SideRange
    size: Size
    w2h_ratio: MoreThanZero = 1.0
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    area_for_downscale: AreaForDownscale = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        tall = rng.integer_in(self.min_max_height)
        wide = max(int(tall * self.w2h_ratio), 1)
        crop = window(rng, frame, min(tall, frame.shape.height), min(wide, frame.shape.width))
        return crop, Resample(*pair(self.size), Sampling.of(self))
