"""The codec: what a call may bring, checked once, turned into a frame, and handed back as it came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from numpy import ndarray

from .declare.errors import nearest, short_repr, warn
from .frame import NONE, Frame, Rewrite
from .others import OtherSample, SampleReference
from .targets.boxes import BboxParams
from .targets.free_arguments import USUAL_LABELS, UnnamedLabels, warn_of_misspelled
from .targets.geometry import Array
from .targets.keypoints import KeypointParams
from .targets.row_table import RowTable
from .targets.stacks import UINT8, Stack, handed_back, packed, shape_of, unpacked
from .targets.table import (
    FLAT,
    MASKS,
    PIXELS,
    TARGETS,
    Kind,
    Shape,
    Target,
    channels_first,
    channels_first_hint,
    channels_first_words,
    plain_shape,
)

MOST_PASSED = 1_000
"""Names of arguments that are remembered: a program has few, and one that makes them up is not followed."""


class TargetCodec:
    """Unpacks a call's data into a frame, and packs the frame into the call's result. It moves no pixel."""

    def __init__(
        self,
        bbox_params: BboxParams | None = None,
        keypoint_params: KeypointParams | None = None,
        additional_targets: dict[str, str] | None = None,
        check_shapes: bool = True,
        strict: bool = False,
    ) -> None:
        self.bbox_params = bbox_params
        self.keypoint_params = keypoint_params
        self.table = {**TARGETS, **{name: TARGETS[known] for name, known in (additional_targets or {}).items()}}
        self.filter_each = bbox_params is None or bbox_params.check_each_transform
        self.check_shapes = check_shapes
        self.strict = strict
        self.more_keys: Callable[[], Iterable[str]] = tuple
        """Further arguments that a strict call may have, since transforms look them up."""
        fields = (*((bbox_params.label_fields or ()) if bbox_params else ()),)
        further = (keypoint_params.label_fields or ()) if keypoint_params else ()
        self.of_inner: frozenset[str] = frozenset()
        """Which of ``bbox_params`` and ``keypoint_params`` an inner pipeline has, where nothing reads them."""
        self.label_fields = {*fields, *further}
        self._passed: frozenset[str] = frozenset()
        """Arguments that calls had beside targets and label fields, of which nothing more is to be said."""
        self._unnamed = UnnamedLabels(strict)
        self._check_fields(fields, further)

    def with_targets(self, additional_targets: dict[str, str]) -> TargetCodec:
        """One that reads further arguments as known targets."""
        return type(self)(self.bbox_params, self.keypoint_params, additional_targets, self.check_shapes, self.strict)

    def _check_fields(self, boxes: Sequence[str], points: Sequence[str]) -> None:
        """A label field is no target, and belongs to boxes or to keypoints."""
        for fields in (boxes, points):
            if len(set(fields)) < len(fields):
                raise ValueError(f"label_fields must be distinct names, got {list(fields)}")
        for field in (*boxes, *points):
            if field in self.table:
                raise ValueError(
                    f"label_fields: {short_repr(field)} is a target, and would come back as it went in: give the "
                    f"labels another name"
                )
            if field in boxes and field in points:
                raise ValueError(
                    f"label_fields: {short_repr(field)} cannot hold the labels of boxes and of keypoints: give each a "
                    f"field of its own"
                )

    def decode(self, data: dict[str, Any], rewrite: Rewrite | None) -> Frame:
        """The frame of a call's data; one clear error for anything that cannot be augmented."""
        if len(data) == 1:
            image = data.get("image")  # plain, and nothing else, as most calls bring
            if type(image) is ndarray and image.dtype is UINT8 and image.flags.c_contiguous:
                shape = plain_shape(image.shape)
                if shape is not None:
                    stacks = {"image": (self.table["image"], [image])}
                    return Frame(shape, rewrite, self.filter_each, stacks, data, NONE, self)
        return self._decode(data, rewrite)

    def _decode(self, data: dict[str, Any], rewrite: Rewrite | None) -> Frame:
        """The same, of whatever a call may bring."""
        stacks: dict[str, Stack] = {}
        geometric: list[tuple[str, Target]] = []
        free: dict[str, Any] = {}
        table = self.table
        for name, value in data.items():
            if name not in table:
                if name not in self.label_fields:
                    free[name] = value
            elif value is not None:
                target = table[name]
                kind = target.kind
                if kind is PIXELS or kind is MASKS:
                    stacks[name] = target, unpacked(name, target, value)
                else:
                    geometric.append((name, target))
        if self.strict and free:
            self._know(free)
        shape = Shape.of(stacks["image"][1][0]) if len(stacks) == 1 and "image" in stacks else self._shape(stacks, data)
        if shape[0] <= FLAT and channels_first(shape):
            warn(channels_first_words(shape))
        if free and not self._passed.issuperset(free):
            self._tell_of(free, data)
        frame = Frame(shape, rewrite, self.filter_each, stacks, data, free, self)
        if geometric:
            self._decode_rows(frame, geometric, data)
        return frame

    def _decode_rows(self, frame: Frame, geometric: list[tuple[str, Target]], data: dict[str, Any]) -> None:
        """Boxes and keypoints, their labels and the rows that they came in."""
        frame.filter_points = self.keypoint_params is not None and self.keypoint_params.check_each_transform
        if len(geometric) > 1 and self.label_fields:
            self._check_shared(geometric)
        frame.boxes, frame.points, frame.tables = {}, {}, {}
        for name, target in geometric:
            frame.tables[name] = self._decode_geometry(frame, name, target, data)

    def read_other(self, frame: Frame, reference: SampleReference, item: Mapping[str, Any], masks: bool) -> OtherSample:
        """Another sample, read as the call was; its boxes and keypoints get rows behind those that the frame has.

        ``masks``: its masks are of the same size as its image and are read too.
        """
        names = ["image", *(name for name, (target, _) in frame.stacks.items() if masks or target.kind is PIXELS)]
        if masks and any(target.kind is MASKS for target, _ in frame.stacks.values()):
            names.append("mask")
        geometry = [name for name in (*frame.boxes, *frame.points) if item.get(name) is not None]
        wanted = [*(name for name in dict.fromkeys(names) if item.get(name) is not None), *geometry]
        for params, kind in ((self.bbox_params, frame.boxes), (self.keypoint_params, frame.points)):
            for field in (params.label_fields or ()) if params and any(name in kind for name in geometry) else ():
                if field not in item:
                    raise ValueError(f"{reference.where} must hold {field!r}, which label_fields names")
                wanted.append(field)
        try:
            other = self.decode({name: item[name] for name in wanted}, None)
            boxes, points = dict(other.boxes), dict(other.points)
            for name in geometry:
                first = frame.tables[name].append(other.tables[name], name, reference.where)
                if name in boxes:
                    boxes[name] = replace(boxes[name], rows=boxes[name].rows + first)
                else:
                    points[name] = replace(points[name], rows=points[name].rows + first)
        except (TypeError, ValueError) as error:
            text = str(error)
            error.args = (text if text.startswith(reference.where) else f"{reference.where}: {text}",)
            raise
        return OtherSample(reference.where, item, other.shape, other.stacks, boxes, points)

    def _check_shared(self, geometric: list[tuple[str, Target]]) -> None:
        """One label field serves one target; of two, the labels of the last would be handed back for both."""
        if len({target.kind for _, target in geometric}) == len(geometric):
            return
        for kind, params in ((Kind.BOXES, self.bbox_params), (Kind.POINTS, self.keypoint_params)):
            names = [name for name, target in geometric if target.kind is kind]
            if len(names) > 1 and params is not None and params.label_fields:
                raise ValueError(
                    f"label_fields {list(params.label_fields)} cannot hold the labels of {' and '.join(names)}: write "
                    f"each label as a further column of its row"
                )

    def _tell_of(self, free: dict[str, Any], data: dict[str, Any]) -> None:
        """A word on further arguments that look like targets, once for each name."""
        new = [name for name in free if name not in self._passed and name not in {*self.more_keys()}]
        if len(self._passed) < MOST_PASSED:
            self._passed |= {*free}
            warn_of_misspelled(new, [*self.table, "sample_key"], data)

    def _know(self, free: dict[str, Any]) -> None:
        known = {*self.table, *self.label_fields, *self.more_keys(), USUAL_LABELS}
        for name in free:
            if name not in known:
                raise ValueError(f"unknown argument {short_repr(name)} under strict=True{nearest(name, sorted(known))}")

    def _shape(self, stacks: dict[str, Stack], data: dict[str, Any]) -> Shape:
        shape = shape_of(stacks.values())
        if shape is None:
            raise ValueError(self._nothing(data))
        if self.check_shapes and len(stacks) > 1:
            for name, (target, arrays) in stacks.items():
                if arrays and arrays[0].shape[-3:-1] != shape[:2]:
                    raise ValueError(
                        _unlike(name, "height and width", arrays[0].shape[-3:-1], shape[:2], "the image")
                        + channels_first_hint(shape)
                    )
                if arrays and target.depth and len(arrays[0]) != shape.depth:
                    other = next(n for n, (t, found) in stacks.items() if t.depth and len(found[0]) == shape.depth)
                    raise ValueError(_unlike(name, "depth", len(arrays[0]), shape.depth, other))
        return shape

    def _nothing(self, data: dict[str, Any]) -> str:
        close = next((hint for name in data if name not in self.table and (hint := nearest(name, TARGETS))), "")
        given = {name: data[name] for name in data if name in self.table}
        found = ", ".join(f"{name}={short_repr(value, 40)}" for name, value in given.items()) or short_repr(
            sorted(data)
        )
        missing = any(value is None for value in given.values())
        unread = ": was the file read? cv2.imread gives None for one that it cannot read" if missing else ""
        return f"the call needs an image, images, volume, volumes or a mask, got {found}{close}{unread}"

    def _decode_geometry(self, frame: Frame, name: str, target: Target, data: dict[str, Any]) -> RowTable:
        if target.kind is Kind.BOXES:
            if self.bbox_params is None:
                raise ValueError(self._unread(name, "bbox_params"))
            height, width = frame.shape[:2]
            frame.boxes[name], table = self.bbox_params.decode(name, data[name], data, height, width)
            return table
        if self.keypoint_params is None:
            raise ValueError(self._unread(name, "keypoint_params"))
        frame.points[name], table = self.keypoint_params.decode(name, data[name], data)
        return table

    def _unread(self, name: str, params: str) -> str:
        cls = "BboxParams" if params == "bbox_params" else "KeypointParams"
        inner = "; that of an inner pipeline is not read: give it to the outermost one"
        hint = inner if params in self.of_inner else ""
        return f"{name} was given, but the pipeline has no {params}=A.{cls}(format=...){hint}"

    def encode(self, frame: Frame) -> dict[str, Any]:
        """The call's data with every target as the frame, which has run, left it, in the containers it came in."""
        data = frame.data
        out = data.copy()
        for name, (target, arrays) in frame.stacks.items():
            value, lead = data[name], target.lead
            found = handed_back(arrays[0], value, lead) if not lead or target.single else None
            out[name] = packed(target, arrays, value, frame.join, frame.keeps_channel_axis) if found is None else found
        if frame.tables is NONE:
            return out
        height, width, _, depth = frame.shape
        for name, boxes in frame.boxes.items():
            assert self.bbox_params is not None
            boxes, table = boxes.filtered(height, width), frame.tables[name]
            if frame.free:
                self._check_unnamed(frame, name, boxes.rows)
            out[name] = self.bbox_params.encode(boxes, table, height, width)
            out.update(table.labels.picked(boxes.rows))
        for name, points in frame.points.items():
            assert self.keypoint_params is not None
            table = frame.tables[name]
            out[name], rows = self.keypoint_params.encode(points.filtered(height, width, depth), table)
            if frame.free:
                self._check_unnamed(frame, name, rows)
            out.update(table.labels.picked(rows))
        return out

    def _check_unnamed(self, frame: Frame, name: str, rows: Array) -> None:
        table = frame.tables[name]
        if self.strict or len(rows) != table.own or table.count != table.own:
            params = self.bbox_params if name in frame.boxes else self.keypoint_params
            self._unnamed.check(frame.free, name, table.own, rows, params, self.more_keys)


class VolumeCodec(TargetCodec):
    """A transform of whole volumes called by itself: masks without depth, which it leaves, may be of any size."""

    def _shape(self, stacks: dict[str, Stack], data: dict[str, Any]) -> Shape:
        met = {name: row for name, row in stacks.items() if row[0].depth or row[0].kind is PIXELS}
        return super()._shape(met or stacks, data)


def _unlike(name: str, what: str, got: object, expected: object, other: str) -> str:
    return f"{name} must have the {what} of {other}, {expected}, got {got} (is_check_shapes=False turns this check off)"
