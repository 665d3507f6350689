"""The codec: what a call may bring, checked once, turned into a frame, and handed back as it came."""

from __future__ import annotations

from typing import Any

import numpy as np

from .declare.errors import nearest, short_repr
from .frame import Frame, Rewrite
from .targets.boxes import BboxParams
from .targets.geometry import Array
from .targets.keypoints import KeypointParams
from .targets.label_fields import LabelFields
from .targets.table import MASKS, PIXELS, TARGETS, Kind, Shape, Target, is_flat

IMAGE_DTYPES = frozenset(map(np.dtype, ("uint8", "float32")))
MASK_DTYPES = frozenset(map(np.dtype, ("uint8", "bool", "uint16", "int16", "int32", "float32")))


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
        self.check_shapes = check_shapes
        self.strict = strict
        fields = (*((bbox_params.label_fields or ()) if bbox_params else ()),)
        self.label_fields = {*fields, *((keypoint_params.label_fields or ()) if keypoint_params else ())}

    def decode(self, data: dict[str, Any], rewrite: Rewrite | None) -> Frame:
        """The frame of a call's data; one clear error for anything that cannot be augmented."""
        stacks: dict[str, tuple[Target, list[Any]]] = {}
        geometric: list[tuple[str, Target]] = []
        for name, value in data.items():
            target = self.table.get(name)
            if target is None:
                if self.strict and name not in self.label_fields:
                    known = (*self.table, *self.label_fields)
                    raise ValueError(f"unknown argument {name!r} under strict=True{nearest(name, known)}")
            elif target.kind is PIXELS or target.kind is MASKS:
                if value is not None:
                    stacks[name] = target, slices(name, target, value)
            elif value is not None:
                geometric.append((name, target))
        shape = self._shape(stacks, data)
        frame = Frame(shape, rewrite, self.bbox_params is None or self.bbox_params.check_each_transform)
        frame.stacks, frame.data = stacks, data
        for name, target in geometric:
            frame.label_fields[name] = self._decode_geometry(frame, name, target, data)
        return frame

    def _shape(self, stacks: dict[str, tuple[Target, list[Any]]], data: dict[str, Any]) -> Shape:
        first = None
        for target, arrays in stacks.values():
            if arrays and target.kind is PIXELS:
                first = arrays[0]
                break
            if arrays and first is None:
                first = arrays[0]
        if first is None:
            raise ValueError(self._nothing(data))
        if self.check_shapes and len(stacks) > 1:
            for name, (_, arrays) in stacks.items():
                if arrays and arrays[0].shape[:2] != first.shape[:2]:
                    raise ValueError(
                        f"{name} must have the height and width of the image, {first.shape[:2]}, got "
                        f"{arrays[0].shape[:2]} (is_check_shapes=False turns this check off)"
                    )
        return Shape(*first.shape)

    def _nothing(self, data: dict[str, Any]) -> str:
        close = next((hint for name in data if name not in self.table and (hint := nearest(name, TARGETS))), "")
        given = {name: data[name] for name in data if name in self.table}
        found = ", ".join(f"{name}={short_repr(value, 40)}" for name, value in given.items()) or str(sorted(data))
        return f"the call needs an image, images, volume, volumes or a mask, got {found}{close}"

    def _decode_geometry(self, frame: Frame, name: str, target: Target, data: dict[str, Any]) -> LabelFields:
        if target.kind is Kind.BOXES:
            if self.bbox_params is None:
                raise ValueError(f"{name} was given, but the pipeline has no bbox_params=A.BboxParams(format=...)")
            boxes, label_fields = self.bbox_params.decode(name, data[name], data, frame.shape.height, frame.shape.width)
            frame.boxes[name] = boxes
            return label_fields
        if self.keypoint_params is None:
            raise ValueError(f"{name} was given, but the pipeline has no keypoint_params=A.KeypointParams(format=...)")
        frame.points[name], label_fields = self.keypoint_params.decode(name, data[name], data)
        return label_fields

    def encode(self, frame: Frame) -> dict[str, Any]:
        """The call's data with every target as the frame, which has run, left it, in the containers it came in."""
        data, label_fields = frame.data, frame.label_fields
        out = dict(data)
        for name, (target, arrays) in frame.stacks.items():
            out[name] = restored(target, arrays, data[name], frame.join)
        height, width, _ = frame.shape
        for name, boxes in frame.boxes.items():
            assert self.bbox_params is not None
            boxes = boxes.filtered(height, width)
            out[name] = self.bbox_params.encode(boxes, data[name], height, width)
            out.update(label_fields[name].picked(boxes.rows))
        for name, points in frame.points.items():
            assert self.keypoint_params is not None
            points = points.filtered(height, width)
            out[name] = self.keypoint_params.encode(points, data[name])
            out.update(label_fields[name].picked(points.rows))
        return out


def slices(name: str, target: Target, value: Any) -> list[Array]:
    """The (H, W, C) slices of a pixel target, as views; or the reason why it is none."""
    if target.lead and isinstance(value, (list, tuple)):
        if target.lead == 1:
            found = [checked(f"{name}[{i}]", target, item, 0) for i, item in enumerate(value)]
            if len({array.shape[:2] for array in found}) > 1:
                raise ValueError(f"{name} must have one height and width, got {[array.shape[:2] for array in found]}")
            return found
        value = np.stack(value)
    array = checked(name, target, value, target.lead)
    return [array] if not target.lead else list(array.reshape(-1, *array.shape[target.lead :]))


def checked(name: str, target: Target, value: Any, lead: int) -> Array:
    """The array with a channel axis, C-contiguous; TypeError or ValueError where it is not what the target holds."""
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array, got {type(value).__name__}: {short_repr(value)}")
    pixels = target.kind is PIXELS
    if value.dtype not in (IMAGE_DTYPES if pixels else MASK_DTYPES):
        known = "uint8 or float32" if pixels else "uint8, bool, uint16, int16, int32 or float32"
        raise TypeError(f"{name} must be {known}, got {value.dtype}")
    if value.ndim not in (lead + 2, lead + 3):
        axes = ("N, " * lead) + "H, W"
        raise ValueError(f"{name} must have the axes ({axes}) or ({axes}, C), got shape {value.shape}")
    if not value.size:
        raise ValueError(f"{name} must not be empty, got shape {value.shape}")
    if pixels and value.dtype.kind == "f" and np.isnan(value.sum()) and np.isnan(value).any():
        raise ValueError(f"{name} must hold no NaN, got {int(np.isnan(value).sum())} of them")
    if not value.flags.c_contiguous:
        value = np.ascontiguousarray(value)
    array: Array = value if value.ndim == lead + 3 else value[..., None]
    return array


def restored(target: Target, arrays: list[Any], value: Any, join: Any) -> Any:
    """The slices in the container, and with the axes, that the call brought."""
    if arrays and not isinstance(arrays[0], np.ndarray):
        return tensors(target, arrays, value, join)
    if not target.lead:
        return owned(arrays[0], value, value.ndim == 2)
    if isinstance(value, (list, tuple)) and target.lead == 1:
        return [owned(array, before, before.ndim == 2) for array, before in zip(arrays, value, strict=True)]
    given = np.asarray(value)
    out = join(arrays)
    out = out.reshape(*given.shape[: target.lead], *out.shape[1:])
    return owned(out, value, given.ndim == target.lead + 2)


def tensors(target: Target, arrays: list[Any], value: Any, join: Any) -> Any:
    """Slices that an op turned into tensors: images keep a channel axis, masks only the one they came with."""
    if target.kind is MASKS and is_flat(target, value):
        arrays = [array.squeeze(-1 if array.shape[-1] == 1 else 0) for array in arrays]
    if not target.lead:
        return arrays[0]
    if isinstance(value, (list, tuple)) and target.lead == 1:
        return arrays
    joined = join(arrays)
    return joined.reshape(*np.asarray(value).shape[: target.lead], *joined.shape[1:])


def owned(array: Any, before: Any, flat: bool) -> Any:
    """A C-contiguous array that shares no memory with the input, without the channel axis where there was none."""
    if flat and array.shape[-1] == 1:
        array = array[..., 0]
    if not array.flags.c_contiguous or (isinstance(before, np.ndarray) and np.may_share_memory(array, before)):
        return array.copy()
    return array
