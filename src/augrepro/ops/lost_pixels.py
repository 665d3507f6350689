"""Holes of any shape: single pixels, and objects of a mask."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np

from ..engine.declare.forms import Whole
from ..engine.declare.kinds import Edge, Fill, Key, Pixels, ShareOrZero
from ..engine.op import Grade, Op, value
from ..engine.targets.geometry import Array, Boxes
from ..engine.targets.table import MASKS, Shape, Target, need_fill
from ..kernels import erase, grid, pixel_holes, regions
from .erase import Holes, Inpainting, enough, inpainted

RunLengths = Annotated[str, Whole("a text of run lengths, as COCO's annotations have them")]


@value
class ErasePixels(Op):
    """Give single pixels a value, each by the same chance, grown from ``key``; None is a random color.

    ``per_channel``: the pixels of each channel by a chance of their own, and channel k of a mask as channel k of the
    image. Masks get ``fill_mask``, or stay where that is None. Keypoints stay. Boxes that lose whole pixels are dropped
    where too little is left by the pipeline's rules.
    """

    float_grade: ClassVar[Grade] = Grade.EXACT
    loses: ClassVar[bool] = True

    share: ShareOrZero
    per_channel: bool
    key: Key
    fill: Fill | None = 0.0
    fill_mask: Fill | None = None

    def fits_any_size(self, target: Target) -> bool:
        return target.kind is MASKS and self.fill_mask is None

    def check(self, shape: Shape) -> None:
        need_fill(self.fill, shape)

    def _lost(self, shape: tuple[int, ...]) -> tuple[Array, ...]:
        return pixel_holes.places(self.key, shape[0] * shape[1], self.share, shape[2] if self.per_channel else 1)

    def pixels(self, image: Array) -> Array:
        channels = image.shape[2]
        if self.fill is None:
            values = pixel_holes.color(self.key, channels, image.dtype)
        else:
            values = grid.filling(self.fill, channels, image.dtype)
        return pixel_holes.dropped(image, self._lost(image.shape), values)

    def check_mask(self, dtype: Any) -> None:
        if self.fill_mask is not None:
            grid.check_classes(self.fill_mask, dtype)

    def mask(self, mask: Array) -> Array:
        if self.fill_mask is None:
            return mask
        values = grid.filling(self.fill_mask, mask.shape[2], mask.dtype)
        return pixel_holes.dropped(mask, self._lost(mask.shape), values)

    def boxes(self, boxes: Boxes, shape: Shape) -> Boxes:
        rules = boxes.rules
        if self.per_channel or not (rules.min_area or rules.min_visibility):
            return boxes
        region = np.zeros(shape[:2], bool)
        region.reshape(-1)[self._lost((*shape[:2], 1))[0]] = True
        left, _ = erase.visible(region, boxes.corners)
        return boxes.kept(enough(boxes, left))


@value
class EraseRegion(Holes):
    """Fill a region of any shape with a value or by inpainting.

    ``counts`` are the region's run lengths, as COCO's annotations have them, in a window whose corner is (x, y). Masks
    get ``fill_mask``. Keypoints in the region are dropped, boxes where nothing is left of them, or too little by the
    pipeline's rules.
    """

    shrinks: ClassVar[bool] = False

    x: Edge
    y: Edge
    width: Pixels
    height: Pixels
    counts: RunLengths
    fill: Inpainting | Fill = 0.0
    fill_mask: Fill | None = None

    @classmethod
    def around(cls, region: Array, fill: Any, fill_mask: Any) -> "EraseRegion":
        """The op that fills a (H, W) region, which has a pixel at least."""
        x, y, width, height = regions.window(region)
        counts = regions.run_lengths(region[y : y + height, x : x + width])
        return cls(x, y, width, height, counts, fill, fill_mask)

    def check(self, shape: Shape) -> None:
        super().check(shape)
        self._region(*shape[:2])

    def _region(self, height: int, width: int) -> Array:
        if self.x + self.width > width or self.y + self.height > height:
            window = self.x, self.y, self.x + self.width, self.y + self.height
            raise ValueError(f"the window {window} does not lie in an image of width {width} and height {height}")
        return regions.region_of(self.counts, self.height, self.width)

    def covered(self, height: int, width: int) -> Array:
        out = np.zeros((height, width), bool)
        out[self.y : self.y + self.height, self.x : self.x + self.width] = self._region(height, width)
        return out

    def pixels(self, image: Array) -> Array:
        self.check(Shape(*image.shape))
        if self.inpaints:
            radius = max(min(3, max(self.width, self.height) // 2), 1)
            return inpainted(image, self.covered(*image.shape[:2]), self.fill, radius)
        return self._filled(image, self.fill)

    def check_mask(self, dtype: Any) -> None:
        if self.fill_mask is not None:
            grid.check_classes(self.fill_mask, dtype)

    def mask(self, mask: Array) -> Array:
        return mask if self.fill_mask is None else self._filled(mask, self.fill_mask)

    def _filled(self, array: Array, fill: Any) -> Array:
        values = grid.filling(fill, array.shape[2], array.dtype)
        return regions.filled(array, self._region(*array.shape[:2]), (self.x, self.y), values)


class Objects:
    """The objects of a (H, W, C) mask: pixels of one value other than 0 that touch at sides or corners."""

    def __init__(self, mask: Array) -> None:
        self._mask = mask
        self._groups = regions.groups(mask)
        self.count = sum(group.objects for group in self._groups)

    def union(self, chosen: list[int]) -> Array:
        """The (H, W) pixels of the objects of these numbers, which go from 1 to ``count``."""
        return regions.union(self._mask, self._groups, chosen)


@dataclass(frozen=True)
class Part:
    """A connected part of a region: how many pixels it has, and where they are."""

    area: int
    _places: Array
    _width: int

    def pixel(self, place: int) -> tuple[int, int]:
        """x and y of one of its pixels, counted row by row."""
        y, x = divmod(int(self._places[place]), self._width)
        return x, y


def parts(mask: Array, values: tuple[int, ...], least: float) -> list[Part]:
    """The connected parts, of ``least`` pixels or more, of where a (H, W, C) mask has one of these values."""
    found = regions.connected(regions.among(mask, values), least)
    return [Part(len(places), places, mask.shape[1]) for places in found]
