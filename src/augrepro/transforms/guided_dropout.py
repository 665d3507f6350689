"""Holes that look at the mask or the boxes before they are cut."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from ..engine.chance.rng import Stream
from ..engine.declare.kinds import (
    MAX_COUNT,
    BoxLabels,
    Classes,
    CountRange,
    CountUpFromOne,
    Fill,
    Probability,
    ShareRange,
    pair,
)
from ..engine.declare.parse import natural
from ..engine.frame import Frame
from ..engine.targets.geometry import Array
from ..engine.targets.table import Kind
from ..engine.transform import Drawn, Dual
from ..ops.erase import Erase, Filling, Inpainting
from ..ops.lost_pixels import EraseRegion, objects, pixels_of_objects, union

__all__ = ["ConstrainedCoarseDropout", "MaskDropout"]

Hole = tuple[int, int, int, int]
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
        labels, count = objects(mask)
        if not count:
            return None
        chosen = some_of(rng, count, min(rng.integer_in(self.max_objects), count))
        return EraseRegion.around(union(labels, chosen, count), self.fill, self.fill_mask)


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
    fill_mask: Fill | None = None
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
            chosen: Array = np.any(np.isin(mask, self.mask_indices or ()), 2, keepdims=True)
            holes = holes_in_regions(rng, chosen, count, spans)
        elif self.bbox_labels is not None and "bboxes" in frame:
            holes = holes_in_boxes(rng, boxes_labeled(frame, self.bbox_labels), count, spans)
        else:
            raise ValueError(f"needs {self._source()} beside the image, whose objects get the holes")
        height, width = frame.shape[:2]
        inside = ((max(x1, 0), max(y1, 0), min(x2, width), min(y2, height)) for x1, y1, x2, y2 in holes)
        regions = tuple((x1, y1, x2, y2) for x1, y1, x2, y2 in inside if x1 < x2 and y1 < y2)
        return Erase(regions, self.fill, self.fill_mask, rng.field_key()) if regions else None

    def _source(self) -> str:
        if self.mask_indices is None:
            return "bboxes="
        return "mask= or masks=" if self.bbox_labels is None else "mask=, masks= or bboxes="


def holes_in_regions(rng: Stream, chosen: Array, count: int, spans: Sides) -> list[Hole]:
    """So many holes around random pixels of every connected region of a (H, W, 1) array of bool.

    A region that is too small for a hole of one pixel gets none.
    """
    width = chosen.shape[1]
    least = min(spans[0][1], spans[1][1])
    regions = [pixels for pixels in pixels_of_objects(chosen) if least * sqrt(len(pixels)) >= 2]
    need_few(len(regions) * count)
    found = []
    for pixels in regions:
        side = sqrt(len(pixels))
        for _ in range(count):
            y, x = divmod(int(pixels[rng.integer(0, len(pixels) - 1)]), width)
            high, wide = (int(rng.uniform(span) * side) // 2 for span in spans)
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
    fields = frame.label_fields["bboxes"].picked(boxes.rows)
    if fields:
        labels = [*next(iter(fields.values()))]
    else:
        rows = [frame.data["bboxes"][row] for row in boxes.rows]
        if any(len(row) < 5 for row in rows):
            raise ValueError("needs boxes with labels, in a label field of bbox_params or as a fifth column")
        labels = [row[4] for row in rows]
    keep = np.array([natural(label) in wanted for label in labels], bool)
    height, width = frame.shape[:2]
    found: Array = np.clip(boxes.corners[keep], 0.0, np.array([width, height, width, height], np.float64))
    return found
