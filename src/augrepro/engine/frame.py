"""A frame: one sample on its way through a pipeline, and what a draw may see of it.

Ops are collected and run when the pipeline ends or when a draw asks to see data: asking is the declaration. The shape
is always free. Boxes and keypoints always follow the ops as drawn; pixels may follow an exact rewriting of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from .brought import References
from .chance.call_key import CallKey
from .failure import check_masks, run_failed, run_ops, step_failed
from .moving import move_rows
from .op import Grade, Op
from .others import OtherSample, SampleReference
from .plan import Plan, Step
from .reference import Reference
from .targets.geometry import Array, Boxes, Points
from .targets.row_table import RowTable
from .targets.stacks import Join, Stack, dtype_of_images, planes_of, rejoined, shape_of
from .targets.table import PIXELS, Kind, Shape, is_flat, need_channels, need_room

Rewrite = Callable[[Sequence[Op], int, int, np.dtype[Any] | None], Sequence[Op]]
SMALL = 48 * 48
"""Images below this many pixels are not worth rewriting for; it is exact, so either way gives the same bits."""

EXACT = Grade.EXACT
NONE: Any = MappingProxyType({})
"""No boxes, no keypoints: a dict that nothing can be put into."""

LARGE = 2**26
"""Images of fewer values have room in any dtype."""


class Reader(Protocol):
    """What read the call, and reads the other samples that it names."""

    def read_other(self, frame: Frame, reference: SampleReference, item: Mapping[str, Any], masks: bool) -> OtherSample:
        """Another sample, read as the call was."""


class Frame:
    """The state of one call: targets by name, the current shape, and the steps drawn so far.

    ``data`` is what the call brought, ``tables`` the rows and labels of each target of boxes or keypoints, ``free``
    the arguments that are neither. What few calls look at stands on the class; what all do, found faster, on the frame.
    """

    filter_points = False
    boxes: dict[str, Boxes] = NONE
    points: dict[str, Points] = NONE
    call_key: CallKey | None = None
    join: Join = staticmethod(np.stack)
    keeps_channel_axis = False
    _references: References | None = None

    def __init__(
        self,
        shape: Shape,
        rewrite: Rewrite | None,
        filter_each: bool,
        stacks: dict[str, Stack],
        data: dict[str, Any],
        free: dict[str, Any],
        reader: Reader | None = None,
    ) -> None:
        self.shape = self.first_shape = self._shape_done = shape
        self.rewrite = rewrite
        self.filter_each = filter_each
        self.stacks = stacks
        self.data = data
        self.free = free
        self.reader = reader
        self.ops: list[Op] = []
        self.paths: list[str] = []
        self.tables: dict[str, RowTable] = NONE
        self.exactness: Grade = EXACT
        self._bound: Mapping[int, Op] = NONE
        self._done = 0

    @property
    def steps(self) -> list[Step]:
        """The ops drawn so far, each with the path of the transform that drew it."""
        return list(map(Step, self.ops, self.paths))

    @property
    def shown_shape(self) -> tuple[int, ...]:
        """The image's shape as transforms of a user's own see it."""
        return tuple(self.shape[:3])

    @property
    def flat(self) -> frozenset[str]:
        """The pixel targets that came without a channel axis."""
        return frozenset(name for name, (target, _) in self.stacks.items() if is_flat(target, self.data[name]))

    def push(self, op: Op, path: str) -> None:
        """Add an op to what happens to the sample; ValueError with the path where the image cannot take it."""
        if op.only_appended:
            self.ops.append(op)
            self.paths.append(path)
            return
        try:
            alone = op.only_reshapes
            ready = op if alone or not op.has_needs else self._bound_to(op)
            if (alone or op.reshapes) and (after := op.after(self.shape)) is not self.shape:
                height, width, channels, depth = after
                if height * width * channels * (depth or 1) > LARGE:
                    need_room(after, self.first_shape, self._itemsize())
                self.shape = after
        except Exception as error:
            step_failed(error, op, path, f"an image of shape {tuple(self.shape[:3])}")
        if ready is not op:
            self._bound = {**self._bound, len(self.ops): ready}
        self.ops.append(op)
        self.paths.append(path)
        if not alone and op.changes_shape_unannounced:
            self._settle()

    def take(self, op: Op, path: str, stacks: dict[str, Stack], more: dict[str, Any]) -> None:
        """Put in what code outside has made of the pixels and of further arguments, under an op that says so."""
        self.run()
        self.ops.append(op)
        self.paths.append(path)
        self._done = len(self.ops)
        self.stacks = stacks
        self.data, self.free = {**self.data, **more}, {**self.free, **more}
        if self._references is not None:
            self._references.bring(more)
        shape = shape_of(stacks.values(), self.shape)
        if shape is not None:
            self.shape = self._shape_done = shape

    def _itemsize(self) -> int:
        return max((array.dtype.itemsize for _, arrays in self.stacks.values() for array in arrays), default=1)

    def _bound_to(self, op: Op) -> Op:
        """The op with the references that it names, which the image can take."""
        ready = op.bound(self._find) if op.names_others else op
        if self.has_image:
            ready.check(self.shape)
        if op.regroups:
            for table in self.tables.values():
                table.regrouped = True
        return ready

    @property
    def references(self) -> References:
        """The reference images of the call: an op names one, and it is found when the op is pushed."""
        if self._references is None:
            self._references = References(self.free)
        return self._references

    def _find(self, reference: Reference | SampleReference, masks: bool = True) -> Any:
        """The image, or the other sample as the codec reads it, that an op names."""
        if isinstance(reference, Reference):
            return self.references.find(reference)
        if self.reader is None:
            raise ValueError(f"needs a whole sample to take in {reference.where}, got some channels of an image")
        return self.references.other(reference, masks, partial(self.reader.read_other, self))

    @property
    def has_image(self) -> bool:
        """False where masks are all that there is: their shape then stands in for the image's."""
        stacks = self.stacks
        return "image" in stacks or not stacks or any(row[0].kind is PIXELS for row in stacks.values())

    def need_channels(self, counts: Collection[int]) -> None:
        """ValueError where the image has another count of channels than one of these."""
        if self.has_image:
            need_channels(self.shape, counts)

    def need_volume(self) -> None:
        """ValueError where the call brought nothing that has depth."""
        if self.shape.depth is None:
            raise ValueError(
                f"needs volume, volumes, mask3d or masks3d, since it works on whole volumes, got an image of shape "
                f"{tuple(self.shape[:3])}"
            )

    def _settle(self) -> None:
        """Run an op that cannot say its shape beforehand, and see."""
        self.run()
        self.see_shape()

    def see_shape(self) -> None:
        """Take the shape from the pixels, after something that could not announce it."""
        self.shape = self._shape_done = shape_of(self.stacks.values(), self.shape) or self.shape
        if self.filter_each:
            self.boxes = {name: found.filtered(*self.shape[:2]) for name, found in self.boxes.items()}

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

    def run(self) -> None:
        """Run the pending ops on every target."""
        done, ops, paths = self._done, self.ops, self.paths
        if done == len(ops):
            return
        if len(ops) == 1 and self.exactness is EXACT:
            op, whole = ops[0], self._shape_done[3] is not None
            if (not whole or op.volumetric) and not op.by_name:
                self._run_alone(op if self._bound is NONE else self._bound.get(0, op), paths, whole)
                return
        if done or self._bound:
            ops, paths = ops[done:], paths[done:]
            for at, ready in self._bound.items():
                if at >= done:
                    ops[at - done] = ready
        self._done = len(self.ops)
        if self._shape_done[3] is None or len(ops) == 1:
            self._run(ops, paths, self._shape_done)
        else:
            shape = self._shape_done
            for _, group in groupby(range(len(ops)), lambda at: ops[at].volumetric):
                first, *more = group
                last = more[-1] if more else first
                shape = self._run(ops[first : last + 1], paths[first : last + 1], shape)
        self._shape_done = self.shape

    def _run_alone(self, op: Op, paths: list[str], whole: bool) -> None:
        """Run the first and only step: on planes where no target has depth, on ``whole`` volumes where it sees them."""
        self._done = 1
        stacks = self.stacks
        if not op.only_runs:
            self._ask([op], paths)
        try:
            for name, (target, arrays) in stacks.items():
                if arrays:
                    out = op.volumes(target, arrays) if whole and target.depth else op.stack(target, arrays)
                    stacks[name] = target, out
        except Exception as error:
            run_failed(error, op, (op,), paths, target, arrays, whole, name)
        if self.tables is not NONE:
            self._move_rows([op], paths, self._shape_done)
        self._shape_done = self.shape

    def _run(self, ops: list[Op], paths: list[str], shape: Shape) -> Shape:
        """Run steps whose ops all see planes or, where the call has volumes, all see volumes; the shape after them."""
        height, width, _, depth = shape
        whole = depth is not None and ops[0].volumetric
        fast: Sequence[Op] = ops if self.exactness is EXACT else [op.within(self.exactness) for op in ops]
        if len(ops) > 1 and self.rewrite is not None and not whole and height * width >= SMALL:
            fast = self.rewrite(fast, height, width, dtype_of_images(self.stacks.values()))
        self._ask(ops, paths)
        for name, (target, arrays) in self.stacks.items():
            by_plane = target.depth and not whole
            given = planes_of(arrays) if by_plane else arrays
            out = run_ops(fast, ops, paths, target, given, whole, name)
            self.stacks[name] = target, rejoined(out, given, arrays, self.join) if by_plane else out
        if self.tables is NONE and (depth is None or len(self.ops) == 1):
            return shape  # that nobody asks for
        return self._move_rows(ops, paths, shape)

    def _ask(self, ops: list[Op], paths: list[str]) -> None:
        """What steps leave open to most: how tensors are joined, and whether masks can hold what is filled in."""
        for op, path in zip(ops, paths, strict=True):
            if op.join is not None:
                self.join, self.keeps_channel_axis = op.join, op.keeps_channel_axis
            if op.fills_masks:
                check_masks(op, path, self.stacks, self.data)

    def _move_rows(self, ops: list[Op], paths: list[str], shape: Shape) -> Shape:
        return move_rows(self.boxes, self.points, ops, paths, shape, (self.filter_each, self.filter_points))

    def plan(self) -> Plan:
        """What was drawn, as a plan; it takes the digests of references and other samples, which it does not hold."""
        if self._references is not None:
            self._references.settle()
        key = self.call_key.root.hex() if self.call_key is not None else ""
        return Plan(self.first_shape, tuple(self.steps), key, self.exactness)
