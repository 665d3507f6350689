"""Windows that are placed by boxes: one of the sample's, all of them, or one that comes with the call."""

from math import ceil, floor, nan
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import MaskResampling, Pixels, Probability, Resampling, ShareOrZero, ShareUpFromZero
from ..engine.declare.narrowed import pair
from ..engine.declare.parse import natural
from ..engine.frame import Frame
from ..engine.referring import key_refused
from ..engine.transform import Drawn, Dual
from ..ops.grid import Window
from ..ops.look import Sampling
from ..ops.resize import Resample
from .crops import window
from .guided_crops import need_size, safe_window, shown_boxes

__all__ = ["AtLeastOneBBoxRandomCrop", "RandomCropNearBBox", "RandomSizedBBoxSafeCrop"]


class RandomSizedBBoxSafeCrop(Dual):
    """Cut out a random window that keeps every box whole and resample it to one size.

    Without boxes the window has the image's aspect ratio, and ``erosion_rate`` says how much smaller it may be.

    Args:
        height: the new height in pixels
        width: the new width in pixels
        erosion_rate: the share of the hull of all boxes that may be cut off; 1 looks at no box
    """

    height: Pixels
    width: Pixels
    erosion_rate: ShareOrZero = 0.0
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        crop = safe_window(rng, frame, self.erosion_rate)
        return crop, Resample(self.height, self.width, Sampling(self.interpolation, self.mask_interpolation))


class AtLeastOneBBoxRandomCrop(Dual):
    """Cut out a window of (height, width) at a random place where it keeps a random one of the boxes.

    A box larger than the window fills it; without boxes the window may be anywhere.

    Args:
        height: the window's height in pixels
        width: the window's width in pixels
        erosion_factor: the share of that box's width and of its height that may be cut off; never all of it
    """

    height: Pixels
    width: Pixels
    erosion_factor: ShareOrZero = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        need_size(frame, self.height, self.width)
        boxes = shown_boxes(frame)
        if not len(boxes):
            return window(rng, frame, self.height, self.width)
        x1, y1, x2, y2 = rng.choice(boxes.tolist())
        left = beside(rng, frame.shape.width, self.width, x1, x2, self.erosion_factor)
        top = beside(rng, frame.shape.height, self.height, y1, y2, self.erosion_factor)
        return Window(left, top, left + self.width, top + self.height)


def beside(rng: Stream, size: int, window: int, low: float, high: float, erosion: float) -> int:
    """Where a window starts so that it holds what lies from low to high but for that share, and a pixel of it at least.

    Where it cannot hold so much, it lies inside.
    """
    held = max((high - low) * (1 - erosion), min(high - low, 1.0))
    first, last = sorted((low + held - window, high - held))
    start = min(max(ceil(first), 0), size - window)
    return rng.integer(start, max(min(floor(last), size - window), start))


class RandomCropNearBBox(Dual):
    """Cut out a box that comes with the call, each of its sides shifted at random.

    Args:
        max_part_shift: how far the top and bottom and how far the left and right sides may move, in shares of the
            box's height and width
        cropping_bbox_key: the argument of a call that holds the box as x_min, y_min, x_max, y_max in pixels
    """

    max_part_shift: ShareUpFromZero = (0.0, 0.3)
    cropping_bbox_key: str = "cropping_bbox"
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        return key_refused("cropping_bbox_key", self.cropping_bbox_key)

    @property
    def targets_as_params(self) -> list[str]:
        return [self.cropping_bbox_key]

    @property
    def data_keys(self) -> set[str]:
        return {self.cropping_bbox_key}

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        x1, y1, x2, y2 = read_box(frame.free.get(self.cropping_bbox_key), self.cropping_bbox_key, height, width)
        share_y, share_x = pair(self.max_part_shift)
        x_min, x_max = shifted(rng, x1, x2, share_x, width)
        y_min, y_max = shifted(rng, y1, y2, share_y, height)
        if x_min >= x_max or y_min >= y_max:
            return Window(x1, y1, x2, y2)
        return Window(x_min, y_min, x_max, y_max)


def shifted(rng: Stream, low: int, high: int, share: float, size: int) -> tuple[int, int]:
    """Both ends moved by up to that share of their distance, and not beyond the image."""
    most = round((high - low) * share)
    ends = low - rng.integer(-most, most), high + rng.integer(-most, most)
    return max(ends[0], 0), min(ends[1], size)


def read_box(given: Any, key: str, height: int, width: int) -> tuple[int, int, int, int]:
    """The pixels that a box of a call touches inside the image; one clear error for anything else."""
    if given is None:
        raise ValueError(f"needs a box: pass {key}=(x_min, y_min, x_max, y_max) in pixels beside the image")
    try:
        x1, y1, x2, y2 = (float(corner) for corner in natural(given))
    except (TypeError, ValueError):
        x1 = y1 = x2 = y2 = nan
    x_min, y_min, x_max, y_max = max(x1, 0), max(y1, 0), min(x2, width), min(y2, height)
    if not (x_min < x_max and y_min < y_max):
        raise ValueError(
            f"{key} must be x_min, y_min, x_max, y_max in pixels of a box that shows in an image of "
            f"{(height, width)} (height, width), got {short_repr(given)}"
        )
    return floor(x_min), floor(y_min), ceil(x_max), ceil(y_max)
