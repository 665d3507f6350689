"""Dropping rectangles and pixels."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.declared import keyword_only
from ..engine.declare.kinds import (
    CellRange,
    CountPerAxis,
    CountRange,
    CountUpTo,
    Fill,
    LengthUpTo,
    MaskFill,
    PositiveRange,
    Probability,
    RangeFromZero,
    Share,
    ShareOrZero,
    Shift,
    Side,
)
from ..engine.declare.narrowed import pair
from ..engine.declare.refusals import checked
from ..engine.frame import Frame
from ..engine.transform import Drawn, Dual
from ..ops.erase import Erase, EraseGrid, Filling
from ..ops.lost_pixels import ErasePixels

__all__ = ["CoarseDropout", "Erasing", "GridDropout", "PixelDropout", "XYMasking"]

Hole = tuple[int, int, int, int]


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
        overhang: choose the middle of a hole anywhere in the image, as Albumentations 1's Cutout did: a hole that would
            begin above or left of the image begins at its edge, and one that reaches past the lower or right edge ends
            there. Without it, holes lie whole in the image
    """

    num_holes_range: CountRange = (1, 2)
    hole_height_range: Side = (0.1, 0.2)
    hole_width_range: Side = (0.1, 0.2)
    fill: Filling | Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5
    overhang: bool | None = keyword_only(default=None, kw_only=True)

    def _refused(self) -> list[str]:
        return [
            f"{name} must be whole pixels, or shares <= 1 of the image, got {getattr(self, name)}"
            for name in ("hole_height_range", "hole_width_range")
            if isinstance(getattr(self, name)[1], float) and getattr(self, name)[1] > 1
        ]

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        count = rng.integer_in(self.num_holes_range)
        hole = self._overhanging if self.overhang else self._hole
        regions = tuple(hole(rng, frame.shape.height, frame.shape.width) for _ in range(count))
        if self.overhang:
            regions = tuple(one for one in regions if one[0] < one[2] and one[1] < one[3])
        return Erase(regions, self.fill, self.fill_mask, rng.field_key())

    def _hole(self, rng: Stream, height: int, width: int) -> Hole:
        high = side(rng, self.hole_height_range, height)
        wide = side(rng, self.hole_width_range, width)
        y, x = rng.integer(0, height - high), rng.integer(0, width - wide)
        return x, y, x + wide, y + high

    def _keyword(self, name: str, value: Any) -> Any:
        return (
            checked(value, bool, f"{type(self).__name__}.overhang")
            if name == "overhang"
            else super()._keyword(name, value)
        )

    def _overhanging(self, rng: Stream, height: int, width: int) -> Hole:
        top, bottom = _about(rng, self.hole_height_range, height)
        left, right = _about(rng, self.hole_width_range, width)
        return left, top, right, bottom


def _about(rng: Stream, span: Sequence[float], size: int) -> tuple[int, int]:
    """Where a hole begins and ends whose middle is anywhere from 0 to ``size``; nothing may be left of it."""
    length = rng.integer(int(span[0]), int(span[1])) if isinstance(span[0], int) else side(rng, span, size)
    start = max(rng.integer(0, size) - length // 2, 0)
    return start, min(start + length, size)


def side(rng: Stream, span: Sequence[float], size: int) -> int:
    """A hole's side in pixels, at least one and at most the image's."""
    if isinstance(span[0], int):
        return min(rng.integer(int(span[0]), int(span[1])), size)
    return min(max(int(rng.uniform(span) * size), 1), size)


def cut(rng: Stream, regions: tuple[Hole, ...], how: Any) -> Erase | None:
    """The op that fills rectangles as a transform's ``fill`` and ``fill_mask`` say; None without any."""
    if not regions:
        return None
    noise = isinstance(how.fill, str) and how.fill.startswith("random")
    return Erase(regions, how.fill, how.fill_mask, *((rng.field_key(),) if noise else ()))


class Erasing(Dual):
    """Cut one rectangular hole of a random area and aspect ratio (Zhong et al. 2017).

    No hole is cut where none of that area and ratio fits the image.

    Args:
        scale: the hole's area as a share of the image's
        ratio: the hole's width divided by its height
        fill: the value of the hole, one or one for each channel, or "random" (noise), "random_uniform" (one color),
            "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of the hole in masks; None leaves masks alone
    """

    scale: RangeFromZero = (0.02, 0.33)
    ratio: PositiveRange = (0.3, 3.3)
    fill: Filling | Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        sides = hole_sides(rng, height, width, pair(self.scale), pair(self.ratio))
        if sides is None:
            return None
        high, wide = sides
        y, x = rng.integer(0, height - high), rng.integer(0, width - wide)
        return cut(rng, ((x, y, x + wide, y + high),), self)


def hole_sides(
    rng: Stream, height: int, width: int, scale: tuple[float, float], ratio: tuple[float, float]
) -> tuple[int, int] | None:
    """Height and width of a hole; None where no hole of such an area and width to height fits or holds a pixel."""
    least, most = (share * height * width for share in scale)
    most = min(most, ratio[0] * height * height, width * width / ratio[1])
    if most < least or not most:
        return None
    area = rng.uniform((least, most))
    low, high = max(ratio[0], area / (height * height)), min(ratio[1], width * width / area)
    if low > high:
        return None
    aspect = rng.uniform((low, high))
    sides = min(round(sqrt(area / aspect)), height), min(round(sqrt(area * aspect)), width)
    return sides if min(sides) else None


class GridDropout(Dual):
    """Cut a hole in every cell of a grid over the image (Chen et al. 2020, GridMask).

    Args:
        ratio: the sides of a hole as a share of its cell's
        random_offset: place each hole anywhere in its cell, instead of ``shift_xy`` from the cell's corner
        unit_size_range: the side of a square cell in pixels, at most the image's shorter side; without it a cell has a
            tenth of the image's sides
        holes_number_xy: how many cells there are along x and along y, whatever ``unit_size_range`` says; None along x
            is as many as without it, None along y as many square ones as fit
        shift_xy: how far right and down of its cell's corner a hole begins, in pixels
        fill: the value of holes, one or one for each channel, or "random" (noise), "random_uniform" (one color a hole),
            "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of holes in masks; None leaves masks alone
    """

    ratio: Share = 0.5
    random_offset: bool = True
    unit_size_range: CellRange | None = None
    holes_number_xy: CountPerAxis | None = None
    shift_xy: Shift = (0, 0)
    fill: Filling | Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        rows, columns = self._cells(rng, *frame.shape[:2])
        shift = None if self.random_offset else self.shift_xy
        return EraseGrid(rows, columns, self.ratio, shift, rng.field_key(), self.fill, self.fill_mask)

    def _cells(self, rng: Stream, height: int, width: int) -> tuple[int, int]:
        columns, rows = self.holes_number_xy or (None, None)
        if self.holes_number_xy is None:
            unit = self._unit(rng, height, width)
            return max(height // unit[0], 1), max(width // unit[1], 1)
        columns = columns or max(width // max(2, width // 10), 1)
        return rows or max(height // max(width // columns, 2), 1), columns

    def _unit(self, rng: Stream, height: int, width: int) -> tuple[int, int]:
        if self.unit_size_range is None:
            return max(2, height // 10), max(2, width // 10)
        return (min(rng.integer_in(self.unit_size_range), height, width),) * 2


class PixelDropout(Dual):
    """Give single pixels, each by the same chance, a value.

    Args:
        dropout_prob: the chance of a pixel
        per_channel: drop the values of each channel by themselves, instead of whole pixels
        drop_value: the value of dropped pixels, one or one for each channel; None is one random color for the image
        mask_drop_value: the value of the same pixels in masks; None leaves masks alone
    """

    dropout_prob: ShareOrZero = 0.01
    per_channel: bool = False
    drop_value: Fill | None = 0
    mask_drop_value: Fill | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        return ErasePixels(self.dropout_prob, self.per_channel, rng.field_key(), self.drop_value, self.mask_drop_value)


class XYMasking(Dual):
    """Cut out stripes from top to bottom and from left to right (Park et al. 2019, SpecAugment).

    Args:
        num_masks_x: how many stripes from top to bottom
        num_masks_y: how many stripes from left to right
        mask_x_length: the width of a stripe from top to bottom in pixels, at most the image's
        mask_y_length: the height of a stripe from left to right in pixels, at most the image's
        fill: the value of stripes, one or one for each channel, or "random" (noise), "random_uniform" (one color a
            stripe), "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of stripes in masks; None leaves masks alone
    """

    num_masks_x: CountUpTo = 0
    num_masks_y: CountUpTo = 0
    mask_x_length: LengthUpTo = 0
    mask_y_length: LengthUpTo = 0
    fill: Filling | Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        height, width = frame.shape[:2]
        columns = stripes(rng, rng.integer_in(self.num_masks_x), pair(self.mask_x_length), width)
        rows = stripes(rng, rng.integer_in(self.num_masks_y), pair(self.mask_y_length), height)
        regions = (*((a, 0, b, height) for a, b in columns), *((0, a, width, b) for a, b in rows))
        return cut(rng, regions, self)


def stripes(rng: Stream, count: int, length: tuple[int, int], size: int) -> list[tuple[int, int]]:
    """Where so many stripes begin and end along a side of that size; those of no width are left out."""
    found = []
    for _ in range(count):
        wide = min(rng.integer_in(length), size)
        start = rng.integer(0, size - wide)
        if wide:
            found.append((start, start + wide))
    return found
