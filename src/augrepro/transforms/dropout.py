"""Dropping rectangles."""

from collections.abc import Sequence

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import CountRange, Fill, Probability, Side
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.erase import Erase, Filling

__all__ = ["CoarseDropout"]


class CoarseDropout(Dual):
    """Cut rectangular holes at random places (DeVries and Taylor 2017; Zhong et al. 2017).

    Args:
        num_holes_range: how many holes
        hole_height_range: the height of a hole: pixels where whole numbers, a share of the image's height where
            fractions
        hole_width_range: the width of a hole: pixels where whole numbers, a share of the image's width where fractions
        fill: the value of holes, one or one for each channel, or "random" (noise), "random_uniform" (one color a hole),
            "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of holes in masks; None leaves masks alone
    """

    num_holes_range: CountRange = (1, 2)
    hole_height_range: Side = (0.1, 0.2)
    hole_width_range: Side = (0.1, 0.2)
    fill: Filling | Fill = 0
    fill_mask: Fill | None = None
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        return [
            f"{name} must be whole pixels, or shares <= 1 of the image, got {getattr(self, name)}"
            for name in ("hole_height_range", "hole_width_range")
            if isinstance(getattr(self, name)[1], float) and getattr(self, name)[1] > 1
        ]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        count = rng.integer_in(self.num_holes_range)
        regions = tuple(self._hole(rng, frame.shape.height, frame.shape.width) for _ in range(count))
        return Erase(regions, self.fill, self.fill_mask, rng.field_key())

    def _hole(self, rng: Stream, height: int, width: int) -> tuple[int, int, int, int]:
        high = side(rng, self.hole_height_range, height)
        wide = side(rng, self.hole_width_range, width)
        y, x = rng.integer(0, height - high), rng.integer(0, width - wide)
        return x, y, x + wide, y + high


def side(rng: Stream, span: Sequence[float], size: int) -> int:
    """A hole's side in pixels, at least one and at most the image's."""
    if isinstance(span[0], int):
        return min(rng.integer(int(span[0]), int(span[1])), size)
    return min(max(int(rng.uniform(span) * size), 1), size)
