"""Boxes and keypoints on their way through the ops of a run."""

from __future__ import annotations

from collections.abc import Sequence

from .failure import step_failed
from .op import Op
from .targets.box_rules import PLAIN
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

    ``filters``: whether boxes, and whether keypoints, are dropped after each transform that can lose one. Boxes are
    clipped after each op and judged by the rules after the last op of a transform, which ops of one path in a row are.
    """
    filters_boxes, filters_points = filters
    moved = False
    for at, (op, path) in enumerate(zip(ops, paths, strict=True)):
        last = at + 1 == len(paths) or paths[at + 1] != path
        if op.moves_rows:
            after = op.after(shape) if op.reshapes else shape
            moved = True
            try:
                for name, found in boxes.items():
                    if len(found.rows) or op.by_name:
                        went = (op.for_target(name) if op.by_name else op).boxes(found, shape)
                        if found.seen is not None:
                            went = went.following(found)
                        boxes[name] = went.filtered(*after[:2], last) if filters_boxes and op.loses else went
                for name, seen in points.items():
                    if len(seen.rows) or op.by_name:
                        to = (op.for_target(name) if op.by_name else op).points(seen, shape)
                        points[name] = to.filtered(*after[:2], after.depth) if filters_points and op.loses else to
            except Exception as error:
                step_failed(error, op, path, "boxes and keypoints")
            shape = after
        if last:
            if moved and filters_boxes and boxes and not (op.moves_rows and op.loses):
                _judge(boxes, shape)
            moved = False
    return shape


def _judge(boxes: dict[str, Boxes], shape: Shape) -> None:
    """Drop what the rules of a pipeline drop where a transform ends with an op that loses none."""
    for name, found in boxes.items():
        if found.rules is not PLAIN:
            boxes[name] = found.filtered(*shape[:2])
        found.seen = None
