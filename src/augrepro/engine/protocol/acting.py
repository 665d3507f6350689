"""Ops acting on arrays as the custom-transform protocol has them: 2-D images, boxes as shares, rows of keypoints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..op import Op
from ..targets.geometry import Array, Boxes, Points
from ..targets.table import TARGETS, Shape


def on_array(ops: Sequence[Op], target: str, array: Array) -> Any:
    """An (H, W) or (H, W, C) image or mask after the ops, with the axes it came with."""
    flat = array.ndim == 2
    arrays: list[Any] = [np.ascontiguousarray(array[..., None] if flat else array)]
    for op in ops:
        arrays = op.stack(TARGETS[target], arrays)
    out = arrays[0]
    return out[..., 0] if flat and isinstance(out, np.ndarray) and out.shape[-1] == 1 else out


def on_bboxes(ops: Sequence[Op], bboxes: Array, shape: Sequence[int]) -> Array:
    """(N, 4 or more) boxes as shares of an image of that shape, after the ops; further columns are kept."""
    now = as_shape(shape)
    boxes = Boxes(bboxes[:, :4] * _sides(now), np.arange(len(bboxes)))
    for op in ops:
        boxes = op.boxes(boxes, now) if len(boxes) else boxes
        now = op.after(now)
    return np.column_stack((boxes.corners / _sides(now), bboxes[boxes.rows, 4:]))


def on_keypoints(ops: Sequence[Op], keypoints: Array, shape: Sequence[int]) -> Array:
    """(N, 5 or more) keypoints x, y, z, angle in radians, scale, after the ops; further columns are kept."""
    now = as_shape(shape)
    x, y, z, angle, scale = keypoints[:, :5].T
    points = Points(x, y, np.degrees(angle), scale, np.arange(len(keypoints)), drop_outside=False)
    for op in ops:
        points = op.points(points, now) if len(points) else points
        now = op.after(now)
    rows = points.rows
    moved = (points.x, points.y, z[rows], np.radians(points.angle), points.scale)
    return np.column_stack((*moved, keypoints[rows, 5:]))


def as_shape(shape: Sequence[int]) -> Shape:
    """The shape that a parameter tells, of an image with or without a channel axis."""
    return Shape(shape[0], shape[1], shape[2] if len(shape) > 2 else 1)


def _sides(shape: Shape) -> Array:
    return np.array([shape.width, shape.height, shape.width, shape.height], np.float64)
