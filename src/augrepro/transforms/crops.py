"""Windows of the image: where they lie and how large they are."""

from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import BorderMode, Edge, Fill, Pixels, Position, Probability
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.grid import Pad, Window
from ..ops.look import Border
from .pads import share

__all__ = ["CenterCrop", "Crop", "RandomCrop"]


def window(rng: Stream, frame: Frame, height: int, width: int) -> Window:
    """A window of that size, anywhere inside, each place as likely."""
    y = rng.integer(0, frame.shape.height - height)
    x = rng.integer(0, frame.shape.width - width)
    return Window(x, y, x + width, y + height)


def grown(frame: Frame, height: int, width: int, pad: Any, rng: Stream) -> tuple[Pad | None, int, int]:
    """The pad that makes room for the window, and the size after it; ValueError where there is none to be had."""
    has_height, has_width = frame.shape[:2]
    if has_height >= height and has_width >= width:
        return None, has_height, has_width
    if not pad.pad_if_needed:
        raise ValueError(
            f"needs an image of at least {(height, width)} (height, width), got {(has_height, has_width)}; "
            f"pad_if_needed=True pads smaller ones"
        )
    more_y, more_x = max(height - has_height, 0), max(width - has_width, 0)
    top, left = share(rng, more_y, more_x, pad.pad_position)
    op = Pad(top, more_y - top, left, more_x - left, Border.of(pad))
    return op, has_height + more_y, has_width + more_x


class RandomCrop(Dual):
    """Cut out a window of (height, width) at a random place.

    Args:
        height: the window's height in pixels
        width: the window's width in pixels
        pad_if_needed: pad an image that is smaller than the window, instead of an error
    """

    height: Pixels
    width: Pixels
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        pad, height, width = grown(frame, self.height, self.width, self, rng)
        y, x = rng.integer(0, height - self.height), rng.integer(0, width - self.width)
        crop = Window(x, y, x + self.width, y + self.height)
        return crop if pad is None else (pad, crop)


class CenterCrop(Dual):
    """Cut out the middle (height, width).

    Args:
        height: the window's height in pixels
        width: the window's width in pixels
        pad_if_needed: pad an image that is smaller than the window, instead of an error
    """

    height: Pixels
    width: Pixels
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        pad, height, width = grown(frame, self.height, self.width, self, rng)
        y, x = (height - self.height) // 2, (width - self.width) // 2
        crop = Window(x, y, x + self.width, y + self.height)
        return crop if pad is None else (pad, crop)


class Crop(Dual):
    """Cut out one fixed window; parts of it beyond the image are left out.

    Args:
        x_min: the first column, in pixels
        y_min: the first row, in pixels
        x_max: the column behind the last
        y_max: the row behind the last
        pad_if_needed: fill parts of the window beyond the image instead of leaving them out
    """

    x_min: Edge = 0
    y_min: Edge = 0
    x_max: Pixels = 1024
    y_max: Pixels = 1024
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        out = []
        for low, high in (("x_min", "x_max"), ("y_min", "y_max")):
            ends = getattr(self, low), getattr(self, high)
            if ends[0] >= ends[1]:
                out.append(f"{low} must be below {high}, got {ends[0]} and {ends[1]}")
        return out

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        x_max, y_max = min(self.x_max, width), min(self.y_max, height)
        if self.x_min >= width or self.y_min >= height:
            raise ValueError(
                f"needs an image larger than {(self.y_min, self.x_min)} (height, width), where the window starts, "
                f"got {(height, width)}"
            )
        crop = Window(self.x_min, self.y_min, x_max, y_max)
        more_x, more_y = self.x_max - x_max, self.y_max - y_max
        if not self.pad_if_needed or not (more_x or more_y):
            return crop
        top, left = share(rng, more_y, more_x, self.pad_position)
        return crop, Pad(top, more_y - top, left, more_x - left, Border.of(self))
