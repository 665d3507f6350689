"""Windows of random size, resampled to a fixed one."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Annotated, Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import MoreThan, Probability, Range, Resampling, Size
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.grid import Window
from ..ops.resize import Resample
from .crops import window


class RandomResizedCrop(Dual):
    """Cut out a window of random area and aspect ratio and resize it to ``size`` (height, width).

    ``scale`` is the window's share of the area, ``ratio`` its width over its height, drawn evenly on a log scale
    (Szegedy et al. 2015). Ten tries to fit; then the largest centerd window of an allowed ratio.
    ``height=`` and ``width=`` may be given instead of ``size=``.
    """

    size: Size
    scale: Annotated[Range, MoreThan(0)] = (0.08, 1.0)
    ratio: Annotated[Range, MoreThan(0)] = (0.75, 1.3333333333333333)
    interpolation: Resampling = 1
    mask_interpolation: Resampling = 0
    area_for_downscale: Literal["image", "image_mask"] | None = None
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
        return self._window(rng, frame), Resample(
            *self.size, self.interpolation, self.mask_interpolation, self.area_for_downscale
        )

    def _window(self, rng: Stream, frame: Frame) -> Window:
        height, width, _ = frame.shape
        low, high = log(self.ratio[0]), log(self.ratio[1])
        for _ in range(10):
            area = height * width * rng.uniform(self.scale)
            ratio = exp(rng.uniform((low, high)))
            w, h = round(sqrt(area * ratio)), round(sqrt(area / ratio))
            if 0 < w <= width and 0 < h <= height:
                return window(rng, frame, h, w)
        ratio = min(max(width / height, self.ratio[0]), self.ratio[1])
        w, h = min(width, max(round(height * ratio), 1)), min(height, max(round(width / ratio), 1))
        y, x = (height - h) // 2, (width - w) // 2
        return Window(x, y, x + w, y + h)
