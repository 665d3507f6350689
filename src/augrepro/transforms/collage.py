"""Several samples in one: a mosaic of them, and elements laid on top."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr, warn
from ..engine.declare.kinds import Fill, GridSize, MaskFill, MaskResampling, Probability, Resampling, ShareRange, Size
from ..engine.declare.narrowed import pair
from ..engine.declare.parse import is_number, is_sequence
from ..engine.frame import Frame
from ..engine.others import needed
from ..engine.referring import MixingTransform
from ..engine.targets.table import PIXELS, Target
from ..engine.transform import Drawn
from ..ops.collage import Cell, Collage, FitMode, Paste
from ..ops.look import AREA, NEAREST, Sampling

__all__ = ["Mosaic", "OverlayElements"]

Rectangle = tuple[int, int, int, int]


class Mosaic(MixingTransform):
    """Put the image and other samples side by side in the cells of a grid, and cut a window out of it.

    A call brings the others, each with what goes with it: ``transform(image=image, bboxes=boxes, labels=labels,
    mosaic_metadata=[{"image": other, "bboxes": its_boxes, "labels": its_labels}, ...])``. Boxes, keypoints and label
    fields are read as the call's own are, and join them; masks that a sample lacks are filled. The image gets the cell
    of which most shows; where there are too few others, it fills further cells. Others whose image has another count of
    channels are left out with a warning. A plan keeps the others' digests, and a replay wants the same samples under
    the same argument. (Bochkovskiy et al. 2020.)

    Args:
        grid_yx: rows and columns of the grid, at most 64 each
        target_size: height and width of the window, in pixels
        cell_shape: height and width of a cell, in pixels
        center_range: where the window's center may lie, as shares of the way from one end of the grid to the other
        fit_mode: "cover" scales a sample until it covers its cell, "contain" until it lies in it
        metadata_key: the argument of a call that holds a list of other samples
    """

    grid_yx: GridSize = (2, 2)
    target_size: Size = (512, 512)
    cell_shape: Size = (512, 512)
    center_range: ShareRange = (0.3, 0.7)
    fit_mode: FitMode = "cover"
    interpolation: Resampling = 1
    mask_interpolation: MaskResampling = 0
    fill: Fill = 0
    fill_mask: MaskFill = 0
    metadata_key: str = "mosaic_metadata"
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        most = tuple(n * side for n, side in zip(pair(self.grid_yx), pair(self.cell_shape), strict=True))
        found = super()._refused()
        if any(side > limit for side, limit in zip(pair(self.target_size), most, strict=True)):
            found.append(f"target_size must be at most grid_yx times cell_shape, {most}, got {self.target_size}")
        return found

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        others = self.others(frame)
        fitting = [i for i, item in enumerate(others.items) if _fits(item, f"{self.metadata_key}[{i}]", frame)]
        x, y = rng.uniform(pair(self.center_range)), rng.uniform(pair(self.center_range))
        columns, rows = self._edges(1, x), self._edges(0, y)
        places = [(x1, y1, x2, y2) for y1, y2 in _between(rows) for x1, x2 in _between(columns)]
        largest = max(places, key=lambda place: (place[2] - place[0]) * (place[3] - place[1]))
        places.remove(largest)
        chosen = [others.refer(fitting[i]) for i in rng.permutation(len(fitting))[: len(places)]]
        sources = [*chosen, *[None] * (len(places) - len(chosen))]
        shuffled = [sources[i] for i in rng.permutation(len(sources))]
        cells = [self._cell(place, sample) for place, sample in zip([largest, *places], [None, *shuffled], strict=True)]
        height, width = pair(self.target_size)
        cell = pair(self.cell_shape)
        look = Sampling(self.interpolation, self.mask_interpolation)
        return Collage(height, width, *cell, self.fit_mode, tuple(cells), look, self.fill, self.fill_mask)

    def _edges(self, axis: int, share: float) -> list[int]:
        """Where the window shows the edges of cells along an axis, its own two ends among them."""
        count, cell, size = (pair(sides)[axis] for sides in (self.grid_yx, self.cell_shape, self.target_size))
        room = count * cell - size
        start = min(int((room + 1) * share), room)
        return sorted({min(max(i * cell - start, 0), size) for i in range(count + 1)})

    def _cell(self, place: Rectangle, sample: Any) -> Cell:
        """The cell at that place; it shows what of the sample is nearest to the middle of the mosaic."""
        (height, width), (cell_height, cell_width) = pair(self.target_size), pair(self.cell_shape)
        spare_x, spare_y = cell_width - (place[2] - place[0]), cell_height - (place[3] - place[1])
        right, down = place[0] + place[2] - width, place[1] + place[3] - height
        if right == 0 or down == 0:
            return Cell(*place, spare_x // 2, spare_y // 2, sample)
        return Cell(*place, spare_x if right < 0 else 0, spare_y if down < 0 else 0, sample)


def _between(edges: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(edges))


def _fits(item: Any, where: str, frame: Frame) -> bool:
    """True for a sample that can stand beside the call's own; else a warning says why it is left out."""
    misfit = None if isinstance(item, Mapping) else f"must be a dict, got {short_repr(item)}"
    for name, (target, arrays) in frame.stacks.items() if misfit is None else ():
        if target.kind is PIXELS and all(item.get(entry) is None for entry in needed(name, target)):
            misfit = f"has no {needed(name, target)[-1]!r}"
        elif name in item and arrays and name in frame.data and not target.lead:
            misfit = misfit or _misfit(item[name], name, target, frame)
    if misfit is not None:
        warn(f"{where} is left out: it {misfit}")
    return misfit is None


def _misfit(value: Any, name: str, target: Target, frame: Frame) -> str | None:
    """What is wrong with the channels of a sample's image or mask, if anything; what is no array is refused later."""
    if not isinstance(value, np.ndarray) or value.ndim not in (2, 3):
        return None
    channels = value.shape[2] if value.ndim == 3 else 1
    wanted = frame.shape.channels if target.kind is PIXELS else frame.stacks[name][1][0].shape[2]
    return (
        None
        if channels == wanted
        else f"has {channels} channel{'s' * (channels > 1)} in {name!r}, which in the call has {wanted}"
    )


class OverlayElements(MixingTransform):
    """Lay elements, stickers and logos say, over the image.

    A call brings them, one dict or a list of them: ``transform(image=image, overlay_metadata={"image": logo})``. Each
    has an ``image``, and may have a ``bbox``, where it goes, in shares of the image (without one it goes anywhere, and
    is shrunk to the image if it is larger); a ``mask`` of which it shows where that is not 0; and a ``mask_id``, which
    the call's masks get where it shows. Boxes and keypoints of the call stay. Those of the element, ``bboxes`` and
    ``keypoints`` with their label fields, are read as the call's are, relative to the element, and join them. A plan
    keeps the elements' digests, and a replay wants the same ones under the same argument.

    Args:
        metadata_key: the argument of a call that holds the elements
    """

    metadata_key: str = "overlay_metadata"
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        others = self.others(frame, alone=True)
        ops = []
        for i, item in enumerate(others.items):
            size, mask_id = _element(item, f"{self.metadata_key}[{i}]")
            height, width = frame.shape[:2]
            box = item.get("bbox")
            if box is not None:
                x1, y1, x2, y2 = _placed(box, f"{self.metadata_key}[{i}]['bbox']", height, width)
            else:
                high, wide = size if size[0] <= height and size[1] <= width else (height, width)
                x1, y1 = rng.integer(0, width - wide), rng.integer(0, height - high)
                x2, y2 = x1 + wide, y1 + high
            if x1 < x2 and y1 < y2:
                way = NEAREST if size == (y2 - y1, x2 - x1) else AREA
                ops.append(Paste(others.refer(i), x1, y1, y2 - y1, x2 - x1, way, mask_id))
        return tuple(ops)


def _element(item: Any, where: str) -> tuple[tuple[int, int], int | None]:
    """Height and width of an element, and the class that it has in masks."""
    if not isinstance(item, Mapping):
        raise TypeError(f"{where} must be a dict with image in it, got {short_repr(item)}")
    image, mask_id = item.get("image"), item.get("mask_id")
    if not isinstance(image, np.ndarray) or image.ndim not in (2, 3) or not image.size:
        raise TypeError(f"{where}['image'] must be an array of the axes (H, W) or (H, W, C), got {short_repr(image)}")
    if mask_id is not None and not isinstance(mask_id, (int, np.integer)):
        raise TypeError(f"{where}['mask_id'] must be a whole number, got {short_repr(mask_id)}")
    return (image.shape[0], image.shape[1]), None if mask_id is None else int(mask_id)


def _placed(box: Any, where: str, height: int, width: int) -> Rectangle:
    """A box of shares in whole pixels, cut off as Albumentations cuts them off."""
    four = list(box[:4]) if is_sequence(box) or isinstance(box, np.ndarray) else []
    if len(four) != 4 or not all(is_number(share) and 0 <= share <= 1 for share in four):
        raise ValueError(f"{where} must be x_min, y_min, x_max, y_max in shares from 0 to 1, got {short_repr(box)}")
    x1, y1, x2, y2 = four
    if not (x1 < x2 and y1 < y2):
        raise ValueError(f"{where} must have x_min < x_max and y_min < y_max, got {short_repr(box)}")
    return int(x1 * width), int(y1 * height), int(x2 * width), int(y2 * height)
