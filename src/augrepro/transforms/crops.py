"""Windows of the image: where they lie and how large they are."""

from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.errors import CropSizeError
from ..engine.declare.kinds import (
    BorderMode,
    Edge,
    Fill,
    MaskFill,
    Pixels,
    Position,
    Probability,
    ShareOrZero,
)
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.grid import Padding, Window
from ..ops.look import Border
from .pads import share

__all__ = ["CenterCrop", "Crop", "RandomCrop", "RandomCropFromBorders"]


def window(rng: Stream, frame: Frame, height: int, width: int) -> Window:
    """A window of that size, anywhere inside, each place as likely."""
    y = rng.integer(0, frame.shape.height - height)
    x = rng.integer(0, frame.shape.width - width)
    return Window(x, y, x + width, y + height)


def grown(frame: Frame, height: int, width: int, pad: Any, rng: Stream) -> tuple[Padding | None, int, int]:
    """The pad that makes room for the window, and the size after it; CropSizeError where there is none to be had."""
    has_height, has_width, _, _ = frame.shape
    if has_height >= height and has_width >= width:
        return None, has_height, has_width
    if not pad.pad_if_needed:
        raise CropSizeError(
            f"needs an image of at least {(height, width)} (height, width), got {(has_height, has_width)}; "
            f"pad_if_needed=True pads smaller ones"
        )
    more_y, more_x = max(height - has_height, 0), max(width - has_width, 0)
    top, left = share(rng, more_y, more_x, pad.pad_position)
    op = Padding(top, more_y - top, left, more_x - left, Border.of(pad))
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
    fill_mask: MaskFill = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        wanted_height, wanted_width = self.height, self.width
        pad, height, width = grown(frame, wanted_height, wanted_width, self, rng)
        y, x = rng.integer(0, height - wanted_height), rng.integer(0, width - wanted_width)
        crop = Window(x, y, x + wanted_width, y + wanted_height)
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
    fill_mask: MaskFill = 0.0
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
        pad_if_needed: first pad an image that the window reaches beyond, where ``pad_position`` says: the window
            then counts from the corner of the border
    """

    x_min: Edge = 0
    y_min: Edge = 0
    x_max: Pixels = 1024
    y_max: Pixels = 1024
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: MaskFill = 0.0
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
        more_x, more_y = max(self.x_max - width, 0), max(self.y_max - height, 0)
        if self.pad_if_needed and (more_x or more_y):
            top, left = share(rng, more_y, more_x, self.pad_position)
            crop = Window(self.x_min, self.y_min, self.x_max, self.y_max)
            return Padding(top, more_y, left, more_x, Border.of(self)), crop
        if self.x_min >= width or self.y_min >= height:
            raise CropSizeError(
                f"needs an image larger than {(self.y_min, self.x_min)} (height, width), where the window starts, "
                f"got {(height, width)}"
            )
        return Window(self.x_min, self.y_min, self.x_max - more_x, self.y_max - more_y)


class RandomCropFromBorders(Dual):
    """Cut off a random number of pixels at each of the four sides.

    Args:
        crop_left: the largest share of the width that is cut off at the left
        crop_right: the same at the right
        crop_top: the largest share of the height that is cut off at the top
        crop_bottom: the same at the bottom
    """

    crop_left: ShareOrZero = 0.1
    crop_right: ShareOrZero = 0.1
    crop_top: ShareOrZero = 0.1
    crop_bottom: ShareOrZero = 0.1
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        out = []
        for one, other in (("crop_left", "crop_right"), ("crop_top", "crop_bottom")):
            ends = getattr(self, one), getattr(self, other)
            if sum(ends) > 1:
                out.append(f"{one} + {other} must be <= 1, got {ends[0]} and {ends[1]}")
        return out

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        x_min, x_max = cut(rng, width, self.crop_left, self.crop_right)
        y_min, y_max = cut(rng, height, self.crop_top, self.crop_bottom)
        return Window(x_min, y_min, x_max, y_max)


def cut(rng: Stream, size: int, before: float, behind: float) -> tuple[int, int]:
    """What is left of a side after up to these shares of it are cut off at its two ends; one pixel at least."""
    low = rng.integer(0, min(int(before * size), size - 1))
    return low, rng.integer(max(low + 1, int((1 - behind) * size)), size)
