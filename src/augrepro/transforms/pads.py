"""Borders."""

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    BorderMode,
    BorderWidths,
    Fill,
    MaskFill,
    Pixels,
    Position,
    Probability,
)
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.grid import Padding
from ..ops.look import Border

__all__ = ["Pad", "PadIfNeeded"]


def share(rng: Stream, more_y: int, more_x: int, position: Position) -> tuple[int, int]:
    """How much of the border goes to the top and to the left; 'top_left' names where the image ends up."""
    if position == "center":
        return more_y // 2, more_x // 2
    if position == "random":
        return rng.integer(0, more_y), rng.integer(0, more_x)
    return 0 if position.startswith("top") else more_y, 0 if position.endswith("left") else more_x


class Pad(Dual):
    """Add a border of fixed width.

    Args:
        padding: the border's width in pixels: one number for all sides, two for left and right and for top and bottom,
            or four for left, top, right and bottom
    """

    padding: BorderWidths = 0
    fill: Fill = 0.0
    fill_mask: MaskFill = 0.0
    border_mode: BorderMode = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        widths = (self.padding,) * 4 if isinstance(self.padding, int) else tuple(self.padding)
        left, top, right, bottom = widths if len(widths) == 4 else widths * 2
        return Padding(top, bottom, left, right, Border.of(self)) if any(widths) else None


class PadIfNeeded(Dual):
    """Add a border until the sides are long enough, or multiples of a divisor; give one of the two for each side.

    Args:
        min_height: the least height in pixels
        min_width: the least width in pixels
        pad_height_divisor: the height becomes a multiple of this
        pad_width_divisor: the width becomes a multiple of this
    """

    min_height: Pixels | None = 1024
    min_width: Pixels | None = 1024
    pad_height_divisor: Pixels | None = None
    pad_width_divisor: Pixels | None = None
    position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: MaskFill = 0.0
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        out = []
        for side in ("height", "width"):
            low, divisor = getattr(self, f"min_{side}"), getattr(self, f"pad_{side}_divisor")
            if (low is None) == (divisor is None):
                out.append(f"min_{side} and pad_{side}_divisor: exactly one must be set, got {low} and {divisor}")
        return out

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        more_y = missing(height, self.min_height, self.pad_height_divisor)
        more_x = missing(width, self.min_width, self.pad_width_divisor)
        if not (more_y or more_x):
            return None
        top, left = share(rng, more_y, more_x, self.position)
        return Padding(top, more_y - top, left, more_x - left, Border.of(self))


def missing(size: int, low: int | None, divisor: int | None) -> int:
    """Pixels to add so that the size reaches the minimum or a multiple of the divisor."""
    return max(low - size, 0) if low is not None else -size % (divisor or 1)
