"""Boxes between formats, clipped, dropped and moved, outside a pipeline.

Rows are x_min, y_min, x_max, y_max as shares of the image, and further columns. Functions of many boxes take and give
an (N, 4 or more) float array; a list of rows comes back as a list of tuples, whose further columns may be anything. The
size is a dict of ``height`` and ``width``, a tuple (height, width), or two numbers ``rows, cols``, as Albumentations 1
had it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..engine.declare.errors import nearest, short_repr
from ..engine.targets.boxes import from_pixels, to_pixels
from ..engine.targets.geometry import Array

__all__ = [
    "bbox_hflip",
    "bbox_rot90",
    "bbox_transpose",
    "bbox_vflip",
    "bboxes_hflip",
    "bboxes_rot90",
    "bboxes_transpose",
    "bboxes_vflip",
    "calculate_bbox_area",
    "calculate_bbox_areas_in_pixels",
    "check_bbox",
    "check_bboxes",
    "clip_bboxes",
    "convert_bbox_from_albumentations",
    "convert_bbox_to_albumentations",
    "convert_bboxes_from_albumentations",
    "convert_bboxes_to_albumentations",
    "crop_bbox_by_coords",
    "crop_bboxes_by_coords",
    "denormalize_bbox",
    "denormalize_bboxes",
    "filter_bboxes",
    "normalize_bbox",
    "normalize_bboxes",
    "union_of_bboxes",
]

Row = tuple[Any, ...]
Size = Mapping[str, int] | Sequence[int] | int
FORMATS = ("coco", "pascal_voc", "albumentations", "yolo")


def size_of(shape: Size, cols: int | None = None) -> tuple[int, int]:
    """Height and width, however they are given."""
    if isinstance(shape, Mapping):
        return shape["height"], shape["width"]
    if isinstance(shape, Sequence):
        return shape[0], shape[1]
    if cols is None:
        raise TypeError(f"the size must be a dict, (height, width) or two numbers, got {short_repr(shape)}")
    return shape, cols


def corners_of(bboxes: Any) -> Array:
    """The first four columns as an (N, 4) float64 array."""
    return np.array([list(row[:4]) for row in bboxes], np.float64).reshape(-1, 4)


def rebuilt(bboxes: Any, corners: Array, rows: Any = None) -> Any:
    """Rows of new corners with the further columns that they had, in the container that they came in."""
    kept = np.arange(len(bboxes)) if rows is None else np.flatnonzero(rows) if rows.dtype == bool else rows
    if isinstance(bboxes, np.ndarray):
        return np.column_stack((corners, bboxes[kept, 4:])) if bboxes.shape[-1] > 4 else corners
    return [(*map(float, box), *bboxes[i][4:]) for box, i in zip(corners, kept, strict=True)]


def normalize_bboxes(bboxes: Any, shape: Size, cols: int | None = None) -> Any:
    """Corners in pixels as shares of the image."""
    height, width = size_of(shape, cols)
    return rebuilt(bboxes, corners_of(bboxes) / np.array([width, height, width, height], np.float64))


def denormalize_bboxes(bboxes: Any, shape: Size, cols: int | None = None) -> Any:
    """Corners as shares of the image in pixels."""
    height, width = size_of(shape, cols)
    return rebuilt(bboxes, corners_of(bboxes) * np.array([width, height, width, height], np.float64))


def convert_bboxes_to_albumentations(
    bboxes: Any, source_format: Any, shape: Size, cols: int | None = None, check_validity: bool = False
) -> Any:
    """Boxes of a format as corners in shares of the image; ValueError for bad ones where ``check_validity``."""
    height, width = size_of(shape, cols)
    corners = to_pixels(corners_of(bboxes), _known(source_format), height, width)
    out = rebuilt(bboxes, from_pixels(corners, "albumentations", height, width))
    if check_validity:
        check_bboxes(out)
    return out


def convert_bboxes_from_albumentations(
    bboxes: Any, target_format: Any, shape: Size, cols: int | None = None, check_validity: bool = False
) -> Any:
    """Boxes as corners in shares of the image in another format."""
    if check_validity:
        check_bboxes(bboxes)
    height, width = size_of(shape, cols)
    corners = to_pixels(corners_of(bboxes), "albumentations", height, width)
    return rebuilt(bboxes, from_pixels(corners, _known(target_format), height, width))


def _known(name: Any) -> Any:
    if name not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {short_repr(name)}{nearest(name, FORMATS)}")
    return name


def check_bboxes(bboxes: Any) -> None:
    """ValueError for a box that is inside out, empty, not finite or not within [0, 1] but for rounding (1e-8)."""
    corners = corners_of(bboxes)
    for i, (x_min, y_min, x_max, y_max) in enumerate(corners.tolist()):
        inside = all(-1e-8 <= edge <= 1 + 1e-8 for edge in (x_min, y_min, x_max, y_max))
        if not (inside and x_min < x_max and y_min < y_max):
            raise ValueError(
                f"bboxes[{i}] must be x_min < x_max, y_min < y_max within [0, 1], got {tuple(corners[i].tolist())}"
            )


def clip_bboxes(bboxes: Any, shape: Size | None = None) -> Any:
    """Corners trimmed to [0, 1]."""
    return rebuilt(bboxes, corners_of(bboxes).clip(0.0, 1.0))


def calculate_bbox_areas_in_pixels(bboxes: Any, shape: Size, cols: int | None = None) -> Array:
    """The area of each box in pixels."""
    height, width = size_of(shape, cols)
    x_min, y_min, x_max, y_max = corners_of(bboxes).T
    areas: Array = (x_max - x_min) * width * (y_max - y_min) * height
    return areas


def filter_bboxes(
    bboxes: Any,
    shape: Size,
    cols: int | None = None,
    min_area: float = 0.0,
    min_visibility: float = 0.0,
    min_width: float = 0.0,
    min_height: float = 0.0,
    max_accept_ratio: float | None = None,
) -> Any:
    """Boxes trimmed to the image, without those of which too little is left; limits are in pixels."""
    height, width = size_of(shape, cols)
    before = calculate_bbox_areas_in_pixels(bboxes, (height, width))
    corners = corners_of(bboxes).clip(0.0, 1.0)
    wide, high = (corners[:, 2] - corners[:, 0]) * width, (corners[:, 3] - corners[:, 1]) * height
    left = wide * high
    keep = (wide > 0) & (high > 0) & (left >= min_area) & (wide >= min_width) & (high >= min_height)
    keep &= left >= min_visibility * before
    if max_accept_ratio is not None:
        keep &= np.maximum(wide, high) <= max_accept_ratio * np.minimum(wide, high)
    return rebuilt(bboxes, corners[keep], keep)


def union_of_bboxes(bboxes: Any, erosion_rate: float = 0.0) -> Array | None:
    """The smallest box around all, eroded by that share of its sides, half of it at each end.

    A single box is not eroded. None without boxes, and where ``erosion_rate`` leaves nothing.
    """
    if not len(bboxes) or erosion_rate >= 1:
        return None
    corners = corners_of(bboxes)
    low, high = corners[:, :2].min(0), corners[:, 2:].max(0)
    less = (high - low) * erosion_rate / 2 if len(corners) > 1 else np.zeros(2)
    return np.concatenate((low + less, high - less))


def crop_bboxes_by_coords(
    bboxes: Any, crop_coords: Sequence[int], image_shape: Sequence[int], normalized_input: bool = True
) -> Any:
    """Boxes seen from the window (x_min, y_min, x_max, y_max) in pixels: shares of it, or pixels where they came so."""
    x_min, y_min, x_max, y_max = crop_coords
    height, width = image_shape[:2]
    pixels = corners_of(bboxes) * (np.array([width, height, width, height], np.float64) if normalized_input else 1.0)
    moved = pixels - np.array([x_min, y_min, x_min, y_min], np.float64)
    sides = np.array([x_max - x_min, y_max - y_min] * 2, np.float64)
    return rebuilt(bboxes, moved / sides if normalized_input else moved)


def bboxes_hflip(bboxes: Any) -> Any:
    """Boxes as shares, mirrored left to right."""
    x_min, y_min, x_max, y_max = corners_of(bboxes).T
    return rebuilt(bboxes, np.stack((1 - x_max, y_min, 1 - x_min, y_max), 1))


def bboxes_vflip(bboxes: Any) -> Any:
    """Boxes as shares, mirrored top to bottom."""
    x_min, y_min, x_max, y_max = corners_of(bboxes).T
    return rebuilt(bboxes, np.stack((x_min, 1 - y_max, x_max, 1 - y_min), 1))


def bboxes_transpose(bboxes: Any) -> Any:
    """Boxes as shares, with x and y swapped."""
    return rebuilt(bboxes, corners_of(bboxes)[:, [1, 0, 3, 2]])


def bboxes_rot90(bboxes: Any, factor: int) -> Any:
    """Boxes as shares, after ``factor`` quarter turns counterclockwise."""
    for _ in range(factor % 4):
        bboxes = bboxes_vflip(bboxes_transpose(bboxes))
    return bboxes


def normalize_bbox(bbox: Row, rows: int, cols: int) -> Row:
    """One box in pixels as shares of the image."""
    return _one(normalize_bboxes([bbox], rows, cols))


def denormalize_bbox(bbox: Row, rows: int, cols: int) -> Row:
    """One box as shares of the image in pixels."""
    return _one(denormalize_bboxes([bbox], rows, cols))


def convert_bbox_to_albumentations(
    bbox: Row, source_format: str, rows: int, cols: int, check_validity: bool = False
) -> Row:
    """One box of a format as corners in shares of the image."""
    return _one(convert_bboxes_to_albumentations([bbox], source_format, rows, cols, check_validity))


def convert_bbox_from_albumentations(
    bbox: Row, target_format: str, rows: int, cols: int, check_validity: bool = False
) -> Row:
    """One box as corners in shares of the image in another format."""
    return _one(convert_bboxes_from_albumentations([bbox], target_format, rows, cols, check_validity))


def check_bbox(bbox: Row) -> None:
    """ValueError for a box that is inside out, empty or outside [0, 1]."""
    check_bboxes([bbox])


def calculate_bbox_area(bbox: Row, rows: int, cols: int) -> float:
    """The area of one box in pixels."""
    return float(calculate_bbox_areas_in_pixels([bbox], rows, cols)[0])


def crop_bbox_by_coords(
    bbox: Row, crop_coords: Sequence[int], crop_height: int, crop_width: int, rows: int, cols: int
) -> Row:
    """One box as shares of the window whose upper left corner ``crop_coords`` begin with."""
    x_min, y_min = crop_coords[:2]
    return _one(crop_bboxes_by_coords([bbox], (x_min, y_min, x_min + crop_width, y_min + crop_height), (rows, cols)))


def bbox_hflip(bbox: Row, rows: int = 0, cols: int = 0) -> Row:
    """One box as shares, mirrored left to right."""
    return _one(bboxes_hflip([bbox]))


def bbox_vflip(bbox: Row, rows: int = 0, cols: int = 0) -> Row:
    """One box as shares, mirrored top to bottom."""
    return _one(bboxes_vflip([bbox]))


def bbox_transpose(bbox: Row, axis: int = 0, rows: int = 0, cols: int = 0) -> Row:
    """One box as shares, with x and y swapped, and about the other diagonal where ``axis`` is 1."""
    return _one(bboxes_rot90(bboxes_transpose([bbox]), 2 if axis == 1 else 0))


def bbox_rot90(bbox: Row, factor: int, rows: int = 0, cols: int = 0) -> Row:
    """One box as shares, after ``factor`` quarter turns counterclockwise."""
    return _one(bboxes_rot90([bbox], factor))


def _one(rows: list[Row]) -> Row:
    return rows[0]
