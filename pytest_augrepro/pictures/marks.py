"""Boxes, keypoints and outlines of masks, drawn on an enlarged picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ..values.arrays import Array

BOX, POINT, OUTLINE, HALO = (255, 210, 0), (0, 230, 255), (255, 60, 200), (0, 0, 0)
MOST = 200
"""Boxes, and points, that are drawn at most."""
CORNERS, SIZES = "x1 y1 x2 y2", "x y width height"


@dataclass(frozen=True)
class Marks:
    """What lies on a picture: rows of boxes and of points in its pixels, and how the boxes were read."""

    boxes: Array
    points: Array
    read_as: str = ""


def marks_of(values: Mapping[str, Any], height: int, width: int, like: Mapping[str, Any] | None = None) -> Marks:
    """Boxes and keypoints among the parts of a result, by their names.

    Which format boxes have is read off their numbers, those of ``like`` included: a format that fits all of them.
    """
    tables = {name: _rows(value) for name, value in values.items()}
    boxes = [rows for name, rows in tables.items() if "box" in _last(name) and rows.shape[1] >= 4]
    points = [rows for name, rows in tables.items() if "keypoint" in _last(name) and rows.shape[1] >= 2]
    known = [_rows(value) for name, value in (like or {}).items() if "box" in _last(name)]
    found = np.concatenate([rows[:, :4] for rows in boxes]) if boxes else np.zeros((0, 4))
    all_boxes = [found, *(rows[:, :4] for rows in known if rows.shape[1] >= 4)]
    corners, read_as = _corners(found, np.concatenate(all_boxes), height, width)
    dots = np.concatenate([rows[:, :2] for rows in points]) if points else np.zeros((0, 2))
    return Marks(corners[:MOST], dots[:MOST], read_as if len(found) else "")


def _last(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _rows(value: Any) -> Array:
    """A table of numbers, of the leading numeric columns where others follow; empty where there is none."""
    empty = np.zeros((0, 0))
    if isinstance(value, np.ndarray):
        table = value.astype(np.float64) if value.dtype.kind in "biuf" and value.ndim == 2 else empty
    else:
        rows = [_numbers(row) for row in value] if isinstance(value, list) else []
        shortest = min(map(len, rows), default=0)
        table = np.array([row[:shortest] for row in rows], np.float64) if shortest else empty
    return table[np.isfinite(table).all(axis=1)] if table.size else empty


def _numbers(row: Any) -> list[float]:
    found: list[float] = []
    for cell in row if isinstance(row, list) else ():
        if not isinstance(cell, int | float) or isinstance(cell, bool):
            break
        found.append(float(cell))
    return found


def _corners(boxes: Array, known: Array, height: int, width: int) -> tuple[Array, str]:
    if not len(boxes):
        return boxes, ""
    shares = bool((np.abs(known) <= 1.5).all()) and bool((known != np.round(known)).any())
    scale = np.array([width, height, width, height]) if shares else np.ones(4)
    sizes = bool((known[:, 2] < known[:, 0]).any() or (known[:, 3] < known[:, 1]).any())
    read_as = f"{SIZES if sizes else CORNERS}{', as shares' * shares}"
    if not sizes:
        return boxes * scale, read_as
    if shares:  # as YOLO has them: the center and the size
        half = boxes[:, 2:] / 2
        return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1) * scale, f"center {read_as}"
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1), read_as


def draw(pixels: Array, marks: Marks, factor: float) -> None:
    """Draw boxes and points, given in pixels of the picture before it was enlarged or shrunk by ``factor``."""
    for box in marks.boxes:
        x1, y1, x2, y2 = _whole(box * factor)
        for color, thickness in ((HALO, 3), (BOX, 1)):
            cv2.rectangle(pixels, (x1, y1), (max(x1, x2 - 1), max(y1, y2 - 1)), color, thickness)
    for point in marks.points:
        x, y = _whole((point + 0.5) * factor)
        for color, radius in ((HALO, 5), (POINT, 3)):
            cv2.circle(pixels, (x, y), radius, color, -1, cv2.LINE_AA)


def outline(pixels: Array, mask: Array, factor: float) -> None:
    """Draw the edges between the classes of a mask that is as large as the picture was."""
    rows, columns = ((np.arange(side) / factor).astype(int) for side in pixels.shape[:2])
    large = mask[np.minimum(rows, mask.shape[0] - 1)][:, np.minimum(columns, mask.shape[1] - 1)]
    edges = np.zeros(large.shape, np.bool_)
    edges[:, 1:] |= large[:, 1:] != large[:, :-1]
    edges[1:] |= large[1:] != large[:-1]
    pixels[edges] = OUTLINE


def _whole(values: Array) -> list[int]:
    """Whole numbers that OpenCV can draw, however far outside they lie."""
    found: list[int] = np.clip(np.rint(values), -30_000, 30_000).astype(int).tolist()
    return found
