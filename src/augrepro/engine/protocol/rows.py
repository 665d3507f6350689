"""What code of a user's own is given of a sample, and how what it hands back is checked and taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ..declare.errors import short_repr
from ..targets.geometry import Array, Boxes, Points
from ..targets.mask_dtypes import native
from ..targets.stacks import IMAGE_DTYPES, MASK_DTYPES
from ..targets.table import Kind, Shape, Target, has_axes

MOST_AXES = 5
"""Of an array under ``is_check_shapes=False``."""
TAG, STEP = 2**16, 1021
"""Row ``i`` is tagged TAG + STEP * i: no sum, product or clipping of whole rows makes another row's tag of it."""


def own(array: Any) -> Any:
    """A copy that the owner may change in place; a tensor, behind ToTensorV2, is one already."""
    return array.copy() if isinstance(array, np.ndarray) else array


def without_channels(array: Any, target: Target) -> Any:
    """An array of the target without its channel axis; a tensor without one behind the others, if it has one there."""
    if isinstance(array, np.ndarray) or (
        has_axes(array) and len(array.shape) > (3 if target.depth else 2) and array.shape[-1] == 1
    ):
        return array[..., 0]
    return array


def kept(value: Any) -> Any:
    """A copy of the arrays in what code of a user's own hands over: it may hold them elsewhere, and reuse them."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(kept, value))
    return {name: kept(part) for name, part in value.items()} if type(value) is dict else value


def checked_array(where: str, array: Any, target: Target) -> Any:
    """A copy of what ``where`` returned for an array of the target, with a channel axis."""
    axes = 3 if target.depth else 2
    if not isinstance(array, np.ndarray):
        if len(array.shape) >= axes if has_axes(array) else hasattr(array, "__array_interface__"):
            return array.clone() if hasattr(array, "clone") else array  # a tensor; an image of Pillow's
        raise TypeError(f"{where} must return an array, got {short_repr(array)}")
    if array.ndim == axes:
        array = array[..., None]
    most = MOST_AXES if target.any_axes else axes + 1
    if not axes < array.ndim <= most or not array.size:
        kind = "an (H, W) or (H, W, C) array" if axes == 2 else "a (D, H, W) or (D, H, W, C) volume"
        raise ValueError(f"{where} must return {kind}, got shape {array.shape}")
    pixels = target.kind is Kind.PIXELS
    if not pixels and array.dtype not in MASK_DTYPES:
        array = native(where, array, pixels)
    known = IMAGE_DTYPES if pixels else MASK_DTYPES
    if array.dtype not in known:
        names = ", ".join(sorted(map(str, known)))
        raise TypeError(f"{where} must return one of {names}, got {array.dtype}")
    if pixels and array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{where} must return no NaN and no infinity")
    return array.copy()


def checked_batch(where: str, found: Any, target: Target) -> list[Any]:
    """The same of what was returned for several arrays: an array of one more axis, or a list of any length but 0."""
    try:
        items = iter(found)
    except TypeError:
        raise TypeError(
            f"{where} must return arrays, in a list or as an array of one more axis, got {short_repr(found)}"
        ) from None
    out = [checked_array(where, array, target) for array in items]
    if not out:
        raise ValueError(f"{where} must return one array or more, got {short_repr(found)}")
    return out


def box_rows(boxes: Boxes, shape: Shape) -> Array:
    """The (N, 5) boxes as shares of the image, each with a tag that says which it is."""
    height, width = shape[:2]
    scale = np.array([width, height, width, height], np.float64)
    return np.column_stack((boxes.corners / scale, _tags(len(boxes))))


def boxes_of(out: Any, boxes: Boxes, size: tuple[int, int], where: str) -> Boxes:
    """The boxes that came back as rows, in an image of that height and width."""
    out = _numbers(out, where, 5)
    rows = _rows(out, 4, len(boxes), where)
    scale = np.array([size[1], size[0], size[1], size[0]], np.float64)
    return Boxes(out[:, :4] * scale, boxes.rows[rows], boxes.rules)


def point_rows(points: Points) -> Array:
    """The (N, 6) keypoints x, y, z, angle in radians, scale, each with a tag that says which it is."""
    columns = (points.x, points.y, points.plane, np.radians(points.angle), points.scale, _tags(len(points)))
    return np.column_stack(columns)


def points_of(out: Any, points: Points, where: str) -> Points:
    """The keypoints that came back as rows."""
    out = _numbers(out, where, 6)
    rows = _rows(out, 5, len(points), where)
    return replace(
        points,
        x=out[:, 0],
        y=out[:, 1],
        z=None if points.z is None else out[:, 2],
        angle=np.degrees(out[:, 3]),
        scale=out[:, 4],
        rows=points.rows[rows],
    )


def _tags(count: int) -> Array:
    return TAG + STEP * np.arange(count, dtype=np.float64)


def _numbers(out: Any, where: str, columns: int) -> Array:
    """The rows as an array; a list of none is none of so many columns."""
    try:
        found = np.array(out, np.float64)
        return np.zeros((0, columns)) if found.shape == (0,) else found
    except (TypeError, ValueError):
        raise ValueError(f"{where} must return rows of numbers, got {short_repr(out)}") from None


def _rows(out: Array, columns: int, count: int, where: str) -> Array:
    """Which of the given rows each row that came back was; ValueError for numbers and tags that are none."""
    if out.ndim != 2 or (out.shape[1] <= columns and out.shape != (count, columns)):
        raise ValueError(f"{where} must return rows as it was given them, (N, {columns + 1}), got shape {out.shape}")
    if not np.isfinite(out).all():
        raise ValueError(f"{where} must return no NaN and no infinity")
    if out.shape[1] == columns:
        return np.arange(count)
    rows = (out[:, -1] - TAG) / STEP
    if not ((rows == np.rint(rows)) & (rows >= 0) & (rows < count)).all():
        raise ValueError(
            f"{where} must change the first {columns} columns alone and keep the further ones, which say what row each "
            f"was, so that it keeps its label: rows[:, :{columns}] = ..."
        )
    return rows.astype(np.intp)
