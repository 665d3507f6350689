"""A frame: one sample on its way through a pipeline, and what a draw may see of it.

Ops are collected and run when the pipeline ends or when a draw asks to see data: asking is the declaration. The shape
is always free. Boxes and keypoints always follow the ops as drawn; pixels may follow an exact rewriting of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np

from .chance.seeding import CallKey
from .op import Op
from .plan import Plan, Step
from .targets.geometry import Array, Boxes, Points
from .targets.label_fields import LabelFields
from .targets.stacks import Join, Stack, on_planes, shape_of
from .targets.table import PIXELS, Kind, Shape, is_flat

Rewrite = Callable[[Sequence[Op], int, int, np.dtype[Any] | None], Sequence[Op]]
_sees_volumes = attrgetter("volumetric")
_step = tuple.__new__  # what Step(op, path) calls, at half its cost
SMALL = 48 * 48
"""Images below this many pixels are not worth rewriting for; it is exact, so either way gives the same bits."""


class Frame:
    """The state of one call: targets by name, the current shape, and the steps drawn so far.

    ``data`` is what the call brought, ``label_fields`` the labels of each target of boxes or keypoints.
    """

    __slots__ = (
        "_done",
        "_shape_done",
        "boxes",
        "call_key",
        "data",
        "filter_each",
        "first_shape",
        "join",
        "label_fields",
        "points",
        "rewrite",
        "shape",
        "stacks",
        "steps",
    )

    def __init__(self, shape: Shape, rewrite: Rewrite | None = None, filter_each: bool = True) -> None:
        self.shape = self.first_shape = self._shape_done = shape
        self.rewrite = rewrite
        self.filter_each = filter_each
        self.call_key: CallKey | None = None
        self.stacks: dict[str, Stack] = {}
        self.boxes: dict[str, Boxes] = {}
        self.points: dict[str, Points] = {}
        self.steps: list[Step] = []
        self.data: dict[str, Any] = {}
        self.label_fields: dict[str, LabelFields] = {}
        self.join: Join = np.stack
        self._done = 0

    @property
    def flat(self) -> frozenset[str]:
        """The pixel targets that came without a channel axis."""
        return frozenset(name for name, (target, _) in self.stacks.items() if is_flat(target, self.data[name]))

    def push(self, op: Op, path: str) -> None:
        """Add an op to what happens to the sample."""
        self.steps.append(_step(Step, (op, path)))
        if op.reshapes:
            self.shape = op.after(self.shape)
        elif op.changes_shape_unannounced:
            self._settle()

    def need_volume(self, path: str) -> None:
        """ValueError where the call brought nothing that has depth."""
        if self.shape.depth is None:
            raise ValueError(
                f"{path} works on whole volumes and needs volume, volumes, mask3d or masks3d, got an image of shape "
                f"{tuple(self.shape[:3])}"
            )

    def _settle(self) -> None:
        """Run an op that cannot say its shape beforehand, and see."""
        self.run()
        self.see_shape()

    def see_shape(self) -> None:
        """Take the shape from the pixels, after something that could not announce it."""
        shape = shape_of(self.stacks.values())
        if shape is not None:
            self.shape = self._shape_done = shape
        self.boxes = {name: boxes.filtered(*self.shape[:2]) for name, boxes in self.boxes.items()}

    def __getitem__(self, name: str) -> Any:
        """The target as it is now: pending ops are run first.

        An image or mask comes as (H, W, C), a volume as (D, H, W, C), several as a list, boxes as ``Boxes``.
        """
        self.run()
        if name in self.stacks:
            target, arrays = self.stacks[name]
            return arrays[0] if target.single else arrays
        return self.boxes[name] if name in self.boxes else self.points[name]

    def __contains__(self, name: str) -> bool:
        return name in self.stacks or name in self.boxes or name in self.points

    def arrays(self, kind: Kind) -> list[Array]:
        """Every (H, W, C) slice of every target of a kind, up to date; of volumes, every plane."""
        self.run()
        whole = [(target, array) for target, arrays in self.stacks.values() if target.kind is kind for array in arrays]
        return [plane for target, array in whole for plane in (array if target.depth else (array,))]

    def _dtype(self) -> np.dtype[Any] | None:
        """The dtype of all images, or None where they have several."""
        found = {array.dtype for target, arrays in self.stacks.values() if target.kind is PIXELS for array in arrays}
        return found.pop() if len(found) == 1 else None

    def run(self) -> None:
        """Run the pending ops on every target."""
        if self._done == len(self.steps):
            return
        ops: list[Op] = [step[0] for step in self.steps[self._done :]]
        self._done = len(self.steps)
        if self._shape_done.depth is None:
            self._run(ops, self._shape_done)
        else:
            shape = self._shape_done
            for _, group in groupby(ops, _sees_volumes):
                shape = self._run(list(group), shape)
        self._shape_done = self.shape

    def _run(self, ops: list[Op], shape: Shape) -> Shape:
        """Run ops that all see planes or, where the call has volumes, all see volumes; the shape after them."""
        whole = shape.depth is not None and ops[0].volumetric
        fast: Sequence[Op] = ops
        if self.rewrite is not None and len(ops) > 1 and not whole and shape.height * shape.width >= SMALL:
            fast = self.rewrite(ops, shape.height, shape.width, self._dtype())
        for op in ops:
            if op.join is not None:
                self.join = op.join
        for name, (target, arrays) in self.stacks.items():
            if not target.depth:
                for op in fast:
                    arrays = op.stack(target, arrays)
            elif whole:
                for op in fast:
                    arrays = op.volumes(target, arrays)
            else:
                arrays = on_planes(fast, target, arrays, self.join)
            self.stacks[name] = target, arrays
        return self._move_geometry(ops, shape) if self.boxes or self.points or shape.depth is not None else shape

    def _move_geometry(self, ops: list[Op], shape: Shape) -> Shape:
        for op in ops:
            if not op.moves and not op.loses and not op.reshapes:
                continue
            after = op.after(shape) if op.reshapes else shape
            for name, boxes in self.boxes.items():
                if len(boxes):
                    boxes = op.boxes(boxes, shape)
                    self.boxes[name] = boxes.filtered(*after[:2]) if op.loses and self.filter_each else boxes
            for name, points in self.points.items():
                if len(points):
                    self.points[name] = op.points(points, shape)
            shape = after
        return shape

    def plan(self) -> Plan:
        """What was drawn, as a plan."""
        return Plan(self.first_shape, tuple(self.steps), self.call_key.key.hex() if self.call_key is not None else "")
