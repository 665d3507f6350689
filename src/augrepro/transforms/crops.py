"""Windows of the image: where they lie and how large they are."""

from __future__ import annotations

from math import ceil, exp, log, sqrt
from typing import Annotated, Any, Literal

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import AtLeast, BorderMode, Fill, MoreThan, Pixels, Probability, Range, Resampling, Size
from ..engine.frame import Frame
from ..engine.transform import Draw, Drawn
from ..ops.grid import Crop as Window
from ..ops.grid import Pad
from ..ops.resize import Resize
from .masks import labelled
from .pads import Position, share


def window(rng: Stream, frame: Frame, height: int, width: int) -> Window:
    """A window of that size, anywhere inside, each place as likely."""
    y = rng.integer(0, frame.shape.height - height)
    x = rng.integer(0, frame.shape.width - width)
    return Window(x, y, x + width, y + height)


def grown(frame: Frame, height: int, width: int, pad: Any, rng: Stream, owner: str) -> tuple[Pad | None, int, int]:
    """The pad that makes room for the window, and the size after it; ValueError where there is none to be had."""
    has_height, has_width, _ = frame.shape
    if has_height >= height and has_width >= width:
        return None, has_height, has_width
    if not pad.pad_if_needed:
        raise ValueError(
            f"{owner} needs an image of at least {(height, width)} (height, width), got {(has_height, has_width)}; "
            f"pad_if_needed=True pads smaller ones"
        )
    more_y, more_x = max(height - has_height, 0), max(width - has_width, 0)
    top, left = share(rng, more_y, more_x, pad.pad_position)
    op = Pad(top, more_y - top, left, more_x - left, pad.border_mode, pad.fill, pad.fill_mask)
    return op, has_height + more_y, has_width + more_x


class RandomCrop(Draw):
    """Cut out a window of (height, width) at a random place."""

    height: Pixels
    width: Pixels
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        pad, height, width = grown(frame, self.height, self.width, self, rng, "RandomCrop")
        y, x = rng.integer(0, height - self.height), rng.integer(0, width - self.width)
        crop = Window(x, y, x + self.width, y + self.height)
        return crop if pad is None else (pad, crop)


class CenterCrop(Draw):
    """Cut out the middle (height, width)."""

    height: Pixels
    width: Pixels
    pad_if_needed: bool = False
    pad_position: Position = "center"
    border_mode: BorderMode = 0
    fill: Fill = 0.0
    fill_mask: Fill = 0.0
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        pad, height, width = grown(frame, self.height, self.width, self, rng, "CenterCrop")
        y, x = (height - self.height) // 2, (width - self.width) // 2
        crop = Window(x, y, x + self.width, y + self.height)
        return crop if pad is None else (pad, crop)


class Crop(Draw):
    """Cut out one fixed window; parts beyond the image are cut off, or padded with ``pad_if_needed``."""

    x_min: Annotated[int, AtLeast(0)] = 0
    y_min: Annotated[int, AtLeast(0)] = 0
    x_max: Annotated[int, AtLeast(1)] = 1024
    y_max: Annotated[int, AtLeast(1)] = 1024
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
        height, width, _ = frame.shape
        x_max, y_max = min(self.x_max, width), min(self.y_max, height)
        if self.x_min >= width or self.y_min >= height:
            raise ValueError(
                f"Crop starts at {(self.x_min, self.y_min)}, outside an image of width {width}, height {height}"
            )
        crop = Window(self.x_min, self.y_min, x_max, y_max)
        more_x, more_y = self.x_max - x_max, self.y_max - y_max
        if not self.pad_if_needed or not (more_x or more_y):
            return crop
        top, left = share(rng, more_y, more_x, self.pad_position)
        return crop, Pad(top, more_y - top, left, more_x - left, self.border_mode, self.fill, self.fill_mask)


class RandomResizedCrop(Draw):
    """Cut out a window of random area and aspect ratio and resize it to ``size`` (height, width).

    ``scale`` is the window's share of the area, ``ratio`` its width over its height, drawn evenly on a log scale
    (Szegedy et al. 2015). Ten tries to fit; then the largest centred window of an allowed ratio.
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
        return self._window(rng, frame), Resize(
            *self.size, self.interpolation, self.mask_interpolation, self.area_for_downscale
        )

    def _window(self, rng: Stream, frame: Frame) -> Window:
        height, width, _ = frame.shape
        low, high = log(self.ratio[0]), log(self.ratio[1])
        for _ in range(10):
            area = height * width * rng.between(self.scale)
            ratio = exp(rng.between((low, high)))
            w, h = round(sqrt(area * ratio)), round(sqrt(area / ratio))
            if 0 < w <= width and 0 < h <= height:
                return window(rng, frame, h, w)
        ratio = min(max(width / height, self.ratio[0]), self.ratio[1])
        w, h = min(width, max(round(height * ratio), 1)), min(height, max(round(width / ratio), 1))
        y, x = (height - h) // 2, (width - w) // 2
        return Window(x, y, x + w, y + h)


class BBoxSafeRandomCrop(Draw):
    """Cut out a random window that keeps every box whole; with ``erosion_rate`` up to that share of the hull may go.

    Without boxes the window is any.
    """

    erosion_rate: Annotated[float, AtLeast(0)] = 0.0
    p: Probability = 1.0

    def _refused(self) -> list[str]:
        return [] if self.erosion_rate < 1 else [f"erosion_rate must be >= 0 and < 1, got {self.erosion_rate}"]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width, _ = frame.shape
        boxes = frame["bboxes"].corners if "bboxes" in frame and len(frame["bboxes"]) else None
        if boxes is None:
            h = max(ceil(height * rng.random()), 1)
            w = max(ceil(width * rng.random()), 1)
            return window(rng, frame, h, w)
        x1, y1 = boxes[:, :2].min(0).tolist()
        x2, y2 = boxes[:, 2:].max(0).tolist()
        give_x, give_y = (x2 - x1) * self.erosion_rate / 2, (y2 - y1) * self.erosion_rate / 2
        left = int(rng.between((0, x1 + give_x)))
        top = int(rng.between((0, y1 + give_y)))
        right = width - int(rng.between((0, width - x2 + give_x)))
        bottom = height - int(rng.between((0, height - y2 + give_y)))
        return Window(left, top, max(right, left + 1), max(bottom, top + 1))


class CropNonEmptyMaskIfExists(Draw):
    """Cut out a window of (height, width) around a random labelled pixel of the mask; anywhere if there is none.

    ``ignore_values`` and ``ignore_channels`` name labels and mask channels that do not count.
    """

    height: Pixels
    width: Pixels
    ignore_values: tuple[int, ...] | None = None
    ignore_channels: tuple[int, ...] | None = None
    p: Probability = 1.0

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        pad_free = frame.shape.height >= self.height and frame.shape.width >= self.width
        if not pad_free:
            raise ValueError(
                f"CropNonEmptyMaskIfExists needs an image of at least {(self.height, self.width)} (height, width), "
                f"got {tuple(frame.shape[:2])}"
            )
        spots = labelled(frame, self.ignore_values or (), self.ignore_channels or ())
        if not len(spots):
            return window(rng, frame, self.height, self.width)
        y, x = (int(n) for n in divmod(int(spots[rng.integer(0, len(spots) - 1)]), frame.shape.width))
        top = min(max(y - rng.integer(0, self.height - 1), 0), frame.shape.height - self.height)
        left = min(max(x - rng.integer(0, self.width - 1), 0), frame.shape.width - self.width)
        return Window(left, top, left + self.width, top + self.height)
