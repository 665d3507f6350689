"""Boxes and keypoints on their way through the ops of a run."""

from __future__ import annotations

from collections.abc import Sequence

from .failure import step_failed
from .op import Op
from .targets.geometry import Boxes, Points
from .targets.table import Shape


def move_rows(
    boxes: dict[str, Boxes],
    points: dict[str, Points],
    ops: Sequence[Op],
    paths: Sequence[str],
    shape: Shape,
    filters: tuple[bool, bool],
) -> Shape:
    """Put the rows after the ops in the place of those before; the image's shape after them.

    ``filters``: whether boxes, and whether keypoints, are dropped after each op that can lose one.
    """
    for op, path in zip(ops, paths, strict=True):
        if not op.moves_rows:
            continue
        after = op.after(shape) if op.reshapes else shape
        filters_boxes, filters_points = filters if op.loses else (False, False)
        try:
            for name, found in boxes.items():
                if len(found.rows) or op.by_name:
                    moved = (op.for_target(name) if op.by_name else op).boxes(found, shape)
                    boxes[name] = moved.filtered(*after[:2]) if filters_boxes else moved
            for name, seen in points.items():
                if len(seen.rows) or op.by_name:
                    went = (op.for_target(name) if op.by_name else op).points(seen, shape)
                    points[name] = went.filtered(*after[:2], after.depth) if filters_points else went
        except Exception as error:
            step_failed(error, op, path, "boxes and keypoints")
        shape = after
    return shape
