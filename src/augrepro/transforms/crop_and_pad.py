"""Sides that are cut off or get a border, each by an amount of its own."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    BorderMode,
    Fill,
    MaskFill,
    MaskResampling,
    PixelsPerSide,
    Probability,
    Resampling,
    SharesPerSide,
)
from ..engine.frame import Frame
from ..engine.op import Op
from ..engine.targets.table import MASKS
from ..engine.transform import Drawn, Dual
from ..ops.grid import Padding, Window
from ..ops.look import Border, Sampling
from ..ops.resize import Resample

__all__ = ["CropAndPad"]


class CropAndPad(Dual):
    """Cut off each side of the image, or add a border there, and resample what comes out to the old size.

    Args:
        px: pixels to add at each side, or below 0 to cut off: a number, a range to draw each side from, or four such
            for top, right, bottom and left, where a list of one, three or more numbers holds choices
        percent: instead, the same as shares of the height at the top and bottom and of the width at the sides
        keep_size: resample to the size that the image had
        fill: the value of the border, one for each channel, or two numbers between which it is drawn
        fill_mask: the same for masks; of two whole numbers one between them, where masks hold whole numbers
        sample_independently: where one range is given, draw each side from it; else one amount for all four
    """

    px: PixelsPerSide | None = None
    percent: SharesPerSide | None = None
    keep_size: bool = True
    sample_independently: bool = True
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: MaskFill = 0.0
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        if (self.px is None) == (self.percent is None):
            return [f"px and percent: exactly one must be set, got {self.px} and {self.percent}"]
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        top, right, bottom, left = self._amounts(rng, height, width)
        y_min, y_max = remaining(height, -min(top, 0), -min(bottom, 0))
        x_min, x_max = remaining(width, -min(left, 0), -min(right, 0))
        ops: list[Op] = []
        if (y_max - y_min, x_max - x_min) != (height, width):
            ops.append(Window(x_min, y_min, x_max, y_max))
        if max(top, right, bottom, left) > 0:
            border = Border(self.border_mode, drawn(self.fill, rng), drawn_class(self.fill_mask, rng, frame))
            ops.append(Padding(max(top, 0), max(bottom, 0), max(left, 0), max(right, 0), border))
        if self.keep_size and ops:
            ops.append(Resample(height, width, Sampling(self.interpolation, self.mask_interpolation)))
        return tuple(ops)

    def _amounts(self, rng: Stream, height: int, width: int) -> list[int]:
        """Pixels to add at the top, right, bottom and left."""
        if self.px is not None:
            return per_side(self.px, rng, rng.integer_in, self.sample_independently)
        shares = per_side(self.percent, rng, rng.uniform, self.sample_independently)
        return [int(share * side) for share, side in zip(shares, (height, width, height, width), strict=True)]


def per_side(given: Any, rng: Stream, between: Callable[[Sequence[Any]], Any], independently: bool) -> list[Any]:
    """Four amounts of what ``px`` and ``percent`` may hold; ``between`` draws one of a range."""

    def one(side: Any) -> Any:
        if not isinstance(side, tuple):
            return side
        return between(side) if len(side) == 2 else rng.choice(side)

    if isinstance(given, tuple) and len(given) == 4:
        return [one(side) for side in given]
    return [one(given) for _ in range(4)] if independently else [one(given)] * 4


def drawn(fill: Fill, rng: Stream) -> Fill:
    """The fill, drawn where two numbers are given."""
    return rng.uniform(fill) if isinstance(fill, tuple) and len(fill) == 2 else fill


def drawn_class(fill: Fill, rng: Stream, frame: Frame) -> Fill:
    """The fill of masks: of two whole numbers a whole one between them, where the masks hold such."""
    if not isinstance(fill, tuple) or len(fill) != 2:
        return fill
    masks = [arrays for target, arrays in frame.stacks.values() if target.kind is MASKS]
    if all(end == int(end) for end in fill) and any(each.dtype.kind in "iu" for each in chain(*masks)):
        return float(rng.integer_in([int(end) for end in fill]))
    return drawn(fill, rng)


def remaining(size: int, before: int, behind: int) -> tuple[int, int]:
    """What is left of a side without so many pixels at its ends: one pixel, where the cuts meet, if they leave none."""
    if before + behind < size:
        return before, size - behind
    low = min(before * size // (before + behind), size - 1)
    return low, low + 1
