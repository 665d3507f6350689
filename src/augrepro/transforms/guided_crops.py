"""Windows that look at the boxes or the mask before they are placed."""

from collections.abc import Sequence

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.errors import CropSizeError
from ..engine.declare.kinds import Pixels, Probability, ShareOrZero, WholeNumbers
from ..engine.frame import Frame
from ..engine.targets.geometry import Array
from ..engine.targets.table import Kind
from ..engine.transform import Drawn, Dual
from ..ops.grid import Window
from .crops import window

__all__ = ["BBoxSafeRandomCrop", "CropNonEmptyMaskIfExists"]


class BBoxSafeRandomCrop(Dual):
    """Cut out a random window that keeps every box whole.

    Without boxes the window has the image's aspect ratio, and ``erosion_rate`` says how much smaller it may be.

    Args:
        erosion_rate: the share of the hull of all boxes that may be cut off; 1 looks at no box
    """

    erosion_rate: ShareOrZero = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return safe_window(rng, frame, self.erosion_rate)


def safe_window(rng: Stream, frame: Frame, erosion_rate: float) -> Window:
    """A random window that keeps the boxes, or where there are none to keep, one of the image's aspect ratio."""
    boxes = shown_boxes(frame)
    if len(boxes) and erosion_rate < 1:
        return _around(rng, frame, boxes, erosion_rate)
    height, width = frame.shape[:2]
    tall = rng.integer(max(int(height * (1 - erosion_rate)), 1), height)
    return window(rng, frame, tall, max(tall * width // height, 1))


def _around(rng: Stream, frame: Frame, boxes: Array, erosion_rate: float) -> Window:
    """A random window that holds the boxes but for that share of their hull."""
    height, width = frame.shape[:2]
    x1, y1 = boxes[:, :2].min(0).tolist()
    x2, y2 = boxes[:, 2:].max(0).tolist()
    give_x, give_y = (x2 - x1) * erosion_rate / 2, (y2 - y1) * erosion_rate / 2
    left = int(rng.uniform((0, x1 + give_x)))
    top = int(rng.uniform((0, y1 + give_y)))
    right = width - int(rng.uniform((0, width - x2 + give_x)))
    bottom = height - int(rng.uniform((0, height - y2 + give_y)))
    return Window(left, top, max(right, left + 1), max(bottom, top + 1))


def shown_boxes(frame: Frame) -> Array:
    """The parts of the boxes that lie inside the image: earlier steps may have left some outside."""
    corners = frame["bboxes"].corners if "bboxes" in frame else np.zeros((0, 4))
    height, width = frame.shape[:2]
    inside = np.clip(corners, 0.0, np.array([width, height, width, height], np.float64))
    return inside[(inside[:, 2] > inside[:, 0]) & (inside[:, 3] > inside[:, 1])]


class CropNonEmptyMaskIfExists(Dual):
    """Cut out a window around a random labeled pixel of the mask; anywhere if there is none.

    Args:
        height: the window's height in pixels
        width: the window's width in pixels
        ignore_values: mask values that do not count as labels, beside 0
        ignore_channels: mask channels that do not count
    """

    height: Pixels
    width: Pixels
    ignore_values: WholeNumbers | None = None
    ignore_channels: WholeNumbers | None = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        need_size(frame, self.height, self.width)
        spots = labeled(frame, self.ignore_values or (), self.ignore_channels or ())
        if not len(spots):
            return window(rng, frame, self.height, self.width)
        y, x = (int(n) for n in divmod(int(spots[rng.integer(0, len(spots) - 1)]), frame.shape.width))
        top = min(max(y - rng.integer(0, self.height - 1), 0), frame.shape.height - self.height)
        left = min(max(x - rng.integer(0, self.width - 1), 0), frame.shape.width - self.width)
        return Window(left, top, left + self.width, top + self.height)


def need_size(frame: Frame, height: int, width: int) -> None:
    """CropSizeError where the image is too small for a window of that size."""
    if frame.shape.height < height or frame.shape.width < width:
        raise CropSizeError(
            f"needs an image of at least {(height, width)} (height, width), got {tuple(frame.shape[:2])}"
        )


def labeled(frame: Frame, ignore_values: Sequence[int], ignore_channels: Sequence[int]) -> Array:
    """Flat positions (row times width plus column) of the pixels that any mask labels; ValueError without a mask."""
    masks = frame.arrays(Kind.MASKS)
    if not masks:
        raise ValueError("needs a mask: pass mask= or masks= beside the image")
    found = np.zeros(frame.shape[:2], bool)
    for mask in masks:
        if mask.shape[:2] != found.shape:
            raise ValueError(f"needs masks of the image's height and width, {found.shape}, got {mask.shape[:2]}")
        kept = [channel for channel in range(mask.shape[2]) if channel not in ignore_channels]
        counts = mask[..., kept]
        found |= ((counts != 0) & ~np.isin(counts, ignore_values)).any(2)
    return np.flatnonzero(found)
