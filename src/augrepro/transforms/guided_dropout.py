"""Holes that look at the mask or the boxes before they are cut."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.errors import warn
from ..engine.declare.kinds import (
    MAX_COUNT,
    BoxLabels,
    Classes,
    CountRange,
    CountUpFromOne,
    Fill,
    MaskFill,
    Probability,
    ShareRange,
)
from ..engine.declare.narrowed import pair
from ..engine.declare.parse import natural
from ..engine.frame import Frame
from ..engine.targets.geometry import Array
from ..engine.targets.table import Kind
from ..engine.transform import Drawn, Dual
from ..ops.erase import Filling, Inpainting
from ..ops.lost_pixels import EraseRegion, Objects, parts
from .dropout import Hole, cut

__all__ = ["ConstrainedCoarseDropout", "MaskDropout"]

Sides = tuple[tuple[float, float], tuple[float, float]]
"""The height and width of holes, as shares."""


class MaskDropout(Dual):
    """Drop whole objects of the mask: sets of pixels of one value other than 0 that touch at sides or corners.

    Args:
        max_objects: how many objects
        fill: the value of their pixels, or "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of their pixels in masks
    """

    max_objects: CountUpFromOne = (1, 1)
    fill: Inpainting | float = 0
    fill_mask: float = 0
    p: Probability = 0.5

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        mask = shown_masks(frame)
        if mask is None:
            raise ValueError("needs a mask, whose objects it drops: pass mask= or masks= beside the image")
        objects = Objects(mask)
        if not objects.count:
            return None
        chosen = some_of(rng, objects.count, min(rng.integer_in(self.max_objects), objects.count))
        return EraseRegion.around(objects.union(chosen), self.fill, self.fill_mask)


def shown_masks(frame: Frame) -> Array | None:
    """The target ``mask`` as it is now, or without one the slices of all other masks as channels of one; None without
    any. ValueError for masks of another size than the image."""
    masks = [frame["mask"]] if "mask" in frame else frame.arrays(Kind.MASKS)
    for mask in masks:
        if mask.shape[:2] != frame.shape[:2]:
            found, expected = mask.shape[:2], tuple(frame.shape[:2])
            raise ValueError(f"needs masks of the image's height and width, {expected}, got {found}")
    return np.concatenate(masks, 2) if masks else None


def some_of(rng: Stream, count: int, wanted: int) -> list[int]:
    """So many different ones of the numbers 1 to ``count``, each set as likely (Floyd's sampling)."""
    found: set[int] = set()
    for last in range(count - wanted + 1, count + 1):
        drawn = rng.integer(1, last)
        found.add(last if drawn in found else drawn)
    return sorted(found)


class ConstrainedCoarseDropout(Dual):
    """Cut rectangular holes in objects: connected regions of the mask, or boxes.

    A call without that mask or those boxes gets a warning and no hole.

    Args:
        num_holes_range: how many holes in each object
        hole_height_range: the height of a hole: a share of the box's height, or of the square root of the region's area
        hole_width_range: the width of a hole: a share of the box's width, or of the square root of the region's area
        fill: the value of holes, one or one for each channel, or "random" (noise), "random_uniform" (one color a hole),
            "inpaint_telea" or "inpaint_ns" (continued from the rim)
        fill_mask: the value of holes in masks; None leaves masks alone
        mask_indices: the mask's values that are objects; holes lie around their pixels
        bbox_labels: the labels of boxes that are objects, in the first label field or else the boxes' fifth column, for
            calls without a mask or where ``mask_indices`` is None; holes lie in the boxes
    """

    num_holes_range: CountRange = (1, 1)
    hole_height_range: ShareRange = (0.1, 0.1)
    hole_width_range: ShareRange = (0.1, 0.1)
    fill: Filling | Fill = 0
    fill_mask: MaskFill | None = None
    p: Probability = 0.5
    mask_indices: Classes | None = None
    bbox_labels: BoxLabels | None = None

    def _refused(self) -> list[str]:
        if self.mask_indices is None and self.bbox_labels is None:
            return ["mask_indices or bbox_labels must be set, got None for both"]
        return []

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        count = rng.integer_in(self.num_holes_range)
        spans = pair(self.hole_height_range), pair(self.hole_width_range)
        mask = None if self.mask_indices is None else shown_masks(frame)
        if mask is not None:
            holes = holes_in_regions(rng, mask, tuple(self.mask_indices or ()), count, spans)
        elif self.bbox_labels is not None and "bboxes" in frame:
            holes = holes_in_boxes(rng, boxes_labeled(frame, self.bbox_labels), count, spans)
        else:
            warn(f"{type(self).__name__} cuts no hole without {self._source()} beside the image, to find objects in")
            return None
        height, width = frame.shape[:2]
        inside = ((max(x1, 0), max(y1, 0), min(x2, width), min(y2, height)) for x1, y1, x2, y2 in holes)
        regions = tuple((x1, y1, x2, y2) for x1, y1, x2, y2 in inside if x1 < x2 and y1 < y2)
        return cut(rng, regions, self)

    def _source(self) -> str:
        if self.mask_indices is None:
            return "bboxes="
        return "mask= or masks=" if self.bbox_labels is None else "mask=, masks= or bboxes="


def holes_in_regions(rng: Stream, mask: Array, classes: tuple[int, ...], count: int, spans: Sides) -> list[Hole]:
    """So many holes around random pixels of every connected region of these classes.

    A region that is too small for a hole of one pixel gets none.
    """
    share = min(spans[0][1], spans[1][1])
    regions = parts(mask, classes, (2 / share) ** 2) if share else []
    need_few(len(regions) * count)
    found = []
    for region in regions:
        for _ in range(count):
            x, y = region.pixel(rng.integer(0, region.area - 1))
            high, wide = (int(rng.uniform(span) * sqrt(region.area)) // 2 for span in spans)
            found.append((x - wide, y - high, x + wide, y + high))
    return found


def holes_in_boxes(rng: Stream, boxes: Array, count: int, spans: Sides) -> list[Hole]:
    """So many holes anywhere in each of the boxes."""
    need_few(len(boxes) * count)
    found = []
    for x1, y1, x2, y2 in boxes.tolist():
        for _ in range(count):
            high, wide = int(rng.uniform(spans[0]) * (y2 - y1)), int(rng.uniform(spans[1]) * (x2 - x1))
            y, x = int(y1 + rng.random() * (y2 - y1 - high)), int(x1 + rng.random() * (x2 - x1 - wide))
            found.append((x, y, x + wide, y + high))
    return found


def need_few(holes: int) -> None:
    """ValueError for more holes than a plan lists."""
    if holes > MAX_COUNT:
        raise ValueError(f"needs fewer objects or holes: one call cuts at most {MAX_COUNT} holes, got {holes}")


def boxes_labeled(frame: Frame, wanted: Sequence[str | float]) -> Array:
    """The parts inside the image of the boxes of these labels; ValueError where boxes have no labels."""
    boxes = frame["bboxes"]
    table = frame.tables["bboxes"]
    fields = table.labels.picked(boxes.rows)
    if fields:
        labels = [*next(iter(fields.values()))]
    else:
        rows = [table.value[row] for row in boxes.rows]
        if any(len(row) < 5 for row in rows):
            raise ValueError("needs boxes with labels, in a label field of bbox_params or as a fifth column")
        labels = [row[4] for row in rows]
    keep = np.array([natural(label) in wanted for label in labels], bool)
    height, width = frame.shape[:2]
    found: Array = np.clip(boxes.corners[keep], 0.0, np.array([width, height, width, height], np.float64))
    return found
