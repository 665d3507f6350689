"""Single boxes and keypoints of Albumentations 1, moved as an image is.

A box is (x_min, y_min, x_max, y_max) in shares of the image, a keypoint (x, y, angle in radians, scale) in pixels.
Columns beyond those are left out of keypoints and kept in boxes. ``rows`` and ``cols`` are the image's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians, sin
from typing import Any

import numpy as np

from ..engine.declare.errors import short_repr
from .boxes import bbox_hflip, bbox_vflip, crop_bbox_by_coords
from .crops import get_center_crop_coords, get_random_crop_coords
from .keypoints import angle_to_2pi_range, keypoints_hflip, keypoints_rot90, keypoints_transpose, keypoints_vflip

__all__ = [
    "bbox_center_crop",
    "bbox_crop",
    "bbox_flip",
    "bbox_random_crop",
    "bbox_rotate",
    "bbox_shift_scale_rotate",
    "crop_keypoint_by_coords",
    "keypoint_center_crop",
    "keypoint_flip",
    "keypoint_hflip",
    "keypoint_random_crop",
    "keypoint_rot90",
    "keypoint_rotate",
    "keypoint_shift_scale_rotate",
    "keypoint_transpose",
    "keypoint_vflip",
]

Box = Sequence[Any]
Row = tuple[Any, ...]
Coords = tuple[int, int, int, int]


def bbox_crop(bbox: Box, x_min: int, y_min: int, x_max: int, y_max: int, rows: int, cols: int) -> Row:
    """A box in shares of the window from (x_min, y_min) to (x_max, y_max)."""
    return crop_bbox_by_coords(tuple(bbox), (x_min, y_min, x_max, y_max), y_max - y_min, x_max - x_min, rows, cols)


def bbox_center_crop(bbox: Box, crop_height: int, crop_width: int, rows: int, cols: int) -> Row:
    """A box in shares of the window of that size in the middle."""
    return bbox_crop(bbox, *get_center_crop_coords(rows, cols, crop_height, crop_width), rows, cols)


def bbox_random_crop(
    bbox: Box, crop_height: int, crop_width: int, h_start: float, w_start: float, rows: int, cols: int
) -> Row:
    """A box in shares of the window of that size at shares of the places that it can have."""
    return bbox_crop(bbox, *get_random_crop_coords(rows, cols, crop_height, crop_width, h_start, w_start), rows, cols)


def bbox_flip(bbox: Box, d: int, rows: int, cols: int) -> Row:
    """A box mirrored top to bottom (``d`` 0), left to right (1) or both (-1)."""
    across, down = _axes(d)
    row = bbox_hflip(tuple(bbox), rows, cols) if across else tuple(bbox)
    return bbox_vflip(row, rows, cols) if down else row


def bbox_rotate(bbox: Box, angle: float, method: str, rows: int, cols: int) -> Row:
    """The box about a box that is turned by ``angle`` degrees counterclockwise, or about the ellipse in it."""
    return bbox_shift_scale_rotate(bbox, angle, 1.0, 0.0, 0.0, method, rows, cols)


def bbox_shift_scale_rotate(
    bbox: Box, angle: float, scale: float, dx: float, dy: float, rotate_method: str, rows: int, cols: int, **kwargs: Any
) -> Row:
    """The same of a box that is then enlarged about the image's center and moved by shares of width and height."""
    if rotate_method not in ("largest_box", "ellipse"):
        raise ValueError(f"the method must be 'largest_box' or 'ellipse', got {short_repr(rotate_method)}")
    x_min, y_min, x_max, y_max = (float(side) for side in bbox[:4])
    x, y = ((x_min + x_max) / 2 - 0.5) * cols, ((y_min + y_max) / 2 - 0.5) * rows
    wide, high = (x_max - x_min) / 2 * cols, (y_max - y_min) / 2 * rows
    c, s = cos(radians(angle)) * scale, sin(radians(angle)) * scale
    reach = hypot if rotate_method == "ellipse" else lambda one, other: abs(one) + abs(other)
    wide, high = reach(c * wide, s * high), reach(s * wide, c * high)
    x, y = (c * x + s * y) / cols + 0.5 + dx, (c * y - s * x) / rows + 0.5 + dy
    return (x - wide / cols, y - high / rows, x + wide / cols, y + high / rows, *bbox[4:])


def crop_keypoint_by_coords(keypoint: Box, crop_coords: Sequence[int]) -> Row:
    """A keypoint seen from the window (x_min, y_min, ...)."""
    x, y, angle, scale = keypoint[:4]
    return x - crop_coords[0], y - crop_coords[1], angle, scale


def keypoint_center_crop(keypoint: Box, crop_height: int, crop_width: int, rows: int, cols: int) -> Row:
    """A keypoint seen from the window of that size in the middle."""
    return crop_keypoint_by_coords(keypoint, get_center_crop_coords(rows, cols, crop_height, crop_width))


def keypoint_random_crop(
    keypoint: Box, crop_height: int, crop_width: int, h_start: float, w_start: float, rows: int, cols: int
) -> Row:
    """A keypoint seen from the window of that size at shares of the places that it can have."""
    return crop_keypoint_by_coords(
        keypoint, get_random_crop_coords(rows, cols, crop_height, crop_width, h_start, w_start)
    )


def keypoint_hflip(keypoint: Box, rows: int, cols: int) -> Row:
    """A keypoint mirrored left to right: x becomes cols - 1 - x."""
    return _of_one(keypoints_hflip(_in_five(keypoint), cols))


def keypoint_vflip(keypoint: Box, rows: int, cols: int) -> Row:
    """A keypoint mirrored top to bottom: y becomes rows - 1 - y."""
    return _of_one(keypoints_vflip(_in_five(keypoint), rows))


def keypoint_flip(keypoint: Box, d: int, rows: int, cols: int) -> Row:
    """A keypoint mirrored top to bottom (``d`` 0), left to right (1) or both (-1)."""
    across, down = _axes(d)
    row = keypoint_hflip(keypoint, rows, cols) if across else tuple(keypoint[:4])
    return keypoint_vflip(row, rows, cols) if down else row


def keypoint_transpose(keypoint: Box) -> Row:
    """A keypoint with x and y swapped, its angle with them."""
    return _of_one(keypoints_transpose(_in_five(keypoint)))


def keypoint_rot90(keypoint: Box, factor: int, rows: int, cols: int, **params: Any) -> Row:
    """A keypoint after ``factor`` quarter turns counterclockwise."""
    return _of_one(keypoints_rot90(_in_five(keypoint), factor, (rows, cols)))


def keypoint_rotate(keypoint: Box, angle: float, rows: int, cols: int, **params: Any) -> Row:
    """A keypoint turned with the image, ``angle`` degrees counterclockwise about its center."""
    return keypoint_shift_scale_rotate(keypoint, angle, 1.0, 0.0, 0.0, rows, cols)


def keypoint_shift_scale_rotate(
    keypoint: Box, angle: float, scale: float, dx: float, dy: float, rows: int, cols: int, **params: Any
) -> Row:
    """The same of a keypoint that then moves away from the center and by shares of width and height.

    Its angle turns with the pixels, as under a quarter turn. (Albumentations 1 turned it the other way here.)
    """
    x, y, own, size = (float(value) for value in keypoint[:4])
    c, s = cos(radians(angle)) * scale, sin(radians(angle)) * scale
    left, top = x - (cols - 1) / 2, y - (rows - 1) / 2
    to_x, to_y = c * left + s * top + (cols - 1) / 2 + dx * cols, c * top - s * left + (rows - 1) / 2 + dy * rows
    return to_x, to_y, float(angle_to_2pi_range(own - radians(angle))), size * scale


def _axes(d: int) -> tuple[bool, bool]:
    """Whether a flip goes across and whether it goes down."""
    if d not in (-1, 0, 1):
        raise ValueError(f"d must be 0 (top to bottom), 1 (left to right) or -1 (both), got {short_repr(d)}")
    return d != 0, d != 1


def _in_five(keypoint: Box) -> Any:
    x, y, angle, scale = keypoint[:4]
    return np.array([[x, y, 0.0, angle, scale]], np.float64)


def _of_one(found: Any) -> Row:
    x, y, _, angle, scale = found[0].tolist()
    return x, y, angle, scale
