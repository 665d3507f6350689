"""Ops acting on arrays as the custom-transform protocol has them: 2-D images, boxes as shares, rows of keypoints.

Where no pipeline and no call of it asks, they are drawn by hand: ``params = transform.get_params()`` and
``transform.apply(frame, **params)`` do one draw to many images.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from ..chance.rng import Stream
from ..codec import TargetCodec
from ..frame import Frame
from ..op import FORMER, Op
from ..targets.geometry import Array, Boxes, Points
from ..targets.stacks import planes_of, rejoined
from ..targets.table import TARGETS, Shape, need_room
from .basic import Params
from .by_hand import DrawnOps
from .overridden import values_of


def on_array(ops: Sequence[Op], target: str, array: Array) -> Any:
    """An (H, W) or (H, W, C) image or mask after the ops, with the axes it came with."""
    flat = array.ndim == 2
    arrays: list[Any] = [np.ascontiguousarray(array[..., None] if flat else array)]
    for op in ops:
        _check_room(op, arrays[0], array)
        arrays = op.stack(TARGETS[target], arrays)
    out = arrays[0]
    return out[..., 0] if flat and isinstance(out, np.ndarray) and out.shape[-1] == 1 else out


def on_volume(ops: Sequence[Op], target: str, array: Array) -> Array:
    """A (D, H, W) or (D, H, W, C) volume or mask after the ops, with the axes it came with."""
    flat = array.ndim == 3
    volumes: list[Any] = [np.ascontiguousarray(array[..., None] if flat else array)]
    for op in ops:
        _check_room(op, volumes[0], array)
        if op.volumetric:
            volumes = op.volumes(TARGETS[target], volumes)
        else:
            planes = planes_of(volumes)
            volumes = rejoined(op.stack(TARGETS[target], planes), planes, volumes, op.join or np.stack)
    out: Array = volumes[0]
    return out[..., 0] if flat and out.shape[-1] == 1 else out


def _check_room(op: Op, array: Any, first: Array) -> None:
    """ValueError where an op would make an array of a size that no step may make of the first one."""
    if op.reshapes and isinstance(array, np.ndarray):
        height, width, channels = array.shape[-3:]
        before = Shape(height, width, channels, len(array) if array.ndim == 4 else None)
        need_room(op.after(before), Shape(first.size, 1, 1), array.dtype.itemsize)


def on_bboxes(ops: Sequence[Op], bboxes: Array, params: Mapping[str, Any]) -> Array:
    """(N, 4 or more) boxes as shares of an image of the shape in ``params``, after the ops; more columns are kept."""
    now = as_shape(params)
    boxes = Boxes(bboxes[:, :4] * _sides(now), np.arange(len(bboxes)))
    for op in ops:
        boxes = op.boxes(boxes, now) if len(boxes) else boxes
        now = op.after(now)
    return np.column_stack((boxes.corners / _sides(now), bboxes[boxes.rows, 4:]))


def on_keypoints(ops: Sequence[Op], keypoints: Array, params: Mapping[str, Any]) -> Array:
    """(N, 5 or more) keypoints x, y, z, angle in radians, scale, after the ops; further columns are kept."""
    now = as_shape(params)
    x, y, z, angle, scale = keypoints[:, :5].T
    points = Points(x, y, z, np.degrees(angle), scale, np.arange(len(keypoints)), drop_outside=False)
    for op in ops:
        points = op.points(points, now) if len(points) else points
        now = op.after(now)
    moved = (points.x, points.y, points.plane, np.radians(points.angle), points.scale)
    return np.column_stack((*moved, keypoints[points.rows, 5:]))


def as_shape(params: Mapping[str, Any]) -> Shape:
    """The shape that ``params`` tell, of an image with or without a channel axis, or of the planes of a volume."""
    shape = params["shape"]
    return Shape(shape[0], shape[1], shape[2] if len(shape) > 2 else 1, params.get("depth"))


def _sides(shape: Shape) -> Array:
    return np.array([shape.width, shape.height, shape.width, shape.height], np.float64)


class NeedsSampleError(Exception):
    """A draw looked at the sample where there is none."""


class NoSample:
    """In the place of a frame where no image is given."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NeedsSampleError(name)

    def __contains__(self, name: object) -> NoReturn:
        raise NeedsSampleError(name)


def without_image(transform: Any) -> Params:
    """What is drawn without a look at the image; {} where the draw looks at it, which uses up no draw."""
    key = transform.next_call_key()
    nothing: Any = NoSample()
    try:
        return _params(transform.drawn_by_hand(Stream(key.root, b"outside"), nothing, None), None)
    except NeedsSampleError:
        transform.call_failed(key)
        return {}


def with_image(transform: Any, data: dict[str, Any], names: tuple[str, ...]) -> Params:
    """What is drawn for the image, mask or volume in ``data``, of those names."""
    given, frame = _frame_of(data, names)
    image = frame.stacks["image"][1][0] if "image" in frame.stacks else None
    stream = Stream(transform.next_call_key().root, b"outside")
    shape = frame.shape
    drawn = transform.drawn_by_hand(stream, frame, given.get("image"))
    params = _params(drawn, image)
    if names_read := transform.names_read():
        dtype = next(iter(given.values())).dtype
        found = values_of(transform, drawn[0], params, shape, dtype)
        params.update({name: found[name] for name in sorted(names_read) if name in found})
        params["ops"] = DrawnOps.beside(drawn[0], {name: value for name, value in params.items() if name != "ops"})
    return params


def in_call(transform: Any, rng: Stream, frame: Frame, names: frozenset[str]) -> Params:
    """The ops drawn in a call, and beside them what releases of Albumentations have under those names."""
    frame.run()
    image = frame.stacks["image"][1][0] if "image" in frame.stacks else None
    arrays = [array for _, stack in frame.stacks.values() for array in stack]
    dtype = image.dtype if image is not None else arrays[0].dtype if arrays else np.dtype(np.uint8)
    shape = frame.shape
    ops, named = transform.drawn_by_hand(rng, frame, image)
    found = values_of(transform, ops, _params((ops, named), image), shape, dtype)
    values = {name: found[name] for name in sorted(names) if name in found}
    return {**values, "ops": DrawnOps.beside(ops, values)}


def some_draws(transform: Any, data: dict[str, Any], names: tuple[str, ...]) -> list[tuple[Op, ...]]:
    """What other calls might draw for the same sample; no call's draw is used up. One draw where there is no chance."""
    found = []
    for at in range(4):
        given, frame = _frame_of(data, names)
        stream = Stream(bytes(32), b"look %d" % at)
        found.append(transform.drawn_by_hand(stream, frame, given.get("image"))[0])
        if not stream.was_drawn_from:
            break
    return found


def _frame_of(data: dict[str, Any], names: tuple[str, ...]) -> tuple[dict[str, Any], Frame]:
    given = {name: data[name] for name in names if isinstance(data.get(name), np.ndarray)}
    return given, TargetCodec().decode(given, None)


def _params(drawn: tuple[tuple[Op, ...], Params], image: Any) -> Params:
    ops, named = drawn
    params: Params = {}
    for op in ops:
        for former in FORMER:
            params.update(former(op))
    if len(ops) == 1:
        params.update(ops[0].shown(image))
    params = {**params, **named}
    return {"ops": DrawnOps.beside(ops, params), **params}
