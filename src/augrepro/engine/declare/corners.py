"""Markers of regions that are written as two corners."""

from __future__ import annotations

from typing import Any

from .markers import Marker


class Rectangles(Marker):
    """Each entry is x_min, y_min, x_max, y_max of a rectangle that holds a pixel."""

    whole = "rectangles (x_min, y_min, x_max, y_max) with x_min < x_max and y_min < y_max, whole numbers >= 0"

    def holds(self, value: Any) -> bool:
        return all(x1 < x2 and y1 < y2 for x1, y1, x2, y2 in value)


class Blocks(Marker):
    """Each entry is z_min, y_min, x_min, z_max, y_max, x_max of a block that holds a voxel."""

    whole = "blocks (z_min, y_min, x_min, z_max, y_max, x_max) that hold a voxel each, whole numbers >= 0"

    def holds(self, value: Any) -> bool:
        return all(low < high for block in value for low, high in zip(block[:3], block[3:], strict=True))
