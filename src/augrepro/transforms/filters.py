"""Blurs."""

from __future__ import annotations

from typing import Annotated

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, Increasing, Probability, UpFrom
from ..engine.frame import Frame
from ..engine.transform import Drawn, ImageOnly
from ..ops.filters import Gaussian


class GaussianBlur(ImageOnly):
    """Blur with a Gaussian whose standard deviation is drawn from ``sigma_limit``, in pixels.

    The kernel's side is drawn from ``blur_limit``, an even one going up to the next odd; 0 takes a side that holds
    3.5 sigma each way.
    """

    blur_limit: Annotated[tuple[int, int], UpFrom(0), Increasing(), AtLeast(0)] = 0  # type: ignore[assignment]
    sigma_limit: Annotated[tuple[float, float], UpFrom(0), Increasing(), AtLeast(0)] = (0.5, 3.0)
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        sigma, size = rng.uniform(self.sigma_limit), rng.integer(*self.blur_limit)
        size = size | 1 if size else int(sigma * 3.5) * 2 + 1
        return Gaussian(size, sigma) if size > 1 and sigma > 0 else None
